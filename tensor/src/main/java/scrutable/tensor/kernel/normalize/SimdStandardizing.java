package scrutable.tensor.kernel.normalize;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Standardising one run of neighbours with vectors, by the same operations for each element as in [Standardizing].
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
