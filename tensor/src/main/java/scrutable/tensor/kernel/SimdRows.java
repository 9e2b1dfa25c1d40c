package scrutable.tensor.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What [Softmax], [Normalization] and [ShortRuns] do to the elements of one row, with vectors.
///
/// The compiler makes vectors of such loops by itself, but first takes some elements one by one, for alignment, and
/// then many vectors at a time, of which a row of a hundred elements has too few. Each element is computed by the same
/// operations as in the plain loops, so the bits are the same.
final class SimdRows {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private SimdRows() {}

  /// out = x + y
  static void add(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xStart + i).add(FloatVector.fromArray(SPECIES, y, yStart + i))
          .intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// out = x - y
  static void sub(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xStart + i).sub(FloatVector.fromArray(SPECIES, y, yStart + i))
          .intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// out = x * y
  static void mul(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xStart + i).mul(FloatVector.fromArray(SPECIES, y, yStart + i))
          .intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// out = x value
  static void mul(float[] x, int xStart, float value, float[] out, int outStart, int n) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xStart + i).mul(value).intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[xStart + i] * value;
    }
  }

  /// out = x - value
  static void subtract(float[] x, int start, int n, float value, float[] out, int outStart) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, start + i).sub(value).intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[start + i] - value;
    }
  }

  /// x = x / value
  static void divide(float[] x, int start, int n, float value) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, start + i).div(value).intoArray(x, start + i);
    }
    for (; i < n; i++) {
      x[start + i] = x[start + i] / value;
    }
  }

  /// out = (x - mean) rstd
  static void standardize(float[] x, int start, int n, float mean, float rstd, float[] out) {
    int i = start;
    for (; i <= start + n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, i).sub(mean).mul(rstd).intoArray(out, i);
    }
    for (; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd;
    }
  }

  /// out = (x - mean) rstd weight + bias with one weight and bias for all
  static void standardize(float[] x, int start, int n, float mean, float rstd, float weight, float bias,
      float[] out) {
    int i = start;
    for (; i <= start + n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, i).sub(mean).mul(rstd).mul(weight).add(bias).intoArray(out, i);
    }
    for (; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd * weight + bias;
    }
  }

  /// out = (x - mean) rstd weight + bias with a weight and bias for each column
  static void standardize(float[] x, int start, int n, float mean, float rstd, float[] weight, float[] bias,
      float[] out) {
    int j = 0;
    for (; j <= n - WIDTH; j += WIDTH) {
      FloatVector.fromArray(SPECIES, x, start + j).sub(mean).mul(rstd)
          .mul(FloatVector.fromArray(SPECIES, weight, j)).add(FloatVector.fromArray(SPECIES, bias, j))
          .intoArray(out, start + j);
    }
    for (; j < n; j++) {
      out[start + j] = (x[start + j] - mean) * rstd * weight[j] + bias[j];
    }
  }
}
