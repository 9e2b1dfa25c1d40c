package scrutable.nn.validation;

import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.SymmetricSquareRoot;

/// A normal distribution in D dimensions, such as the one with the mean and the covariance of some examples.
///
/// @param mean `(D,)`, `float64`
/// @param covariance `(D, D)`, `float64`, symmetric and positive semidefinite
public record GaussianFit(Tensor mean, Tensor covariance) {
  /// Checks the shapes.
  ///
  /// @throws IllegalArgumentException if they do not fit together, or are not `float64`
  public GaussianFit {
    if (mean.rank() != 1 || !covariance.hasShape(mean.size(0), mean.size(0))
        || mean.dtype() != DType.FLOAT64 || covariance.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException("GaussianFit: a mean (D,) goes with a covariance (D, D), both float64,"
          + " but they are " + mean.dtype() + " " + Shape.text(mean.shape()) + " and " + covariance.dtype() + " "
          + Shape.text(covariance.shape()));
    }
  }

  /// The mean and the covariance of examples, `sum_i (x_i - mean) (x_i - mean)^T / (N - 1)`.
  ///
  /// @param examples `(N, ...)`, each flattened; converted to `float64` first
  /// @throws IllegalArgumentException if there are fewer than two, or a number is not finite
  public static GaussianFit of(Tensor examples) {
    if (examples.rank() < 2 || examples.size(0) < 2) {
      throw new IllegalArgumentException("GaussianFit: a covariance needs two examples (N, ...) or more, not "
          + Shape.text(examples.shape()));
    }
    int count = examples.size(0);
    Tensor rows = examples.to(DType.FLOAT64).reshape(count, examples.elementCount() / count);
    if (!Double.isFinite(rows.abs().max().item())) {
      throw new IllegalArgumentException("GaussianFit: the examples hold a number that is not finite");
    }
    Tensor mean = rows.mean(false, 0);
    Tensor centred = rows.sub(mean);
    return new GaussianFit(mean, symmetric(centred.t().matmul(centred).div(count - 1.0)));
  }

  /// The mean of a matrix and its transpose, which differ by rounding at most.
  private static Tensor symmetric(Tensor matrix) {
    return matrix.add(matrix.t()).mul(0.5);
  }

  /// Examples drawn from the distribution, `mean + covariance^(1/2) z` with standard normal `z`: what a
  /// generator would give that has understood the mean and the covariance, and nothing else.
  ///
  /// @return `(count, D)`, `float64`
  public Tensor draw(int count, Rng rng) {
    int width = mean.size(0);
    double[] normal = new double[Math.multiplyExact(count, width)];
    for (int i = 0; i < normal.length; i++) {
      normal[i] = rng.nextGaussian();
    }
    return Tensor.wrap(normal, count, width).matmul(SymmetricSquareRoot.of(covariance)).add(mean);
  }
}
