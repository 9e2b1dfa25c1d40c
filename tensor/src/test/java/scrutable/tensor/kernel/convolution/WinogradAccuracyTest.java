package scrutable.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;

/// The plain twin of Winograd's method against the definition in double: how far apart they may be, and what happens
/// where the method reaches its limits.
class WinogradAccuracyTest {

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
    for (ConvGeometry g : WinogradCase.SHAPES) {
      assertWithinBound(WinogradCase.of(g), Precision.FLOAT32, 0x1p-24);
      assertWithinBound(WinogradCase.of(g), Precision.FLOAT64, 0x1p-53);
    }
    WinogradCase wild = WinogradCase.of(WinogradCase.shape(2, 3, 12, 12, 4, 1, 1));
    for (int i = 0; i < wild.x().length; i += 97) {
      wild.x()[i] *= 1e6f;
      wild.gy()[i] *= 1e6f;
    }
    assertWithinBound(wild, Precision.FLOAT32, 0x1p-24);
  }

  private static void assertWithinBound(WinogradCase c, Precision precision, double unit) {
    WinogradMatrices f = WinogradMatrices.FOUR;
    WinogradMatrices absolute = new WinogradMatrices(4, absolute(f.input()), absolute(f.kernel()),
        absolute(f.output()));
    double[] size = c.absolute().output(absolute, Precision.FLOAT64);
    double[] exact = c.exactOutput();
    double[] y = c.output(f, precision);
    for (int i = 0; i < y.length; i++) {
      assertEquals(exact[i], y[i], (c.g().inChannels() + 40) * unit * size[i], "output " + i + " of " + c.g());
    }
    double[] sizeOfGradient = c.absolute().inputGradient(absolute, Precision.FLOAT64);
    double[] exactGradient = c.exactInputGradient();
    double[] gx = c.inputGradient(f, precision);
    for (int i = 0; i < gx.length; i++) {
      assertEquals(exactGradient[i], gx[i], (c.g().outChannels() + 40) * unit * sizeOfGradient[i],
          "gradient " + i + " of " + c.g());
    }
  }

  private static double[][] absolute(double[][] matrix) {
    return Arrays.stream(matrix).map(row -> Arrays.stream(row).map(Math::abs).toArray()).toArray(double[][]::new);
  }

  @Test
  void theErrorIsAtMostFourTimesThatOfTheDirectSum() {
    WinogradCase c = WinogradCase.of(WinogradCase.shape(2, 32, 14, 14, 16, 1, 1));
    float[] y = new float[c.gy().length];
    Convolution.forward(c.g(), c.x(), c.w(), c.bias(), y);
    float[] gx = new float[c.x().length];
    Convolution.inputGradient(c.g(), c.gy(), c.w(), gx);
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

  /// One number that is no number, or too large for the transforms, at each place of an image: what is finite is right,
  /// and what is not is NaN; nothing changes outside of the tiles that see it.
  @Test
  void aFiniteOutputIsRightWhateverElseTheTileHolds() {
    ConvGeometry g = WinogradCase.shape(1, 2, 6, 7, 2, 1, 1);
    float[] odd = {Float.NaN, Float.NEGATIVE_INFINITY, 3e38f};
    for (int at = 0; at < 42; at++) {
      for (float value : odd) {
        WinogradCase c = WinogradCase.of(g);
        float[] usual = new float[c.gy().length];
        WinogradConvolution.forward(g, c.x(), c.w(), c.bias(), false, usual);
        c.x()[at] = value;
        double[] exact = c.exactOutput();
        float[] y = new float[c.gy().length];
        WinogradConvolution.forward(g, c.x(), c.w(), c.bias(), false, y);
        TestData.assertSameBits(WinogradCase.narrow(c.output(WinogradMatrices.FOUR, Precision.FLOAT32)), y,
            value + " at " + at);
        float[] rectified = new float[c.gy().length];
        WinogradConvolution.forward(g, c.x(), c.w(), c.bias(), true, rectified);
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
    ConvGeometry g = WinogradCase.shape(1, 1, 6, 6, 16, 0, 0);
    WinogradCase c = WinogradCase.of(g);
    c.x()[4 * 6 + 4] = 1e6f;                                           // met by outputs of rows and columns from 2 on
    double[] exact = c.exactOutput();
    float[] direct = new float[c.gy().length];
    Convolution.forward(g, c.x(), c.w(), c.bias(), direct);
    float[] y = new float[c.gy().length];
    WinogradConvolution.forward(g, c.x(), c.w(), c.bias(), false, y);
    double largest = 0;
    for (int i = 0; i < y.length; i++) {
      if (i % 16 / 4 < 2 || i % 4 < 2) {
        assertEquals(exact[i], direct[i], 1e-6);
        largest = Math.max(largest, Math.abs(exact[i] - y[i]));
      }
    }
    assertTrue(largest > 0.1 && largest < 1, "largest error " + largest);
  }
}
