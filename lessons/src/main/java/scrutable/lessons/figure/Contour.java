package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// The line along which a function of two variables has a given value, such as a decision boundary.
///
/// Found by marching squares: each cell of a grid has four corners, above or below the level. The line
/// crosses those of its sides whose ends differ, where a straight line between the two values would reach the
/// level. Two crossings are joined; four are a saddle, joined by the value in the middle. Source: Lorensen,
/// Cline, "Marching cubes" (1987), one dimension lower.
///
/// @param x the ends of the pieces of the line, two by two, with NaN between pieces
/// @param y likewise
public record Contour(double[] x, double[] y) {
  /// A function of the plane.
  @FunctionalInterface
  public interface Surface {
    /// The value at each place of a grid: `values[row][column]` at `(xs[column], ys[row])`.
    double[][] values(double[] xs, double[] ys);
  }

  /// The contour of a surface over a rectangle.
  ///
  /// @param cells how many cells the grid has in each direction
  public static Contour of(Surface surface, double level, double fromX, double toX, double fromY, double toY,
      int cells) {
    double[] xs = places(fromX, toX, cells);
    double[] ys = places(fromY, toY, cells);
    double[][] values = surface.values(xs, ys);
    List<double[]> pieces = new ArrayList<>();
    for (int row = 0; row < cells; row++) {
      for (int column = 0; column < cells; column++) {
        march(xs, ys, values, level, row, column, pieces);
      }
    }
    double[] x = new double[3 * pieces.size()];
    double[] y = new double[3 * pieces.size()];
    for (int i = 0; i < pieces.size(); i++) {
      double[] piece = pieces.get(i);
      x[3 * i] = piece[0];
      y[3 * i] = piece[1];
      x[3 * i + 1] = piece[2];
      y[3 * i + 1] = piece[3];
      x[3 * i + 2] = Double.NaN;
      y[3 * i + 2] = Double.NaN;
    }
    return new Contour(x, y);
  }

  private static double[] places(double from, double to, int cells) {
    double[] places = new double[cells + 1];
    for (int i = 0; i <= cells; i++) {
      places[i] = from + (to - from) * i / cells;
    }
    return places;
  }

  /// Adds the pieces `{x0, y0, x1, y1}` within one cell. Crossings come in the order bottom, right, top,
  /// left.
  private static void march(double[] xs, double[] ys, double[][] values, double level, int row, int column,
      List<double[]> pieces) {
    int[][] corners = {{row, column}, {row, column + 1}, {row + 1, column + 1}, {row + 1, column}};
    List<double[]> crossings = new ArrayList<>();
    double middle = 0;
    for (int side = 0; side < 4; side++) {
      int[] a = corners[side];
      int[] b = corners[(side + 1) % 4];
      double atA = values[a[0]][a[1]] - level;
      double atB = values[b[0]][b[1]] - level;
      middle += atA / 4;
      if (atA > 0 != atB > 0) {
        double part = atA / (atA - atB);
        crossings.add(new double[] {
            xs[a[1]] + part * (xs[b[1]] - xs[a[1]]), ys[a[0]] + part * (ys[b[0]] - ys[a[0]])});
      }
    }
    if (crossings.size() == 2) {
      pieces.add(piece(crossings.get(0), crossings.get(1)));
    } else if (crossings.size() == 4) {
      // The first corner is cut off by bottom and left, unless the middle belongs to it.
      boolean joined = middle > 0 == values[row][column] - level > 0;
      pieces.add(piece(crossings.get(0), crossings.get(joined ? 1 : 3)));
      pieces.add(piece(crossings.get(2), crossings.get(joined ? 3 : 1)));
    }
  }

  private static double[] piece(double[] from, double[] to) {
    return new double[] {from[0], from[1], to[0], to[1]};
  }

  /// The length of all pieces together, in the units of the axes.
  public double length() {
    double length = 0;
    for (int i = 0; i < x.length; i += 3) {
      double dx = x[i + 1] - x[i];
      double dy = y[i + 1] - y[i];
      length += Math.sqrt(dx * dx + dy * dy);
    }
    return length;
  }

  /// The contour as a curve of a [ScatterPlot] or [LineChart].
  public Series series(String name) {
    return Series.line(name, x, y);
  }
}
