package scrutable.tensor.kernel;

import java.util.function.IntUnaryOperator;

/// Normalisation to mean 0 and variance 1, of each row (layer norm) or of each channel (batch norm).
///
/// Two passes, as the difference of two large sums would cancel:
/// mean = sum(x) / m, variance = sum((x - mean)^2) / m (the biased one), rstd = 1 / sqrt(variance + eps),
/// xhat = (x - mean) rstd.
///
/// With g the gradient with respect to xhat, the gradient with respect to x is dx = rstd (g - mean(g) - xhat
/// mean(g xhat)): what g does to the mean and to the variance is taken out of it.
///
/// Sources: J. Ba and others, "Layer Normalization", 2016, section 3; S. Ioffe, C. Szegedy, "Batch
/// Normalization", 2015, section 3. Sums are those of [Reductions] and [ChannelReductions]; outputs may be
/// the same array as an input of their size.
public final class Normalization {

  private static final int GRAIN = 1 << 15;

  private Normalization() {}

  /// Normalises the rows of x, (rows, columns), into xhat; mean and rstd get one element per row.
  public static void normalizeRows(float[] x, int rows, int columns, float eps,
      float[] xhat, float[] mean, float[] rstd) {
    checkRows("normalizeRows", rows, columns, x.length, xhat.length, mean.length, rstd.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      statisticsOfRows(x, from, to, columns, eps, mean, rstd, lanes);
      for (int row = from; row < to; row++) {
        standardize(x, row * columns, columns, mean[row], rstd[row], xhat);
      }
    });
  }

  /// The same, then each column scaled and shifted: `out[r, j]` = `xhat[r, j] weight[j] + bias[j]`.
  public static void normalizeAndScaleRows(float[] x, int rows, int columns, float eps, float[] weight, float[] bias,
      float[] out, float[] mean, float[] rstd) {
    checkRows("normalizeAndScaleRows", rows, columns, x.length, out.length, mean.length, rstd.length);
    requireLength("normalizeAndScaleRows", "weight and bias", columns, weight.length, bias.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      statisticsOfRows(x, from, to, columns, eps, mean, rstd, lanes);
      for (int row = from; row < to; row++) {
        scale(x, row * columns, columns, mean[row], rstd[row], weight, bias, out);
      }
    });
  }

  /// One loop for each statistic, as the rows do not wait for each other: the processor begins with the next ones
  /// while the last additions of a row are under way.
  private static void statisticsOfRows(float[] x, int from, int to, int columns, float eps, float[] mean, float[] rstd,
      float[] lanes) {
    for (int row = from; row < to; row++) {
      mean[row] = (float) Reductions.sumOfRow(x, row * columns, columns, lanes) / columns;
    }
    for (int row = from; row < to; row++) {
      rstd[row] = (float) Reductions.squaredDeviationsOfRow(x, row * columns, columns, mean[row], lanes);
    }
    for (int row = from; row < to; row++) {
      rstd[row] = reciprocalDeviation(rstd[row], columns, eps);
    }
  }

  private static void scale(float[] x, int start, int n, float mean, float rstd, float[] weight, float[] bias,
      float[] out) {
    if (Reductions.vectorsPay(n)) {
      SimdRows.standardize(x, start, n, mean, rstd, weight, bias, out);
      return;
    }
    for (int j = 0; j < n; j++) {
      out[start + j] = (x[start + j] - mean) * rstd * weight[j] + bias[j];
    }
  }

  private static float reciprocalDeviation(float squares, int count, float eps) {
    return (float) (1 / Math.sqrt(squares / (double) count + eps));
  }

  private static void standardize(float[] x, int start, int n, float mean, float rstd, float[] out) {
    if (Reductions.vectorsPay(n)) {
      SimdRows.standardize(x, start, n, mean, rstd, out);
      return;
    }
    for (int i = start; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd;
    }
  }

  /// The gradient dx of [#normalizeRows] from the gradient g with respect to xhat.
  public static void normalizeRowsBackward(float[] g, float[] xhat, float[] rstd, int rows, int columns,
      float[] dx) {
    checkRows("normalizeRowsBackward", rows, columns, Math.min(g.length, xhat.length), dx.length, rstd.length,
        rstd.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        float shift = (float) Reductions.sumOfRow(g, start, columns, lanes) / columns;
        float slope = (float) Reductions.dotOfRow(g, xhat, start, columns, lanes) / columns;
        backward(g, xhat, start, columns, rstd[row], shift, slope, dx);
      }
    });
  }

  private static void backward(float[] g, float[] xhat, int start, int n, float rstd, float meanOfG,
      float meanOfProduct, float[] dx) {
    for (int i = start; i < start + n; i++) {
      dx[i] = rstd * Math.fma(-meanOfProduct, xhat[i], g[i] - meanOfG);
    }
  }

  private static void checkRows(String kernel, int rows, int columns, int input, int output, int means, int rstds) {
    requireSize(kernel, rows, 1, columns);
    requireLength(kernel, "values", (long) rows * columns, input, output);
    requireLength(kernel, "statistics", rows, means, rstds);
  }

  /// Normalises the channels of x, (n, channels, size), into xhat; mean and rstd get one element per channel.
  public static void normalizeChannels(float[] x, int n, int channels, int size, float eps,
      float[] xhat, float[] mean, float[] rstd) {
    requireSize("normalizeChannels", n, channels, size);
    requireLength("normalizeChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("normalizeChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      statisticsOfChannel(x, n, channels, size, c, eps, mean, rstd);
      for (int image = 0; image < n; image++) {
        standardize(x, (image * channels + c) * size, size, mean[c], rstd[c], xhat);
      }
    });
  }

  /// The same, then each channel scaled and shifted: out = `xhat weight[c] + bias[c]`.
  public static void normalizeAndScaleChannels(float[] x, int n, int channels, int size, float eps,
      float[] weight, float[] bias, float[] out, float[] mean, float[] rstd) {
    requireSize("normalizeAndScaleChannels", n, channels, size);
    requireLength("normalizeAndScaleChannels", "values", (long) n * channels * size, x.length, out.length);
    requireLength("normalizeAndScaleChannels", "statistics, weight and bias", channels,
        mean.length, rstd.length, weight.length, bias.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      statisticsOfChannel(x, n, channels, size, c, eps, mean, rstd);
      for (int image = 0; image < n; image++) {
        scale(x, (image * channels + c) * size, size, mean[c], rstd[c], weight[c], bias[c], out);
      }
    });
  }

  private static void statisticsOfChannel(float[] x, int n, int channels, int size, int c, float eps,
      float[] mean, float[] rstd) {
    mean[c] = ChannelReductions.sum(x, n, channels, size, c) / (n * size);
    float squares = ChannelReductions.squaredDeviations(x, n, channels, size, c, mean[c]);
    rstd[c] = reciprocalDeviation(squares, n * size, eps);
  }

  private static void scale(float[] x, int start, int n, float mean, float rstd, float weight, float bias,
      float[] out) {
    if (Reductions.vectorsPay(n)) {
      SimdRows.standardize(x, start, n, mean, rstd, weight, bias, out);
      return;
    }
    for (int i = start; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd * weight + bias;
    }
  }

  /// The mean and the biased variance of each channel of x, (n, channels, size).
  public static void momentsOfChannels(float[] x, int n, int channels, int size, float[] mean, float[] variance) {
    requireSize("momentsOfChannels", n, channels, size);
    requireLength("momentsOfChannels", "values", (long) n * channels * size, x.length);
    requireLength("momentsOfChannels", "statistics", channels, mean.length, variance.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      mean[c] = ChannelReductions.sum(x, n, channels, size, c) / (n * size);
      variance[c] = ChannelReductions.squaredDeviations(x, n, channels, size, c, mean[c]) / (n * size);
    });
  }

  /// xhat = (x - mean) rstd with given statistics of the channels, as batch norm does outside of training.
  public static void applyChannels(float[] x, int n, int channels, int size, float[] mean, float[] rstd,
      float[] xhat) {
    requireSize("applyChannels", n, channels, size);
    requireLength("applyChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("applyChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      for (int image = 0; image < n; image++) {
        standardize(x, (image * channels + c) * size, size, mean[c], rstd[c], xhat);
      }
    });
  }

  /// The gradient dx of [#normalizeChannels] from the gradient g with respect to xhat.
  public static void normalizeChannelsBackward(float[] g, float[] xhat, float[] rstd,
      int n, int channels, int size, float[] dx) {
    requireSize("normalizeChannelsBackward", n, channels, size);
    requireLength("normalizeChannelsBackward", "values", (long) n * channels * size,
        g.length, xhat.length, dx.length);
    requireLength("normalizeChannelsBackward", "statistics", channels, rstd.length);
    ChannelReductions.forChannels(n, channels, size, c -> {
      float shift = ChannelReductions.sum(g, n, channels, size, c) / (n * size);
      float slope = ChannelReductions.dot(g, xhat, n, channels, size, c) / (n * size);
      for (int image = 0; image < n; image++) {
        backward(g, xhat, (image * channels + c) * size, size, rstd[c], shift, slope, dx);
      }
    });
  }

  /// Normalises the rows of x, (rows, columns), into xhat; mean and rstd get one element per row.
  public static void normalizeRows(double[] x, int rows, int columns, double eps,
      double[] xhat, double[] mean, double[] rstd) {
    requireSize("normalizeRows", rows, 1, columns);
    requireLength("normalizeRows", "values", (long) rows * columns, x.length, xhat.length);
    requireLength("normalizeRows", "statistics", rows, mean.length, rstd.length);
    Reductions.sumRows(x, 0, rows, columns, mean, 0);
    divide(mean, rows, columns);
    Reductions.sumSquaredDeviationRows(x, 0, rows, columns, mean, 0, rstd, 0);
    toReciprocalDeviation(rstd, rows, columns, eps);
    normalize(x, rows, columns, row -> row, mean, rstd, xhat);
  }

  /// The same, then each column scaled and shifted: `out[r, j]` = `xhat[r, j] weight[j] + bias[j]`.
  public static void normalizeAndScaleRows(double[] x, int rows, int columns, double eps, double[] weight,
      double[] bias, double[] out, double[] mean, double[] rstd) {
    requireLength("normalizeAndScaleRows", "weight and bias", columns, weight.length, bias.length);
    normalizeRows(x, rows, columns, eps, out, mean, rstd);
    for (int i = 0; i < rows * columns; i++) {
      out[i] = out[i] * weight[i % columns] + bias[i % columns];
    }
  }

  /// The gradient dx of [#normalizeRows] from the gradient g with respect to xhat.
  public static void normalizeRowsBackward(double[] g, double[] xhat, double[] rstd, int rows, int columns,
      double[] dx) {
    requireSize("normalizeRowsBackward", rows, 1, columns);
    requireLength("normalizeRowsBackward", "values", (long) rows * columns, g.length, xhat.length, dx.length);
    requireLength("normalizeRowsBackward", "statistics", rows, rstd.length);
    double[] meanOfG = new double[rows];
    double[] meanOfProduct = new double[rows];
    Reductions.sumRows(g, 0, rows, columns, meanOfG, 0);
    divide(meanOfG, rows, columns);
    Reductions.dotRows(g, 0, xhat, 0, rows, columns, meanOfProduct, 0);
    divide(meanOfProduct, rows, columns);
    backward(g, xhat, rstd, rows, columns, row -> row, meanOfG, meanOfProduct, dx);
  }

  /// Normalises the channels of x, (n, channels, size), into xhat; mean and rstd get one element per channel.
  public static void normalizeChannels(double[] x, int n, int channels, int size, double eps,
      double[] xhat, double[] mean, double[] rstd) {
    requireSize("normalizeChannels", n, channels, size);
    requireLength("normalizeChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("normalizeChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.sumChannels(x, n, channels, size, mean);
    divide(mean, channels, n * size);
    ChannelReductions.sumSquaredDeviationChannels(x, n, channels, size, mean, rstd);
    toReciprocalDeviation(rstd, channels, n * size, eps);
    normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// The same, then each channel scaled and shifted: out = `xhat weight[c] + bias[c]`.
  public static void normalizeAndScaleChannels(double[] x, int n, int channels, int size, double eps,
      double[] weight, double[] bias, double[] out, double[] mean, double[] rstd) {
    requireLength("normalizeAndScaleChannels", "weight and bias", channels, weight.length, bias.length);
    normalizeChannels(x, n, channels, size, eps, out, mean, rstd);
    for (int i = 0; i < n * channels * size; i++) {
      int c = i / size % channels;
      out[i] = out[i] * weight[c] + bias[c];
    }
  }

  /// The mean and the biased variance of each channel of x, (n, channels, size).
  public static void momentsOfChannels(double[] x, int n, int channels, int size, double[] mean, double[] variance) {
    requireSize("momentsOfChannels", n, channels, size);
    requireLength("momentsOfChannels", "statistics", channels, mean.length, variance.length);
    ChannelReductions.sumChannels(x, n, channels, size, mean);
    divide(mean, channels, n * size);
    ChannelReductions.sumSquaredDeviationChannels(x, n, channels, size, mean, variance);
    divide(variance, channels, n * size);
  }

  /// xhat = (x - mean) rstd with given statistics of the channels, as batch norm does outside of training.
  public static void applyChannels(double[] x, int n, int channels, int size, double[] mean, double[] rstd,
      double[] xhat) {
    requireSize("applyChannels", n, channels, size);
    requireLength("applyChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("applyChannels", "statistics", channels, mean.length, rstd.length);
    normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// The gradient dx of [#normalizeChannels] from the gradient g with respect to xhat.
  public static void normalizeChannelsBackward(double[] g, double[] xhat, double[] rstd,
      int n, int channels, int size, double[] dx) {
    requireSize("normalizeChannelsBackward", n, channels, size);
    requireLength("normalizeChannelsBackward", "values", (long) n * channels * size,
        g.length, xhat.length, dx.length);
    requireLength("normalizeChannelsBackward", "statistics", channels, rstd.length);
    double[] meanOfG = new double[channels];
    double[] meanOfProduct = new double[channels];
    ChannelReductions.sumChannels(g, n, channels, size, meanOfG);
    divide(meanOfG, channels, n * size);
    ChannelReductions.dotChannels(g, xhat, n, channels, size, meanOfProduct);
    divide(meanOfProduct, channels, n * size);
    backward(g, xhat, rstd, n * channels, size, run -> run % channels, meanOfG, meanOfProduct, dx);
  }

  private static void divide(double[] sums, int n, int count) {
    for (int i = 0; i < n; i++) {
      sums[i] /= count;
    }
  }

  private static void toReciprocalDeviation(double[] rstd, int n, int count, double eps) {
    for (int i = 0; i < n; i++) {
      rstd[i] = 1 / Math.sqrt(rstd[i] / count + eps);
    }
  }

  /// The runs are the rows, or the S neighbours of a channel in one image; `group` gives their statistics.
  private static void normalize(double[] x, int runs, int length, IntUnaryOperator group,
      double[] mean, double[] rstd, double[] xhat) {
    Parallel.forRange(runs, Math.max(1, GRAIN / Math.max(1, length)), (from, to) -> {
      for (int run = from; run < to; run++) {
        double center = mean[group.applyAsInt(run)];
        double scale = rstd[group.applyAsInt(run)];
        for (int i = run * length; i < (run + 1) * length; i++) {
          xhat[i] = (x[i] - center) * scale;
        }
      }
    });
  }

  private static void backward(double[] g, double[] xhat, double[] rstd, int runs, int length,
      IntUnaryOperator group, double[] meanOfG, double[] meanOfProduct, double[] dx) {
    Parallel.forRange(runs, Math.max(1, GRAIN / Math.max(1, length)), (from, to) -> {
      for (int run = from; run < to; run++) {
        double scale = rstd[group.applyAsInt(run)];
        double shift = meanOfG[group.applyAsInt(run)];
        double slope = meanOfProduct[group.applyAsInt(run)];
        for (int i = run * length; i < (run + 1) * length; i++) {
          dx[i] = scale * Math.fma(-slope, xhat[i], g[i] - shift);
        }
      }
    });
  }

  private static void requireSize(String kernel, int n, int channels, int size) {
    if (n < 1 || channels < 1 || size < 1) {
      throw new IllegalArgumentException(
          kernel + ": nothing to normalise in (" + n + ", " + channels + ", " + size + ")");
    }
  }

  private static void requireLength(String kernel, String what, long needed, int... lengths) {
    for (int length : lengths) {
      if (length < needed) {
        throw new IllegalArgumentException(
            kernel + ": " + what + " need " + needed + " elements, but an array has only " + length);
      }
    }
  }
}
