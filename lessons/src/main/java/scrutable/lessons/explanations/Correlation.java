package scrutable.lessons.explanations;

import java.util.stream.IntStream;

/// Pearson's correlation.
final class Correlation {
  private Correlation() {}

  /// The correlation of the logarithms of two series, over the places where both are positive numbers.
  static double ofLogarithms(double[] a, double[] b) {
    int[] kept = IntStream.range(0, a.length).filter(i -> a[i] > 0 && b[i] > 0).toArray();
    double[] x = IntStream.of(kept).mapToDouble(i -> StrictMath.log(a[i])).toArray();
    double[] y = IntStream.of(kept).mapToDouble(i -> StrictMath.log(b[i])).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
