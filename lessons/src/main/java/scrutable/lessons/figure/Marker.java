package scrutable.lessons.figure;

/// The shapes of points, so that series differ also without colour.
enum Marker {
  CIRCLE, SQUARE, TRIANGLE, DIAMOND, CROSS, DOWN, RING;

  /// The marker of the series with that number; shapes repeat.
  static Marker of(int series) {
    return values()[Math.floorMod(series, values().length)];
  }

  /// The outline around a centre.
  String path(double x, double y, double radius) {
    double r = radius;
    return switch (this) {
      case CIRCLE -> circle(x, y, r, 1);
      case RING -> circle(x, y, r, 1) + circle(x, y, r * 0.55, 0);
      case SQUARE -> polygon(x, y, r * 0.9, -1, -1, 1, -1, 1, 1, -1, 1);
      case TRIANGLE -> polygon(x, y, r * 1.15, 0, -1, 1, 0.8, -1, 0.8);
      case DOWN -> polygon(x, y, r * 1.15, 0, 1, 1, -0.8, -1, -0.8);
      case DIAMOND -> polygon(x, y, r * 1.25, 0, -1, 1, 0, 0, 1, -1, 0);
      case CROSS -> polygon(x, y, r * 1.1, -1, -0.6, -0.6, -1, 0, -0.4, 0.6, -1, 1, -0.6, 0.4, 0,
          1, 0.6, 0.6, 1, 0, 0.4, -0.6, 1, -1, 0.6, -0.4, 0);
    };
  }

  private static String circle(double x, double y, double r, int sweep) {
    String arc = "a" + Svg.number(r) + " " + Svg.number(r) + " 0 1 " + sweep + " ";
    return "M" + Svg.number(x - r) + " " + Svg.number(y) + arc + Svg.number(2 * r) + " 0"
        + arc + Svg.number(-2 * r) + " 0z";
  }

  private static String polygon(double x, double y, double r, double... corners) {
    var path = new StringBuilder();
    for (int i = 0; i < corners.length; i += 2) {
      path.append(i == 0 ? 'M' : 'L').append(Svg.number(x + r * corners[i])).append(' ')
          .append(Svg.number(y + r * corners[i + 1]));
    }
    return path.append('z').toString();
  }
}
