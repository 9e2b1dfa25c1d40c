package scrutable.lessons.reality.lossspikes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.autograd.HessianEigenpair;
import scrutable.autograd.Variable;
import scrutable.lessons.reality.lossspikes.LossSpikesExperiment.Problem;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A run of full-batch gradient descent, with the sharpness of the loss measured on the way.
///
/// The sharpness is the largest eigenvalue of the Hessian of the loss. On a quadratic with curvature `l`,
/// each step of length `eta` multiplies the distance to the minimum by `1 - eta l`; it shrinks only if `l < 2
/// / eta`.
///
/// @param losses before each step, and after the last
/// @param sharpness every `INTERVAL` steps, from step 0 on
/// @param rates the learning rate of each step
/// @param distance from the first weights to the last
record LossSpikesDescent(double[] losses, double[] sharpness, double[] rates, double distance) {
  /// Steps between two measurements of the sharpness.
  static final int INTERVAL = 20;
  private static final int FIRST_ITERATIONS = 50;
  private static final int ITERATIONS = 8;
  private static final int HIDDEN = 64;

  //: code descend
  /// Descends with the given learning rate for each step. The first weights depend on `rng` only.
  static LossSpikesDescent run(Problem problem, double[] rates, Rng rng) {
    Module network = network(problem.inputs().size(1), rng.split("weights"));
    double[] first = weights(network);
    double[] losses = new double[rates.length + 1];
    Sharpness sharpness = new Sharpness(network, problem, rng);
    TrainingSettings settings = TrainingSettings.ofSteps(rates.length)
        .withSchedule(step -> rates[(int) step])
        .beforeEachStep(step -> sharpness.look(step.number()))
        .afterEachStep(report -> losses[(int) report.step().number()] = report.loss());
    new TrainingLoop(network, new Sgd(network.parameters(), rates[0]), settings, rng)
        .run(() -> loss(network, problem));
    losses[rates.length] = loss(network, problem).item();
    return new LossSpikesDescent(losses, sharpness.values.stream().mapToDouble(value -> value).toArray(), rates,
        distance(first, weights(network)));
  }
  //: end

  private static double[] weights(Module network) {
    return network.parameters().stream().flatMapToDouble(each -> Arrays.stream(each.value().toDoubleArray())).toArray();
  }

  private static double distance(double[] one, double[] other) {
    return Math.sqrt(IntStream.range(0, one.length).mapToDouble(i -> (one[i] - other[i]) * (one[i] - other[i])).sum());
  }

  private static Module network(int inputs, Rng rng) {
    return new Sequential(new Linear(inputs, HIDDEN, rng), new Tanh(), new Linear(HIDDEN, HIDDEN, rng), new Tanh(),
        new Linear(HIDDEN, 1, rng));
  }

  private static Variable loss(Module network, Problem problem) {
    return Losses.mse(network.forward(problem.inputs()), problem.targets());
  }

  /// Measures the sharpness now and then. Power iteration starts from the last eigenvector found, so that a few
  /// products suffice.
  private static final class Sharpness {
    private final Module network;
    private final Problem problem;
    private final List<Double> values = new ArrayList<>();
    private List<Tensor> direction;

    Sharpness(Module network, Problem problem, Rng rng) {
      this.network = network;
      this.problem = problem;
      this.direction = network.parameters().stream()
          .map(each -> rng.split("direction").normal(each.shape())).toList();
    }

    void look(long step) {
      if (step % INTERVAL == 0) {
        HessianEigenpair largest = HessianEigenpair.largest(() -> loss(network, problem), network.parameters(),
            direction, step == 0 ? FIRST_ITERATIONS : ITERATIONS);
        direction = largest.vector();
        values.add(largest.value());
      }
    }
  }

  /// The first step at which the sharpness was measured to be at least `2 / rate` of that step, or else the
  /// number of steps.
  int edge() {
    for (int i = 0; i < sharpness.length; i++) {
      if (sharpness[i] * rates[i * INTERVAL] >= 2) {
        return i * INTERVAL;
      }
    }
    return rates.length;
  }

  /// The share of the steps `from <= step < to` after which the loss was higher than before; 0 of none.
  double risingShare(int from, int to) {
    int end = Math.min(to, rates.length);
    int rising = 0;
    for (int step = from; step < end; step++) {
      rising += losses[step + 1] > losses[step] ? 1 : 0;
    }
    return from < end ? (double) rising / (end - from) : 0;
  }

  /// How many times its least value before the loss ever is: 1 if it only falls.
  double spike() {
    double least = losses[0];
    double spike = 1;
    for (double loss : losses) {
      least = Math.min(least, loss);
      spike = Math.max(spike, loss / least);
    }
    return spike;
  }

  /// The mean of the sharpness from step `from` on, in units of `2 / rate`.
  double relativeSharpness(int from, double rate) {
    return Arrays.stream(sharpness, (from + INTERVAL - 1) / INTERVAL, sharpness.length).average().orElseThrow()
        * rate / 2;
  }

  /// The loss after the steps `from <= step < to` as a share of that before.
  double fall(int from, int to) {
    return losses[Math.min(to, rates.length)] / losses[from];
  }

  /// The last loss as a share of the first.
  double finalLoss() {
    return losses[losses.length - 1] / losses[0];
  }
}
