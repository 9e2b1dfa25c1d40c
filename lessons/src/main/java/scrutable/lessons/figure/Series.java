package scrutable.lessons.figure;

/// One curve of a [LineChart].
///
/// A value that is not finite (or not positive on a logarithmic axis) leaves a gap.
///
/// @param name   its name in the legend; empty for none
/// @param x      abscissae
/// @param y      ordinates, as many
/// @param low    lower edge of a band around the curve, or null
/// @param high   upper edge, or null
/// @param dashed whether the curve is dashed, as a prediction is
/// @param colour the number of its colour; -1 for the next unused one
public record Series(
    String name, double[] x, double[] y, double[] low, double[] high, boolean dashed, int colour) {
  /// Copies the arrays and checks their lengths.
  ///
  /// @throws IllegalArgumentException if the arrays differ in length
  public Series {
    requireSameLength(name, x, y);
    x = x.clone();
    y = y.clone();
    if (low != null || high != null) {
      requireSameLength(name, x, low);
      requireSameLength(name, x, high);
      low = low.clone();
      high = high.clone();
    }
  }

  /// A solid curve.
  public static Series line(String name, double[] x, double[] y) {
    return new Series(name, x, y, null, null, false, -1);
  }

  /// A dashed curve.
  public static Series dashed(String name, double[] x, double[] y) {
    return new Series(name, x, y, null, null, true, -1);
  }

  /// A solid curve of the middle values inside a band from the low to the high ones.
  public static Series band(String name, double[] x, double[] low, double[] middle, double[] high) {
    return new Series(name, x, middle, low, high, false, -1);
  }

  /// This curve in the colour of the curve with that index, so that a prediction matches its measurement.
  public Series colouredAs(int index) {
    return new Series(name, x, y, low, high, dashed, index);
  }

  static void requireSameLength(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "series \"" + name + "\": " + x.length + " x values, but " + y.length + " y values");
    }
  }
}
