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
    requireSize("normalizeRows", rows, 1, columns);
    requireLength("normalizeRows", "values", (long) rows * columns, x.length, xhat.length);
    requireLength("normalizeRows", "statistics", rows, mean.length, rstd.length);
    Reductions.sumRows(x, 0, rows, columns, mean, 0);
    divide(mean, rows, columns);
    Reductions.sumSquaredDeviationRows(x, 0, rows, columns, mean, 0, rstd, 0);
    toReciprocalDeviation(rstd, rows, columns, eps);
    normalize(x, rows, columns, row -> row, mean, rstd, xhat);
  }

  /// The gradient dx of [#normalizeRows] from the gradient g with respect to xhat.
  public static void normalizeRowsBackward(float[] g, float[] xhat, float[] rstd, int rows, int columns,
      float[] dx) {
    requireSize("normalizeRowsBackward", rows, 1, columns);
    requireLength("normalizeRowsBackward", "values", (long) rows * columns, g.length, xhat.length, dx.length);
    requireLength("normalizeRowsBackward", "statistics", rows, rstd.length);
    float[] meanOfG = Scratch.borrow(rows);
    float[] meanOfProduct = Scratch.borrow(rows);
    Reductions.sumRows(g, 0, rows, columns, meanOfG, 0);
    divide(meanOfG, rows, columns);
    Reductions.dotRows(g, 0, xhat, 0, rows, columns, meanOfProduct, 0);
    divide(meanOfProduct, rows, columns);
    backward(g, xhat, rstd, rows, columns, row -> row, meanOfG, meanOfProduct, dx);
    Scratch.giveBack(meanOfProduct);
    Scratch.giveBack(meanOfG);
  }

  /// Normalises the channels of x, (n, channels, size), into xhat; mean and rstd get one element per channel.
  public static void normalizeChannels(float[] x, int n, int channels, int size, float eps,
      float[] xhat, float[] mean, float[] rstd) {
    requireSize("normalizeChannels", n, channels, size);
    requireLength("normalizeChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("normalizeChannels", "statistics", channels, mean.length, rstd.length);
    ChannelReductions.sumChannels(x, n, channels, size, mean);
    divide(mean, channels, n * size);
    ChannelReductions.sumSquaredDeviationChannels(x, n, channels, size, mean, rstd);
    toReciprocalDeviation(rstd, channels, n * size, eps);
    normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// xhat = (x - mean) rstd with given statistics of the channels, as batch norm does outside of training.
  public static void applyChannels(float[] x, int n, int channels, int size, float[] mean, float[] rstd,
      float[] xhat) {
    requireSize("applyChannels", n, channels, size);
    requireLength("applyChannels", "values", (long) n * channels * size, x.length, xhat.length);
    requireLength("applyChannels", "statistics", channels, mean.length, rstd.length);
    normalize(x, n * channels, size, run -> run % channels, mean, rstd, xhat);
  }

  /// The gradient dx of [#normalizeChannels] from the gradient g with respect to xhat.
  public static void normalizeChannelsBackward(float[] g, float[] xhat, float[] rstd,
      int n, int channels, int size, float[] dx) {
    requireSize("normalizeChannelsBackward", n, channels, size);
    requireLength("normalizeChannelsBackward", "values", (long) n * channels * size,
        g.length, xhat.length, dx.length);
    requireLength("normalizeChannelsBackward", "statistics", channels, rstd.length);
    float[] meanOfG = Scratch.borrow(channels);
    float[] meanOfProduct = Scratch.borrow(channels);
    ChannelReductions.sumChannels(g, n, channels, size, meanOfG);
    divide(meanOfG, channels, n * size);
    ChannelReductions.dotChannels(g, xhat, n, channels, size, meanOfProduct);
    divide(meanOfProduct, channels, n * size);
    backward(g, xhat, rstd, n * channels, size, run -> run % channels, meanOfG, meanOfProduct, dx);
    Scratch.giveBack(meanOfProduct);
    Scratch.giveBack(meanOfG);
  }

  private static void divide(float[] sums, int n, int count) {
    for (int i = 0; i < n; i++) {
      sums[i] /= count;
    }
  }

  private static void toReciprocalDeviation(float[] rstd, int n, int count, float eps) {
    for (int i = 0; i < n; i++) {
      rstd[i] = (float) (1 / Math.sqrt(rstd[i] / (double) count + eps));
    }
  }

  /// The runs are the rows, or the S neighbours of a channel in one image; `group` gives their statistics.
  private static void normalize(float[] x, int runs, int length, IntUnaryOperator group,
      float[] mean, float[] rstd, float[] xhat) {
    Parallel.forRange(runs, Math.max(1, GRAIN / Math.max(1, length)), (from, to) -> {
      for (int run = from; run < to; run++) {
        float center = mean[group.applyAsInt(run)];
        float scale = rstd[group.applyAsInt(run)];
        for (int i = run * length; i < (run + 1) * length; i++) {
          xhat[i] = (x[i] - center) * scale;
        }
      }
    });
  }

  private static void backward(float[] g, float[] xhat, float[] rstd, int runs, int length,
      IntUnaryOperator group, float[] meanOfG, float[] meanOfProduct, float[] dx) {
    Parallel.forRange(runs, Math.max(1, GRAIN / Math.max(1, length)), (from, to) -> {
      for (int run = from; run < to; run++) {
        float scale = rstd[group.applyAsInt(run)];
        float shift = meanOfG[group.applyAsInt(run)];
        float slope = meanOfProduct[group.applyAsInt(run)];
        for (int i = run * length; i < (run + 1) * length; i++) {
          dx[i] = scale * Math.fma(-slope, xhat[i], g[i] - shift);
        }
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
