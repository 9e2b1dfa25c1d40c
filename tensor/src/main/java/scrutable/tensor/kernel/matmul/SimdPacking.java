package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Copies many short runs of whole vectors. A call of [System#arraycopy] for each would cost more than the copying.
final class SimdPacking {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

  private SimdPacking() {}

  /// Whether [#copy] can copy runs of this size.
  static boolean canCopy(int size) {
    return size % LANES == 0 || size == EIGHT.length();
  }

  /// `to[i, j] = from[i, j]` for `count` runs i of `size` elements j; the runs are `fromStride` and `toStride` apart.
  static void copy(int count, int size, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    if (size == EIGHT.length()) {
      for (int i = 0; i < count; i++) {
        FloatVector.fromArray(EIGHT, from, fromStart + i * fromStride).intoArray(to, toStart + i * toStride);
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < size; j += LANES) {
        FloatVector.fromArray(SPECIES, from, fromStart + i * fromStride + j).intoArray(to, toStart + i * toStride + j);
      }
    }
  }
}
