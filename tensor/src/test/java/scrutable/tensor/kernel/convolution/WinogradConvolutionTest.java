package scrutable.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.parallel.Parallel;

/// The vectors against the plain twin, to the last bit, and what is refused.
class WinogradConvolutionTest {

  @Test
  void vectorsGiveTheBitsOfThePlainTwinOnAnyNumberOfThreads() {
    for (ConvGeometry g : WinogradCase.SHAPES) {
      WinogradCase c = WinogradCase.of(g);
      float[] y = WinogradCase.narrow(c.output(WinogradMatrices.FOUR, Precision.FLOAT32));
      float[] gx = WinogradCase.narrow(c.inputGradient(WinogradMatrices.FOUR, Precision.FLOAT32));
      for (int threads : new int[] {1, 2, 3}) {
        float[] fastY = TestData.floats(5, y.length);
        float[] fastGx = TestData.floats(6, gx.length);
        Parallel.withThreads(threads, () -> {
          WinogradConvolution.forward(g, c.x(), c.w(), c.bias(), false, fastY);
          WinogradConvolution.inputGradient(g, c.gy(), null, c.w(), fastGx);
        });
        TestData.assertSameBits(y, fastY, "y of " + g + ", threads " + threads);
        TestData.assertSameBits(gx, fastGx, "gx of " + g + ", threads " + threads);
      }
    }
  }

  @Test
  void withARectifierBothHaveTheBitsOfSeparatePasses() {
    for (ConvGeometry g : WinogradCase.SHAPES) {
      WinogradCase c = WinogradCase.of(g);
      for (float[] bias : new float[][] {c.bias(), null}) {
        float[] y = new float[c.gy().length];
        float[] passed = new float[c.gy().length];
        float[] gx = new float[c.x().length];
        WinogradConvolution.forward(g, c.x(), c.w(), bias, false, y);
        Elementwise.relu(y, 0, y, 0, y.length);
        Elementwise.reluGradient(c.gy(), y, passed, y.length);
        WinogradConvolution.inputGradient(g, passed, null, c.w(), gx);
        float[] fusedY = TestData.floats(5, y.length);
        float[] fusedGx = TestData.floats(6, gx.length);
        Parallel.withThreads(2, () -> {
          WinogradConvolution.forward(g, c.x(), c.w(), bias, true, fusedY);
          WinogradConvolution.inputGradient(g, c.gy(), y, c.w(), fusedGx);
        });
        TestData.assertSameBits(y, fusedY, "y of " + g);
        TestData.assertSameBits(gx, fusedGx, "gx of " + g);
      }
    }
  }

  @Test
  void otherKernelsStridesDilationsAndPaddingsAreRefusedByName() {
    assertRefused(ConvGeometry.of(1, 1, 8, 8, 1, 5, 5), "kernel 5x5");
    assertRefused(ConvGeometry.of(1, 1, 8, 8, 1, 3, 1), "kernel 3x1");
    assertRefused(new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 2, 1, 0, 0, 1, 1), "stride 2x1");
    assertRefused(new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 1, 1, 0, 0, 1, 2), "dilation 1x2");
    assertRefused(WinogradCase.shape(1, 1, 8, 8, 1, 3, 0), "padding 3x0");
  }

  private static void assertRefused(ConvGeometry g, String what) {
    WinogradCase c = WinogradCase.of(g);
    for (Runnable run : List.<Runnable>of(
        () -> WinogradConvolution.forward(g, c.x(), c.w(), null, false, c.gy()),
        () -> WinogradConvolution.inputGradient(g, c.gy(), null, c.w(), c.x()),
        () -> c.output(WinogradMatrices.FOUR, Precision.FLOAT64),
        () -> c.inputGradient(WinogradMatrices.FOUR, Precision.FLOAT64))) {
      String message = assertThrows(IllegalArgumentException.class, run::run).getMessage();
      assertTrue(message.contains(what) && message.contains("needs a kernel of 3x3, stride 1x1")
          && message.contains("ConvolutionMethod.DIRECT"), message);
    }
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    ConvGeometry g = WinogradCase.shape(1, 2, 4, 4, 3, 0, 0);
    var w = assertThrows(IllegalArgumentException.class,
        () -> WinogradConvolution.forward(g, new float[32], new float[53], null, false, new float[12]));
    assertTrue(w.getMessage().contains("w has 53 elements"), w.getMessage());
    var bias = assertThrows(IllegalArgumentException.class,
        () -> WinogradConvolution.forward(g, new float[32], new float[54], new float[2], false, new float[12]));
    assertTrue(bias.getMessage().contains("bias has 2 elements"), bias.getMessage());
    var rectified = assertThrows(IllegalArgumentException.class,
        () -> WinogradConvolution.inputGradient(g, new float[12], new float[11], new float[54], new float[32]));
    assertTrue(rectified.getMessage().contains("y has 11 elements"), rectified.getMessage());
    var inDouble = assertThrows(IllegalArgumentException.class,
        () -> WinogradConvolution.forward(g, new double[31], new double[54], null, new double[12]));
    assertTrue(inDouble.getMessage().contains("x has 31 elements"), inDouble.getMessage());
    var gradient = assertThrows(IllegalArgumentException.class,
        () -> WinogradConvolution.inputGradient(g, new double[11], new double[54], new double[32]));
    assertTrue(gradient.getMessage().contains("y has 11 elements"), gradient.getMessage());
  }

  @Test
  void matricesOfOtherSizesAreRefused() {
    WinogradMatrices f = WinogradMatrices.FOUR;
    var refused = assertThrows(IllegalArgumentException.class,
        () -> new WinogradMatrices(4, f.input(), f.output(), f.output()));
    assertTrue(refused.getMessage().contains("G must be (6, 3)"), refused.getMessage());
  }
}
