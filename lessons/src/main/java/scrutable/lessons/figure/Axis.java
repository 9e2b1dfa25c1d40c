package scrutable.lessons.figure;

/// An axis of a chart: what it shows and over which range.
///
/// @param label       quantity and unit, like `eps (pixel value)`
/// @param logarithmic whether equal ratios are equally long; values that are not positive are then left out
/// @param from        the lower end; NaN for a round number below the data
/// @param to          the upper end; NaN for a round number above the data
public record Axis(String label, boolean logarithmic, double from, double to) {
  /// Values beyond this magnitude count as infinite, so that differences stay finite; on a logarithmic
  /// axis values below its reciprocal count as zero.
  private static final double LARGEST = 1e300;

  /// Ranges that are narrower, relative to their ends, cannot be divided by ticks.
  private static final double NARROWEST = 1e-9;

  /// Checks the range.
  ///
  /// @throws IllegalArgumentException if a given range is infinite, empty, reversed or, on a logarithmic
  ///     axis, not positive; or if it is too narrow to be divided
  public Axis {
    if (Double.isInfinite(from) || Double.isInfinite(to) || from >= to) {
      throw new IllegalArgumentException(
          "axis \"" + label + "\": the range must be finite and rise; it goes from " + from + " to " + to);
    }
    if (isNarrow(from, to)) {
      throw new IllegalArgumentException(
          "axis \"" + label + "\": the range from " + from + " to " + to + " is too narrow to be divided");
    }
    if (logarithmic && (from <= 0 || to <= 0)) {
      throw new IllegalArgumentException(
          "axis \"" + label + "\": a logarithmic range must be positive; it goes from " + from + " to " + to);
    }
  }

  /// A linear axis whose range follows the data.
  public static Axis linear(String label) {
    return new Axis(label, false, Double.NaN, Double.NaN);
  }

  /// A logarithmic axis whose range follows the data.
  public static Axis log(String label) {
    return new Axis(label, true, Double.NaN, Double.NaN);
  }

  /// A linear axis from 0 to 100.
  public static Axis percent(String label) {
    return linear(label).range(0, 100);
  }

  /// This axis over a fixed range; what lies outside is cut off.
  public Axis range(double from, double to) {
    return new Axis(label, logarithmic, from, to);
  }

  /// Whether the axis can show the value at all.
  boolean shows(double value) {
    return Math.abs(value) <= LARGEST && (!logarithmic || value >= 1 / LARGEST);
  }

  /// Whether a range cannot be divided by ticks; false if an end is NaN.
  static boolean isNarrow(double from, double to) {
    return to - from <= Math.max(NARROWEST * Math.max(Math.abs(from), Math.abs(to)), 1 / LARGEST);
  }
}
