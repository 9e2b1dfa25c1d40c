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
/// A row seldom ends where a vector does, and often it is shorter. Then what lies behind it is read and worked on as
/// well, and not written: lanes beyond the end of a row are switched off by masks, one for all rows of an image. So
/// there must be something behind the last row, too; [#REACH] says how much. (Reading with masks would need nothing,
/// but a read that can be inside an array or reach beyond it gives the compiler two vectors to choose from, and then it
/// may keep them as objects.)
final class SimdPooling {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Windows in a vector.
  private static final int WINDOWS = SPECIES.length();
  /// How many elements behind an image are read, at most.
  static final int REACH = 2 * WINDOWS;

  private static final IntVector EVEN = picking(i -> 2 * i);
  private static final IntVector ODD = picking(i -> 2 * i + 1);
  private static final IntVector FIRST_HALVES = picking(i -> i / 2 + i % 2 * WINDOWS);
  private static final IntVector SECOND_HALVES = picking(i -> (i + WINDOWS) / 2 + i % 2 * WINDOWS);

  private SimdPooling() {}

  /// Which elements of two vectors to take; those of the second are numbered after those of the first.
  private static IntVector picking(IntUnaryOperator element) {
    int[] from = new int[WINDOWS];
    Arrays.setAll(from, element);
    return IntVector.fromArray(IntVector.SPECIES_PREFERRED, from, 0);
  }

  /// The largest of each of `rows` times `windows` windows of an image with two rows of x for each row of y. All is
  /// written out, as a vector that passes through a method that is not inlined becomes an object on the heap.
  static void largest(int rows, int windows, float[] x, int xStart, int inWidth, float[] y, int yStart) {
    for (int j = 0; j < windows; j += WINDOWS) {
      VectorMask<Float> inRow = SPECIES.indexInRange(j, windows);
      for (int row = 0; row < rows; row++) {
        int top = xStart + 2 * (row * inWidth + j);
        int bottom = top + inWidth;
        int out = yStart + row * windows + j;
        IntVector upperLow = FloatVector.fromArray(SPECIES, x, top).reinterpretAsInts();
        IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + WINDOWS).reinterpretAsInts();
        FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
        FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
        FloatVector upper = b.blend(a, wins(a, b));
        IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom).reinterpretAsInts();
        IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + WINDOWS).reinterpretAsInts();
        FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
        FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
        FloatVector lower = d.blend(c, wins(c, d));
        lower.blend(upper, wins(upper, lower)).intoArray(y, out, inRow);
      }
    }
  }

  /// Of equal numbers the first wins, and NaN wins over everything.
  private static VectorMask<Float> wins(FloatVector first, FloatVector second) {
    return first.compare(VectorOperators.GE, second).or(first.test(VectorOperators.IS_NAN));
  }

  /// Writes the gradient of each window to where its largest element is, and 0 to the three others.
  static void spread(int rows, int windows, float[] x, int xStart, float[] gy, int gyStart, float[] gx, int gxStart,
      int inWidth) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int j = 0; j < windows; j += WINDOWS) {
      VectorMask<Float> inLow = SPECIES.indexInRange(2 * j, 2 * windows);
      VectorMask<Float> inHigh = SPECIES.indexInRange(2 * j + WINDOWS, 2 * windows);
      for (int row = 0; row < rows; row++) {
        int top = xStart + 2 * (row * inWidth + j);
        int bottom = top + inWidth;
        int toTop = gxStart + 2 * (row * inWidth + j);
        int toBottom = toTop + inWidth;
        int in = gyStart + row * windows + j;
        IntVector upperLow = FloatVector.fromArray(SPECIES, x, top).reinterpretAsInts();
        IntVector upperHigh = FloatVector.fromArray(SPECIES, x, top + WINDOWS).reinterpretAsInts();
        FloatVector a = EVEN.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
        FloatVector b = ODD.selectFrom(upperLow, upperHigh).reinterpretAsFloats();
        VectorMask<Float> aWins = wins(a, b);
        IntVector lowerLow = FloatVector.fromArray(SPECIES, x, bottom).reinterpretAsInts();
        IntVector lowerHigh = FloatVector.fromArray(SPECIES, x, bottom + WINDOWS).reinterpretAsInts();
        FloatVector c = EVEN.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
        FloatVector d = ODD.selectFrom(lowerLow, lowerHigh).reinterpretAsFloats();
        VectorMask<Float> cWins = wins(c, d);
        VectorMask<Float> upperWins = wins(b.blend(a, aWins), d.blend(c, cWins));
        FloatVector slope = FloatVector.fromArray(SPECIES, gy, in).add(zero);            // -0 + 0 is 0, as in a sum
        FloatVector upper = zero.blend(slope, upperWins);
        FloatVector lower = slope.blend(zero, upperWins);
        IntVector toA = zero.blend(upper, aWins).reinterpretAsInts();
        IntVector toB = upper.blend(zero, aWins).reinterpretAsInts();
        FIRST_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, toTop, inLow);
        SECOND_HALVES.selectFrom(toA, toB).reinterpretAsFloats().intoArray(gx, toTop + WINDOWS, inHigh);
        IntVector toC = zero.blend(lower, cWins).reinterpretAsInts();
        IntVector toD = lower.blend(zero, cWins).reinterpretAsInts();
        FIRST_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, toBottom, inLow);
        SECOND_HALVES.selectFrom(toC, toD).reinterpretAsFloats().intoArray(gx, toBottom + WINDOWS, inHigh);
      }
    }
  }
}
