package scrutable.lessons.understood;

import scrutable.lessons.figure.Picture;

/// A closed curve as a row of points.
record Outline(double[] x, double[] y) {
  private static final int SIDE = 150;
  private static final double REACH = 105;

  /// How far apart two curves are, point by point: the root of the mean squared distance.
  double distance(Outline other) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - other.x[i];
      double dy = y[i] - other.y[i];
      sum += dx * dx + dy * dy;
    }
    return Math.sqrt(sum / x.length);
  }

  /// From the leftmost to the rightmost point.
  double width() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double place : x) {
      least = Math.min(least, place);
      most = Math.max(most, place);
    }
    return most - least;
  }

  /// The curve drawn with a soft pen, and an eye if it has one.
  ///
  /// @param eye the place of the eye, across and up; NaN for none
  Picture picture(double eye) {
    float[] ink = new float[SIDE * SIDE];
    int fine = 20;
    for (int i = 0; i < x.length; i++) {
      int next = (i + 1) % x.length;
      for (int step = 0; step < fine; step++) {
        double part = (double) step / fine;
        dot(ink, x[i] + part * (x[next] - x[i]), y[i] + part * (y[next] - y[i]), 1.1);
      }
    }
    if (!Double.isNaN(eye)) {
      dot(ink, eye, eye, 2.4);
    }
    for (int i = 0; i < ink.length; i++) {
      ink[i] = 1 - ink[i];
    }
    return Picture.of(ink, 1, SIDE, SIDE);
  }

  private static void dot(float[] ink, double atX, double atY, double radius) {
    double column = (atX + REACH) / (2 * REACH) * SIDE;
    double row = (REACH - atY) / (2 * REACH) * SIDE;
    for (int r = (int) row - 4; r <= row + 4; r++) {
      for (int c = (int) column - 4; c <= column + 4; c++) {
        if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) {
          double dx = c + 0.5 - column;
          double dy = r + 0.5 - row;
          double covered = Math.clamp(radius + 0.5 - Math.sqrt(dx * dx + dy * dy), 0, 1);
          ink[r * SIDE + c] = (float) Math.max(ink[r * SIDE + c], covered);
        }
      }
    }
  }
}
