package scrutable.nn.data.generate;

import java.util.Arrays;

/// A plane shape, known by its cumulative area: how much of it lies left of `x` and above `y`.
///
/// With that one function the share of a pixel that the shape covers is exact, as sums over rectangles are in
/// an integral image: `F(right, bottom) - F(left, bottom) - F(right, top) + F(left, top)`.
sealed interface ShapeArea {

  /// The area of the part of the shape with `X <= x` and `Y <= y` (y grows downwards).
  double upTo(double x, double y);

  /// The shape of a geometry, made smaller by moving its edge inwards by `inset` pixels; empty if nothing is
  /// left.
  static ShapeArea of(Shapes.Geometry place, boolean inverted, double inset) {
    double half = place.height() / 2;
    double up = inverted ? -1 : 1;
    return switch (place.kind()) {
      case DISC -> new Disc(place.centreX(), place.centreY(), Math.max(0, half - inset));
      case SQUARE -> {
        double s = Math.max(0, half - inset);
        yield polygon(place, place.centreY(), new double[] {-s, -s, s, -s, s, s, -s, s});
      }
      case DIAMOND -> {
        double s = Math.max(0, half - inset * Math.sqrt(2));
        yield polygon(place, place.centreY(), new double[] {0, -s, s, 0, 0, s, -s, 0});
      }
      case TRIANGLE -> {
        // Inwards, a triangle shrinks about the centre of its inscribed circle, which touches the base.
        double radius = 2 * half / (1 + Math.sqrt(5));
        double shrink = Math.max(0, 1 - inset / radius);
        double s = half * shrink;
        double apex = up * (-half - (half - radius)) * shrink;
        double base = up * radius * shrink;
        double centreY = place.centreY() + up * (half - radius);
        yield polygon(place, centreY, new double[] {0, apex, s, base, -s, base});
      }
    };
  }

  private static ShapeArea polygon(Shapes.Geometry place, double centreY, double[] corners) {
    for (int i = 0; i < corners.length; i += 2) {
      corners[i] += place.centreX();
      corners[i + 1] += centreY;
    }
    return new Polygon(corners);
  }

  /// The covered share of each pixel of a picture, row by row.
  static double[] perPixel(ShapeArea shape, int size) {
    int corners = size + 1;
    double[] cumulative = new double[corners * corners];
    for (int row = 0; row < corners; row++) {
      for (int column = 0; column < corners; column++) {
        cumulative[row * corners + column] = shape.upTo(column, row);
      }
    }
    double[] covered = new double[size * size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        int at = row * corners + column;
        covered[row * size + column] =
            cumulative[at + corners + 1] - cumulative[at + corners] - cumulative[at + 1] + cumulative[at];
      }
    }
    return covered;
  }

  /// A disc. Above a horizontal line its area is an integral of `h(t) = sqrt(r^2 - t^2)`, half the height of
  /// the disc at `t` from its middle.
  record Disc(double centreX, double centreY, double radius) implements ShapeArea {
    @Override
    public double upTo(double x, double y) {
      double right = Math.clamp(x - centreX, -radius, radius);
      double below = Math.clamp(y - centreY, -radius, radius);
      double chord = Math.sqrt(radius * radius - below * below); // half of it
      double end = Math.clamp(right, -chord, chord);
      double underArc = halfHeightIntegral(end) - halfHeightIntegral(-chord);
      double strip = below * (end + chord);
      return below < 0 ? underArc + strip : 2 * halfHeightIntegral(right) - (underArc - strip);
    }

    /// The integral of `h` from the left end of the disc to `t`.
    private double halfHeightIntegral(double t) {
      if (radius == 0) {
        return 0;
      }
      double square = radius * radius;
      return (t * Math.sqrt(Math.max(0, square - t * t)) + square * StrictMath.asin(t / radius)) / 2
          + Math.PI * square / 4;
    }
  }

  /// A convex polygon with the corners `x0, y0, x1, y1, ...`.
  record Polygon(double[] corners) implements ShapeArea {
    @Override
    public double upTo(double x, double y) {
      return area(cut(cut(corners, 0, x), 1, y));
    }

    /// The part of a polygon whose coordinate on an axis is at most `limit` (Sutherland and Hodgman, 1974).
    private static double[] cut(double[] points, int axis, double limit) {
      double[] kept = new double[2 * points.length];
      int length = 0;
      for (int i = 0; i < points.length; i += 2) {
        int next = (i + 2) % points.length;
        double here = points[i + axis] - limit;
        double there = points[next + axis] - limit;
        if (here <= 0) {
          kept[length++] = points[i];
          kept[length++] = points[i + 1];
        }
        if ((here < 0 && there > 0) || (here > 0 && there < 0)) {
          double t = here / (here - there);
          kept[length++] = points[i] + t * (points[next] - points[i]);
          kept[length++] = points[i + 1] + t * (points[next + 1] - points[i + 1]);
        }
      }
      return Arrays.copyOf(kept, length);
    }

    /// Half the sum of the cross products of neighbouring corners (Meister, 1769; the shoelace formula).
    private static double area(double[] points) {
      double twice = 0;
      for (int i = 0; i < points.length; i += 2) {
        int next = (i + 2) % points.length;
        twice += points[i] * points[next + 1] - points[next] * points[i + 1];
      }
      return Math.abs(twice) / 2;
    }
  }
}
