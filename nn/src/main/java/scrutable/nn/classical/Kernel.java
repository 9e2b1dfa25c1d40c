package scrutable.nn.classical;

import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// How alike two examples are: an inner product `k(x, z) = phi(x) . phi(z)` of features that are never
/// written down.
///
/// A learner that uses its examples in inner products only (the "kernel trick") becomes a curved one by
/// another kernel, without knowing. Source: Schölkopf, Smola, "Learning with Kernels" (2002), chapter 2.
public sealed interface Kernel {
  /// The kernel of two examples of equal length.
  double of(double[] x, double[] z);

  /// Adds `weight` times the gradient of `k(x, z)` with respect to `x` to `gradient`.
  void addGradient(double weight, double[] x, double[] z, double[] gradient);

  /// `k(x, z) = x . z`: the features are the numbers themselves.
  static Kernel linear() {
    return new Linear();
  }

  /// `k(x, z) = exp(-gamma |x - z|^2)`, the Gaussian or radial basis function: alike means near.
  ///
  /// @param gamma above 0; the likeness falls to `1 / e` at the distance `1 / sqrt(gamma)`
  static Kernel rbf(double gamma) {
    return new Rbf(gamma);
  }

  /// The kernel of every example of `a` with every example of `b`.
  ///
  /// @param a `(M, ...)`, each example flattened
  /// @param b `(N, ...)`, as long as those of `a`
  /// @return `(M, N)`, `float64`
  default Tensor matrix(Tensor a, Tensor b) {
    double[][] left = ExampleRows.of("Kernel", a);
    double[][] right = left.length == 0 ? ExampleRows.of("Kernel", b)
        : ExampleRows.ofLength("Kernel", b, left[0].length);
    return ExampleRows.tensor(matrix(left, right), right.length);
  }

  /// [#matrix(Tensor, Tensor)] of examples that are rows already.
  default double[][] matrix(double[][] left, double[][] right) {
    double[][] matrix = new double[left.length][right.length];
    Parallel.forRange(left.length, 16, (from, to) -> {
      for (int i = from; i < to; i++) {
        for (int j = 0; j < right.length; j++) {
          matrix[i][j] = of(left[i], right[j]);
        }
      }
    });
    return matrix;
  }

  /// See [Kernel#linear()].
  record Linear() implements Kernel {
    @Override
    public double of(double[] x, double[] z) {
      return ExampleRows.dot(x, z);
    }

    @Override
    public void addGradient(double weight, double[] x, double[] z, double[] gradient) {
      ExampleRows.addMultiple(gradient, weight, z);
    }
  }

  /// See [Kernel#rbf(double)].
  ///
  /// @param gamma above 0
  record Rbf(double gamma) implements Kernel {
    /// Checks the width.
    ///
    /// @throws IllegalArgumentException unless gamma is positive and finite
    public Rbf {
      if (!(gamma > 0) || gamma == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("rbf: gamma must be positive and finite, but is " + gamma);
      }
    }

    @Override
    public double of(double[] x, double[] z) {
      return StrictMath.exp(-gamma * ExampleRows.squaredDistance(x, z));
    }

    @Override
    public void addGradient(double weight, double[] x, double[] z, double[] gradient) {
      double slope = -2 * gamma * weight * of(x, z);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += slope * (x[i] - z[i]);
      }
    }
  }
}
