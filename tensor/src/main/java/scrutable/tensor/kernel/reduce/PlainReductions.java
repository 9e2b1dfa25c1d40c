package scrutable.tensor.kernel.reduce;

import java.util.Arrays;

/// Sums, maxima and minima of one chunk: the plain twins of [SimdReductions], which define the order of
/// adding.
///
/// Rounding makes the result of a sum depend on its order. The usual orders are one after another, which no
/// vector can follow, and one partial sum per hardware lane, which gives other bits on another machine. Here
/// there are always 16 virtual lanes: element i goes to lane i % 16, and in the end the lanes are added in a
/// fixed tree. A wide vector holds all lanes, a narrow one some of them, an array (as here) does as well.
final class PlainReductions {

  /// The number of virtual lanes: as many floats as the widest vector in use holds.
  static final int LANES = 16;

  private PlainReductions() {}

  static boolean allWithin(float limit, float[] x, int start, int n) {
    for (int i = start; i < start + n; i++) {
      if (!(Math.abs(x[i]) <= limit)) {
        return false;
      }
    }
    return true;
  }

  /// The sum of n numbers.
  static float sum(float[] x, int start, int n, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[start + i];
    }
    return addLanes(lanes);
  }

  /// The sum of the squares of n differences to a mean.
  static float squaredDeviations(float[] x, int start, int n, float mean, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      float deviation = x[start + i] - mean;
      lanes[i % LANES] = Math.fma(deviation, deviation, lanes[i % LANES]);
    }
    return addLanes(lanes);
  }

  /// The sum of n products.
  static float dot(float[] x, int xStart, float[] y, int yStart, int n, float[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] = Math.fma(x[xStart + i], y[yStart + i], lanes[i % LANES]);
    }
    return addLanes(lanes);
  }

  /// Adds the upper half of the lanes to the lower half until one is left.
  static float addLanes(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  /// The largest of n > 0 numbers; NaN if there is one among them.
  static float max(float[] x, int start, int n) {
    float result = x[start];
    for (int i = 1; i < n; i++) {
      result = Math.max(result, x[start + i]);
    }
    return result;
  }

  /// The smallest of n > 0 numbers; NaN if there is one among them.
  static float min(float[] x, int start, int n) {
    float result = x[start];
    for (int i = 1; i < n; i++) {
      result = Math.min(result, x[start + i]);
    }
    return result;
  }

  /// Sums of `width` columns over `rows` rows, which are `stride` apart; each column from the top to the
  /// bottom.
  static void sumColumns(float[] x, int start, int stride, int rows, int width, float[] out, int outStart) {
    Arrays.fill(out, outStart, outStart + width, 0);
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        out[outStart + j] += x[start + row * stride + j];
      }
    }
  }

  /// The sum of n numbers.
  static double sum(double[] x, int start, int n, double[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[start + i];
    }
    return addLanes(lanes);
  }

  /// The sum of the squares of n differences to a mean.
  static double squaredDeviations(double[] x, int start, int n, double mean, double[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      double deviation = x[start + i] - mean;
      lanes[i % LANES] = Math.fma(deviation, deviation, lanes[i % LANES]);
    }
    return addLanes(lanes);
  }

  /// The sum of n products.
  static double dot(double[] x, int xStart, double[] y, int yStart, int n, double[] lanes) {
    Arrays.fill(lanes, 0);
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] = Math.fma(x[xStart + i], y[yStart + i], lanes[i % LANES]);
    }
    return addLanes(lanes);
  }

  /// Adds the upper half of the lanes to the lower half until one is left.
  static double addLanes(double[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  /// The largest of n > 0 numbers; NaN if there is one among them.
  static double max(double[] x, int start, int n) {
    double result = x[start];
    for (int i = 1; i < n; i++) {
      result = Math.max(result, x[start + i]);
    }
    return result;
  }

  /// The smallest of n > 0 numbers; NaN if there is one among them.
  static double min(double[] x, int start, int n) {
    double result = x[start];
    for (int i = 1; i < n; i++) {
      result = Math.min(result, x[start + i]);
    }
    return result;
  }

  /// Sums of `width` columns over `rows` rows, which are `stride` apart; each column from the top to the
  /// bottom.
  static void sumColumns(double[] x, int start, int stride, int rows, int width, double[] out, int outStart) {
    Arrays.fill(out, outStart, outStart + width, 0);
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < width; j++) {
        out[outStart + j] += x[start + row * stride + j];
      }
    }
  }
}
