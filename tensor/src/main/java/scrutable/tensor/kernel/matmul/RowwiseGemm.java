package scrutable.tensor.kernel.matmul;

import java.util.Arrays;

/// The matrix product row by row: for products too small to be packed, for double, and where there are no vectors.
///
/// The loops are in the order i, k, j instead of the i, j, k of [MatrixProduct]. The chain of each element is the same,
/// but the inner loop now walks along a row of B and a row of C: memory is read in order, and the elements are
/// independent of each other, so the JIT compiler puts them in vectors. It only does so when all arrays are indexed by
/// the same `j`; therefore the rows at work are copied out of their matrices. And it goes along k in blocks, so that
/// the rows of B at work stay in the cache.
///
/// The text is there twice, as there are two types: it is the inner loop, over primitive arrays, that becomes vectors.
final class RowwiseGemm {

  /// As many rows of B as stay in the cache while all rows of A and C pass by.
  private static final int BLOCK = 64;

  private RowwiseGemm() {}

  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    int aRowStep = transposeA ? 1 : lda;
    int aColumnStep = transposeA ? lda : 1;
    float[] cRow = new float[n];
    float[][] bRows = new float[Math.min(k, BLOCK)][n];
    for (int i = 0; i < m && !accumulate; i++) {
      Arrays.fill(c, cOffset + i * ldc, cOffset + i * ldc + n, 0);
    }
    for (int block = 0; block < k; block += BLOCK) {
      int depth = Math.min(BLOCK, k - block);
      for (int p = 0; p < depth; p++) {
        copyRow(transposeB, block + p, n, b, bOffset, ldb, bRows[p]);
      }
      for (int i = 0; i < m; i++) {
        int cStart = cOffset + i * ldc;
        System.arraycopy(c, cStart, cRow, 0, n);
        for (int p = 0; p < depth; p++) {
          addScaled(a[aOffset + i * aRowStep + (block + p) * aColumnStep], bRows[p], cRow);
        }
        System.arraycopy(cRow, 0, c, cStart, n);
      }
    }
  }

  private static void copyRow(boolean transpose, int row, int n, float[] b, int bOffset, int ldb,
      float[] to) {
    if (transpose) {
      for (int j = 0; j < n; j++) {
        to[j] = b[bOffset + j * ldb + row];
      }
    } else {
      System.arraycopy(b, bOffset + row * ldb, to, 0, n);
    }
  }

  private static void addScaled(float factor, float[] row, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.fma(factor, row[j], sum[j]);
    }
  }

  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
      double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb,
      double[] c, int cOffset, int ldc, boolean accumulate) {
    int aRowStep = transposeA ? 1 : lda;
    int aColumnStep = transposeA ? lda : 1;
    double[] cRow = new double[n];
    double[][] bRows = new double[Math.min(k, BLOCK)][n];
    for (int i = 0; i < m && !accumulate; i++) {
      Arrays.fill(c, cOffset + i * ldc, cOffset + i * ldc + n, 0);
    }
    for (int block = 0; block < k; block += BLOCK) {
      int depth = Math.min(BLOCK, k - block);
      for (int p = 0; p < depth; p++) {
        copyRow(transposeB, block + p, n, b, bOffset, ldb, bRows[p]);
      }
      for (int i = 0; i < m; i++) {
        int cStart = cOffset + i * ldc;
        System.arraycopy(c, cStart, cRow, 0, n);
        for (int p = 0; p < depth; p++) {
          addScaled(a[aOffset + i * aRowStep + (block + p) * aColumnStep], bRows[p], cRow);
        }
        System.arraycopy(cRow, 0, c, cStart, n);
      }
    }
  }

  private static void copyRow(boolean transpose, int row, int n, double[] b, int bOffset, int ldb,
      double[] to) {
    if (transpose) {
      for (int j = 0; j < n; j++) {
        to[j] = b[bOffset + j * ldb + row];
      }
    } else {
      System.arraycopy(b, bOffset + row * ldb, to, 0, n);
    }
  }

  private static void addScaled(double factor, double[] row, double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.fma(factor, row[j], sum[j]);
    }
  }
}
