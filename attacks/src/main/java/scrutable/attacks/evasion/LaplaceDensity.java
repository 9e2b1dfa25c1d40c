package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.tensor.Tensor;

/// How common an input looks among some samples: the mean of Laplace kernels around them,
/// `p(x) = (1/n) sum_i exp(-|x - x_i|_1 / h)`.
///
/// A kernel density estimate (Parzen 1962) up to a constant factor. All sums are in `double`.
public final class LaplaceDensity {
  private final double[] samples;
  private final int count;
  private final int length;
  private final double bandwidth;

  private LaplaceDensity(Tensor samples, double bandwidth) {
    this.samples = samples.toDoubleArray();
    this.count = samples.size(0);
    this.length = this.samples.length / count;
    this.bandwidth = bandwidth;
  }

  /// The density of samples `(n, ...)`.
  ///
  /// @param bandwidth h, in units of the L1 norm: the distance over which a kernel falls by a factor e
  /// @throws IllegalArgumentException if there are no samples, or the bandwidth is not positive
  public static LaplaceDensity of(Tensor samples, double bandwidth) {
    if (samples.size(0) == 0 || !(bandwidth > 0)) {
      throw new IllegalArgumentException("LaplaceDensity: needed are samples and a positive bandwidth, not "
          + samples.size(0) + " samples and " + bandwidth);
    }
    return new LaplaceDensity(samples, bandwidth);
  }

  /// The logarithm of the density at each of `(N, ...)`; finite also where the density underflows.
  public double[] log(Tensor inputs) {
    double[] x = inputs.toDoubleArray();
    double[] logs = new double[inputs.size(0)];
    for (int i = 0; i < logs.length; i++) {
      double[] exponents = exponents(x, i * length);
      double largest = Arrays.stream(exponents).max().orElseThrow();
      double sum = 0;
      for (double exponent : exponents) {
        sum += StrictMath.exp(exponent - largest);
      }
      logs[i] = largest + StrictMath.log(sum / count);
    }
    return logs;
  }

  /// The density at each of `(N, ...)`.
  public double[] at(Tensor inputs) {
    return Arrays.stream(log(inputs)).map(StrictMath::exp).toArray();
  }

  /// The gradient of the density, `-(1 / (n h)) sum_i exp(-|x - x_i|_1 / h) sign(x - x_i)`, in the shape and
  /// type of the inputs. It underflows to zero far from all samples, as the density does.
  public Tensor gradient(Tensor inputs) {
    double[] x = inputs.toDoubleArray();
    double[] gradient = new double[x.length];
    for (int from = 0; from < x.length; from += length) {
      double[] exponents = exponents(x, from);
      for (int i = 0; i < count; i++) {
        double weight = StrictMath.exp(exponents[i]) / (count * bandwidth);
        for (int j = 0; j < length && weight > 0; j++) {
          gradient[from + j] -= weight * Math.signum(x[from + j] - samples[i * length + j]);
        }
      }
    }
    return Tensor.wrap(gradient, inputs.shape()).to(inputs.dtype());
  }

  private double[] exponents(double[] x, int from) {
    double[] exponents = new double[count];
    for (int i = 0; i < count; i++) {
      double distance = 0;
      for (int j = 0; j < length; j++) {
        distance += Math.abs(x[from + j] - samples[i * length + j]);
      }
      exponents[i] = -distance / bandwidth;
    }
    return exponents;
  }
}
