package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Copies many short runs of neighbours. A call of [System#arraycopy] for each would cost more than the copying.
final class SimdPacking {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private SimdPacking() {}

  /// Whether [#copy] can copy runs of this size.
  static boolean canCopy(int size) {
    return size == 2 * LANES || size == EIGHT.length();
  }

  /// Copies runs of `size` elements, `count` of them in each of `rows` rows. Where the run `i` of row r is and where it
  /// goes: `start + r rowStride + i step`.
  static void copy(int size, int rows, int count, float[] from, int fromStart, int fromRowStride, int fromStep,
      float[] to, int toStart, int toRowStride, int toStep) {
    if (size == EIGHT.length()) {
      eights(rows, count, from, fromStart, fromRowStride, fromStep, to, toStart, toRowStride, toStep);
    } else {
      pairs(rows, count, from, fromStart, fromRowStride, fromStep, to, toStart, toRowStride, toStep);
    }
  }

  private static void eights(int rows, int count, float[] from, int fromStart, int fromRowStride, int fromStep,
      float[] to, int toStart, int toRowStride, int toStep) {
    for (int r = 0; r < rows; r++) {
      int row = fromStart + r * fromRowStride;
      int toRow = toStart + r * toRowStride;
      for (int i = 0; i < count; i++) {
        FloatVector.fromArray(EIGHT, from, row + i * fromStep).intoArray(to, toRow + i * toStep);
      }
    }
  }

  private static void pairs(int rows, int count, float[] from, int fromStart, int fromRowStride, int fromStep,
      float[] to, int toStart, int toRowStride, int toStep) {
    for (int r = 0; r < rows; r++) {
      int row = fromStart + r * fromRowStride;
      int toRow = toStart + r * toRowStride;
      for (int i = 0; i < count; i++) {
        FloatVector.fromArray(SPECIES, from, row + i * fromStep).intoArray(to, toRow + i * toStep);
        FloatVector.fromArray(SPECIES, from, row + i * fromStep + LANES).intoArray(to, toRow + i * toStep + LANES);
      }
    }
  }
}
