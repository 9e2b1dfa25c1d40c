package scrutable.lessons.understood.greenblack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.special.Special;

/// The same network from the same first weights, free and with a price on its weights, on two clouds of points that
/// overlap, and on the same points with classes that do not.
///
/// @param points what the networks of the overlapping classes learned from
/// @param apartPoints the same points with classes that are apart
/// @param shared how many points any two of the sets for training, for stopping and for judging have in common
/// @param green free, on overlapping classes; `cleanGreen` on classes that are apart
/// @param black with a price on its weights; likewise `cleanBlack`
record GreenBlackExperiment(Dataset points, Dataset apartPoints, int shared, Fit green, Fit black, Fit cleanGreen,
    Fit cleanBlack) {
  /// What the squares of the weights cost the black network; chosen once, before any of these runs.
  private static final double LEASH = 2e-3;

  private static final double SPREAD = 0.8;
  private static final int TEST = 5_000;
  private static final int VALIDATION = 500;
  private static final int HIDDEN = 64;
  private static final double LEARNING_RATE = 0.01;

  /// The error of the best line there can be, the straight one between the clouds: half of their distance is 1.
  static final double BAYES = Special.normalCdf(-1 / SPREAD);

  /// A trained network, and how it went.
  ///
  /// @param start       the length of all weights and biases before the first step
  /// @param steps       when errors were taken down
  /// @param trainErrors at these steps; the last is that of the finished network; likewise `validationErrors` and
  ///     `testErrors`
  record Fit(Module network, double start, double[] steps, double[] trainErrors, double[] validationErrors,
      double[] testErrors) {
    double trainError() {
      return trainErrors[trainErrors.length - 1];
    }

    double testError() {
      return testErrors[testErrors.length - 1];
    }

    /// Which of the looks had the smallest validation error, the first of several: where a careful user stops.
    int stop() {
      return IntStream.range(0, validationErrors.length).boxed()
          .min(Comparator.comparingDouble(i -> validationErrors[i])).orElseThrow();
    }

    /// The test error of the network that is kept when training stops there.
    double stoppedTestError() {
      return testErrors[stop()];
    }

    /// The share of all steps that are done until then.
    double stoppedAfter() {
      return steps[stop()] / steps[steps.length - 1];
    }

    /// The length of all weights and biases after training.
    double length() {
      return lengthOf(network);
    }
  }

  double gap() {
    return green.testError() - black.testError();
  }

  double cleanGap() {
    return cleanGreen.testError() - cleanBlack.testError();
  }

  /// The share of labels that differ between the two sets of points.
  double relabelled() {
    int[] overlapping = points.labels().toIntArray();
    int[] apart = apartPoints.labels().toIntArray();
    return (double) IntStream.range(0, apart.length).filter(i -> apart[i] != overlapping[i]).count() / apart.length;
  }

  /// By how much black differs from green in what should be the same: the first weights, and the number of steps.
  double unevenness() {
    return Math.abs(green.start - black.start) + Math.abs(green.steps[green.steps.length - 1]
        - black.steps[black.steps.length - 1]);
  }

  /// Which price the green networks pay for their weights: nothing, unless they are to be spoiled.
  record Prices(double green, double cleanGreen) {
    static final Prices FREE = new Prices(0, 0);
    /// Green is as black.
    static final Prices DISARMED = new Prices(LEASH, LEASH);
    /// The control compares black with black.
    static final Prices SHAM = new Prices(0, LEASH);
  }

  /// What is learned from, what says when to stop, and what judges.
  private record Data(Dataset train, Dataset validation, Dataset test) {
    Data apart() {
      return new Data(apart(train), apart(validation), apart(test));
    }

    /// The same points, each with the class of the nearer centre: nothing overlaps any more.
    private static Dataset apart(Dataset data) {
      int[] labels = new int[data.size()];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = data.inputs().get(i, 0) > 0 ? 0 : 1;
      }
      return data.withLabels(Tensor.wrap(labels, labels.length));
    }
  }

  /// Draws the points and trains all four networks.
  static GreenBlackExperiment of(int points, int steps, Prices prices, Rng rng, Progress progress) {
    Data data = new Data(Blobs.generate(points, 2, SPREAD, rng.split("train")),
        Blobs.generate(VALIDATION, 2, SPREAD, rng.split("validation")),
        Blobs.generate(TEST, 2, SPREAD, rng.split("test")));
    Data apart = data.apart();
    Rng initial = rng.split("networks");
    return new GreenBlackExperiment(data.train, apart.train, data.train.countSharedWith(data.validation)
        + data.train.countSharedWith(data.test) + data.validation.countSharedWith(data.test),
        fit(data, steps, prices.green, initial, progress),
        fit(data, steps, LEASH, initial, progress),
        fit(apart, steps, prices.cleanGreen, initial, progress),
        fit(apart, steps, LEASH, initial, progress));
  }

  private static Module network(Rng rng) {
    return new Sequential(new Linear(2, HIDDEN, rng), new Relu(), new Linear(HIDDEN, HIDDEN, rng), new Relu(),
        new Linear(HIDDEN, 2, rng));
  }

  static long parameterCount() {
    return network(Rng.seed(0)).parameterCount();
  }

  //: code fit
  /// Trains on all points at once; from the middle on the learning rate fades.
  private static Fit fit(Data data, int steps, double leash, Rng rng, Progress progress) {
    Module network = network(rng.split("initialise"));
    double start = lengthOf(network);
    Set<Long> looks = looks(steps);
    List<double[]> seen = new ArrayList<>();
    TrainingSettings settings = TrainingSettings.ofSteps(steps)
        .withRate(step -> LEARNING_RATE * Math.min(1, 2.0 * (steps - step.number()) / steps))
        .withProgress(progress, "training one network")
        .afterEachStep(report -> {
          long done = report.step().number() + 1;
          if (looks.contains(done)) {
            seen.add(new double[] {done, error(network, data.train), error(network, data.validation),
                error(network, data.test)});
          }
        });
    new TrainingLoop(network, new Adam(network.parameters(), LEARNING_RATE), settings, rng)
        .run(() -> loss(network, data.train, leash));
    return new Fit(network, start, column(seen, 0), column(seen, 1), column(seen, 2), column(seen, 3));
  }

  /// The cross-entropy, and the price of the squares of all weights and biases.
  private static Variable loss(Module network, Dataset train, double leash) {
    Variable loss = Losses.crossEntropy(network.forward(train.inputs()), train.labels());
    for (Variable parameter : network.parameters()) {
      loss = leash == 0 ? loss : loss.add(parameter.square().sum().mul(leash));
    }
    return loss;
  }
  //: end

  /// Errors are taken down after 10 steps, then each time when about a third more are done, and at the end.
  private static Set<Long> looks(long steps) {
    Set<Long> looks = new HashSet<>(Set.of(steps));
    for (long next = 10; next < steps; next = Math.max(next + 1, (long) (next * 1.3))) {
      looks.add(next);
    }
    return looks;
  }

  private static double lengthOf(Module network) {
    return Math.sqrt(network.parameters().stream().mapToDouble(p -> p.value().square().sum().item()).sum());
  }

  private static double error(Module network, Dataset data) {
    return 1 - Metrics.accuracy(network, data, data.size());
  }

  private static double[] column(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).toArray();
  }
}
