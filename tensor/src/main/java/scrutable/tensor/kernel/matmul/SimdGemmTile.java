package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop of the fast matrix product: one small tile of C, held in registers while k passes by.
///
/// Each step of k loads two vectors of B and broadcasts one number per row of A; each of them is used as
/// often as the tile is high or wide. That, not the multiplying, is the trick: a plain loop needs two loads
/// and a store for every multiply-add, this one 10 loads for 16 vectors of them and no store.
///
/// The tile is as large as the registers allow: 8 rows x 2 vectors on the 32 registers that come with 512-bit
/// vectors, 6 x 2 on the 16 registers of the others. Larger tiles spill to memory. All is written out by
/// hand, as a vector that passes through a method that is not inlined becomes an object on the heap.
final class SimdGemmTile {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /// Height of a tile.
  static final int ROWS = LANES >= 16 ? 8 : 6;
  /// Width of a tile.
  static final int COLUMNS = 2 * LANES;

  private SimdGemmTile() {}

  /// C(ROWS, COLUMNS) = A B, or C + A B when accumulating.
  ///
  /// Where B was packed and so was A, or A is read along its rows, [SimdPanelTile] is faster.
  ///
  /// Element (i, p) of A is at `aStart + i aRow + p aStep`, whether it was packed or lies where it always was; row p of
  /// B begins at `bStart + p bStep`; the rows of C are `ldc` apart.
  static void run(int k, float[] a, int aStart, int aRow, int aStep, float[] b, int bStart, int bStep,
      float[] c, int cStart, int ldc, boolean accumulate) {
    if (bStep == COLUMNS && aStep == 1) {
      SimdPanelTile.rows(k, a, aStart, aRow, b, bStart, c, cStart, ldc, accumulate);
    } else if (ROWS == 8 && bStep == COLUMNS && aStep == ROWS && aRow == 1) {
      SimdPanelTile.panels(k, a, aStart, b, bStart, c, cStart, ldc, accumulate);
    } else if (ROWS == 8) {
      run8x2(k, a, aStart, aRow, aStep, b, bStart, bStep, c, cStart, ldc, accumulate);
    } else {
      run6x2(k, a, aStart, aRow, aStep, b, bStart, bStep, c, cStart, ldc, accumulate);
    }
  }

  /// C(1, COLUMNS) = A B, or C + A B: one row of a tile. It waits for its sums, as there are only two, and still is
  /// done in a quarter of the time of a whole tile.
  static void row(int k, float[] a, int aStart, int aStep, float[] b, int bStart, int bStep,
      float[] c, int cStart, boolean accumulate) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c0 = accumulate ? FloatVector.fromArray(SPECIES, c, cStart) : zero;
    FloatVector c1 = accumulate ? FloatVector.fromArray(SPECIES, c, cStart + LANES) : zero;
    for (int p = 0; p < k; p++) {
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aStart + p * aStep]);
      c0 = a0.fma(FloatVector.fromArray(SPECIES, b, bStart + p * bStep), c0);
      c1 = a0.fma(FloatVector.fromArray(SPECIES, b, bStart + p * bStep + LANES), c1);
    }
    c0.intoArray(c, cStart);
    c1.intoArray(c, cStart + LANES);
  }

  private static void run8x2(int k, float[] a, int aStart, int aRow, int aStep, float[] b, int bStart, int bStep,
      float[] c, int cStart, int ldc, boolean accumulate) {
    int from0 = aStart;
    int from1 = aStart + aRow;
    int from2 = aStart + 2 * aRow;
    int from3 = aStart + 3 * aRow;
    int from4 = aStart + 4 * aRow;
    int from5 = aStart + 5 * aRow;
    int from6 = aStart + 6 * aRow;
    int from7 = aStart + 7 * aRow;
    int row0 = cStart;
    int row1 = cStart + ldc;
    int row2 = cStart + 2 * ldc;
    int row3 = cStart + 3 * ldc;
    int row4 = cStart + 4 * ldc;
    int row5 = cStart + 5 * ldc;
    int row6 = cStart + 6 * ldc;
    int row7 = cStart + 7 * ldc;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = accumulate ? FloatVector.fromArray(SPECIES, c, row0) : zero;
    FloatVector c01 = accumulate ? FloatVector.fromArray(SPECIES, c, row0 + LANES) : zero;
    FloatVector c10 = accumulate ? FloatVector.fromArray(SPECIES, c, row1) : zero;
    FloatVector c11 = accumulate ? FloatVector.fromArray(SPECIES, c, row1 + LANES) : zero;
    FloatVector c20 = accumulate ? FloatVector.fromArray(SPECIES, c, row2) : zero;
    FloatVector c21 = accumulate ? FloatVector.fromArray(SPECIES, c, row2 + LANES) : zero;
    FloatVector c30 = accumulate ? FloatVector.fromArray(SPECIES, c, row3) : zero;
    FloatVector c31 = accumulate ? FloatVector.fromArray(SPECIES, c, row3 + LANES) : zero;
    FloatVector c40 = accumulate ? FloatVector.fromArray(SPECIES, c, row4) : zero;
    FloatVector c41 = accumulate ? FloatVector.fromArray(SPECIES, c, row4 + LANES) : zero;
    FloatVector c50 = accumulate ? FloatVector.fromArray(SPECIES, c, row5) : zero;
    FloatVector c51 = accumulate ? FloatVector.fromArray(SPECIES, c, row5 + LANES) : zero;
    FloatVector c60 = accumulate ? FloatVector.fromArray(SPECIES, c, row6) : zero;
    FloatVector c61 = accumulate ? FloatVector.fromArray(SPECIES, c, row6 + LANES) : zero;
    FloatVector c70 = accumulate ? FloatVector.fromArray(SPECIES, c, row7) : zero;
    FloatVector c71 = accumulate ? FloatVector.fromArray(SPECIES, c, row7 + LANES) : zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * bStep + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[from0 + p * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[from1 + p * aStep]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[from2 + p * aStep]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[from3 + p * aStep]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[from4 + p * aStep]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[from5 + p * aStep]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[from6 + p * aStep]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[from7 + p * aStep]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c40.intoArray(c, row4);
    c41.intoArray(c, row4 + LANES);
    c50.intoArray(c, row5);
    c51.intoArray(c, row5 + LANES);
    c60.intoArray(c, row6);
    c61.intoArray(c, row6 + LANES);
    c70.intoArray(c, row7);
    c71.intoArray(c, row7 + LANES);
  }

  private static void run6x2(int k, float[] a, int aStart, int aRow, int aStep, float[] b, int bStart, int bStep,
      float[] c, int cStart, int ldc, boolean accumulate) {
    int from0 = aStart;
    int from1 = aStart + aRow;
    int from2 = aStart + 2 * aRow;
    int from3 = aStart + 3 * aRow;
    int from4 = aStart + 4 * aRow;
    int from5 = aStart + 5 * aRow;
    int row0 = cStart;
    int row1 = cStart + ldc;
    int row2 = cStart + 2 * ldc;
    int row3 = cStart + 3 * ldc;
    int row4 = cStart + 4 * ldc;
    int row5 = cStart + 5 * ldc;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = accumulate ? FloatVector.fromArray(SPECIES, c, row0) : zero;
    FloatVector c01 = accumulate ? FloatVector.fromArray(SPECIES, c, row0 + LANES) : zero;
    FloatVector c10 = accumulate ? FloatVector.fromArray(SPECIES, c, row1) : zero;
    FloatVector c11 = accumulate ? FloatVector.fromArray(SPECIES, c, row1 + LANES) : zero;
    FloatVector c20 = accumulate ? FloatVector.fromArray(SPECIES, c, row2) : zero;
    FloatVector c21 = accumulate ? FloatVector.fromArray(SPECIES, c, row2 + LANES) : zero;
    FloatVector c30 = accumulate ? FloatVector.fromArray(SPECIES, c, row3) : zero;
    FloatVector c31 = accumulate ? FloatVector.fromArray(SPECIES, c, row3 + LANES) : zero;
    FloatVector c40 = accumulate ? FloatVector.fromArray(SPECIES, c, row4) : zero;
    FloatVector c41 = accumulate ? FloatVector.fromArray(SPECIES, c, row4 + LANES) : zero;
    FloatVector c50 = accumulate ? FloatVector.fromArray(SPECIES, c, row5) : zero;
    FloatVector c51 = accumulate ? FloatVector.fromArray(SPECIES, c, row5 + LANES) : zero;
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * bStep);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * bStep + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[from0 + p * aStep]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[from1 + p * aStep]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[from2 + p * aStep]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[from3 + p * aStep]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[from4 + p * aStep]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[from5 + p * aStep]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    c00.intoArray(c, row0);
    c01.intoArray(c, row0 + LANES);
    c10.intoArray(c, row1);
    c11.intoArray(c, row1 + LANES);
    c20.intoArray(c, row2);
    c21.intoArray(c, row2 + LANES);
    c30.intoArray(c, row3);
    c31.intoArray(c, row3 + LANES);
    c40.intoArray(c, row4);
    c41.intoArray(c, row4 + LANES);
    c50.intoArray(c, row5);
    c51.intoArray(c, row5 + LANES);
  }
}
