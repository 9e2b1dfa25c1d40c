package scrutable.nn.data.generate;

/// A picture into which strokes are drawn with a round pen.
///
/// The grey of a pixel follows from the distance `d` between its centre and the nearest stroke: `clamp(1/2 +
/// (radius - d) / softness, 0, 1)`. With a softness of one pixel that is ordinary anti-aliasing, with more
/// the edge is blurred. Only additions, multiplications, divisions and square roots enter, which IEEE 754
/// defines to the last bit.
final class StrokeRaster {
  private final int size;
  private final double[] grey;

  /// An empty (black) picture of `size` x `size` pixels; pixel (row, column) has its centre at
  /// `(column + 0.5, row + 0.5)`.
  StrokeRaster(int size) {
    this.size = size;
    this.grey = new double[size * size];
  }

  /// Draws the straight pieces between the points `x0, y0, x1, y1, ...`, all lengths in pixels.
  void draw(double[] points, double radius, double softness) {
    for (int i = 0; i + 3 < points.length; i += 2) {
      drawPiece(points[i], points[i + 1], points[i + 2], points[i + 3], radius, softness);
    }
  }

  private void drawPiece(double x0, double y0, double x1, double y1, double radius, double softness) {
    double reach = radius + softness / 2;
    int firstRow = clampPixel(Math.min(y0, y1) - reach);
    int lastRow = clampPixel(Math.max(y0, y1) + reach);
    int firstColumn = clampPixel(Math.min(x0, x1) - reach);
    int lastColumn = clampPixel(Math.max(x0, x1) + reach);
    for (int row = firstRow; row <= lastRow; row++) {
      for (int column = firstColumn; column <= lastColumn; column++) {
        double distance = distance(column + 0.5, row + 0.5, x0, y0, x1, y1);
        double value = Math.clamp(0.5 + (radius - distance) / softness, 0, 1);
        int at = row * size + column;
        grey[at] = Math.max(grey[at], value);
      }
    }
  }

  private int clampPixel(double position) {
    return Math.clamp((long) Math.floor(position), 0, size - 1);
  }

  /// From a point to the nearest point of a straight piece.
  static double distance(double x, double y, double x0, double y0, double x1, double y1) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length2 = dx * dx + dy * dy;
    double along = length2 == 0 ? 0 : Math.clamp(((x - x0) * dx + (y - y0) * dy) / length2, 0, 1);
    double offX = x - (x0 + along * dx);
    double offY = y - (y0 + along * dy);
    return Math.sqrt(offX * offX + offY * offY);
  }

  /// The grey values, row by row, in `[0, 1]`; not a copy.
  double[] grey() {
    return grey;
  }
}
