package scrutable.tensor.kernel.pooling;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Max pooling over 2 x 2 windows side by side, eight windows at a time.
///
/// Which of four numbers is the largest cannot be foreseen, so a branch on it is mispredicted half of the time and
/// costs more than everything else. Here comparisons become masks. The columns of two vectors are first parted into
/// the even ones, on the left of each window, and the odd ones.
final class SimdPooling {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;
  private static final IntVector EVEN = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {0, 2, 4, 6, 8, 10, 12, 14}, 0);
  private static final IntVector ODD = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {1, 3, 5, 7, 9, 11, 13, 15}, 0);
  private static final IntVector FIRST_HALVES = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {0, 8, 1, 9, 2, 10, 3, 11}, 0);
  private static final IntVector SECOND_HALVES = IntVector.fromArray(IntVector.SPECIES_256,
      new int[] {4, 12, 5, 13, 6, 14, 7, 15}, 0);

  /// Windows in a vector.
  static final int WINDOWS = SPECIES.length();

  private SimdPooling() {}

  /// The largest of each of `windows` windows whose upper rows begin at `top` and whose lower rows at `bottom`. The
  /// last vector overlaps the one before it. All is written out, as a vector that passes through a method that is not
  /// inlined becomes an object on the heap.
  static void largest(int windows, float[] x, int top, int bottom, float[] y, int yStart) {
    for (int j = 0; j < windows; j += WINDOWS) {
      int at = Math.min(j, windows - WINDOWS);
      IntVector upperLow = FloatVector.fromArray(SPECIES, x, top + 2 * at).reinterpretAsInts();
      IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + 2 * at + WINDOWS).reinterpretAsInts();
      FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector upper = b.blend(a, wins(a, b));
      IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom + 2 * at).reinterpretAsInts();
      IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + 2 * at + WINDOWS).reinterpretAsInts();
      FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector lower = d.blend(c, wins(c, d));
      lower.blend(upper, wins(upper, lower)).intoArray(y, yStart + at);
    }
  }

  /// Of equal numbers the first wins, and NaN wins over everything.
  private static VectorMask<Float> wins(FloatVector first, FloatVector second) {
    return first.compare(VectorOperators.GE, second).or(first.test(VectorOperators.IS_NAN));
  }

  /// Writes the gradient of each window to where its largest element is, and 0 to the three others.
  static void spread(int windows, float[] x, float[] gy, int gyStart, float[] gx, int top, int bottom) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < windows; j += WINDOWS) {
      int at = Math.min(j, windows - WINDOWS);
      IntVector upperLow = FloatVector.fromArray(SPECIES, x, top + 2 * at).reinterpretAsInts();
      IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + 2 * at + WINDOWS).reinterpretAsInts();
      FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      VectorMask<Float> aWins = wins(a, b);
      IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom + 2 * at).reinterpretAsInts();
      IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + 2 * at + WINDOWS).reinterpretAsInts();
      FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      VectorMask<Float> cWins = wins(c, d);
      VectorMask<Float> upperWins = wins(b.blend(a, aWins), d.blend(c, cWins));
      FloatVector slope = FloatVector.fromArray(SPECIES, gy, gyStart + at).add(zero);    // -0 + 0 is 0, as in a sum
      FloatVector upper = zero.blend(slope, upperWins);
      FloatVector lower = slope.blend(zero, upperWins);
      IntVector toA = zero.blend(upper, aWins).reinterpretAsInts();
      IntVector toB = upper.blend(zero, aWins).reinterpretAsInts();
      FIRST_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, top + 2 * at);
      SECOND_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, top + 2 * at + WINDOWS);
      IntVector toC = zero.blend(lower, cWins).reinterpretAsInts();
      IntVector toD = lower.blend(zero, cWins).reinterpretAsInts();
      FIRST_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, bottom + 2 * at);
      SECOND_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, bottom + 2 * at + WINDOWS);
    }
  }
}
