package scrutable.tensor.linalg;

import scrutable.tensor.Tensor;

/// The square root of a symmetric positive semidefinite matrix: the one matrix of that kind with `S S = A`.
///
/// With `A = V diag(values) V^T` it is `S = V diag(sqrt(values)) V^T`: the same directions, each stretched by
/// the root. If `A` is the covariance of some numbers, `S` is their standard deviation in every direction:
/// `S z` has the covariance `A` where `z` has the covariance `I`.
///
/// It is not the Cholesky factor, which is triangular and satisfies `L L^T = A`; and it exists for singular
/// matrices, too. Source: Higham, "Functions of matrices" (2008), theorem 1.29.
public final class SymmetricSquareRoot {
  /// How far below 0 an eigenvalue may lie by rounding, relative to the largest.
  private static final double ROUNDING = 1e-10;

  private SymmetricSquareRoot() {}

  /// The root of a matrix (n, n); symmetric to the last bit.
  ///
  /// An eigenvalue that rounding has carried below 0 counts as 0. Eigenvalues are known to about 1e-16 of the
  /// largest, so directions in which `A` vanishes have a root of up to 1e-8 of the largest, not exactly 0.
  ///
  /// @throws IllegalArgumentException if `a` is not square, symmetric, finite `FLOAT64`, or has an eigenvalue
  ///     that is negative beyond rounding
  public static Tensor of(Tensor a) {
    double[][] rows = Matrices.symmetricRows("SymmetricSquareRoot", a);
    int n = rows.length;
    var eigen = SymmetricEigen.of(a);
    double[] roots = roots(eigen.values().toDoubleArray());
    double[][] vectors = Matrices.rows("SymmetricSquareRoot", eigen.vectors());
    var stretched = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        stretched[i][k] = vectors[i][k] * roots[k];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        rows[i][j] = Vectors.dot(stretched[i], vectors[j]);
        rows[j][i] = rows[i][j];
      }
    }
    return Matrices.tensor(rows, n);
  }

  private static double[] roots(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    var roots = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      if (values[i] < -ROUNDING * largest) {
        throw new IllegalArgumentException("SymmetricSquareRoot: the matrix is not positive semidefinite: it has"
            + " the eigenvalue " + values[i] + ", and the largest absolute one is " + largest);
      }
      roots[i] = Math.sqrt(Math.max(values[i], 0));
    }
    return roots;
  }
}
