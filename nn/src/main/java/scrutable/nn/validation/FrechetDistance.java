package scrutable.nn.validation;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.Svd;
import scrutable.tensor.linalg.SymmetricSquareRoot;

/// The Frechet distance of two normal distributions: how far the mass of one must be carried to become the
/// other.
///
/// `d^2 = |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^(1/2) C2 C1^(1/2))^(1/2))`
///
/// It is the squared Wasserstein-2 distance. Where the covariances commute, it is the distance of the means and
/// of the standard deviations, direction by direction. Between the features that a fixed classifier sees in
/// real and in generated pictures it measures a generator (FID).
///
/// Two honest habits. *Compare only equal numbers of examples*: the estimate is biased upwards, and the bias
/// shrinks as N grows, so real against real is not 0 but is the floor to report. *The classifier must not have
/// been trained on the generator's samples.*
///
/// Sources: Dowson and Landau, "The Frechet distance between multivariate normal distributions" (1982); Heusel
/// et al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium" (2017), which
/// uses it for pictures.
public final class FrechetDistance {
  private FrechetDistance() {}

  /// `d^2` of two normal distributions; never negative, and 0 up to rounding for equal ones.
  ///
  /// The last trace is the sum of the singular values of `C1^(1/2) C2^(1/2)`: that matrix times its transpose
  /// is `C1^(1/2) C2 C1^(1/2)`, and by not forming the product no half of the digits is lost.
  ///
  /// @throws IllegalArgumentException if they have different numbers of dimensions, or a covariance is not
  ///     symmetric and positive semidefinite
  public static double squared(GaussianFit a, GaussianFit b) {
    if (!a.mean().sameShape(b.mean())) {
      throw new IllegalArgumentException("FrechetDistance: means " + Shape.text(a.mean().shape()) + " and "
          + Shape.text(b.mean().shape()) + " differ in their number of dimensions");
    }
    Tensor rootA = SymmetricSquareRoot.of(a.covariance());
    Tensor rootB = SymmetricSquareRoot.of(b.covariance());
    double overlap = Svd.of(rootA.matmul(rootB)).singularValues().sum().item();
    double means = a.mean().sub(b.mean()).square().sum().item();
    double spread = trace(a.covariance()) + trace(b.covariance()) - 2 * overlap;
    return means + Math.max(spread, 0);
  }

  /// `d^2` of the normal distributions that fit two sets of features `(N, ...)` and `(M, ...)`, see
  /// [GaussianFit#of].
  public static double squared(Tensor features, Tensor otherFeatures) {
    return squared(GaussianFit.of(features), GaussianFit.of(otherFeatures));
  }

  private static double trace(Tensor matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.size(0); i++) {
      sum += matrix.get(i, i);
    }
    return sum;
  }
}
