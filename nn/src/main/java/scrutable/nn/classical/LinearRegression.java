package scrutable.nn.classical;

import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.Cholesky;
import scrutable.tensor.linalg.LeastSquares;
import scrutable.tensor.linalg.Qr;

/// A linear map from features to targets, `Phi W`, with the smallest squared error.
///
/// With fewer features than examples there is one best `W`. With more there are many that fit every example
/// exactly, and which of them is taken decides how it behaves in between: here it is the shortest. There is
/// no bias; a feature that is always one is one. To classify, let the targets be one-hot rows and take the
/// largest.
///
/// Source: Golub, Van Loan, "Matrix Computations", 4th edition, chapters 5 and 6.
public final class LinearRegression {
  private final Tensor weights;

  private LinearRegression(Tensor weights) {
    this.weights = weights.keep();
  }

  /// The least-squares fit; where there are many, that of smallest norm.
  ///
  /// @param features `(N, F)`, `float64`
  /// @param targets `(N, K)`, `float64`
  /// @throws IllegalArgumentException if the shapes do not fit, or a number is not finite
  public static LinearRegression minimumNorm(Tensor features, Tensor targets) {
    requireShapes(features, targets);
    boolean wide = features.size(1) > features.size(0);
    Qr factors = Qr.of(wide ? features.t() : features);
    if (!factors.hasFullRank()) {
      return new LinearRegression(LeastSquares.solve(features, targets)); // slower, but sees the rank
    }
    return new LinearRegression(wide ? factors.solveTransposed(targets) : factors.solve(targets));
  }

  //: hide 4.4
  //: instead /// Ridge regression: minimises `|Phi W - targets|^2 + lambda |W|^2`. A little longing for small weights
  //: instead /// keeps them from growing wherever features nearly depend on each other.
  //: instead ///
  //: instead /// @param lambda above 0
  //: instead /// @throws IllegalArgumentException if the shapes do not fit, or lambda is not positive
  /// Ridge regression: minimises `|Phi W - targets|^2 + lambda |W|^2`. A little longing for small weights
  /// keeps them from growing wherever features nearly depend on each other.
  ///
  /// Solved through the smaller of `Phi^T Phi` and `Phi Phi^T`, plus lambda on the diagonal.
  ///
  /// @param lambda above 0
  /// @throws IllegalArgumentException if the shapes do not fit, or lambda is not positive
  //: end
  public static LinearRegression ridge(Tensor features, Tensor targets, double lambda) {
    requireShapes(features, targets);
    if (!(lambda > 0)) {
      throw new IllegalArgumentException("LinearRegression: lambda must be positive, but is " + lambda
          + "; without it, minimumNorm is the fit");
    }
    //: task 4.4
    Tensor transposed = features.t();
    if (features.size(0) < features.size(1)) {
      Tensor gram = plusDiagonal(features.matmul(transposed), lambda);
      return new LinearRegression(transposed.matmul(Cholesky.of(gram).solve(targets)));
    }
    Tensor gram = plusDiagonal(transposed.matmul(features), lambda);
    return new LinearRegression(Cholesky.of(gram).solve(transposed.matmul(targets)));
    //: end
  }

  private static Tensor plusDiagonal(Tensor matrix, double lambda) {
    return matrix.add(Tensor.identity(matrix.size(0), DType.FLOAT64).mul(lambda));
  }

  private static void requireShapes(Tensor features, Tensor targets) {
    if (features.rank() != 2 || targets.rank() != 2 || features.size(0) != targets.size(0)
        || features.dtype() != DType.FLOAT64 || targets.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException("LinearRegression: float64 features (N, F) go with float64 targets"
          + " (N, K), but they are " + features.dtype() + " " + Shape.text(features.shape()) + " and "
          + targets.dtype() + " " + Shape.text(targets.shape()));
    }
  }

  /// The weights `W (F, K)`, `float64`.
  public Tensor weights() {
    return weights;
  }

  /// What the model says about each row of features: `(N, F)` to `(N, K)`.
  public Tensor predict(Tensor features) {
    return features.matmul(weights);
  }

  @Override
  public String toString() {
    return "LinearRegression: weights " + Shape.text(weights.shape());
  }
}
