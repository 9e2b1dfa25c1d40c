package scrutable.lessons.figure;

/// A thin dotted line across the whole plot, like a threshold; its label stands outside the plot.
///
/// @param vertical whether it stands at an x value; else it lies at a y value
/// @param at       the value
/// @param label    what it marks, short
public record ReferenceLine(boolean vertical, double at, String label) {
  /// A line at an x value.
  public static ReferenceLine vertical(double x, String label) {
    return new ReferenceLine(true, x, label);
  }

  /// A line at a y value.
  public static ReferenceLine horizontal(double y, String label) {
    return new ReferenceLine(false, y, label);
  }
}
