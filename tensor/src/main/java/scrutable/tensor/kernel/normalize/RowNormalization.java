package scrutable.tensor.kernel.normalize;

import scrutable.tensor.kernel.reduce.ChunkReductions;
import scrutable.tensor.kernel.reduce.RowBlocks;
import scrutable.tensor.kernel.reduce.RowReductions;

/// Normalisation of each row of a (rows, columns) matrix to mean 0 and variance 1, as layer norm needs it.
///
/// Two passes, as the difference of two large sums would cancel: mean = sum(x) / m, then variance = sum((x - mean)^2) /
/// m (the biased one). What is done with them stands in [Standardizing].
///
/// Source: J. Ba and others, "Layer Normalization", 2016, section 3. Sums are those of [RowReductions]; outputs may be
/// the same array as an input of their size.
public final class RowNormalization {

  private RowNormalization() {}

  /// Normalises the rows of x, (rows, columns), into xhat; mean and rstd get one element per row.
  public static void normalize(float[] x, int rows, int columns, float eps,
      float[] xhat, float[] mean, float[] rstd) {
    checkRows("normalizeRows", rows, columns, x.length, xhat.length, mean.length, rstd.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      statisticsOfRows(x, from, to, columns, eps, mean, rstd, lanes);
      for (int row = from; row < to; row++) {
        Standardizing.standardize(x, row * columns, columns, mean[row], rstd[row], xhat);
      }
    });
  }

  /// The same, then each column scaled and shifted: `out[r, j]` = `xhat[r, j] weight[j] + bias[j]`.
  public static void normalizeAndScale(float[] x, int rows, int columns, float eps, float[] weight, float[] bias,
      float[] out, float[] mean, float[] rstd) {
    checkRows("normalizeAndScaleRows", rows, columns, x.length, out.length, mean.length, rstd.length);
    Standardizing.requireLength("normalizeAndScaleRows", "weight and bias", columns, weight.length, bias.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      statisticsOfRows(x, from, to, columns, eps, mean, rstd, lanes);
      Standardizing.scaleRows(x, from, to, columns, mean, rstd, weight, bias, out);
    });
  }

  /// One loop for each statistic, as the rows do not wait for each other: the processor begins with the next ones
  /// while the last additions of a row are under way. The last loop, roots and quotients, is one that the compiler
  /// makes vectors of, but only if nothing in it asks whether a row needs more care.
  private static void statisticsOfRows(float[] x, int from, int to, int columns, float eps, float[] mean, float[] rstd,
      float[] lanes) {
    for (int row = from; row < to; row++) {
      mean[row] = (float) ChunkReductions.sumOfRow(x, row * columns, columns, lanes) / columns;
    }
    for (int row = from; row < to; row++) {
      rstd[row] = (float) ChunkReductions.squaredDeviationsOfRow(x, row * columns, columns, mean[row], lanes);
    }
    boolean careful = false;
    for (int row = from; row < to; row++) {
      careful |= CarefulMoments.areNeeded(mean[row], rstd[row], columns);
    }
    if (careful) {
      carefulStatistics(x, from, to, columns, eps, mean, rstd);
      return;
    }
    for (int row = from; row < to; row++) {
      rstd[row] = Standardizing.reciprocalDeviation(rstd[row], columns, eps);
    }
  }

  private static void carefulStatistics(float[] x, int from, int to, int columns, float eps, float[] mean,
      float[] rstd) {
    for (int row = from; row < to; row++) {
      if (CarefulMoments.areNeeded(mean[row], rstd[row], columns)) {
        double center = CarefulMoments.mean(x, row * columns, 0, 1, columns);
        mean[row] = (float) center;
        rstd[row] = (float) (1 / Math.sqrt(CarefulMoments.variance(x, row * columns, 0, 1, columns, center) + eps));
      } else {
        rstd[row] = Standardizing.reciprocalDeviation(rstd[row], columns, eps);
      }
    }
  }

  /// The gradient dx of [#normalize] from the gradient g with respect to xhat.
  public static void backward(float[] g, float[] xhat, float[] rstd, int rows, int columns,
      float[] dx) {
    checkRows("normalizeRowsBackward", rows, columns, Math.min(g.length, xhat.length), dx.length, rstd.length,
        rstd.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      for (int row = from; row < to; row++) {
        //: leak 3.1
        int start = row * columns;
        float shift = (float) ChunkReductions.sumOfRow(g, start, columns, lanes) / columns;
        float slope = (float) ChunkReductions.dotOfRow(g, xhat, start, columns, lanes) / columns;
        Standardizing.backward(g, xhat, start, columns, rstd[row], shift, slope, dx);
        //: end
      }
    });
  }

  /// Normalises the rows of x, (rows, columns), into xhat; mean and rstd get one element per row.
  public static void normalize(double[] x, int rows, int columns, double eps,
      double[] xhat, double[] mean, double[] rstd) {
    Standardizing.requireSize("normalizeRows", rows, 1, columns);
    Standardizing.requireLength("normalizeRows", "values", (long) rows * columns, x.length, xhat.length);
    Standardizing.requireLength("normalizeRows", "statistics", rows, mean.length, rstd.length);
    RowReductions.sumRows(x, 0, rows, columns, mean, 0);
    Standardizing.divide(mean, rows, columns);
    RowReductions.sumSquaredDeviationRows(x, 0, rows, columns, mean, 0, rstd, 0);
    Standardizing.toReciprocalDeviation(rstd, rows, columns, eps);
    Standardizing.normalize(x, rows, columns, row -> row, mean, rstd, xhat);
  }

  /// The same, then each column scaled and shifted: `out[r, j]` = `xhat[r, j] weight[j] + bias[j]`.
  public static void normalizeAndScale(double[] x, int rows, int columns, double eps, double[] weight,
      double[] bias, double[] out, double[] mean, double[] rstd) {
    Standardizing.requireLength("normalizeAndScaleRows", "weight and bias", columns, weight.length, bias.length);
    normalize(x, rows, columns, eps, out, mean, rstd);
    for (int i = 0; i < rows * columns; i++) {
      out[i] = out[i] * weight[i % columns] + bias[i % columns];
    }
  }

  /// The gradient dx of [#normalize] from the gradient g with respect to xhat.
  public static void backward(double[] g, double[] xhat, double[] rstd, int rows, int columns,
      double[] dx) {
    Standardizing.requireSize("normalizeRowsBackward", rows, 1, columns);
    Standardizing.requireLength("normalizeRowsBackward", "values", (long) rows * columns,
        g.length, xhat.length, dx.length);
    Standardizing.requireLength("normalizeRowsBackward", "statistics", rows, rstd.length);
    //: leak 3.1
    double[] meanOfG = new double[rows];
    double[] meanOfProduct = new double[rows];
    RowReductions.sumRows(g, 0, rows, columns, meanOfG, 0);
    Standardizing.divide(meanOfG, rows, columns);
    RowReductions.dotRows(g, 0, xhat, 0, rows, columns, meanOfProduct, 0);
    Standardizing.divide(meanOfProduct, rows, columns);
    Standardizing.backward(g, xhat, rstd, rows, columns, row -> row, meanOfG, meanOfProduct, dx);
    //: end
  }

  private static void checkRows(String kernel, int rows, int columns, int input, int output, int means, int rstds) {
    Standardizing.requireSize(kernel, rows, 1, columns);
    Standardizing.requireLength(kernel, "values", (long) rows * columns, input, output);
    Standardizing.requireLength(kernel, "statistics", rows, means, rstds);
  }
}
