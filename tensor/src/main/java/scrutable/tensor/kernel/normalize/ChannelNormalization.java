package scrutable.tensor.kernel.normalize;

import scrutable.tensor.kernel.reduce.ChannelReductions;

/// Normalisation of each channel of an (n, channels, size) array to mean 0 and variance 1, as batch norm needs it.
///
/// Two passes, as the difference of two large sums would cancel: mean = sum(x) / m, then variance = sum((x - mean)^2) /
/// m (the biased one). What is done with them stands in [Standardizing].
///
/// Source: S. Ioffe, C. Szegedy, "Batch Normalization", 2015, section 3. Sums are those of [ChannelReductions]; outputs
/// may be the same array as an input of their size.
public final class ChannelNormalization {

  private ChannelNormalization() {}

  /// Normalises the channels of x, (n, channels, size), into xhat; mean and rstd get one element per channel.
  public static void normalize(float[] x, int n, int channels, int size, float eps,
      float[] xhat, float[] mean, float[] rstd) {
    Standardizing.requireSize("normalizeChannels", n, channels, size);
    Standardizing.requireLength("normalizeChannels", "values", (long) n * channels * size, x.length, xhat.length);
    Standardizing.requireLength("normalizeChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      statisticsOfChannel(x, n, channels, size, c, eps, mean, rstd);
      for (int image = 0; image < n; image++) {
        Standardizing.standardize(x, (image * channels + c) * size, size, mean[c], rstd[c], xhat);
      }
    });
  }

  /// The same, then each channel scaled and shifted: out = `xhat weight[c] + bias[c]`.
  public static void normalizeAndScale(float[] x, int n, int channels, int size, float eps,
      float[] weight, float[] bias, float[] out, float[] mean, float[] rstd) {
    Standardizing.requireSize("normalizeAndScaleChannels", n, channels, size);
    Standardizing.requireLength("normalizeAndScaleChannels", "values", (long) n * channels * size,
        x.length, out.length);
    Standardizing.requireLength("normalizeAndScaleChannels", "statistics, weight and bias", channels,
        mean.length, rstd.length, weight.length, bias.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      statisticsOfChannel(x, n, channels, size, c, eps, mean, rstd);
      for (int image = 0; image < n; image++) {
        Standardizing.scale(x, (image * channels + c) * size, size, mean[c], rstd[c], weight[c], bias[c], out);
      }
    });
  }

  private static void statisticsOfChannel(float[] x, int n, int channels, int size, int c, float eps,
      float[] mean, float[] rstd) {
    mean[c] = ChannelReductions.sum(x, n, channels, size, c) / (n * size);
    float squares = ChannelReductions.squaredDeviations(x, n, channels, size, c, mean[c]);
    if (CarefulMoments.areNeeded(mean[c], squares, n * size)) {
      double center = CarefulMoments.mean(x, c * size, channels * size, n, size);
      mean[c] = (float) center;
      rstd[c] = (float) (1 / Math.sqrt(
          CarefulMoments.variance(x, c * size, channels * size, n, size, center) + eps));
    } else {
      rstd[c] = Standardizing.reciprocalDeviation(squares, n * size, eps);
    }
  }

  /// The mean and the biased variance of each channel of x, (n, channels, size).
  public static void moments(float[] x, int n, int channels, int size, float[] mean, float[] variance) {
    Standardizing.requireSize("momentsOfChannels", n, channels, size);
    Standardizing.requireLength("momentsOfChannels", "values", (long) n * channels * size, x.length);
    Standardizing.requireLength("momentsOfChannels", "statistics", channels, mean.length, variance.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      mean[c] = ChannelReductions.sum(x, n, channels, size, c) / (n * size);
      float squares = ChannelReductions.squaredDeviations(x, n, channels, size, c, mean[c]);
      variance[c] = squares / (n * size);
      if (CarefulMoments.areNeeded(mean[c], squares, n * size)) {
        double center = CarefulMoments.mean(x, c * size, channels * size, n, size);
        mean[c] = (float) center;
        float careful = (float) CarefulMoments.variance(x, c * size, channels * size, n, size, center);
        // Beyond float32: infinity would make every normalised number a plausible 0.
        variance[c] = Float.isInfinite(careful) ? Float.NaN : careful;
      }
    });
  }

  /// xhat = (x - mean) rstd with given statistics of the channels, as batch norm does outside of training.
  public static void apply(float[] x, int n, int channels, int size, float[] mean, float[] rstd,
      float[] xhat) {
    Standardizing.requireSize("applyChannels", n, channels, size);
    Standardizing.requireLength("applyChannels", "values", (long) n * channels * size, x.length, xhat.length);
    Standardizing.requireLength("applyChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      for (int image = 0; image < n; image++) {
        Standardizing.standardize(x, (image * channels + c) * size, size, mean[c], rstd[c], xhat);
      }
    });
  }

  /// The gradient dx of [#normalize] from the gradient g with respect to xhat.
  public static void backward(float[] g, float[] xhat, float[] rstd,
      int n, int channels, int size, float[] dx) {
    Standardizing.requireSize("normalizeChannelsBackward", n, channels, size);
    Standardizing.requireLength("normalizeChannelsBackward", "values", (long) n * channels * size,
        g.length, xhat.length, dx.length);
    Standardizing.requireLength("normalizeChannelsBackward", "statistics", channels, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      //: leak 3.1
      float shift = ChannelReductions.sum(g, n, channels, size, c) / (n * size);
      float slope = ChannelReductions.dot(g, xhat, n, channels, size, c) / (n * size);
      for (int image = 0; image < n; image++) {
        Standardizing.backward(g, xhat, (image * channels + c) * size, size, rstd[c], shift, slope, dx);
      }
      //: end
    });
  }

  /// Normalises the channels of x, (n, channels, size), into xhat; mean and rstd get one element per channel.
  public static void normalize(double[] x, int n, int channels, int size, double eps,
      double[] xhat, double[] mean, double[] rstd) {
    Standardizing.requireSize("normalizeChannels", n, channels, size);
    Standardizing.requireLength("normalizeChannels", "values", (long) n * channels * size, x.length, xhat.length);
    Standardizing.requireLength("normalizeChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.sumChannels(x, n, channels, size, mean);
    Standardizing.divide(mean, channels, n * size);
    ChannelReductions.sumSquaredDeviationChannels(x, n, channels, size, mean, rstd);
    Standardizing.toReciprocalDeviation(rstd, channels, n * size, eps);
    Standardizing.normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// The same, then each channel scaled and shifted: out = `xhat weight[c] + bias[c]`.
  public static void normalizeAndScale(double[] x, int n, int channels, int size, double eps,
      double[] weight, double[] bias, double[] out, double[] mean, double[] rstd) {
    Standardizing.requireLength("normalizeAndScaleChannels", "weight and bias", channels, weight.length, bias.length);
    normalize(x, n, channels, size, eps, out, mean, rstd);
    for (int i = 0; i < n * channels * size; i++) {
      int c = i / size % channels;
      out[i] = out[i] * weight[c] + bias[c];
    }
  }

  /// The mean and the biased variance of each channel of x, (n, channels, size).
  public static void moments(double[] x, int n, int channels, int size, double[] mean, double[] variance) {
    Standardizing.requireSize("momentsOfChannels", n, channels, size);
    Standardizing.requireLength("momentsOfChannels", "statistics", channels, mean.length, variance.length);
    ChannelReductions.sumChannels(x, n, channels, size, mean);
    Standardizing.divide(mean, channels, n * size);
    ChannelReductions.sumSquaredDeviationChannels(x, n, channels, size, mean, variance);
    Standardizing.divide(variance, channels, n * size);
  }

  /// xhat = (x - mean) rstd with given statistics of the channels, as batch norm does outside of training.
  public static void apply(double[] x, int n, int channels, int size, double[] mean, double[] rstd,
      double[] xhat) {
    Standardizing.requireSize("applyChannels", n, channels, size);
    Standardizing.requireLength("applyChannels", "values", (long) n * channels * size, x.length, xhat.length);
    Standardizing.requireLength("applyChannels", "statistics", channels, mean.length, rstd.length);
    Standardizing.normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// The gradient dx of [#normalize] from the gradient g with respect to xhat.
  public static void backward(double[] g, double[] xhat, double[] rstd,
      int n, int channels, int size, double[] dx) {
    Standardizing.requireSize("normalizeChannelsBackward", n, channels, size);
    Standardizing.requireLength("normalizeChannelsBackward", "values", (long) n * channels * size,
        g.length, xhat.length, dx.length);
    Standardizing.requireLength("normalizeChannelsBackward", "statistics", channels, rstd.length);
    //: leak 3.1
    double[] meanOfG = new double[channels];
    double[] meanOfProduct = new double[channels];
    ChannelReductions.sumChannels(g, n, channels, size, meanOfG);
    Standardizing.divide(meanOfG, channels, n * size);
    ChannelReductions.dotChannels(g, xhat, n, channels, size, meanOfProduct);
    Standardizing.divide(meanOfProduct, channels, n * size);
    Standardizing.backward(g, xhat, rstd, n * channels, size, run -> run % channels, meanOfG, meanOfProduct, dx);
    //: end
  }
}
