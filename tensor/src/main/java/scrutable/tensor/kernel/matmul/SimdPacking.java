package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Copies many short runs of neighbours. A call of [System#arraycopy] for each would cost more than the copying.
final class SimdPacking {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int EIGHT = 8;

  private SimdPacking() {}

  /// Whether [#copy] can copy runs of this size.
  static boolean canCopy(int size) {
    return size == 2 * LANES || size == EIGHT && LANES > EIGHT;
  }

  /// Copies runs of `size` elements, `count` of them in each of `rows` rows. Where the run `i` of row r is and where it
  /// goes: `start + r rowStride + i step`. Runs of eight are next to each other, and go to rows that are so, too.
  static void copy(int size, int rows, int count, float[] from, int fromStart, int fromRowStride, int fromStep,
      float[] to, int toStart, int toRowStride, int toStep) {
    if (size == 2 * LANES) {
      pairs(rows, count, from, fromStart, fromRowStride, fromStep, to, toStart, toRowStride, toStep);
    } else {
      eights(rows, count, from, fromStart, fromRowStride, to, toStart, toStep);
    }
  }

  /// Copies sixteen elements for eight; the copy of the next row puts right what stands behind them, and the last row,
  /// which has none behind it, is copied without vectors. Vectors of eight lanes beside those of sixteen would do as
  /// well, but at times the compiler makes objects of them: for a small GPT 800,000 in a training step.
  private static void eights(int rows, int count, float[] from, int fromStart, int fromRowStride,
      float[] to, int toStart, int toStep) {
    for (int r = 0; r < rows - 1; r++) {
      int row = fromStart + r * fromRowStride;
      int toRow = toStart + r * EIGHT;
      for (int i = 0; i < count; i++) {
        FloatVector.fromArray(SPECIES, from, row + i * EIGHT).intoArray(to, toRow + i * toStep);
      }
    }
    int last = fromStart + (rows - 1) * fromRowStride;
    for (int i = 0; i < count; i++) {
      System.arraycopy(from, last + i * EIGHT, to, toStart + (rows - 1) * EIGHT + i * toStep, EIGHT);
    }
  }

  /// Copies run by run of eight rows at a time. Rows may lie on pages of their own, and the processor fetches ahead
  /// within a page: with eight rows under way it waits for eight at once.
  private static void pairs(int rows, int count, float[] from, int fromStart, int fromRowStride, int fromStep,
      float[] to, int toStart, int toRowStride, int toStep) {
    for (int first = 0; first < rows; first += EIGHT) {
      int end = Math.min(rows, first + EIGHT);
      for (int i = 0; i < count; i++) {
        for (int r = first; r < end; r++) {
          int at = fromStart + r * fromRowStride + i * fromStep;
          int put = toStart + r * toRowStride + i * toStep;
          FloatVector.fromArray(SPECIES, from, at).intoArray(to, put);
          FloatVector.fromArray(SPECIES, from, at + LANES).intoArray(to, put + LANES);
        }
      }
    }
  }
}
