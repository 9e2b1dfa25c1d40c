package scrutable.tensor.kernel.matmul;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Transposes a square block in registers, as many numbers on a side as a vector has lanes.
///
/// Write the address of an element of a block of 16 x 16 as the bits of its row and of its column, `rrrr cccc`.
/// Interleaving row i with row i + 8, element by element, for all i, and calling the halves of the results rows again,
/// rotates those eight bits by one place. Four rotations exchange rows and columns: that is the transpose, in 64
/// shuffles instead of 256 loads and 256 stores. Blocks of 8 x 8 need three rotations of six bits.
///
/// The shuffles are done on ints, which have the instruction that picks from two vectors. All is written out, as a
/// vector that passes through a method that is not inlined becomes an object on the heap. Blocks of 8 x 8 are for
/// machines whose vectors have eight lanes and for them only: a second length of vectors beside the usual one would
/// make objects of those of other kernels (see `LADDER.md`, "Vectors of two lengths").
final class SimdTranspose {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /// Height and width of a block.
  static final int SIDE = SPECIES.length();
  /// Whether there are blocks for this machine's vectors.
  static final boolean AVAILABLE = SIDE == 16 || SIDE == 8;

  private static final IntVector FIRST_HALVES = interleaving(0);
  private static final IntVector SECOND_HALVES = interleaving(SIDE / 2);

  private SimdTranspose() {}

  /// Which elements of two vectors to take so that they alternate, from element `first` of each on.
  private static IntVector interleaving(int first) {
    int[] from = new int[SIDE];
    Arrays.setAll(from, i -> first + i / 2 + i % 2 * SIDE);
    return IntVector.fromArray(IntVector.SPECIES_PREFERRED, from, 0);
  }

  /// `to[j, i] = from[i, j]` for SIDE x SIDE elements; the rows are `fromStride` and `toStride` apart.
  static void block(float[] from, int fromStart, int fromStride, float[] to, int toStart, int toStride) {
    if (SIDE == 16) {
      sixteen(from, fromStart, fromStride, to, toStart, toStride);
    } else {
      eight(from, fromStart, fromStride, to, toStart, toStride);
    }
  }

  private static void sixteen(float[] from, int fromStart, int fromStride, float[] to, int toStart, int toStride) {
    IntVector a0 = FloatVector.fromArray(SPECIES, from, fromStart).reinterpretAsInts();
    IntVector a1 = FloatVector.fromArray(SPECIES, from, fromStart + fromStride).reinterpretAsInts();
    IntVector a2 = FloatVector.fromArray(SPECIES, from, fromStart + 2 * fromStride).reinterpretAsInts();
    IntVector a3 = FloatVector.fromArray(SPECIES, from, fromStart + 3 * fromStride).reinterpretAsInts();
    IntVector a4 = FloatVector.fromArray(SPECIES, from, fromStart + 4 * fromStride).reinterpretAsInts();
    IntVector a5 = FloatVector.fromArray(SPECIES, from, fromStart + 5 * fromStride).reinterpretAsInts();
    IntVector a6 = FloatVector.fromArray(SPECIES, from, fromStart + 6 * fromStride).reinterpretAsInts();
    IntVector a7 = FloatVector.fromArray(SPECIES, from, fromStart + 7 * fromStride).reinterpretAsInts();
    IntVector a8 = FloatVector.fromArray(SPECIES, from, fromStart + 8 * fromStride).reinterpretAsInts();
    IntVector a9 = FloatVector.fromArray(SPECIES, from, fromStart + 9 * fromStride).reinterpretAsInts();
    IntVector a10 = FloatVector.fromArray(SPECIES, from, fromStart + 10 * fromStride).reinterpretAsInts();
    IntVector a11 = FloatVector.fromArray(SPECIES, from, fromStart + 11 * fromStride).reinterpretAsInts();
    IntVector a12 = FloatVector.fromArray(SPECIES, from, fromStart + 12 * fromStride).reinterpretAsInts();
    IntVector a13 = FloatVector.fromArray(SPECIES, from, fromStart + 13 * fromStride).reinterpretAsInts();
    IntVector a14 = FloatVector.fromArray(SPECIES, from, fromStart + 14 * fromStride).reinterpretAsInts();
    IntVector a15 = FloatVector.fromArray(SPECIES, from, fromStart + 15 * fromStride).reinterpretAsInts();
    IntVector b0 = FIRST_HALVES.selectFrom(a0, a8);
    IntVector b1 = SECOND_HALVES.selectFrom(a0, a8);
    IntVector b2 = FIRST_HALVES.selectFrom(a1, a9);
    IntVector b3 = SECOND_HALVES.selectFrom(a1, a9);
    IntVector b4 = FIRST_HALVES.selectFrom(a2, a10);
    IntVector b5 = SECOND_HALVES.selectFrom(a2, a10);
    IntVector b6 = FIRST_HALVES.selectFrom(a3, a11);
    IntVector b7 = SECOND_HALVES.selectFrom(a3, a11);
    IntVector b8 = FIRST_HALVES.selectFrom(a4, a12);
    IntVector b9 = SECOND_HALVES.selectFrom(a4, a12);
    IntVector b10 = FIRST_HALVES.selectFrom(a5, a13);
    IntVector b11 = SECOND_HALVES.selectFrom(a5, a13);
    IntVector b12 = FIRST_HALVES.selectFrom(a6, a14);
    IntVector b13 = SECOND_HALVES.selectFrom(a6, a14);
    IntVector b14 = FIRST_HALVES.selectFrom(a7, a15);
    IntVector b15 = SECOND_HALVES.selectFrom(a7, a15);
    a0 = FIRST_HALVES.selectFrom(b0, b8);
    a1 = SECOND_HALVES.selectFrom(b0, b8);
    a2 = FIRST_HALVES.selectFrom(b1, b9);
    a3 = SECOND_HALVES.selectFrom(b1, b9);
    a4 = FIRST_HALVES.selectFrom(b2, b10);
    a5 = SECOND_HALVES.selectFrom(b2, b10);
    a6 = FIRST_HALVES.selectFrom(b3, b11);
    a7 = SECOND_HALVES.selectFrom(b3, b11);
    a8 = FIRST_HALVES.selectFrom(b4, b12);
    a9 = SECOND_HALVES.selectFrom(b4, b12);
    a10 = FIRST_HALVES.selectFrom(b5, b13);
    a11 = SECOND_HALVES.selectFrom(b5, b13);
    a12 = FIRST_HALVES.selectFrom(b6, b14);
    a13 = SECOND_HALVES.selectFrom(b6, b14);
    a14 = FIRST_HALVES.selectFrom(b7, b15);
    a15 = SECOND_HALVES.selectFrom(b7, b15);
    b0 = FIRST_HALVES.selectFrom(a0, a8);
    b1 = SECOND_HALVES.selectFrom(a0, a8);
    b2 = FIRST_HALVES.selectFrom(a1, a9);
    b3 = SECOND_HALVES.selectFrom(a1, a9);
    b4 = FIRST_HALVES.selectFrom(a2, a10);
    b5 = SECOND_HALVES.selectFrom(a2, a10);
    b6 = FIRST_HALVES.selectFrom(a3, a11);
    b7 = SECOND_HALVES.selectFrom(a3, a11);
    b8 = FIRST_HALVES.selectFrom(a4, a12);
    b9 = SECOND_HALVES.selectFrom(a4, a12);
    b10 = FIRST_HALVES.selectFrom(a5, a13);
    b11 = SECOND_HALVES.selectFrom(a5, a13);
    b12 = FIRST_HALVES.selectFrom(a6, a14);
    b13 = SECOND_HALVES.selectFrom(a6, a14);
    b14 = FIRST_HALVES.selectFrom(a7, a15);
    b15 = SECOND_HALVES.selectFrom(a7, a15);
    a0 = FIRST_HALVES.selectFrom(b0, b8);
    a1 = SECOND_HALVES.selectFrom(b0, b8);
    a2 = FIRST_HALVES.selectFrom(b1, b9);
    a3 = SECOND_HALVES.selectFrom(b1, b9);
    a4 = FIRST_HALVES.selectFrom(b2, b10);
    a5 = SECOND_HALVES.selectFrom(b2, b10);
    a6 = FIRST_HALVES.selectFrom(b3, b11);
    a7 = SECOND_HALVES.selectFrom(b3, b11);
    a8 = FIRST_HALVES.selectFrom(b4, b12);
    a9 = SECOND_HALVES.selectFrom(b4, b12);
    a10 = FIRST_HALVES.selectFrom(b5, b13);
    a11 = SECOND_HALVES.selectFrom(b5, b13);
    a12 = FIRST_HALVES.selectFrom(b6, b14);
    a13 = SECOND_HALVES.selectFrom(b6, b14);
    a14 = FIRST_HALVES.selectFrom(b7, b15);
    a15 = SECOND_HALVES.selectFrom(b7, b15);
    a0.reinterpretAsFloats().intoArray(to, toStart);
    a1.reinterpretAsFloats().intoArray(to, toStart + toStride);
    a2.reinterpretAsFloats().intoArray(to, toStart + 2 * toStride);
    a3.reinterpretAsFloats().intoArray(to, toStart + 3 * toStride);
    a4.reinterpretAsFloats().intoArray(to, toStart + 4 * toStride);
    a5.reinterpretAsFloats().intoArray(to, toStart + 5 * toStride);
    a6.reinterpretAsFloats().intoArray(to, toStart + 6 * toStride);
    a7.reinterpretAsFloats().intoArray(to, toStart + 7 * toStride);
    a8.reinterpretAsFloats().intoArray(to, toStart + 8 * toStride);
    a9.reinterpretAsFloats().intoArray(to, toStart + 9 * toStride);
    a10.reinterpretAsFloats().intoArray(to, toStart + 10 * toStride);
    a11.reinterpretAsFloats().intoArray(to, toStart + 11 * toStride);
    a12.reinterpretAsFloats().intoArray(to, toStart + 12 * toStride);
    a13.reinterpretAsFloats().intoArray(to, toStart + 13 * toStride);
    a14.reinterpretAsFloats().intoArray(to, toStart + 14 * toStride);
    a15.reinterpretAsFloats().intoArray(to, toStart + 15 * toStride);
  }

  private static void eight(float[] from, int fromStart, int fromStride, float[] to, int toStart, int toStride) {
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
