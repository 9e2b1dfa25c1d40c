package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.parallel.Parallel;

/// The plain twin against the definition in double, and the vectors against the plain twin, to the last bit.
class WinogradConvolutionTest {

  private static final List<WinogradMatrices> ALL =
      List.of(WinogradMatrices.TWO, WinogradMatrices.FOUR, WinogradMatrices.FOUR_BALANCED);
  private static final List<WinogradVectors> VECTORS = List.of(WinogradVectors.TWO, WinogradVectors.FOUR);

  /// Whole tiles and tiles that jut out, no padding to the largest, channels that fill vectors and some that do not.
  private static final List<ConvGeometry> SHAPES = List.of(shape(1, 1, 3, 3, 1, 0, 0), shape(2, 3, 6, 10, 5, 0, 0),
      shape(3, 16, 5, 7, 17, 1, 1), shape(2, 2, 9, 4, 32, 2, 0), shape(1, 18, 1, 6, 3, 1, 2),
      shape(9, 4, 12, 13, 6, 0, 2));

  private static ConvGeometry shape(int n, int in, int height, int width, int out, int down, int across) {
    return new ConvGeometry(n, in, height, width, out, 3, 3, 1, 1, down, across, 1, 1);
  }

  private record Case(ConvGeometry g, float[] x, float[] w, float[] gy) {
    static Case of(ConvGeometry g) {
      Rng rng = Rng.seed(g.hashCode());
      return new Case(g, rng.normal(g.n() * g.inSize()).toFloatArray(),
          rng.normal(g.outChannels() * g.window()).toFloatArray(), rng.normal(g.n() * g.outSize()).toFloatArray());
    }
  }

  @Test
  void everyPointIsExactInPolynomials() {
    for (WinogradMatrices f : ALL) {
      for (int kernel = 0; kernel < 3; kernel++) {
        for (int input = 0; input < f.inputs(); input++) {
          for (int output = 0; output < f.outputs(); output++) {
            double sum = 0;
            for (int q = 0; q < f.inputs(); q++) {
              sum += (double) f.output()[output][q] * f.kernel()[q][kernel] * f.input()[q][input];
            }
            assertEquals(input == output + kernel ? 1 : 0, sum, 1e-6, "input " + input + " to output " + output);
          }
        }
      }
    }
  }

  @Test
  void thePlainTwinIsTheConvolutionAndItsTwoGradients() {
    for (WinogradMatrices f : ALL) {
      for (ConvGeometry g : SHAPES) {
        Case c = Case.of(g);
        float[] y = new float[c.gy.length];
        PlainWinograd.forward(f, g, c.x, c.w, y);
        double[] exactY = new double[y.length];
        Convolution.forward(g, doubles(c.x), doubles(c.w), null, exactY);
        assertClose(exactY, y, f + " forward " + g);
        float[] gx = new float[c.x.length];
        PlainWinograd.inputGradient(f, g, c.gy, c.w, gx);
        double[] exactGx = new double[gx.length];
        Convolution.inputGradient(g, doubles(c.gy), doubles(c.w), exactGx);
        assertClose(exactGx, gx, f + " input gradient " + g);
        float[] gw = new float[c.w.length];
        PlainWinograd.weightGradient(f, g, c.x, c.gy, gw);
        double[] exactGw = new double[gw.length];
        Convolution.weightGradient(g, doubles(c.x), doubles(c.gy), exactGw);
        assertClose(exactGw, gw, f + " weight gradient " + g);
      }
    }
  }

  @Test
  void vectorsGiveTheBitsOfThePlainTwinOnAnyNumberOfThreads() {
    for (WinogradVectors f : VECTORS) {
      for (ConvGeometry g : SHAPES) {
        Case c = Case.of(g);
        float[] y = new float[c.gy.length];
        PlainWinograd.forward(f.matrices(), g, c.x, c.w, y);
        float[] gx = new float[c.x.length];
        PlainWinograd.inputGradient(f.matrices(), g, c.gy, c.w, gx);
        float[] gw = new float[c.w.length];
        PlainWinograd.weightGradient(f.matrices(), g, c.x, c.gy, gw);
        for (int threads : new int[] {1, 3}) {
          Parallel.withThreads(threads, () -> {
            float[] fastY = new float[y.length];
            WinogradConvolution.forward(f, g, c.x, c.w, fastY);
            assertArrayEquals(bits(y), bits(fastY), "forward " + g);
            float[] fastGx = new float[gx.length];
            WinogradConvolution.inputGradient(f, g, c.gy, c.w, fastGx);
            assertArrayEquals(bits(gx), bits(fastGx), "input gradient " + g);
            float[] fastGw = new float[gw.length];
            WinogradConvolution.weightGradient(f, g, c.x, c.gy, fastGw);
            assertArrayEquals(bits(gw), bits(fastGw), "weight gradient " + g);
          });
        }
      }
    }
  }

  @Test
  void otherKernelsStridesAndPaddingsAreRefused() {
    for (ConvGeometry g : List.of(ConvGeometry.of(1, 1, 8, 8, 1, 5, 5), shape(1, 1, 8, 8, 1, 3, 0),
        shape(0, 1, 8, 8, 1, 0, 0), new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 2, 2, 0, 0, 1, 1),
        new ConvGeometry(1, 1, 8, 8, 1, 3, 3, 1, 1, 0, 0, 2, 2))) {
      Case c = Case.of(g);
      IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
          () -> WinogradConvolution.forward(WinogradVectors.FOUR, g, c.x, c.w, c.gy));
      assertTrue(refused.getMessage().contains("winograd"));
    }
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }

  private static int[] bits(float[] from) {
    int[] to = new int[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = Float.floatToRawIntBits(from[i]);
    }
    return to;
  }

  private static void assertClose(double[] expected, float[] actual, String what) {
    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertArrayEquals(expected, doubles(actual), 2e-5 * largest, what);
  }
}
