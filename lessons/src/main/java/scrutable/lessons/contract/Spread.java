package scrutable.lessons.contract;

import java.util.Arrays;

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
}
