package scrutable.tensor.kernel.pooling;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Max pooling over 2 x 2 windows side by side, a vector of windows at a time.
///
/// Which of four numbers is the largest cannot be foreseen, so a branch on it is mispredicted half of the time and
/// costs more than everything else. Here comparisons become masks. The columns of two vectors are first parted into
/// the even ones, on the left of each window, and the odd ones.
///
/// The last vector of a row overlaps the one before it. If a row has fewer windows than a vector, but at least half as
/// many, the two halves of the only vector overlap: the first half is the first windows, the second half the last.
final class SimdPooling {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Windows in a vector.
  private static final int WINDOWS = SPECIES.length();
  /// Least number of windows in a row.
  static final int FEWEST = WINDOWS / 2;

  private static final IntVector EVEN = picking(i -> 2 * i);
  private static final IntVector ODD = picking(i -> 2 * i + 1);
  private static final IntVector FIRST_HALVES = picking(i -> i / 2 + i % 2 * WINDOWS);
  private static final IntVector SECOND_HALVES = picking(i -> (i + WINDOWS) / 2 + i % 2 * WINDOWS);
  private static final VectorMask<Float> FIRST_HALF = SPECIES.indexInRange(0, FEWEST);
  private static final VectorMask<Float> SECOND_HALF = FIRST_HALF.not();

  private SimdPooling() {}

  /// Which elements of two vectors to take; those of the second are numbered after those of the first.
  private static IntVector picking(IntUnaryOperator element) {
    int[] from = new int[WINDOWS];
    Arrays.setAll(from, element);
    return IntVector.fromArray(IntVector.SPECIES_PREFERRED, from, 0);
  }

  /// The largest of each of `windows` windows whose upper rows begin at `top` and whose lower rows at `bottom`. All is
  /// written out, as a vector that passes through a method that is not inlined becomes an object on the heap.
  static void largest(int windows, float[] x, int top, int bottom, float[] y, int yStart) {
    boolean halves = windows < WINDOWS;
    for (int j = 0; j < windows; j += WINDOWS) {
      int at = halves ? 0 : Math.min(j, windows - WINDOWS);
      int low = 2 * at;
      int high = halves ? 2 * windows - WINDOWS : low + WINDOWS;
      IntVector upperLow = FloatVector.fromArray(SPECIES, x, top + low).reinterpretAsInts();
      IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + high).reinterpretAsInts();
      FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector upper = b.blend(a, wins(a, b));
      IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom + low).reinterpretAsInts();
      IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + high).reinterpretAsInts();
      FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector lower = d.blend(c, wins(c, d));
      FloatVector largest = lower.blend(upper, wins(upper, lower));
      if (halves) {
        largest.intoArray(y, yStart, FIRST_HALF);
        largest.intoArray(y, yStart + windows - WINDOWS, SECOND_HALF);
      } else {
        largest.intoArray(y, yStart + at);
      }
    }
  }

  /// Of equal numbers the first wins, and NaN wins over everything.
  private static VectorMask<Float> wins(FloatVector first, FloatVector second) {
    return first.compare(VectorOperators.GE, second).or(first.test(VectorOperators.IS_NAN));
  }

  /// Writes the gradient of each window to where its largest element is, and 0 to the three others.
  static void spread(int windows, float[] x, float[] gy, int gyStart, float[] gx, int top, int bottom) {
    FloatVector zero = FloatVector.zero(SPECIES);
    boolean halves = windows < WINDOWS;
    for (int j = 0; j < windows; j += WINDOWS) {
      int at = halves ? 0 : Math.min(j, windows - WINDOWS);
      int low = 2 * at;
      int high = halves ? 2 * windows - WINDOWS : low + WINDOWS;
      IntVector upperLow = FloatVector.fromArray(SPECIES, x, top + low).reinterpretAsInts();
      IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + high).reinterpretAsInts();
      FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
      VectorMask<Float> aWins = wins(a, b);
      IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom + low).reinterpretAsInts();
      IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + high).reinterpretAsInts();
      FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
      VectorMask<Float> cWins = wins(c, d);
      VectorMask<Float> upperWins = wins(b.blend(a, aWins), d.blend(c, cWins));
      FloatVector slopes = halves
          ? FloatVector.fromArray(SPECIES, gy, gyStart, FIRST_HALF)
              .add(FloatVector.fromArray(SPECIES, gy, gyStart + windows - WINDOWS, SECOND_HALF))
          : FloatVector.fromArray(SPECIES, gy, gyStart + at);
      FloatVector slope = slopes.add(zero);                                              // -0 + 0 is 0, as in a sum
      FloatVector upper = zero.blend(slope, upperWins);
      FloatVector lower = slope.blend(zero, upperWins);
      IntVector toA = zero.blend(upper, aWins).reinterpretAsInts();
      IntVector toB = upper.blend(zero, aWins).reinterpretAsInts();
      FIRST_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, top + low);
      SECOND_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, top + high);
      IntVector toC = zero.blend(lower, cWins).reinterpretAsInts();
      IntVector toD = lower.blend(zero, cWins).reinterpretAsInts();
      FIRST_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, bottom + low);
      SECOND_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, bottom + high);
    }
  }
}
