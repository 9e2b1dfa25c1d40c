package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import java.util.Arrays;
import scrutable.tensor.kernel.normalize.ChannelNormalization;

/// Standardising whole channels, axis 1 of `(N, C, ...)`, over everything else to mean 0 and variance 1: the core of
/// batch normalisation.
public final class ChannelStandardization {
  private ChannelStandardization() {}

  /// Mean and biased variance of each channel, both `(C,)`.
  public record Moments(Tensor mean, Tensor variance) {}

  /// The mean of each channel and the mean square deviation from it.
  ///
  /// @throws IllegalArgumentException unless x is `(N, C, ...)`, floating, with something in each channel
  public static Moments moments(Tensor x) {
    int size = requireChannels("moments", x);
    if (x.elementCount() == 0) {
      throw new IllegalArgumentException("moments: " + Shape.text(x.sizes()) + " holds nothing to take a mean of");
    }
    int channels = x.size(1);
    Storage mean = Storage.uncleared(x.dtype(), channels);
    Storage variance = Storage.uncleared(x.dtype(), channels);
    switch (mean) {
      case Storage.Float32(float[] m, _) -> ChannelNormalization.moments(
          floats(x), x.size(0), channels, size, m, (float[]) variance.array());
      case Storage.Float64(double[] m, _) -> ChannelNormalization.moments(
          doubles(x), x.size(0), channels, size, m, (double[]) variance.array());
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Moments(Tensor.wrap(mean, channels), Tensor.wrap(variance, channels));
  }

  /// `(x - mean) / sqrt(variance + eps)` with the mean and the biased variance of each channel.
  ///
  /// @throws IllegalArgumentException unless x is `(N, C, ...)` and floating
  public static Standardized standardize(Tensor x, double eps) {
    int size = requireChannels("standardizeChannels", x);
    int channels = x.size(1);
    if (x.elementCount() == 0) {
      return new Standardized(x, Tensor.zeros(x.dtype(), channels));
    }
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    Storage deviation = Storage.uncleared(x.dtype(), channels);
    Storage mean = Storage.uncleared(x.dtype(), channels);
    switch (out) {
      case Storage.Float32(float[] y, _) -> ChannelNormalization.normalize(floats(x), x.size(0), channels, size,
          (float) eps, y, (float[]) mean.array(), (float[]) deviation.array());
      case Storage.Float64(double[] y, _) -> ChannelNormalization.normalize(doubles(x), x.size(0), channels, size,
          eps, y, (double[]) mean.array(), (double[]) deviation.array());
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Standardized(new Tensor(out, x), Tensor.wrap(deviation, channels));
  }

  /// [#standardize], then each channel scaled and shifted: `y weight + bias`, both `(C,)`.
  ///
  /// @throws IllegalArgumentException if types differ or lengths do not match
  public static Tensor standardizeAndScale(Tensor x, double eps, Tensor weight, Tensor bias) {
    int size = requireChannels("standardizeAndScale", x);
    int channels = x.size(1);
    RowStandardization.requireVectors("standardizeAndScale", x, channels, weight, bias);
    if (x.elementCount() == 0) {
      return x;
    }
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    Storage mean = Storage.uncleared(x.dtype(), channels);
    Storage deviation = Storage.uncleared(x.dtype(), channels);
    switch (out) {
      case Storage.Float32(float[] y, _) -> ChannelNormalization.normalizeAndScale(floats(x), x.size(0), channels,
          size, (float) eps, floats(weight), floats(bias), y, (float[]) mean.array(), (float[]) deviation.array());
      case Storage.Float64(double[] y, _) -> ChannelNormalization.normalizeAndScale(doubles(x), x.size(0), channels,
          size, eps, doubles(weight), doubles(bias), y, (double[]) mean.array(), (double[]) deviation.array());
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, x);
  }

  //: hide 3.1
  //: instead /// The gradient of [#standardize] (Ioffe and Szegedy 2015, section 3, simplified).
  /// The gradient of [#standardize]: `r (g - mean(g) - y mean(g y))` with the means of each channel, where `y` is the
  /// standardised `x` and `r` the reciprocal deviation (Ioffe and Szegedy 2015, section 3, simplified).
  //: end
  public static Tensor standardizeGradient(Tensor gradient, Standardized standardized) {
    Tensor y = standardized.values();
    int size = requireChannels("standardizeChannels gradient", y);
    if (y.elementCount() == 0) {
      return y;
    }
    Tensor r = standardized.reciprocalDeviation();
    Storage out = Storage.uncleared(y.dtype(), y.elementCount());
    switch (out) {
      case Storage.Float32(float[] dx, _) -> ChannelNormalization.backward(floats(gradient), floats(y),
          floats(r), y.size(0), y.size(1), size, dx);
      case Storage.Float64(double[] dx, _) -> ChannelNormalization.backward(doubles(gradient),
          doubles(y), doubles(r), y.size(0), y.size(1), size, dx);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, y);
  }

  /// All axes but the channels.
  public static int[] otherAxes(Tensor x) {
    int[] axes = new int[x.rank() - 1];
    Arrays.setAll(axes, i -> i == 0 ? 0 : i + 1);
    return axes;
  }

  private static int requireChannels(String operation, Tensor x) {
    if (!x.dtype().isFloating() || x.rank() < 2) {
      throw new IllegalArgumentException(operation + ": a floating tensor (N, C, ...) is needed, not " + x.dtype()
          + " " + Shape.text(x.sizes()));
    }
    return x.elementCount() / Math.max(1, x.size(0) * x.size(1));
  }
}
