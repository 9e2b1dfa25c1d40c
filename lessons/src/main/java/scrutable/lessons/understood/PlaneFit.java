package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.figure.Contour;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network that was trained to tell two classes of points in the plane apart, and how it went.
///
/// @param steps       when errors were taken down
/// @param trainErrors at these steps; the last is that of the finished network; likewise `testErrors`
/// @param boundary    where it thinks that both classes are equally likely
record PlaneFit(double[] steps, double[] trainErrors, double[] testErrors, Contour boundary) {
  /// What the squares of the weights cost the black network; chosen once, before any of these runs.
  static final double LEASH = 2e-3;

  /// The part of the plane that is drawn, in every direction.
  static final double EDGE = 3;

  private static final int HIDDEN = 64;
  private static final int CELLS = 120;
  private static final double LEARNING_RATE = 0.01;

  private static Module network(Rng rng) {
    return new Sequential(new Linear(2, HIDDEN, rng), new Relu(), new Linear(HIDDEN, HIDDEN, rng), new Relu(),
        new Linear(HIDDEN, 2, rng));
  }

  static long parameterCount() {
    return network(Rng.seed(0)).parameterCount();
  }

  /// Trains on all points at once.
  ///
  /// @param leash the price of the squares of all weights and biases, added to the cross-entropy
  static PlaneFit of(Dataset train, Dataset test, int steps, double leash, Rng rng, Progress progress) {
    Module network = network(rng.split("initialise"));
    Adam optimizer = new Adam(network.parameters(), LEARNING_RATE);
    List<double[]> notes = new ArrayList<>();
    int next = 10;
    for (int step = 1; step <= steps; step++) {
      double fading = Math.min(1, 2.0 * (steps - step + 1) / steps);     // from the middle on
      optimizer.setLearningRate(LEARNING_RATE * fading);
      Variable loss = Losses.crossEntropy(network.forward(train.inputs()), train.labels());
      for (Variable parameter : network.parameters()) {
        loss = leash == 0 ? loss : loss.add(parameter.square().sum().mul(leash));
      }
      optimizer.step(Gradients.of(loss, network.parameters()));
      if (step == next || step == steps) {
        notes.add(new double[] {step, error(network, train), error(network, test)});
        next = Math.max(next + 1, (int) (next * 1.3));
        progress.update("training one network", step, steps);
      }
    }
    return new PlaneFit(column(notes, 0), column(notes, 1), column(notes, 2), boundary(network));
  }

  private static double error(Module network, Dataset data) {
    return 1 - Metrics.accuracy(network, data, data.size());
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }

  private static Contour boundary(Module network) {
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

  double trainError() {
    return trainErrors[trainErrors.length - 1];
  }

  double testError() {
    return testErrors[testErrors.length - 1];
  }

  /// The smallest test error of all that were taken down: what stopping in time could have had at best.
  double bestTestErrorOnTheWay() {
    double best = 1;
    for (double error : testErrors) {
      best = Math.min(best, error);
    }
    return best;
  }
}
