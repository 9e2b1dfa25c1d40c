package scrutable.lessons.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import scrutable.lessons.figure.Series;

/// The smallest, the middle and the largest of repeated measurements.
///
/// The median of an even number of values is the mean of the middle two. If any value is NaN, so are all
/// three: a run that broke must not hide behind those that did not.
///
/// @param min    the smallest
/// @param median the middle one
/// @param max    the largest
public record Spread(double min, double median, double max) {
  /// The spread of these values.
  ///
  /// @throws IllegalArgumentException if there are none
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("spread: at least one value is needed");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    if (Double.isNaN(sorted[last])) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    return new Spread(sorted[0], (sorted[last / 2] + sorted[last - last / 2]) / 2, sorted[last]);
  }

  /// Least and greatest as a cell of a table, like `[89.4, 95.2]`.
  public String range(int decimals) {
    String number = "%." + decimals + "f";
    return String.format(Locale.ROOT, "[" + number + ", " + number + "]", min, max);
  }

  /// A curve through the medians of several runs, in a band from the least to the greatest.
  ///
  /// @param name its name in the legend
  /// @param x    abscissae, the same for all runs
  /// @param runs the ordinates of each run
  /// @throws IllegalArgumentException if there is no run, or one has not as many values as `x`
  public static Series band(String name, double[] x, List<double[]> runs) {
    double[] low = new double[x.length];
    double[] middle = new double[x.length];
    double[] high = new double[x.length];
    for (double[] run : runs) {
      if (run.length != x.length) {
        throw new IllegalArgumentException("curve \"" + name + "\": a run has " + run.length + " values for "
            + x.length + " places");
      }
    }
    for (int i = 0; i < x.length; i++) {
      int at = i;
      Spread spread = of(runs.stream().mapToDouble(run -> run[at]).toArray());
      low[i] = spread.min;
      middle[i] = spread.median;
      high[i] = spread.max;
    }
    return Series.band(name, x, low, middle, high);
  }
}
