package scrutable.lessons.understood.greenblack;

import scrutable.autograd.Graph;
import scrutable.lessons.figure.Contour;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// The line along which a network of two inputs thinks that both classes are equally likely.
final class GreenBlackBoundary {
  /// The part of the plane that is looked at, in every direction.
  static final double EDGE = 3;

  private static final int CELLS = 120;

  private GreenBlackBoundary() {}

  /// How many times as long the green line is as the black one, where classes overlap.
  static double lengthRatio(GreenBlackExperiment run) {
    return of(run.green().network()).length() / of(run.black().network()).length();
  }

  static Contour of(Module network) {
    return Contour.of((xs, ys) -> {
      float[] grid = new float[2 * xs.length * ys.length];
      for (int i = 0; i < grid.length / 2; i++) {
        grid[2 * i] = (float) xs[i % xs.length];
        grid[2 * i + 1] = (float) ys[i / xs.length];
      }
      Tensor logits = Graph.withoutRecording(
          () -> network.forward(Tensor.wrap(grid, grid.length / 2, 2))).value();       // (places, 2)
      double[] difference = logits.select(1, 1).sub(logits.select(1, 0)).toDoubleArray();
      double[][] values = new double[ys.length][xs.length];
      for (int i = 0; i < difference.length; i++) {
        values[i / xs.length][i % xs.length] = difference[i];
      }
      return values;
    }, 0, -EDGE, EDGE, -EDGE, EDGE, CELLS);
  }
}
