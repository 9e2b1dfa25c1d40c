package scrutable.nn.classical;

import java.util.Arrays;
import java.util.List;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.SymmetricEigen;

/// Linear least squares with a price on long weights, or with the shortest of all weights that fit best.
///
/// `w` minimises `|F w - y|^2 + ridge |w|^2` for features `F` (n, N) and targets `y` (n, k). For `ridge = 0`
/// there may be many such `w`, as there always are for N > n; then the shortest is meant, the limit for
/// `ridge -> 0`.
///
/// Only the smaller of the two products of `F` with itself is decomposed. With `F F^T = V diag(l) V^T` (n, n)
/// the solution is `F^T V diag(1 / (l + ridge)) V^T y`, with `F^T F` (N, N) it is `V diag(1 / (l + ridge))
/// V^T F^T y`. Without ridge, `1 / l` is taken as zero where `l` is only rounding: in those directions
/// nothing is known of `w`. The product squares the singular values of `F`, so those below 1e-7 of the
/// largest are lost; [scrutable.tensor.linalg.LeastSquares] keeps them and takes ten times as long.
///
/// Source: Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", 2nd edition, sections 3.4.1
/// and 18.3.5.
///
/// @param weights (N, k)
public record RidgeRegression(Tensor weights) {
  private static final double EPSILON = 0x1p-52;

  /// The shortest of the weights that fit best.
  ///
  /// @param features (n, N), `FLOAT64`
  /// @param targets (n, k), `FLOAT64`
  /// @throws IllegalArgumentException if shapes or types do not fit, or a number is not finite
  public static RidgeRegression shortest(Tensor features, Tensor targets) {
    return fit(features, targets, 0);
  }

  /// The weights that fit best, at a price for their length.
  ///
  /// @param features (n, N), `FLOAT64`
  /// @param targets (n, k), `FLOAT64`
  /// @param ridge the price of `|w|^2`, in squared errors summed over the examples; not negative
  /// @throws IllegalArgumentException if shapes or types do not fit, a number is not finite, or `ridge` is
  ///     negative
  public static RidgeRegression fit(Tensor features, Tensor targets, double ridge) {
    return path(features, targets, ridge).getFirst();
  }

  /// One model for each ridge; the work is that of one, since the eigenvectors are the same.
  ///
  /// @throws IllegalArgumentException as [#fit]
  public static List<RidgeRegression> path(Tensor features, Tensor targets, double... ridges) {
    requireFit(features, targets, ridges);
    boolean moreFeatures = features.size(1) > features.size(0);
    SymmetricEigen eigen = SymmetricEigen.of(
        moreFeatures ? features.matmul(features.t()) : features.t().matmul(features));
    Tensor known = moreFeatures ? targets : features.t().matmul(targets);
    Tensor coordinates = eigen.vectors().t().matmul(known);
    return Arrays.stream(ridges).mapToObj(ridge -> {
      double[] inverse = inverse(eigen.values().toDoubleArray(), ridge);
      Tensor inside = eigen.vectors().matmul(coordinates.mul(Tensor.wrap(inverse, inverse.length, 1)));
      return new RidgeRegression(moreFeatures ? features.t().matmul(inside) : inside);
    }).toList();
  }

  /// `1 / (l + ridge)` for eigenvalues `l` in ascending order.
  private static double[] inverse(double[] eigenvalues, double ridge) {
    double rounding = eigenvalues.length * EPSILON * eigenvalues[eigenvalues.length - 1];
    return Arrays.stream(eigenvalues)
        .map(value -> ridge > 0 || value > rounding ? 1 / (Math.max(value, 0) + ridge) : 0).toArray();
  }

  private static void requireFit(Tensor features, Tensor targets, double[] ridges) {
    if (features.dtype() != DType.FLOAT64 || targets.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException("ridge regression: features are " + features.dtype() + " and targets"
          + " are "
          + targets.dtype() + ", but must be float64: in float32 rounding would look like noise; convert with"
          + " .to(DType.FLOAT64)");
    }
    if (features.rank() != 2 || targets.rank() != 2 || features.size(0) != targets.size(0)
        || features.elementCount() == 0) {
      throw new IllegalArgumentException("ridge regression: features " + Shape.text(features.shape())
          + " and targets " + Shape.text(targets.shape()) + " must be (n, N) and (n, k) with the same n, not"
          + " empty");
    }
    for (double ridge : ridges) {
      if (!(ridge >= 0)) {
        throw new IllegalArgumentException("ridge regression: the ridge must not be negative; it is"
            + " " + ridge);
      }
    }
  }

  /// The predictions (n, k) for features (n, N).
  public Tensor predict(Tensor features) {
    return features.matmul(weights);
  }

  /// The length of the weights, all N k of them as one vector.
  public double norm() {
    return Math.sqrt(weights.square().sum().item());
  }
}
