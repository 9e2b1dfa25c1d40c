package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How the ten digits are written: each has one or several styles, each style a few strokes of a pen.
///
/// Coordinates: x to the right, y down; a digit fills about `-0.3 <= x <= 0.3` and `-0.5 <= y <= 0.5`. Round
/// strokes are Catmull-Rom splines through the points given here, cut into short straight pieces.
final class GlyphStrokes {
  private static final int PIECES_BETWEEN_POINTS = 6;

  private static final List<List<Style>> DIGITS = List.of(
      List.of(
          new Style(loop(0, -.5, -.22, -.34, -.29, 0, -.22, .34, 0, .5, .22, .34, .29, 0, .22, -.34))),
      List.of(
          new Style(straight(0, -.5, 0, .5)),
          new Style(straight(-.17, -.3, .02, -.5, .02, .5)),
          new Style(straight(-.17, -.3, .02, -.5, .02, .5), straight(-.18, .5, .22, .5))),
      List.of(
          new Style(round(-.28, -.26, -.2, -.44, .03, -.5, .25, -.37, .22, -.1, -.04, .2, -.3, .5),
              straight(-.3, .5, .3, .48)),
          new Style(round(-.26, -.3, -.1, -.49, .13, -.47, .24, -.28, .1, .04, -.14, .36, -.26, .46,
              -.27, .32, -.1, .34, .1, .48, .3, .42))),
      List.of(
          new Style(round(-.26, -.4, -.02, -.5, .23, -.38, .21, -.15, -.06, -.03),
              round(-.06, -.03, .21, .05, .28, .27, .1, .48, -.14, .49, -.29, .37)),
          new Style(straight(-.25, -.49, .24, -.49, -.03, -.08),
              round(-.03, -.08, .22, .0, .27, .26, .08, .48, -.15, .48, -.28, .36))),
      List.of(
          new Style(straight(.1, -.5, -.31, .16, .32, .16), straight(.12, -.48, .12, .5)),
          new Style(straight(-.2, -.46, -.28, .04, .3, .02), straight(.2, -.48, .14, .5))),
      List.of(
          new Style(straight(.26, -.49, -.19, -.49, -.23, -.08),
              round(-.23, -.08, .02, -.16, .24, -.02, .27, .24, .1, .46, -.1, .5, -.28, .4))),
      List.of(
          new Style(round(.2, -.48, -.06, -.36, -.24, -.06, -.26, .26, -.12, .47, .1, .48, .26, .28, .16, .04,
              -.06, .03, -.25, .24))),
      List.of(
          new Style(straight(-.28, -.48, .28, -.48, -.08, .5)),
          new Style(straight(-.28, -.48, .28, -.48, -.08, .5), straight(-.16, .02, .22, .02))),
      List.of(
          new Style(loop(.2, -.38, 0, -.5, -.2, -.37, -.13, -.15, .12, .02, .26, .25, .02, .5, -.26, .26,
              -.12, .02, .13, -.15))),
      List.of(
          new Style(round(.23, -.3, .05, -.5, -.18, -.42, -.25, -.2, -.1, -.01, .12, -.08, .24, -.3),
              straight(.24, -.34, .16, .5)),
          new Style(round(.22, -.34, .02, -.5, -.2, -.4, -.22, -.14, -.02, .0, .18, -.14, .24, -.36),
              round(.24, -.36, .25, .06, .16, .38, -.04, .5, -.2, .44))));

  private GlyphStrokes() {}

  /// The ways to write a digit.
  static List<Style> of(int digit) {
    return DIGITS.get(digit);
  }

  /// One way to write a digit; each stroke is a chain of points `x0, y0, x1, y1, ...` joined by straight
  /// pieces.
  record Style(List<double[]> strokes) {
    Style(double[]... strokes) {
      this(List.of(strokes));
    }

    /// With one more stroke of straight pieces.
    Style and(double... stroke) {
      return new Style(Stream.concat(strokes.stream(), Stream.of(stroke)).toList());
    }
  }

  private static double[] straight(double... points) {
    return points;
  }

  private static double[] round(double... points) {
    return spline(points, false);
  }

  private static double[] loop(double... points) {
    return spline(points, true);
  }

  /// A curve through all points: between points 1 and 2 it is the cubic that leaves 1 parallel to the line
  /// from 0 to 2 and enters 2 parallel to the line from 1 to 3 (Catmull and Rom, 1974).
  private static double[] spline(double[] points, boolean closed) {
    int count = points.length / 2;
    int pieces = closed ? count : count - 1;
    List<Double> curve = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      for (int step = 0; step < PIECES_BETWEEN_POINTS; step++) {
        addPoint(curve, points, i, step / (double) PIECES_BETWEEN_POINTS, closed);
      }
    }
    addPoint(curve, points, pieces - 1, 1, closed);
    return curve.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void addPoint(List<Double> curve, double[] points, int i, double t, boolean closed) {
    for (int axis = 0; axis < 2; axis++) {
      double p0 = coordinate(points, i - 1, axis, closed);
      double p1 = coordinate(points, i, axis, closed);
      double p2 = coordinate(points, i + 1, axis, closed);
      double p3 = coordinate(points, i + 2, axis, closed);
      double linear = (p2 - p0) / 2;
      double square = p0 - 2.5 * p1 + 2 * p2 - 0.5 * p3;
      double cube = (p3 - p0) / 2 + 1.5 * (p1 - p2);
      curve.add(p1 + t * (linear + t * (square + t * cube)));
    }
  }

  /// An open curve repeats its end points, a closed one goes round.
  private static double coordinate(double[] points, int i, int axis, boolean closed) {
    int count = points.length / 2;
    int at = closed ? Math.floorMod(i, count) : Math.clamp(i, 0, count - 1);
    return points[2 * at + axis];
  }
}
