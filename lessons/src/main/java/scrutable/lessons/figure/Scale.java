package scrutable.lessons.figure;

import java.util.List;

/// Maps the values of an axis to pixels.
///
/// @param axis  what is mapped
/// @param from  the value at `start`
/// @param to    the value at `end`
/// @param start a pixel coordinate
/// @param end   a pixel coordinate; smaller than `start` on a vertical axis
record Scale(Axis axis, double from, double to, double start, double end) {
  /// A scale over the axis' own range, widened to round numbers around the data where it has none.
  ///
  /// @param least the smallest value to show; more than `most` if there is no data at all
  static Scale fitted(Axis axis, double least, double most, double start, double end) {
    double from = least <= most ? least : axis.logarithmic() ? 1 : 0;
    double to = least <= most ? most : axis.logarithmic() ? 10 : 1;
    from = Double.isNaN(axis.from()) ? from : axis.from();
    to = Double.isNaN(axis.to()) ? to : axis.to();
    if (Axis.isNarrow(from, to)) {
      double pad = Math.abs(from) < 1e-290 ? 1 : Math.abs(from) * 0.1;
      boolean lowFree = Double.isNaN(axis.from());
      boolean highFree = Double.isNaN(axis.to());
      from = !lowFree ? from : axis.logarithmic() ? Math.min(from, to) / 2 : Math.min(from, to) - pad;
      to = !highFree ? to : axis.logarithmic() ? from * 4 : Math.max(from, to) + pad;
    }
    double low = Double.isNaN(axis.from()) ? rounded(axis, from, from, to, false) : from;
    double high = Double.isNaN(axis.to()) ? rounded(axis, to, from, to, true) : to;
    return new Scale(axis, low, high, start, end);
  }

  /// The nearest value at or beyond this one at which the axis would have a tick.
  private static double rounded(Axis axis, double value, double from, double to, boolean up) {
    if (axis.logarithmic()) {
      return roundLog(value, up);
    }
    double step = Ticks.step(from, to).doubleValue();
    double steps = value / step;
    return (up ? Math.ceil(steps - 1e-9) : Math.floor(steps + 1e-9)) * step;
  }

  /// The nearest 1, 2 or 5 times a power of ten at or beyond the value.
  private static double roundLog(double value, boolean up) {
    int exponent = (int) Math.floor(StrictMath.log10(value));
    double best = up ? Double.POSITIVE_INFINITY : 0;
    for (int e = Math.max(-323, exponent - 1); e <= Math.min(308, exponent + 1); e++) {
      for (int digit : new int[] {1, 2, 5}) {
        double candidate = Double.parseDouble(digit + "e" + e);
        if (up && candidate >= value * (1 - 1e-9)) {
          best = Math.min(best, candidate);
        } else if (!up && candidate <= value * (1 + 1e-9)) {
          best = Math.max(best, candidate);
        }
      }
    }
    return best > 0 && best < Double.POSITIVE_INFINITY ? best : value;
  }

  /// Whether the value lies between the ends.
  boolean shows(double value) {
    return axis.shows(value) && value >= from && value <= to;
  }

  /// The pixel coordinate of a value that the axis shows.
  double pixel(double value) {
    double part = axis.logarithmic()
        ? (StrictMath.log10(value) - StrictMath.log10(from)) / (StrictMath.log10(to) - StrictMath.log10(from))
        : (value - from) / (to - from);
    // Far outside the plot a coordinate is as good as at a fixed distance, and stays a small number.
    return start + Math.clamp(part, -10, 11) * (end - start);
  }

  List<Ticks.Tick> ticks() {
    return axis.logarithmic() ? Ticks.logarithmic(from, to) : Ticks.linear(from, to);
  }
}
