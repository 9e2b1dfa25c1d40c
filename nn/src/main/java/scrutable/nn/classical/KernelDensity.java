package scrutable.nn.classical;

import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// The Parzen estimate of a density: a small hill on every example.
///
/// ```
/// p(x) = 1 / (N Z) sum_i k(x - x_i)       Gaussian: k(u) = exp(-|u|_2^2 / (2 h^2)),  Z = (h sqrt(2 pi))^D
///                                         Laplace:  k(u) = exp(-|u|_1 / h),          Z = (2 h)^D
/// ```
///
/// The bandwidth `h` decides everything: too small, and the density is a heap of needles; too large, and it
/// is one big hill. In many dimensions `p` itself is too large or too small for any number, so its logarithm
/// is given. Source: Parzen, "On estimation of a probability density function and mode" (1962).
public final class KernelDensity {
  private final double[][] examples;
  private final double bandwidth;
  private final boolean laplace;

  private KernelDensity(Tensor examples, double bandwidth, boolean laplace) {
    this.examples = ExampleRows.of("KernelDensity", examples);
    this.bandwidth = bandwidth;
    this.laplace = laplace;
    if (this.examples.length == 0 || !(bandwidth > 0)) {
      throw new IllegalArgumentException("KernelDensity: there must be an example and a positive bandwidth,"
          + " but there are " + this.examples.length + " examples, and the bandwidth is " + bandwidth);
    }
  }

  /// Round Gaussian hills.
  ///
  /// @param examples `(N, ...)`, each flattened
  /// @param bandwidth `h`, the standard deviation of a hill, in the units of the examples
  /// @throws IllegalArgumentException if there is no example, or the bandwidth is not positive
  public static KernelDensity gaussian(Tensor examples, double bandwidth) {
    return new KernelDensity(examples, bandwidth, false);
  }

  /// Hills that fall with the sum of the absolute differences, as in Biggio et al. 2013, section 3.2.
  ///
  /// @param examples `(N, ...)`, each flattened
  /// @param bandwidth `h`, the distance at which a hill has fallen to 1 / e
  /// @throws IllegalArgumentException if there is no example, or the bandwidth is not positive
  public static KernelDensity laplace(Tensor examples, double bandwidth) {
    return new KernelDensity(examples, bandwidth, true);
  }

  /// The natural logarithm of the density at each query, `(M, ...)` to `(M,)`, `float64`.
  public Tensor logDensity(Tensor queries) {
    double[] values = logMeanKernel(queries).toDoubleArray();
    double width = laplace ? 2 * bandwidth : bandwidth * Math.sqrt(2 * Math.PI);
    for (int m = 0; m < values.length; m++) {
      values[m] -= examples[0].length * StrictMath.log(width);
    }
    return Tensor.wrap(values, values.length);
  }

  /// The logarithm of the mean `1 / N sum_i k(x - x_i)`, without the factor `1 / Z`: 0 for a query on top of
  /// all examples, and comparable with numbers of ordinary size in any dimension.
  public Tensor logMeanKernel(Tensor queries) {
    double[][] rows = ExampleRows.ofLength("KernelDensity", queries, examples[0].length);
    double[] values = new double[rows.length];
    Parallel.forRange(rows.length, 8, (from, to) -> {
      for (int m = from; m < to; m++) {
        values[m] = logMeanExp(logKernels(rows[m]));
      }
    });
    return Tensor.wrap(values, values.length);
  }

  /// The gradient of [#logDensity] (and of [#logMeanKernel]) with respect to each query: the direction in
  /// which it looks more like the examples. Of the Laplace hills, whose tops are edged, the slope on an edge
  /// is 0.
  ///
  /// @return the shape of the queries, `float64`
  public Tensor logDensityGradient(Tensor queries) {
    double[][] rows = ExampleRows.ofLength("KernelDensity", queries, examples[0].length);
    double[][] gradients = new double[rows.length][examples[0].length];
    Parallel.forRange(rows.length, 8, (from, to) -> {
      for (int m = from; m < to; m++) {
        addGradient(rows[m], gradients[m]);
      }
    });
    return ExampleRows.tensor(gradients, examples[0].length).reshape(queries.shape());
  }

  /// The mean of the slopes of all hills, each in proportion to its height here.
  private void addGradient(double[] x, double[] gradient) {
    double[] logs = logKernels(x);
    double logSum = logMeanExp(logs) + StrictMath.log(logs.length);
    for (int i = 0; i < examples.length; i++) {
      double share = StrictMath.exp(logs[i] - logSum);
      for (int d = 0; d < x.length; d++) {
        double difference = x[d] - examples[i][d];
        gradient[d] -= share * (laplace
            ? Math.signum(difference) / bandwidth
            : difference / (bandwidth * bandwidth));
      }
    }
  }

  private double[] logKernels(double[] x) {
    double[] logs = new double[examples.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = laplace
          ? -absoluteDistance(x, examples[i]) / bandwidth
          : -ExampleRows.squaredDistance(x, examples[i]) / (2 * bandwidth * bandwidth);
    }
    return logs;
  }

  private static double absoluteDistance(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += Math.abs(a[d] - b[d]);
    }
    return sum;
  }

  /// The largest is taken out first, so that at least one term of the sum is 1.
  private static double logMeanExp(double[] logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - largest);
    }
    return largest + StrictMath.log(sum / logs.length);
  }

  @Override
  public String toString() {
    return "KernelDensity: " + (laplace ? "Laplace" : "Gaussian") + ", bandwidth " + bandwidth + ", " + examples.length
        + " examples";
  }
}
