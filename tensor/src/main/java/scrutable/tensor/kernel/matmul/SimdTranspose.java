package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Transposes a block of 8 x 8 numbers in registers.
///
/// Write the address of an element as the bits of its row and of its column, `rrr ccc`. Interleaving row i with row
/// i + 4, element by element, for all i, and calling the halves of the results rows again, rotates those six bits by
/// one place. Three rotations exchange rows and columns: that is the transpose, in 24 shuffles instead of 64 loads and
/// 64 stores.
///
/// The shuffles are done on ints, which have the instruction that picks from two vectors.
final class SimdTranspose {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final IntVector FIRST_HALVES = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {0, 8, 1, 9, 2, 10, 3, 11}, 0);
  private static final IntVector SECOND_HALVES = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {4, 12, 5, 13, 6, 14, 7, 15}, 0);

  /// Height and width of a block.
  static final int SIDE = 8;

  private SimdTranspose() {}

  /// `to[j, i] = from[i, j]` for 8 x 8 elements; the rows are `fromStride` and `toStride` apart.
  static void block(float[] from, int fromStart, int fromStride, float[] to, int toStart, int toStride) {
    IntVector a0 = FloatVector.fromArray(SPECIES, from, fromStart).reinterpretAsInts();
    IntVector a1 = FloatVector.fromArray(SPECIES, from, fromStart + fromStride).reinterpretAsInts();
    IntVector a2 = FloatVector.fromArray(SPECIES, from, fromStart + 2 * fromStride).reinterpretAsInts();
    IntVector a3 = FloatVector.fromArray(SPECIES, from, fromStart + 3 * fromStride).reinterpretAsInts();
    IntVector a4 = FloatVector.fromArray(SPECIES, from, fromStart + 4 * fromStride).reinterpretAsInts();
    IntVector a5 = FloatVector.fromArray(SPECIES, from, fromStart + 5 * fromStride).reinterpretAsInts();
    IntVector a6 = FloatVector.fromArray(SPECIES, from, fromStart + 6 * fromStride).reinterpretAsInts();
    IntVector a7 = FloatVector.fromArray(SPECIES, from, fromStart + 7 * fromStride).reinterpretAsInts();
    IntVector b0 = FIRST_HALVES.selectFrom(a0, a4);
    IntVector b1 = SECOND_HALVES.selectFrom(a0, a4);
    IntVector b2 = FIRST_HALVES.selectFrom(a1, a5);
    IntVector b3 = SECOND_HALVES.selectFrom(a1, a5);
    IntVector b4 = FIRST_HALVES.selectFrom(a2, a6);
    IntVector b5 = SECOND_HALVES.selectFrom(a2, a6);
    IntVector b6 = FIRST_HALVES.selectFrom(a3, a7);
    IntVector b7 = SECOND_HALVES.selectFrom(a3, a7);
    a0 = FIRST_HALVES.selectFrom(b0, b4);
    a1 = SECOND_HALVES.selectFrom(b0, b4);
    a2 = FIRST_HALVES.selectFrom(b1, b5);
    a3 = SECOND_HALVES.selectFrom(b1, b5);
    a4 = FIRST_HALVES.selectFrom(b2, b6);
    a5 = SECOND_HALVES.selectFrom(b2, b6);
    a6 = FIRST_HALVES.selectFrom(b3, b7);
    a7 = SECOND_HALVES.selectFrom(b3, b7);
    b0 = FIRST_HALVES.selectFrom(a0, a4);
    b1 = SECOND_HALVES.selectFrom(a0, a4);
    b2 = FIRST_HALVES.selectFrom(a1, a5);
    b3 = SECOND_HALVES.selectFrom(a1, a5);
    b4 = FIRST_HALVES.selectFrom(a2, a6);
    b5 = SECOND_HALVES.selectFrom(a2, a6);
    b6 = FIRST_HALVES.selectFrom(a3, a7);
    b7 = SECOND_HALVES.selectFrom(a3, a7);
    b0.reinterpretAsFloats().intoArray(to, toStart);
    b1.reinterpretAsFloats().intoArray(to, toStart + toStride);
    b2.reinterpretAsFloats().intoArray(to, toStart + 2 * toStride);
    b3.reinterpretAsFloats().intoArray(to, toStart + 3 * toStride);
    b4.reinterpretAsFloats().intoArray(to, toStart + 4 * toStride);
    b5.reinterpretAsFloats().intoArray(to, toStart + 5 * toStride);
    b6.reinterpretAsFloats().intoArray(to, toStart + 6 * toStride);
    b7.reinterpretAsFloats().intoArray(to, toStart + 7 * toStride);
  }
}
