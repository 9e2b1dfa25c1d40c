package scrutable.tensor.linalg;

import scrutable.tensor.Tensor;

/// A matrix that is known only by what it does to a vector, such as the Hessian of a network by
/// Hessian-vector products: too large to be written down, but easily multiplied by.
@FunctionalInterface
public interface LinearOperator {
  /// The product `A x`, in the shape of `x`, as `FLOAT64`.
  Tensor apply(Tensor x);

  /// The operator of a matrix (n, n) on vectors (n).
  static LinearOperator of(Tensor matrix) {
    double[][] rows = Matrices.squareRows("LinearOperator", matrix);
    return x -> {
      double[] vector = Matrices.rightHandSides("LinearOperator", x, rows.length)[0];
      var product = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        product[i] = Vectors.dot(rows[i], vector);
      }
      return Tensor.wrap(product, x.shape());
    };
  }
}
