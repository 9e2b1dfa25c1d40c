package scrutable.nn.data.generate;

import java.util.Arrays;

/// A colour picture into which polygons and strokes are painted, one over the other.
///
/// Drawings are made in a plane where the picture reaches from -1 to 1 in both directions, y down, and are
/// put into the picture by a turn, a size and a shift. A pixel is covered by as much as its centre lies
/// inside the edge, over one pixel of anti-aliasing. Turns come from StrictMath; all else are operations that
/// IEEE 754 defines to the last bit.
final class ColourRaster {
  private final int size;
  private final double[] pixels;                       // (3, size, size)
  private final double cosine;
  private final double sine;
  private final double scale;
  private final double shiftX;
  private final double shiftY;

  /// A picture of one colour.
  ///
  /// @param degrees the turn of all drawings, counter-clockwise as seen
  /// @param scale the size of all drawings; 1 lets the plane fill the picture
  /// @param shiftX the shift of all drawings to the right, as a share of half the side; likewise down
  ColourRaster(int size, double[] paper, double degrees, double scale, double shiftX, double shiftY) {
    this.size = size;
    this.pixels = new double[3 * size * size];
    for (int c = 0; c < 3; c++) {
      Arrays.fill(pixels, c * size * size, (c + 1) * size * size, paper[c]);
    }
    double angle = StrictMath.toRadians(degrees);
    this.cosine = StrictMath.cos(angle);
    this.sine = StrictMath.sin(angle);
    this.scale = scale;
    this.shiftX = shiftX;
    this.shiftY = shiftY;
  }

  /// Fills the polygon with the corners `x0, y0, x1, y1, ...`.
  void fill(double[] colour, double... corners) {
    double[] points = place(corners);
    paint(colour, points, 1, (x, y) -> {
      double distance = edge(points, x, y, true);
      return inside(points, x, y) ? distance : -distance;
    });
  }

  /// Fills an ellipse, as a polygon of 32 corners.
  void ellipse(double[] colour, double centreX, double centreY, double radiusX, double radiusY) {
    fill(colour, circle(centreX, centreY, radiusX, radiusY));
  }

  /// Draws along the points `x0, y0, x1, y1, ...` with a round pen.
  ///
  /// @param radius of the pen, in units of the plane
  void stroke(double[] colour, double radius, double... path) {
    double[] points = place(path);
    double pen = radius * scale * size / 2;
    paint(colour, points, pen + 1, (x, y) -> pen - edge(points, x, y, false));
  }

  /// Draws a circle with a round pen.
  void ring(double[] colour, double pen, double centreX, double centreY, double radius) {
    double[] open = circle(centreX, centreY, radius, radius);
    double[] closed = Arrays.copyOf(open, open.length + 2);
    closed[open.length] = open[0];
    closed[open.length + 1] = open[1];
    stroke(colour, pen, closed);
  }

  static double[] circle(double centreX, double centreY, double radiusX, double radiusY) {
    double[] corners = new double[64];
    for (int i = 0; i < 32; i++) {
      corners[2 * i] = centreX + radiusX * StrictMath.cos(Math.PI * i / 16);
      corners[2 * i + 1] = centreY + radiusY * StrictMath.sin(Math.PI * i / 16);
    }
    return corners;
  }

  /// The picture, channel by channel, row by row; not a copy.
  double[] pixels() {
    return pixels;
  }

  private interface Depth {
    /// How far a point in pixels lies within what is painted; negative outside.
    double at(double x, double y);
  }

  private double[] place(double[] plane) {
    double[] points = new double[plane.length];
    for (int i = 0; i < plane.length; i += 2) {
      double x = scale * (cosine * plane[i] + sine * plane[i + 1]) + shiftX;
      double y = scale * (cosine * plane[i + 1] - sine * plane[i]) + shiftY;
      points[i] = (x + 1) * size / 2;
      points[i + 1] = (y + 1) * size / 2;
    }
    return points;
  }

  private void paint(double[] colour, double[] points, double reach, Depth depth) {
    double[] box = {size, size, 0, 0};
    for (int i = 0; i < points.length; i += 2) {
      box[0] = Math.min(box[0], points[i] - reach);
      box[1] = Math.min(box[1], points[i + 1] - reach);
      box[2] = Math.max(box[2], points[i] + reach);
      box[3] = Math.max(box[3], points[i + 1] + reach);
    }
    for (int row = (int) Math.max(0, Math.floor(box[1])); row < Math.min(size, box[3]); row++) {
      for (int column = (int) Math.max(0, Math.floor(box[0])); column < Math.min(size, box[2]); column++) {
        double cover = Math.clamp(0.5 + depth.at(column + 0.5, row + 0.5), 0, 1);
        for (int c = 0; c < 3 && cover > 0; c++) {
          int at = (c * size + row) * size + column;
          pixels[at] += cover * (colour[c] - pixels[at]);
        }
      }
    }
  }

  /// Whether a ray to the right crosses the edge an odd number of times.
  private static boolean inside(double[] points, double x, double y) {
    boolean inside = false;
    for (int i = 0; i < points.length; i += 2) {
      int next = (i + 2) % points.length;
      if (points[i + 1] > y != points[next + 1] > y) {
        double share = (y - points[i + 1]) / (points[next + 1] - points[i + 1]);
        inside ^= x < points[i] + share * (points[next] - points[i]);
      }
    }
    return inside;
  }

  private static double edge(double[] points, double x, double y, boolean closed) {
    double nearest = Double.POSITIVE_INFINITY;
    int last = closed ? points.length : points.length - 2;
    for (int i = 0; i < last; i += 2) {
      int next = (i + 2) % points.length;
      nearest = Math.min(nearest,
          StrokeRaster.distance(x, y, points[i], points[i + 1], points[next], points[next + 1]));
    }
    return nearest;
  }
}
