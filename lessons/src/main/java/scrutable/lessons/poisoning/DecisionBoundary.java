package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.DecisionAccess;
import scrutable.lessons.figure.Series;
import scrutable.tensor.Tensor;

/// The line between two classes in the plane: the edges between the cells of a fine grid whose answers differ.
public final class DecisionBoundary {
  private static final int CELLS = 150;

  private DecisionBoundary() {}

  /// A curve of many short pieces, with gaps between them.
  public static Series of(String name, DecisionAccess victim, double left, double right, double bottom, double top) {
    int[] answers = answers(victim, left, right, bottom, top);
    double width = (right - left) / CELLS;
    double height = (top - bottom) / CELLS;
    List<double[]> pieces = new ArrayList<>();
    for (int row = 0; row < CELLS; row++) {
      for (int column = 0; column < CELLS; column++) {
        double x = left + column * width;
        double y = bottom + row * height;
        int here = answers[row * CELLS + column];
        if (column > 0 && here != answers[row * CELLS + column - 1]) {
          pieces.add(new double[] {x, y, x, y + height});
        }
        if (row > 0 && here != answers[(row - 1) * CELLS + column]) {
          pieces.add(new double[] {x, y, x + width, y});
        }
      }
    }
    double[] xs = new double[3 * pieces.size()];
    double[] ys = new double[3 * pieces.size()];
    for (int i = 0; i < pieces.size(); i++) {
      double[] piece = pieces.get(i);
      xs[3 * i] = piece[0];
      ys[3 * i] = piece[1];
      xs[3 * i + 1] = piece[2];
      ys[3 * i + 1] = piece[3];
      xs[3 * i + 2] = Double.NaN;
      ys[3 * i + 2] = Double.NaN;
    }
    return Series.line(name, xs, ys);
  }

  private static int[] answers(DecisionAccess victim, double left, double right, double bottom, double top) {
    float[] centres = new float[2 * CELLS * CELLS];
    for (int i = 0; i < CELLS * CELLS; i++) {
      centres[2 * i] = (float) (left + (i % CELLS + 0.5) * (right - left) / CELLS);
      centres[2 * i + 1] = (float) (bottom + (i / CELLS + 0.5) * (top - bottom) / CELLS);
    }
    return victim.labels(Tensor.wrap(centres, CELLS * CELLS, 2));
  }
}
