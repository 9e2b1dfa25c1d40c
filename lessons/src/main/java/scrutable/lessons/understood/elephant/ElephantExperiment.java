package scrutable.lessons.understood.elephant;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Gradient descent finds the coefficients of the elephant from points of its outline, and those of another animal; a
/// network fits the elephant as well. Distances are shares of the width of what is fitted.
///
/// @param found   all twenty coefficients of the elephant
/// @param other   the distance of the eight largest coefficients of an animal of twenty random ones; `whole` of all
/// @param network the distance of a network's curve; NaN if none was trained, as it takes longer than all else
record ElephantExperiment(double[] found, double other, double whole, double network) {
  static final double[] LIFTS = {-1, -0.5, 0, 0.5, 1};
  static final int STEPS = 100;
  private static final int POINTS = 200;
  private static final int WAVES = 2 * ElephantOutline.HARMONICS;
  static final ElephantOutline ELEPHANT = ElephantOutline.of(ElephantOutline.coefficients(), POINTS);

  /// Fits the elephant and another animal.
  ///
  /// @param networkSteps how long a network is trained; 0 for none
  /// @param animalSteps  how long the other animal is fitted
  static ElephantExperiment of(int networkSteps, int animalSteps, Rng rng) {
    double[] random = rng.split("another animal").normalAround(0, 25, 2 * WAVES).toDoubleArray();
    ElephantOutline animal = ElephantOutline.of(random, POINTS);
    double[] ofAnimal = fit(animal, animalSteps, rng.split("another start"));
    return new ElephantExperiment(fit(ELEPHANT, STEPS, rng.split("start")),
        distance(ElephantOutline.of(largest(ofAnimal, 8), POINTS), animal),
        distance(ElephantOutline.of(ofAnimal, POINTS), animal),
        networkSteps == 0 ? Double.NaN : fitNetwork(networkSteps, rng.split("network")));
  }

  //: code fit
  /// All coefficients at once, from a random start, by gradient descent on the mean squared distance.
  static double[] fit(ElephantOutline outline, int steps, Rng rng) {
    Variable waves = Variable.constant(Tensor.wrap(ElephantOutline.waves(POINTS), POINTS, WAVES));
    Tensor points = points(outline);                                                   // (200, 2)
    Parameter coefficients = new Parameter(rng.normalAround(0, 10, WAVES, 2).to(DType.FLOAT64));  // (10, 2)
    new TrainingLoop(new Sgd(List.of(coefficients), 0.5), TrainingSettings.ofSteps(steps), rng)
        .run(() -> Losses.mse(waves.matmul(coefficients), points));
    return coefficients.value().t().contiguous().toDoubleArray();
  }

  /// The coefficients with all but the largest few set to zero. Waves do not share what they explain, so leaving
  /// the smallest out is the best that can be done with fewer.
  static double[] largest(double[] coefficients, int numbers) {
    int[] order = IntStream.range(0, coefficients.length).boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(coefficients[i]))).limit(numbers).mapToInt(i -> i).toArray();
    double[] kept = new double[coefficients.length];
    for (int i : order) {
      kept[i] = coefficients[i];
    }
    return kept;
  }
  //: end

  private static Tensor points(ElephantOutline outline) {
    double[] points = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      points[2 * i] = outline.x()[i];
      points[2 * i + 1] = outline.y()[i];
    }
    return Tensor.wrap(points, POINTS, 2);
  }

  private static Module network(Rng rng) {
    return new Sequential(new Linear(2, 32, rng), new Tanh(), new Linear(32, 32, rng), new Tanh(),
        new Linear(32, 2, rng));
  }

  static long networkParameters() {
    return network(Rng.seed(0)).parameterCount();
  }

  /// The distance of a network from `(cos t, sin t)` to the outline, which it sees in units of a hundred.
  private static double fitNetwork(int steps, Rng rng) {
    Module network = network(rng);
    Tensor circle = Tensor.wrap(ElephantOutline.waves(POINTS), POINTS, WAVES).slice(1, 0, 2)
        .to(DType.FLOAT32).contiguous();
    Tensor targets = points(ELEPHANT).div(100).to(DType.FLOAT32);
    TrainingSettings settings = TrainingSettings.ofSteps(steps)
        .withRate(step -> 0.01 * (steps - step.number()) / steps);
    new TrainingLoop(network, new Adam(network.parameters(), 0.01), settings, rng)
        .run(() -> Losses.mse(network.forward(circle), targets));
    double meanSquare = 2 * Losses.mse(network.forward(circle), targets).item();       // of a distance, not a number
    return 100 * Math.sqrt(meanSquare) / ELEPHANT.width();
  }

  /// The curve of the largest few of the coefficients that were found.
  ElephantOutline outline(int numbers) {
    return ElephantOutline.of(largest(found, numbers), POINTS);
  }

  double distance(int numbers) {
    return distance(outline(numbers), ELEPHANT);
  }

  private static double distance(ElephantOutline fitted, ElephantOutline outline) {
    return fitted.distance(outline) / outline.width();
  }

  /// The largest coefficient that is set to zero, in units of the smallest that is kept: at most 1, or else fewer
  /// numbers would have done better.
  double leftOut(int numbers) {
    double[] kept = largest(found, numbers);
    double smallest = Arrays.stream(kept).map(Math::abs).filter(each -> each > 0).min().orElseThrow();
    return IntStream.range(0, kept.length).filter(i -> kept[i] == 0).mapToDouble(i -> Math.abs(found[i])).max()
        .orElseThrow() / smallest;
  }

  /// How far the farthest of the largest few coefficients is from that of the elephant.
  double coefficientError(int numbers) {
    double[] kept = largest(found, numbers);
    double[] right = ElephantOutline.coefficients();
    return IntStream.range(0, right.length).mapToDouble(i -> Math.abs(kept[i] - right[i])).max().orElseThrow();
  }

  /// How far the fifth parameter moves the tip of the trunk at most, and how far the rest of the elephant.
  record Wiggle(double tip, double rest) {}

  static Wiggle wiggle() {
    double tip = 0;
    double rest = 0;
    for (double lift : LIFTS) {
      ElephantOutline moved = ELEPHANT.wiggled(lift);
      for (int i = 0; i < POINTS; i++) {
        double by = Math.abs(moved.y()[i] - ELEPHANT.y()[i]) / ELEPHANT.width();
        boolean isTrunk = ELEPHANT.x()[i] > ElephantOutline.TRUNK;
        tip = isTrunk ? Math.max(tip, by) : tip;
        rest = isTrunk ? rest : Math.max(rest, by);
      }
    }
    return new Wiggle(tip, rest);
  }
}
