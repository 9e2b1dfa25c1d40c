package scrutable.lessons.figure;

/// The smallest interval that holds all values an axis can show.
final class Extent {
  private final Axis axis;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  Extent(Axis axis) {
    this.axis = axis;
  }

  void include(double... values) {
    for (double value : values) {
      if (axis.shows(value)) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
  }

  double least() {
    return least;
  }

  double most() {
    return most;
  }
}
