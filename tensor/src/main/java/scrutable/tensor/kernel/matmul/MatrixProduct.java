package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.Precision;

/// The definition of the matrix product, which every other product of this package must give to the last bit.
///
/// Nothing computes with it; it walks along columns, one number at a time, and is there to be compared with.
public final class MatrixProduct {

  private MatrixProduct() {}

  /// A matrix in an array: element (i, j) is at `start + i rowStep + j columnStep`. Exchanging the steps transposes it.
  ///
  /// @param array      the numbers
  /// @param start      where element (0, 0) is
  /// @param rowStep    how far the rows are apart
  /// @param columnStep how far the columns are apart
  public record Entries(double[] array, int start, int rowStep, int columnStep) {
    /// Element (i, j).
    public double get(int i, int j) {
      return array[start + i * rowStep + j * columnStep];
    }

    /// Puts a number at (i, j).
    public void set(int i, int j, double value) {
      array[start + i * rowStep + j * columnStep] = value;
    }
  }

  /// C = A B, or C = C + A B when accumulating, for A (m, k), B (k, n) and C (m, n).
  ///
  /// Each element of C is one chain of fused multiply-adds along k, in order, starting from 0 or from its old value.
  public static void multiply(Precision precision, int m, int n, int k, Entries a, Entries b, Entries c,
      boolean accumulate) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        //: task 2.1
        double sum = accumulate ? c.get(i, j) : 0;
        for (int p = 0; p < k; p++) {
          sum = precision.fma(a.get(i, p), b.get(p, j), sum);
        }
        c.set(i, j, sum);
        //: end
      }
    }
  }
}
