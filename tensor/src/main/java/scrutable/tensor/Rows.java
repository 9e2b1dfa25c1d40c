package scrutable.tensor;

/// Functions of whole rows (the last axis): softmax and standardisation.
public final class Rows {
  private Rows() {}

  /// `softmax(x)_i = e^(x_i - max) / sum_j e^(x_j - max)` along the last axis.
  public static Tensor softmax(Tensor x) {
    Tensor powers = x.sub(x.max(true, -1)).exp();
    return powers.div(powers.sum(true, -1));
  }

  /// `log softmax(x)_i = x_i - logSumExp(x)` along the last axis: exact where softmax underflows.
  public static Tensor logSoftmax(Tensor x) {
    return x.sub(Reducing.logSumExp(x, true, -1));
  }

  /// `(x - mean) / sqrt(variance + eps)` along the last axis, with the biased variance.
  public static Tensor standardize(Tensor x, double eps) {
    Tensor deviations = x.sub(x.mean(true, -1));
    return deviations.mul(reciprocalDeviation(x, eps));
  }

  /// `1 / sqrt(variance + eps)` of each row, the last axis kept with size 1.
  public static Tensor reciprocalDeviation(Tensor x, double eps) {
    return Reducing.variance(x, 0, true, -1).add(eps).sqrt().map(UnaryFunction.RECIPROCAL);
  }

  /// The gradient of [#standardize]: `r (g - mean(g) - y mean(g y))`, where `y` is its output and `r` the
  /// reciprocal deviation (Ioffe and Szegedy 2015, section 3, simplified).
  public static Tensor standardizeGradient(Tensor gradient, Tensor output, Tensor reciprocalDeviation) {
    Tensor alongOutput = gradient.mul(output).mean(true, -1);
    return gradient.sub(gradient.mean(true, -1)).sub(output.mul(alongOutput)).mul(reciprocalDeviation);
  }
}
