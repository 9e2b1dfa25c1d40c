package scrutable.tensor.linalg;

import scrutable.tensor.Tensor;

/// The factorisation behind Gaussian elimination: `P A = L U` with rows permuted by `P`, `L` lower
/// triangular with ones on the diagonal, `U` upper triangular.
///
/// Column by column, multiples of one row, the *pivot row*, are subtracted from all rows below so that the
/// column becomes zero there. The multipliers are kept where the zeros would stand: they are `L`. Before
/// each step, the row with the largest element in the column is swapped up (*partial pivoting*). So no
/// multiplier exceeds 1, and rounding errors are not blown up, as they are even for harmless matrices if a
/// small pivot is accepted. Cost: `2 n^3 / 3` operations.
///
/// Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 3.4.
public final class Lu {
  private final double[][] factors; // U on and above the diagonal, L below it
  private final int[] rowOrder;
  private final int sign;

  private Lu(double[][] factors, int[] rowOrder, int sign) {
    this.factors = factors;
    this.rowOrder = rowOrder;
    this.sign = sign;
  }

  /// Factorises a matrix (n, n), which may be singular.
  ///
  /// @throws IllegalArgumentException if `a` is not square, finite `FLOAT64`
  public static Lu of(Tensor a) {
    double[][] rows = Matrices.squareRows("Lu", a);
    int n = rows.length;
    var rowOrder = new int[n];
    for (int i = 0; i < n; i++) {
      rowOrder[i] = i;
    }
    int sign = 1;
    for (int k = 0; k < n; k++) {
      int pivotRow = rowOfLargest(rows, k);
      if (pivotRow != k) {
        swap(rows, rowOrder, k, pivotRow);
        sign = -sign;
      }
      if (rows[k][k] != 0) {
        eliminateBelow(rows, k);
      }
    }
    return new Lu(rows, rowOrder, sign);
  }

  private static int rowOfLargest(double[][] rows, int column) {
    int best = column;
    for (int i = column + 1; i < rows.length; i++) {
      if (Math.abs(rows[i][column]) > Math.abs(rows[best][column])) {
        best = i;
      }
    }
    return best;
  }

  private static void swap(double[][] rows, int[] rowOrder, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
    int number = rowOrder[i];
    rowOrder[i] = rowOrder[j];
    rowOrder[j] = number;
  }

  private static void eliminateBelow(double[][] rows, int k) {
    for (int i = k + 1; i < rows.length; i++) {
      double multiplier = rows[i][k] / rows[k][k];
      rows[i][k] = multiplier;
      Vectors.addMultiple(rows[i], -multiplier, rows[k], k + 1, rows.length);
    }
  }

  /// The solution `x` of `A x = b`: first `L y = P b` from the top down, then `U x = y` from the bottom up.
  ///
  /// @param b one right-hand side (n) or several as columns (n, k)
  /// @return the solution or solutions, in the shape of `b`
  /// @throws IllegalArgumentException if the matrix is singular, or `b` has another shape or is not finite
  ///     `FLOAT64`
  public Tensor solve(Tensor b) {
    int n = factors.length;
    double[][] columns = Matrices.rightHandSides("Lu.solve", b, n);
    for (int i = 0; i < n; i++) {
      if (factors[i][i] == 0) {
        throw new IllegalArgumentException("Lu.solve: the matrix is singular: pivot " + i
            + " is 0, so there is no solution or there are many; LeastSquares finds the shortest");
      }
    }
    for (int column = 0; column < columns.length; column++) {
      columns[column] = solve(columns[column]);
    }
    return Matrices.solutions(columns, n, b);
  }

  private double[] solve(double[] b) {
    int n = factors.length;
    var x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = b[rowOrder[i]] - Vectors.dot(factors[i], x, 0, i);
    }
    for (int i = n - 1; i >= 0; i--) {
      x[i] = (x[i] - Vectors.dot(factors[i], x, i + 1, n)) / factors[i][i];
    }
    return x;
  }

  /// The determinant: the product of the pivots, negated once for every swap of rows; 1 for (0, 0). It
  /// overflows or underflows easily where `n` is large.
  public double determinant() {
    double product = sign;
    for (int i = 0; i < factors.length; i++) {
      product *= factors[i][i];
    }
    return product;
  }
}
