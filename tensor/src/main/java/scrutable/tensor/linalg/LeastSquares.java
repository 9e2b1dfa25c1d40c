package scrutable.tensor.linalg;

import scrutable.tensor.Tensor;

/// The best solution of a linear system that may have none, or many: the `x` with the smallest `|A x - b|`,
/// and among several such `x` the shortest.
///
/// With `A = U diag(s) V^T` it is `V diag(1/s) U^T b`, where `1/s` is taken as zero for each singular value
/// that is only rounding ([Svd#rank()]): along those directions nothing is known about `x`, so `x` does not
/// go there.
///
/// Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 5.5.2.
public final class LeastSquares {
  private LeastSquares() {}

  /// The shortest least-squares solution `x` of `A x = b`.
  ///
  /// @param a the matrix (m, n), of any shape and rank
  /// @param b one right-hand side (m) or several as columns (m, k)
  /// @return the solution (n) or solutions (n, k)
  /// @throws IllegalArgumentException if the shapes do not fit, or something is not finite `FLOAT64`
  public static Tensor solve(Tensor a, Tensor b) {
    Svd svd = Svd.of(a);
    int n = a.size(1);
    double[][] rightHandSides = Matrices.rightHandSides("LeastSquares", b, a.size(0));
    double[][] left = Matrices.rows("LeastSquares", svd.u().t());
    double[][] right = Matrices.rows("LeastSquares", svd.v().t());
    double[] values = svd.singularValues().toDoubleArray();
    int rank = svd.rank();
    var solutions = new double[rightHandSides.length][n];
    for (int column = 0; column < solutions.length; column++) {
      for (int j = 0; j < rank; j++) {
        double coordinate = Vectors.dot(left[j], rightHandSides[column]) / values[j];
        Vectors.addMultiple(solutions[column], coordinate, right[j], 0, n);
      }
    }
    return Matrices.solutions(solutions, n, b);
  }
}
