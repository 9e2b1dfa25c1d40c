package scrutable.tensor.linalg;

import scrutable.tensor.Tensor;

/// The Cholesky factorisation of a symmetric positive definite matrix: `A = L L^T`, `L` lower triangular.
///
/// It is the square root of a matrix, found column by column. Element `(i, j)` of `L L^T` is the product of
/// rows `i` and `j` of `L`, and only their first `j + 1` elements count; so each new element of column `j`
/// is what is left of `a(i, j)` after the product of what is known already:
///
/// ```
/// L(j, j) = sqrt(a(j, j) - L(j, :j) . L(j, :j))
/// L(i, j) =     (a(i, j) - L(i, :j) . L(j, :j)) / L(j, j)      for i > j
/// ```
///
/// The number under the root is the *pivot*; it is positive for every `j` exactly if the matrix is positive
/// definite. No search for better pivots is needed: `L` cannot grow, as each row's squares sum to `a(i, i)`.
/// Cost: `n^3 / 3` multiplications.
///
/// Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 4.2; Higham, "Accuracy and
/// Stability of Numerical Algorithms", 2nd edition, chapter 10.
public final class Cholesky {
  private final double[][] lower;

  private Cholesky(double[][] lower) {
    this.lower = lower;
  }

  /// Factorises a matrix (n, n).
  ///
  /// @throws IllegalArgumentException if `a` is not square, symmetric, finite `FLOAT64`, or not positive
  ///     definite
  public static Cholesky of(Tensor a) {
    double[][] rows = Matrices.symmetricRows("Cholesky", a);
    int n = rows.length;
    for (int j = 0; j < n; j++) {
      double pivot = rows[j][j] - Vectors.dot(rows[j], rows[j], 0, j);
      if (!(pivot > 0)) {
        throw new IllegalArgumentException(
            "Cholesky: the matrix is not positive definite: pivot " + j + " is " + pivot
                + "; adding a small multiple of the identity may help");
      }
      double root = Math.sqrt(pivot);
      rows[j][j] = root;
      for (int i = j + 1; i < n; i++) {
        rows[i][j] = (rows[i][j] - Vectors.dot(rows[i], rows[j], 0, j)) / root;
        rows[j][i] = 0;
      }
    }
    return new Cholesky(rows);
  }

  /// The factor `L` (n, n), with zeros above the diagonal.
  public Tensor lower() {
    return Matrices.tensor(lower, lower.length);
  }

  /// The solution `x` of `A x = b`: first `L y = b` from the top down, then `L^T x = y` from the bottom up.
  ///
  /// @param b one right-hand side (n) or several as columns (n, k)
  /// @return the solution or solutions, in the shape of `b`
  /// @throws IllegalArgumentException if `b` has another shape or is not finite `FLOAT64`
  public Tensor solve(Tensor b) {
    int n = lower.length;
    double[][] columns = Matrices.rightHandSides("Cholesky.solve", b, n);
    for (double[] x : columns) {
      for (int i = 0; i < n; i++) {
        x[i] = (x[i] - Vectors.dot(lower[i], x, 0, i)) / lower[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        x[i] /= lower[i][i];
        Vectors.addMultiple(x, -x[i], lower[i], 0, i); // column i of L^T is row i of L
      }
    }
    return Matrices.solutions(columns, n, b);
  }

  /// The natural logarithm of the determinant, twice the sum of `log L(i, i)`: it exists where the
  /// determinant itself, a product of `n` numbers, would overflow.
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < lower.length; i++) {
      sum += StrictMath.log(lower[i][i]);
    }
    return 2 * sum;
  }
}
