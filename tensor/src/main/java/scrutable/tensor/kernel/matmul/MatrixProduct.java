package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.Precision;

/// The definition of the matrix product, which every other product of this package must give to the last bit.
///
/// Nothing computes with it; it walks along columns, one number at a time, and is there to be compared with.
public final class MatrixProduct {

  /// Steps of k in one chain. A float32 sum that has grown to 2^24 does not notice a 1 any more, so that a single chain
  /// would add up 2e7 ones to 16777216; and each of its steps is rounded as if it were as large as the sum by then.
  public static final int CHAIN = 4_096;

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

    /// The same matrix without its first rows and columns.
    Entries from(int row, int column) {
      return new Entries(array, start + row * rowStep + column * columnStep, rowStep, columnStep);
    }
  }

  /// C = A B, or C = C + A B when accumulating, for A (m, k), B (k, n) and C (m, n).
  ///
  /// Each element of C is one chain of fused multiply-adds along the first [#CHAIN] steps of k, in order, starting from
  /// 0 or from its old value. What is left of k is cut in chains of the same length, each starting from 0, and their
  /// sums are added in order.
  public static void multiply(Precision precision, int m, int n, int k, Entries a, Entries b, Entries c,
      boolean accumulate) {
    chains(precision, m, n, Math.min(k, CHAIN), a, b, c, accumulate);
    for (int p = CHAIN; p < k; p += CHAIN) {
      Entries sums = new Entries(new double[m * n], 0, n, 1);
      chains(precision, m, n, Math.min(CHAIN, k - p), a.from(0, p), b.from(p, 0), sums, false);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          c.set(i, j, precision.add(c.get(i, j), sums.get(i, j)));
        }
      }
    }
  }

  /// One chain for each element of C.
  private static void chains(Precision precision, int m, int n, int k, Entries a, Entries b, Entries c,
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
