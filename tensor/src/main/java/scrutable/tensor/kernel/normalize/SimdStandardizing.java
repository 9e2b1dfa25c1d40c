package scrutable.tensor.kernel.normalize;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Standardising runs of neighbours with vectors, by the same operations for each element as in [Standardizing].
///
/// The compiler makes vectors of such loops by itself, but first takes some elements one by one, for alignment, and
/// then many vectors at a time, of which a row of a hundred elements has too few.
final class SimdStandardizing {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private SimdStandardizing() {}

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

  /// The rows `from <= row < to` of x: out = (x - mean) rstd weight + bias with a weight and bias for each column.
  ///
  /// Four rows at a time, which then share the vectors of weights and biases. For one row these are two of three
  /// loads; where they happen to lie across two cache lines, each of them counts twice.
  static void standardizeRows(float[] x, int from, int to, int columns, float[] mean, float[] rstd, float[] weight,
      float[] bias, float[] out) {
    int row = from;
    for (; row <= to - 4; row += 4) {
      standardizeFour(x, row, columns, mean, rstd, weight, bias, out);
    }
    for (; row < to; row++) {
      standardize(x, row * columns, columns, mean[row], rstd[row], weight, bias, out);
    }
  }

  private static void standardizeFour(float[] x, int row, int columns, float[] mean, float[] rstd, float[] weight,
      float[] bias, float[] out) {
    float mean0 = mean[row], mean1 = mean[row + 1], mean2 = mean[row + 2], mean3 = mean[row + 3];
    float rstd0 = rstd[row], rstd1 = rstd[row + 1], rstd2 = rstd[row + 2], rstd3 = rstd[row + 3];
    int start0 = row * columns, start1 = start0 + columns, start2 = start1 + columns, start3 = start2 + columns;
    int j = 0;
    for (; j <= columns - WIDTH; j += WIDTH) {
      FloatVector w = FloatVector.fromArray(SPECIES, weight, j);
      FloatVector b = FloatVector.fromArray(SPECIES, bias, j);
      FloatVector.fromArray(SPECIES, x, start0 + j).sub(mean0).mul(rstd0).mul(w).add(b).intoArray(out, start0 + j);
      FloatVector.fromArray(SPECIES, x, start1 + j).sub(mean1).mul(rstd1).mul(w).add(b).intoArray(out, start1 + j);
      FloatVector.fromArray(SPECIES, x, start2 + j).sub(mean2).mul(rstd2).mul(w).add(b).intoArray(out, start2 + j);
      FloatVector.fromArray(SPECIES, x, start3 + j).sub(mean3).mul(rstd3).mul(w).add(b).intoArray(out, start3 + j);
    }
    for (; j < columns; j++) {
      out[start0 + j] = (x[start0 + j] - mean0) * rstd0 * weight[j] + bias[j];
      out[start1 + j] = (x[start1 + j] - mean1) * rstd1 * weight[j] + bias[j];
      out[start2 + j] = (x[start2 + j] - mean2) * rstd2 * weight[j] + bias[j];
      out[start3 + j] = (x[start3 + j] - mean3) * rstd3 * weight[j] + bias[j];
    }
  }

  private static void standardize(float[] x, int start, int n, float mean, float rstd, float[] weight, float[] bias,
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
