package scrutable.tensor.kernel.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop of the fast matrix product where B is a packed panel: that of [SimdGemmTile], with the same additions
/// in the same order, but with distances that are constants.
///
/// Whenever a number is read, Java checks that its place lies in the array. If all distances are constants, the
/// compiler checks the first and the last step of the loop, and nothing in between. If one comes as an argument, it
/// computes and checks ten places at each step, as many instructions again as there are multiply-adds. A processor that
/// has its core to itself finds time for them; one that shares it with a neighbour does not, and is a third slower.
///
/// The loops are written out as they are there: a vector that is handed to a method may become an object.
final class SimdPanelTile {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLUMNS = SimdGemmTile.COLUMNS;

  private SimdPanelTile() {}

  /// C(ROWS, COLUMNS) = A B, or C + A B when accumulating, with an A that is read along its rows, `aRow` apart, where
  /// they lie; the rows of C are `ldc` apart.
  static void rows(int k, float[] a, int aStart, int aRow, float[] b, int bStart, float[] c, int cStart, int ldc,
      boolean accumulate) {
    if (SimdGemmTile.ROWS == 8) {
      rows8x2(k, a, aStart, aRow, b, bStart, c, cStart, ldc, accumulate);
    } else {
      rows6x2(k, a, aStart, aRow, b, bStart, c, cStart, ldc, accumulate);
    }
  }

  /// The same with an A that was packed, too, for eight rows: those of step p begin at `aStart + 8 p`.
  static void panels(int k, float[] a, int aStart, float[] b, int bStart, float[] c, int cStart, int ldc,
      boolean accumulate) {
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
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aStart + p * 8]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 7]);
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

  private static void rows8x2(int k, float[] a, int aStart, int aRow, float[] b, int bStart, float[] c, int cStart,
      int ldc, boolean accumulate) {
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
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[from0 + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[from1 + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[from2 + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[from3 + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[from4 + p]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[from5 + p]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[from6 + p]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[from7 + p]);
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

  private static void rows6x2(int k, float[] a, int aStart, int aRow, float[] b, int bStart, float[] c, int cStart,
      int ldc, boolean accumulate) {
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
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bStart + p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[from0 + p]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[from1 + p]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[from2 + p]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[from3 + p]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[from4 + p]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[from5 + p]);
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
