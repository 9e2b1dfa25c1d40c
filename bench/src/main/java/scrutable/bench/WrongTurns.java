package scrutable.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Ways that look like the next rung of the ladder and lead down again. All compute `C = A B` like [LadderRungs].
///
/// A fourth wrong way, vectors that cross a call, is [LadderRungs#boxed].
final class WrongTurns {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private WrongTurns() {}

  /// [LadderRungs#registerTile] whose every load and store has a mask, so that no edge needs a loop of its own. The
  /// edges are rare and the masks are not: each access pays for them.
  static void masked(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i += 2) {
      int below = Math.min(i + 1, n - 1);
      for (int j = 0; j < n; j += 2 * LANES) {
        VectorMask<Float> left = SPECIES.indexInRange(j, n);
        VectorMask<Float> right = SPECIES.indexInRange(j + LANES, n);
        FloatVector c00 = FloatVector.zero(SPECIES);
        FloatVector c01 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        for (int k = 0; k < n; k++) {
          FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * n + j, left);
          FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * n + j + LANES, right);
          FloatVector a0 = FloatVector.broadcast(SPECIES, a[i * n + k]);
          c00 = a0.fma(b0, c00);
          c01 = a0.fma(b1, c01);
          FloatVector a1 = FloatVector.broadcast(SPECIES, a[below * n + k]);
          c10 = a1.fma(b0, c10);
          c11 = a1.fma(b1, c11);
        }
        c00.intoArray(c, i * n + j, left);
        c01.intoArray(c, i * n + j + LANES, right);
        c10.intoArray(c, below * n + j, left);
        c11.intoArray(c, below * n + j + LANES, right);
      }
    }
  }

  /// [LadderRungs#registerTile] into a new array each time, as an operation without recycled memory does it: the
  /// array is cleared, fetched into the caches and collected, and for small matrices that is most of the work.
  static float[] allocating(int n, float[] a, float[] b) {
    float[] c = new float[n * n];
    LadderRungs.registerTile(n, a, b, c);
    return c;
  }

  /// [LadderRungs#registerTile] with twelve rows instead of four: 24 accumulators, for which 512-bit machines have
  /// registers enough. In some runs of the JVM the compiler keeps them there, in others it does not.
  static void twentyFourAccumulators(int n, float[] a, float[] b, float[] c) {
    int i = 0;
    for (; i <= n - 12; i += 12) {
      int j = 0;
      for (; j <= n - 2 * LANES; j += 2 * LANES) {
        twelveRows(n, i, j, a, b, c);
      }
      LadderRungs.columnTail(n, i, 12, j, a, b, c);
    }
    LadderRungs.columnTail(n, i, n - i, 0, a, b, c);
  }

  private static void twelveRows(int n, int i, int j, float[] a, float[] b, float[] c) {
    FloatVector left0 = FloatVector.zero(SPECIES);
    FloatVector right0 = left0;
    FloatVector left1 = FloatVector.zero(SPECIES);
    FloatVector right1 = left1;
    FloatVector left2 = FloatVector.zero(SPECIES);
    FloatVector right2 = left2;
    FloatVector left3 = FloatVector.zero(SPECIES);
    FloatVector right3 = left3;
    FloatVector left4 = FloatVector.zero(SPECIES);
    FloatVector right4 = left4;
    FloatVector left5 = FloatVector.zero(SPECIES);
    FloatVector right5 = left5;
    FloatVector left6 = FloatVector.zero(SPECIES);
    FloatVector right6 = left6;
    FloatVector left7 = FloatVector.zero(SPECIES);
    FloatVector right7 = left7;
    FloatVector left8 = FloatVector.zero(SPECIES);
    FloatVector right8 = left8;
    FloatVector left9 = FloatVector.zero(SPECIES);
    FloatVector right9 = left9;
    FloatVector left10 = FloatVector.zero(SPECIES);
    FloatVector right10 = left10;
    FloatVector left11 = FloatVector.zero(SPECIES);
    FloatVector right11 = left11;
    for (int k = 0; k < n; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * n + j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * n + j + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i * n + k]);
      left0 = a0.fma(b0, left0);
      right0 = a0.fma(b1, right0);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[(i + 1) * n + k]);
      left1 = a1.fma(b0, left1);
      right1 = a1.fma(b1, right1);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[(i + 2) * n + k]);
      left2 = a2.fma(b0, left2);
      right2 = a2.fma(b1, right2);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[(i + 3) * n + k]);
      left3 = a3.fma(b0, left3);
      right3 = a3.fma(b1, right3);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[(i + 4) * n + k]);
      left4 = a4.fma(b0, left4);
      right4 = a4.fma(b1, right4);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[(i + 5) * n + k]);
      left5 = a5.fma(b0, left5);
      right5 = a5.fma(b1, right5);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[(i + 6) * n + k]);
      left6 = a6.fma(b0, left6);
      right6 = a6.fma(b1, right6);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[(i + 7) * n + k]);
      left7 = a7.fma(b0, left7);
      right7 = a7.fma(b1, right7);
      FloatVector a8 = FloatVector.broadcast(SPECIES, a[(i + 8) * n + k]);
      left8 = a8.fma(b0, left8);
      right8 = a8.fma(b1, right8);
      FloatVector a9 = FloatVector.broadcast(SPECIES, a[(i + 9) * n + k]);
      left9 = a9.fma(b0, left9);
      right9 = a9.fma(b1, right9);
      FloatVector a10 = FloatVector.broadcast(SPECIES, a[(i + 10) * n + k]);
      left10 = a10.fma(b0, left10);
      right10 = a10.fma(b1, right10);
      FloatVector a11 = FloatVector.broadcast(SPECIES, a[(i + 11) * n + k]);
      left11 = a11.fma(b0, left11);
      right11 = a11.fma(b1, right11);
    }
    left0.intoArray(c, i * n + j);
    right0.intoArray(c, i * n + j + LANES);
    left1.intoArray(c, (i + 1) * n + j);
    right1.intoArray(c, (i + 1) * n + j + LANES);
    left2.intoArray(c, (i + 2) * n + j);
    right2.intoArray(c, (i + 2) * n + j + LANES);
    left3.intoArray(c, (i + 3) * n + j);
    right3.intoArray(c, (i + 3) * n + j + LANES);
    left4.intoArray(c, (i + 4) * n + j);
    right4.intoArray(c, (i + 4) * n + j + LANES);
    left5.intoArray(c, (i + 5) * n + j);
    right5.intoArray(c, (i + 5) * n + j + LANES);
    left6.intoArray(c, (i + 6) * n + j);
    right6.intoArray(c, (i + 6) * n + j + LANES);
    left7.intoArray(c, (i + 7) * n + j);
    right7.intoArray(c, (i + 7) * n + j + LANES);
    left8.intoArray(c, (i + 8) * n + j);
    right8.intoArray(c, (i + 8) * n + j + LANES);
    left9.intoArray(c, (i + 9) * n + j);
    right9.intoArray(c, (i + 9) * n + j + LANES);
    left10.intoArray(c, (i + 10) * n + j);
    right10.intoArray(c, (i + 10) * n + j + LANES);
    left11.intoArray(c, (i + 11) * n + j);
    right11.intoArray(c, (i + 11) * n + j + LANES);
  }
}
