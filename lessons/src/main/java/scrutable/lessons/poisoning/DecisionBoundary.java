package scrutable.lessons.poisoning;

import scrutable.attacks.DecisionAccess;
import scrutable.lessons.figure.Contour;
import scrutable.lessons.figure.Series;
import scrutable.tensor.Tensor;

/// The line between two classes in the plane, from answers on a fine grid.
///
/// An answer is one class or the other, so the line is known to a cell only. It is drawn through the middle of what the
/// answers leave open: where the share of the first class among neighbouring cells, weighted 1 2 1 in each direction,
/// is one half. Drawn along the edges of the cells, it would look like a staircase.
public final class DecisionBoundary {
  private static final int CELLS = 150;

  private DecisionBoundary() {}

  /// A curve of many short pieces, with gaps between them.
  public static Series of(String name, DecisionAccess victim, double left, double right, double bottom, double top) {
    double halfWidth = (right - left) / CELLS / 2;
    double halfHeight = (top - bottom) / CELLS / 2;
    return Contour.of((xs, ys) -> smooth(firstClass(victim, xs, ys)), 0.5, left + halfWidth, right - halfWidth,
        bottom + halfHeight, top - halfHeight, CELLS - 1).series(name);
  }

  /// 1 where the victim answers with the first class, else 0; by row and column.
  private static double[][] firstClass(DecisionAccess victim, double[] xs, double[] ys) {
    float[] points = new float[2 * xs.length * ys.length];
    for (int i = 0; i < xs.length * ys.length; i++) {
      points[2 * i] = (float) xs[i % xs.length];
      points[2 * i + 1] = (float) ys[i / xs.length];
    }
    int[] answers = victim.labels(Tensor.wrap(points, xs.length * ys.length, 2));
    double[][] first = new double[ys.length][xs.length];
    for (int i = 0; i < answers.length; i++) {
      first[i / xs.length][i % xs.length] = answers[i] == 0 ? 1 : 0;
    }
    return first;
  }

  private static double[][] smooth(double[][] values) {
    return alongColumns(alongRows(values));
  }

  private static double[][] alongRows(double[][] values) {
    double[][] smooth = new double[values.length][values[0].length];
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[0].length; column++) {
        double before = values[row][Math.max(column - 1, 0)];
        double after = values[row][Math.min(column + 1, values[0].length - 1)];
        smooth[row][column] = (before + 2 * values[row][column] + after) / 4;
      }
    }
    return smooth;
  }

  private static double[][] alongColumns(double[][] values) {
    double[][] smooth = new double[values.length][values[0].length];
    for (int row = 0; row < values.length; row++) {
      double[] before = values[Math.max(row - 1, 0)];
      double[] after = values[Math.min(row + 1, values.length - 1)];
      for (int column = 0; column < values[0].length; column++) {
        smooth[row][column] = (before[column] + 2 * values[row][column] + after[column]) / 4;
      }
    }
    return smooth;
  }
}
