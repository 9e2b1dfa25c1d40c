package scrutable.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.parallel.Parallel;

/// The plain twin against the definition in double, and the vectors against the plain twin, to the last bit.
class WinogradConvolutionTest {

  /// Whole tiles and tiles that jut out, no padding to the largest, channels that fill vectors and some that do not, no
  /// image, one, and more than a block holds; images larger than a block, one wider; more channels than a chain.
  private static final List<ConvGeometry> SHAPES = List.of(shape(1, 1, 3, 3, 1, 0, 0), shape(2, 3, 6, 10, 5, 0, 0),
      shape(3, 16, 5, 7, 17, 1, 1), shape(2, 2, 9, 4, 32, 2, 0), shape(1, 18, 1, 6, 3, 1, 2),
      shape(9, 4, 12, 13, 6, 0, 2), shape(33, 3, 5, 6, 2, 1, 1), shape(2, 3, 50, 57, 4, 1, 0),
      shape(1, 2, 4, 530, 3, 1, 1), shape(1, 4_100, 3, 4, 2, 0, 0), shape(1, 2, 3, 4, 4_097, 0, 0),
      shape(0, 3, 8, 8, 4, 1, 1));

  private static ConvGeometry shape(int n, int in, int height, int width, int out, int down, int across) {
    return new ConvGeometry(n, in, height, width, out, 3, 3, 1, 1, down, across, 1, 1);
  }

  private record Case(ConvGeometry g, float[] x, float[] w, float[] bias, float[] gy) {
    static Case of(ConvGeometry g) {
      return new Case(g, TestData.floats(1, g.n() * g.inSize()), TestData.floats(2, g.outChannels() * g.window()),
          TestData.floats(3, g.outChannels()), TestData.floats(4, g.n() * g.outSize()));
    }

    double[] output(WinogradMatrices f, Precision precision) {
      double[] y = new double[gy.length];
      PlainWinograd.forward(f, g, precision, TestData.widen(x), TestData.widen(w), TestData.widen(bias), y);
      return y;
    }

    double[] inputGradient(WinogradMatrices f, Precision precision) {
      double[] gx = new double[x.length];
      PlainWinograd.inputGradient(f, g, precision, TestData.widen(gy), TestData.widen(w), gx);
      return gx;
    }

    double[] exactOutput() {
      double[] y = new double[gy.length];
      Convolution.forward(g, TestData.widen(x), TestData.widen(w), TestData.widen(bias), y);
      return y;
    }

    double[] exactInputGradient() {
      double[] gx = new double[x.length];
      Convolution.inputGradient(g, TestData.widen(gy), TestData.widen(w), gx);
      return gx;
    }

    /// The same with absolute values everywhere.
    Case absolute() {
      return new Case(g, positive(x), positive(w), positive(bias), positive(gy));
    }

    private static float[] positive(float[] values) {
      float[] result = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        result[i] = Math.abs(values[i]);
      }
      return result;
    }
  }

  @Test
  void theMatricesTurnACorrelationIntoProducts() {
    WinogradMatrices f = WinogradMatrices.FOUR;
    for (int kernel = 0; kernel < 3; kernel++) {
      for (int input = 0; input < 6; input++) {
        for (int output = 0; output < 4; output++) {
          double sum = 0;
          for (int q = 0; q < 6; q++) {
            sum += f.output()[output][q] * f.kernel()[q][kernel] * f.input()[q][input];
          }
          assertEquals(input == output + kernel ? 1 : 0, sum, 1e-15, "input " + input + " to output " + output);
        }
      }
    }
  }

  /// A number that was rounded k times on its way is wrong by at most k u of the sum of the absolute values of all that
  /// was added up; here k is 2 x 5 for the inputs, 2 x (3 + 1) for the kernels, 2 x 6 for the outputs, and one for each
  /// channel and the bias.
  @Test
  void thePlainTwinIsTheConvolutionWithinTheBoundOfItsRoundings() {
    for (ConvGeometry g : SHAPES) {
      assertWithinBound(Case.of(g), Precision.FLOAT32, 0x1p-24);
      assertWithinBound(Case.of(g), Precision.FLOAT64, 0x1p-53);
    }
    Case wild = Case.of(shape(2, 3, 12, 12, 4, 1, 1));
    for (int i = 0; i < wild.x.length; i += 97) {
      wild.x[i] *= 1e6f;
      wild.gy[i] *= 1e6f;
    }
    assertWithinBound(wild, Precision.FLOAT32, 0x1p-24);
  }

  private static void assertWithinBound(Case c, Precision precision, double unit) {
    WinogradMatrices f = WinogradMatrices.FOUR;
    WinogradMatrices absolute = new WinogradMatrices(4, absolute(f.input()), absolute(f.kernel()),
        absolute(f.output()));
    double[] size = c.absolute().output(absolute, Precision.FLOAT64);
    double[] exact = c.exactOutput();
    double[] y = c.output(f, precision);
    for (int i = 0; i < y.length; i++) {
      assertEquals(exact[i], y[i], (c.g.inChannels() + 40) * unit * size[i], "output " + i + " of " + c.g);
    }
    double[] sizeOfGradient = c.absolute().inputGradient(absolute, Precision.FLOAT64);
    double[] exactGradient = c.exactInputGradient();
    double[] gx = c.inputGradient(f, precision);
    for (int i = 0; i < gx.length; i++) {
      assertEquals(exactGradient[i], gx[i], (c.g.outChannels() + 40) * unit * sizeOfGradient[i],
          "gradient " + i + " of " + c.g);
    }
  }

  private static double[][] absolute(double[][] matrix) {
    return Arrays.stream(matrix).map(row -> Arrays.stream(row).map(Math::abs).toArray()).toArray(double[][]::new);
  }

  @Test
  void theErrorIsAtMostFourTimesThatOfTheDirectSum() {
    Case c = Case.of(shape(2, 32, 14, 14, 16, 1, 1));
    float[] y = new float[c.gy.length];
    Convolution.forward(c.g, c.x, c.w, c.bias, y);
    float[] gx = new float[c.x.length];
    Convolution.inputGradient(c.g, c.gy, c.w, gx);
    assertAtMostFourTimes(c.exactOutput(), TestData.widen(y), c.output(WinogradMatrices.FOUR, Precision.FLOAT32));
    assertAtMostFourTimes(c.exactInputGradient(), TestData.widen(gx),
        c.inputGradient(WinogradMatrices.FOUR, Precision.FLOAT32));
  }

  private static void assertAtMostFourTimes(double[] exact, double[] direct, double[] winograd) {
    double mean = squares(exact, winograd) / squares(exact, direct);
    assertTrue(mean < 16, "mean error, squared: " + mean);
  }

  private static double squares(double[] exact, double[] actual) {
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += (actual[i] - exact[i]) * (actual[i] - exact[i]);
    }
    return sum;
  }

  @Test
  void vectorsGiveTheBitsOfThePlainTwinOnAnyNumberOfThreads() {
    for (ConvGeometry g : SHAPES) {
      Case c = Case.of(g);
      float[] y = narrow(c.output(WinogradMatrices.FOUR, Precision.FLOAT32));
      float[] gx = narrow(c.inputGradient(WinogradMatrices.FOUR, Precision.FLOAT32));
      for (int threads : new int[] {1, 2, 3}) {
        float[] fastY = TestData.floats(5, y.length);
        float[] fastGx = TestData.floats(6, gx.length);
        Parallel.withThreads(threads, () -> {
          WinogradConvolution.forward(g, c.x, c.w, c.bias, false, fastY);
          WinogradConvolution.inputGradient(g, c.gy, null, c.w, fastGx);
        });
        TestData.assertSameBits(y, fastY, "y of " + g + ", threads " + threads);
        TestData.assertSameBits(gx, fastGx, "gx of " + g + ", threads " + threads);
      }
    }
  }

  @Test
  void withARectifierBothHaveTheBitsOfSeparatePasses() {
    for (ConvGeometry g : SHAPES) {
      Case c = Case.of(g);
      for (float[] bias : new float[][] {c.bias, null}) {
        float[] y = new float[c.gy.length];
        float[] passed = new float[c.gy.length];
        float[] gx = new float[c.x.length];
        WinogradConvolution.forward(g, c.x, c.w, bias, false, y);
        Elementwise.relu(y, 0, y, 0, y.length);
        Elementwise.reluGradient(c.gy, y, passed, y.length);
        WinogradConvolution.inputGradient(g, passed, null, c.w, gx);
        float[] fusedY = TestData.floats(5, y.length);
        float[] fusedGx = TestData.floats(6, gx.length);
        Parallel.withThreads(2, () -> {
          WinogradConvolution.forward(g, c.x, c.w, bias, true, fusedY);
          WinogradConvolution.inputGradient(g, c.gy, y, c.w, fusedGx);
        });
        TestData.assertSameBits(y, fusedY, "y of " + g);
        TestData.assertSameBits(gx, fusedGx, "gx of " + g);
      }
    }
  }

  /// One number that is no number, or too large for the transforms, at each place of an image: what is finite is right,
  /// and what is not is NaN; nothing changes outside of the tiles that see it.
  @Test
  void aFiniteOutputIsRightWhateverElseTheTileHolds() {
    ConvGeometry g = shape(1, 2, 6, 7, 2, 1, 1);
    float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, 3e38f};
    for (int at = 0; at < 42; at++) {
      for (float value : odd) {
        Case c = Case.of(g);
        float[] usual = new float[c.gy.length];
        WinogradConvolution.forward(g, c.x, c.w, c.bias, false, usual);
        c.x[at] = value;
        double[] exact = c.exactOutput();
        float[] y = new float[c.gy.length];
        WinogradConvolution.forward(g, c.x, c.w, c.bias, false, y);
        TestData.assertSameBits(narrow(c.output(WinogradMatrices.FOUR, Precision.FLOAT32)), y, value + " at " + at);
        float[] rectified = new float[c.gy.length];
        WinogradConvolution.forward(g, c.x, c.w, c.bias, true, rectified);
        double[] inDouble = c.output(WinogradMatrices.FOUR, Precision.FLOAT64);
        for (int i = 0; i < y.length; i++) {
          String what = value + " at " + at + ", output " + i;
          int row = i % g.outPlane() / g.outWidth() / 4 * 4;
          int column = i % g.outWidth() / 4 * 4;
          int down = at / 7 + 1 - row;
          int right = at % 7 + 1 - column;
          if (down < 0 || down > 5 || right < 0 || right > 5) {
            assertEquals(usual[i], y[i], what);
          }
          if (Float.isFinite(y[i])) {
            assertEquals(exact[i], y[i], 1e-4 * Math.abs(Float.isFinite(value) ? value : 1), what);
          } else {
            assertTrue(Float.isNaN(y[i]) && Float.isNaN(rectified[i]), what);
          }
          if (Double.isFinite(inDouble[i])) {
            assertEquals(exact[i], inDouble[i], 1e-13 * Math.abs(Float.isFinite(value) ? value : 1), what);
          } else {
            assertTrue(Double.isNaN(inDouble[i]), what);
          }
        }
      }
    }
  }

  /// What [scrutable.tensor.ConvolutionMethod#WINOGRAD] says of its errors.
  @Test
  void besideAPixelOfAMillionOutputsThatDoNotMeetItAreWrongInTheFirstDecimal() {
    ConvGeometry g = shape(1, 1, 6, 6, 16, 0, 0);
    Case c = Case.of(g);
    c.x[4 * 6 + 4] = 1e6f;                                           // met by outputs of rows and columns from 2 on
    double[] exact = c.exactOutput();
    float[] direct = new float[c.gy.length];
    Convolution.forward(g, c.x, c.w, c.bias, direct);
    float[] y = new float[c.gy.length];
    WinogradConvolution.forward(g, c.x, c.w, c.bias, false, y);
    double largest = 0;
    for (int i = 0; i < y.length; i++) {
      if (i % 16 / 4 < 2 || i % 4 < 2) {
        assertEquals(exact[i], direct[i], 1e-6);
        largest = Math.max(largest, Math.abs(exact[i] - y[i]));
      }
    }
    assertTrue(largest > 0.1 && largest < 1, "largest error " + largest);
  }

  @Test
  void otherKernelsStridesDilationsAndPaddingsAreRefusedByName() {
    assertRefused(ConvGeometry.of(1, 1, 8, 8, 1, 5, 5), "kernel 5x5");
    assertRefused(ConvGeometry.of(1, 1, 8, 8, 1, 3, 1), "kernel 3x1");
    assertRefused(new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 2, 1, 0, 0, 1, 1), "stride 2x1");
    assertRefused(new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 1, 1, 0, 0, 1, 2), "dilation 1x2");
    assertRefused(shape(1, 1, 8, 8, 1, 3, 0), "padding 3x0");
  }

  private static void assertRefused(ConvGeometry g, String what) {
    Case c = Case.of(g);
    for (Runnable run : List.<Runnable>of(
        () -> WinogradConvolution.forward(g, c.x, c.w, null, false, c.gy),
        () -> WinogradConvolution.inputGradient(g, c.gy, null, c.w, c.x),
        () -> c.output(WinogradMatrices.FOUR, Precision.FLOAT64),
        () -> c.inputGradient(WinogradMatrices.FOUR, Precision.FLOAT64))) {
      String message = assertThrows(IllegalArgumentException.class, run::run).getMessage();
      assertTrue(message.contains(what) && message.contains("needs a kernel of 3x3, stride 1x1")
          && message.contains("ConvolutionMethod.DIRECT"), message);
    }
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    ConvGeometry g = shape(1, 2, 4, 4, 3, 0, 0);
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

  private static float[] narrow(double[] wide) {
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }
}
