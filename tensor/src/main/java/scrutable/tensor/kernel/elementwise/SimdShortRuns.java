package scrutable.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The arithmetic of [ShortRuns] with vectors.
///
/// The compiler makes vectors of such loops by itself, but first takes some elements one by one, for alignment, and
/// then many vectors at a time, of which a row of a hundred elements has too few. Each element is computed by the same
/// operations as in the plain loops, so the bits are the same.
final class SimdShortRuns {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private SimdShortRuns() {}

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
  static void sub(float[] x, int start, int n, float value, float[] out, int outStart) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, start + i).sub(value).intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[start + i] - value;
    }
  }

  /// out = x / value
  static void div(float[] x, int start, int n, float value, float[] out, int outStart) {
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      FloatVector.fromArray(SPECIES, x, start + i).div(value).intoArray(out, outStart + i);
    }
    for (; i < n; i++) {
      out[outStart + i] = x[start + i] / value;
    }
  }
}
