package scrutable.tensor.kernel.normalize;

import java.util.function.IntUnaryOperator;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

//: hide 3.1
//: instead /// What standardising rows ([RowNormalization]) and channels ([ChannelNormalization]) have in common: one
//: instead /// run of neighbours that share their statistics.
//: instead ///
//: instead /// `xhat = (x - mean) rstd` with `rstd = 1 / sqrt(variance + eps)`.
/// What standardising rows ([RowNormalization]) and channels ([ChannelNormalization]) have in common: one run of
/// neighbours that share their statistics.
///
/// `xhat = (x - mean) rstd` with `rstd = 1 / sqrt(variance + eps)`.
///
/// With g the gradient with respect to xhat, the gradient with respect to x is dx = rstd (g - mean(g) - xhat
/// mean(g xhat)): what g does to the mean and to the variance is taken out of it.
//: end
final class Standardizing {

  private static final int GRAIN = 1 << 15;

  private Standardizing() {}

  /// rstd, from the sum of the squared deviations.
  static float reciprocalDeviation(float squares, int count, float eps) {
    return (float) (1 / Math.sqrt(squares / (double) count + eps));
  }

  /// out = xhat.
  static void standardize(float[] x, int start, int n, float mean, float rstd, float[] out) {
    if (Simd.paysFor(n)) {
      SimdStandardizing.standardize(x, start, n, mean, rstd, out);
      return;
    }
    for (int i = start; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd;
    }
  }

  /// The rows `from <= row < to`: out = xhat weight + bias, with a weight and a bias for each column.
  static void scaleRows(float[] x, int from, int to, int columns, float[] mean, float[] rstd, float[] weight,
      float[] bias, float[] out) {
    if (Simd.paysFor(columns)) {
      SimdStandardizing.standardizeRows(x, from, to, columns, mean, rstd, weight, bias, out);
      return;
    }
    for (int row = from; row < to; row++) {
      int start = row * columns;
      for (int j = 0; j < columns; j++) {
        out[start + j] = (x[start + j] - mean[row]) * rstd[row] * weight[j] + bias[j];
      }
    }
  }

  /// out = xhat weight + bias, with one weight and one bias for all.
  static void scale(float[] x, int start, int n, float mean, float rstd, float weight, float bias,
      float[] out) {
    if (Simd.paysFor(n)) {
      SimdStandardizing.standardize(x, start, n, mean, rstd, weight, bias, out);
      return;
    }
    for (int i = start; i < start + n; i++) {
      out[i] = (x[i] - mean) * rstd * weight + bias;
    }
  }

  //: hide 3.1
  //: instead /// dx.
  /// dx, from the means of g and of g xhat.
  //: end
  static void backward(float[] g, float[] xhat, int start, int n, float rstd, float meanOfG,
      float meanOfProduct, float[] dx) {
    //: leak 3.1
    for (int i = start; i < start + n; i++) {
      dx[i] = rstd * Math.fma(-meanOfProduct, xhat[i], g[i] - meanOfG);
    }
    //: end
  }

  /// Turns sums into means.
  static void divide(double[] sums, int n, int count) {
    for (int i = 0; i < n; i++) {
      sums[i] /= count;
    }
  }

  /// Turns sums of squared deviations into rstd; NaN where the squares have overflowed, as 0 would look like a result.
  static void toReciprocalDeviation(double[] rstd, int n, int count, double eps) {
    for (int i = 0; i < n; i++) {
      rstd[i] = rstd[i] <= Double.MAX_VALUE ? 1 / Math.sqrt(rstd[i] / count + eps) : Double.NaN;
    }
  }

  /// xhat in double. The runs are the rows, or the neighbours of a channel in one image; `group` gives their
  /// statistics.
  static void normalize(double[] x, int runs, int length, IntUnaryOperator group,
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

  /// dx in double, for the same runs.
  static void backward(double[] g, double[] xhat, double[] rstd, int runs, int length,
      IntUnaryOperator group, double[] meanOfG, double[] meanOfProduct, double[] dx) {
    //: leak 3.1
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
    //: end
  }

  static void requireSize(String kernel, int n, int channels, int size) {
    if (n < 1 || channels < 1 || size < 1) {
      throw new IllegalArgumentException(
          kernel + ": nothing to normalise in (" + n + ", " + channels + ", " + size + ")");
    }
  }

  static void requireLength(String kernel, String what, long needed, int... lengths) {
    for (int length : lengths) {
      if (length < needed) {
        throw new IllegalArgumentException(
            kernel + ": " + what + " need " + needed + " elements, but an array has only " + length);
      }
    }
  }
}
