package scrutable.tensor.kernel.normalize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.reduce.ChannelReductions;

class NormalizationKernelTest {

  @Test
  void normalisedRowsHaveMeanZeroAndVarianceOne() {
    for (int[] shape : new int[][] {{1, 2}, {5, 10}, {300, 64}, {3, 5000}}) {
      int rows = shape[0];
      int columns = shape[1];
      float[] x = shifted(rows * columns);
      float[] xhat = new float[x.length];
      float[] mean = new float[rows];
      float[] rstd = new float[rows];
      RowNormalization.normalize(x, rows, columns, 1e-5f, xhat, mean, rstd);
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        double squares = 0;
        double trueSum = 0;
        for (int i = 0; i < columns; i++) {
          sum += xhat[row * columns + i];
          squares += (double) xhat[row * columns + i] * xhat[row * columns + i];
          trueSum += x[row * columns + i];
        }
        assertEquals(trueSum / columns, mean[row], 1e-5);
        assertEquals(0, sum / columns, 2e-4);
        double variance = 1 / ((double) rstd[row] * rstd[row]) - 1e-5;
        assertEquals(variance / (variance + 1e-5), squares / columns, 1e-4);
      }
    }
  }

  @Test
  void aRowThatNeedsCareGetsItAndItsNeighboursKeepTheirBits() {
    int rows = 40;
    int columns = 64;
    float[] x = shifted(rows * columns);
    float[] expected = normalizedRows(x, rows, columns);
    for (int careful : new int[] {0, 17, rows - 1}) {
      for (boolean huge : new boolean[] {true, false}) {
        float mean = huge ? 0 : 1000.3f;
        float deviation = huge ? 2e19f : Math.ulp(1000.3f);
        float[] y = x.clone();
        for (int j = 0; j < columns; j++) {
          y[careful * columns + j] = mean + (2 * (j % 2) - 1) * deviation;
        }
        float[] actual = normalizedRows(y, rows, columns);
        for (int i = 0; i < y.length; i++) {
          if (i / columns == careful) {
            double one = deviation / Math.sqrt((double) deviation * deviation + 1e-5f);
            assertEquals((2 * (i % 2) - 1) * one, actual[i], 1e-6 * one);
          } else {
            assertEquals(expected[i], actual[i]);
          }
        }
      }
    }
  }

  private static float[] normalizedRows(float[] x, int rows, int columns) {
    float[] xhat = new float[x.length];
    RowNormalization.normalize(x, rows, columns, 1e-5f, xhat, new float[rows], new float[rows]);
    return xhat;
  }

  @Test
  void scaledRowsAreTheNormalisedOnesTimesAWeightPlusABias() {
    for (int rows : new int[] {1, 3, 4, 6, 9, 300}) {
      for (int columns : new int[] {5, 32, 45, 128}) {
        float[] x = shifted(rows * columns);
        float[] weight = TestData.floats(11, columns);
        float[] bias = TestData.floats(12, columns);
        float[] xhat = normalizedRows(x, rows, columns);
        float[] out = new float[x.length];
        RowNormalization.normalizeAndScale(
            x, rows, columns, 1e-5f, weight, bias, out, new float[rows], new float[rows]);
        for (int i = 0; i < out.length; i++) {
          assertEquals(xhat[i] * weight[i % columns] + bias[i % columns], out[i], rows + " x " + columns + " at " + i);
        }
      }
    }
  }

  @Test
  void normalisedChannelsAreNormalisedRowsOfThePermutedArray() {
    for (int[] shape : new int[][] {{4, 3, 1}, {5, 2, 15}, {3, 4, 16}, {2, 3, 4100}, {64, 7, 36}}) {
      int n = shape[0];
      int channels = shape[1];
      int size = shape[2];
      double[] x = TestData.widen(shifted(n * channels * size));
      double[] g = TestData.widen(TestData.floats(8, x.length));
      double[] expected = new double[x.length];
      double[] mean = new double[channels];
      double[] rstd = new double[channels];
      double[] rows = toRows(x, n, channels, size);
      RowNormalization.normalize(rows, channels, n * size, 1e-5, expected, mean, rstd);
      double[] expectedDx = new double[x.length];
      RowNormalization.backward(toRows(g, n, channels, size), expected, rstd, channels, n * size,
          expectedDx);

      double[] xhat = new double[x.length];
      double[] channelMean = new double[channels];
      double[] channelRstd = new double[channels];
      ChannelNormalization.normalize(x, n, channels, size, 1e-5, xhat, channelMean, channelRstd);
      assertArrayEquals(mean, channelMean, 1e-12);
      assertArrayEquals(rstd, channelRstd, 1e-12);
      assertArrayEquals(expected, toRows(xhat, n, channels, size), 1e-11);
      double[] dx = new double[x.length];
      ChannelNormalization.backward(g, xhat, channelRstd, n, channels, size, dx);
      assertArrayEquals(expectedDx, toRows(dx, n, channels, size), 1e-11);
      double[] applied = new double[x.length];
      ChannelNormalization.apply(x, n, channels, size, channelMean, channelRstd, applied);
      assertArrayEquals(xhat, applied);
    }
  }

  @Test
  void theBackwardPassIsTheDerivativeOfTheForwardPass() {
    int columns = 6;
    double[] x = {0.3, -1.2, 2.5, 0.1, 0.9, -0.4};
    double[] weights = {1, -2, 0.5, 3, -1, 0.7};
    double[] xhat = new double[columns];
    double[] mean = new double[1];
    double[] rstd = new double[1];
    RowNormalization.normalize(x, 1, columns, 0.01, xhat, mean, rstd);
    double[] dx = new double[columns];
    RowNormalization.backward(weights, xhat, rstd, 1, columns, dx);
    double h = 1e-6;
    for (int i = 0; i < columns; i++) {
      double[] right = x.clone();
      double[] left = x.clone();
      right[i] += h;
      left[i] -= h;
      double slope = (weighted(right, weights) - weighted(left, weights)) / (2 * h);
      assertEquals(slope, dx[i], 1e-8);
    }
  }

  @Test
  void floatsAgreeWithDoubles() {
    for (int[] shape : new int[][] {{4, 3, 1}, {5, 2, 15}, {3, 4, 16}, {2, 3, 4100}, {64, 7, 36}}) {
      int n = shape[0];
      int channels = shape[1];
      int size = shape[2];
      float[] x = shifted(n * channels * size);
      float[] g = TestData.floats(8, x.length);
      float[] xhat = new float[x.length];
      float[] dx = new float[x.length];
      float[] mean = new float[n * channels];
      float[] rstd = new float[n * channels];
      double[] wideXhat = new double[x.length];
      double[] wideDx = new double[x.length];
      double[] wideMean = new double[n * channels];
      double[] wideRstd = new double[n * channels];
      ChannelNormalization.normalize(x, n, channels, size, 0.1f, xhat, mean, rstd);
      ChannelNormalization.backward(g, xhat, rstd, n, channels, size, dx);
      ChannelNormalization.normalize(
          TestData.widen(x), n, channels, size, 0.1f, wideXhat, wideMean, wideRstd);
      ChannelNormalization.backward(
          TestData.widen(g), wideXhat, wideRstd, n, channels, size, wideDx);
      assertArrayEquals(wideXhat, TestData.widen(xhat), 3e-5);
      assertArrayEquals(wideDx, TestData.widen(dx), 3e-5);
      int rows = n * channels;
      RowNormalization.normalize(x, rows, size, 0.1f, xhat, mean, rstd);
      RowNormalization.backward(g, xhat, rstd, rows, size, dx);
      RowNormalization.normalize(TestData.widen(x), rows, size, 0.1f, wideXhat, wideMean, wideRstd);
      RowNormalization.backward(TestData.widen(g), wideXhat, wideRstd, rows, size, wideDx);
      assertArrayEquals(wideXhat, TestData.widen(xhat), 3e-5);
      assertArrayEquals(wideDx, TestData.widen(dx), 3e-5);
    }
  }

  @Test
  void sumsOverChannelsAgreeWithADirectSum() {
    for (int[] shape : new int[][] {{4, 3, 1}, {5, 2, 15}, {3, 4, 16}, {2, 3, 4100}, {0, 2, 3}}) {
      int n = shape[0];
      int channels = shape[1];
      int size = shape[2];
      float[] x = TestData.floats(1, n * channels * size);
      float[] y = TestData.floats(2, x.length);
      float[] sums = new float[channels];
      float[] dots = new float[channels];
      ChannelReductions.sumChannels(x, n, channels, size, sums);
      ChannelReductions.dotChannels(x, y, n, channels, size, dots);
      double[] trueSums = new double[channels];
      double[] trueDots = new double[channels];
      for (int i = 0; i < x.length; i++) {
        trueSums[i / size % channels] += x[i];
        trueDots[i / size % channels] += (double) x[i] * y[i];
      }
      assertArrayEquals(trueSums, TestData.widen(sums), 1e-4);
      assertArrayEquals(trueDots, TestData.widen(dots), 1e-4);
    }
  }

  @Test
  void theBitsDoNotDependOnTheNumberOfThreads() {
    int n = 6;
    int channels = 40;
    int size = 500;
    float[] x = shifted(n * channels * size);
    float[] expected = null;
    for (int threads : new int[] {1, 2, 4}) {
      float[] xhat = new float[x.length];
      Parallel.withThreads(threads, () -> ChannelNormalization.normalize(x, n, channels, size, 1e-5f, xhat,
          new float[channels], new float[channels]));
      expected = expected == null ? xhat : expected;
      TestData.assertSameBits(expected, xhat, "threads " + threads);
    }
  }

  @Test
  void nothingToNormaliseIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> RowNormalization.normalize(
        new float[0], 1, 0, 1e-5f, new float[0], new float[1], new float[1]));
    assertThrows(IllegalArgumentException.class, () -> RowNormalization.normalize(
        new float[5], 2, 3, 1e-5f, new float[6], new float[2], new float[2]));
    assertThrows(IllegalArgumentException.class, () -> RowNormalization.normalize(
        new float[6], 2, 3, 1e-5f, new float[6], new float[1], new float[2]));
  }

  private static double weighted(double[] x, double[] weights) {
    double[] xhat = new double[x.length];
    RowNormalization.normalize(x, 1, x.length, 0.01, xhat, new double[1], new double[1]);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * xhat[i];
    }
    return sum;
  }

  private static double[] toRows(double[] x, int n, int channels, int size) {
    double[] rows = new double[x.length];
    for (int image = 0; image < n; image++) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(x, (image * channels + c) * size, rows, (c * n + image) * size, size);
      }
    }
    return rows;
  }

  /// Far from 0, so that a one-pass variance would cancel.
  private static float[] shifted(int count) {
    float[] x = TestData.floats(4, count);
    for (int i = 0; i < count; i++) {
      x[i] += 30;
    }
    return x;
  }
}
