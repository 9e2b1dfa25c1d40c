package scrutable.lessons.understood.losses;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The constant that is best for all salaries and the line that is best for all points, each found by gradient descent
/// twice: on squares, and on absolute values.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, section 18.4.2.
///
/// @param skewed    salaries with a long tail; `symmetric` without
/// @param wild      points a tenth of which are wild; `tame` without those
record LossesExperiment(Constants skewed, Constants symmetric, Lines wild, Lines tame) {
  static final double SLOPE = 2;
  private static final int SALARIES = 401;
  private static final int POINTS = 100;
  private static final int STEPS = 1_500;
  private static final double SHRINK = 0.994;

  /// The best constants for some salaries.
  record Constants(LossesSalaries salaries, double bySquares, double byAbsoluteValues) {}

  /// Points about the line `1 + SLOPE x`, and the two lines that are best for them.
  ///
  /// @param squares  intercept and slope of the line with the smallest sum of squares
  /// @param absolute likewise of absolute values
  record Lines(double[] x, double[] y, double[] squares, double[] absolute) {
    double bySquares() {
      return squares[1];
    }

    double byAbsoluteValues() {
      return absolute[1];
    }

    double errorBySquares() {
      return Math.abs(squares[1] - SLOPE);
    }

    double errorByAbsoluteValues() {
      return Math.abs(absolute[1] - SLOPE);
    }
  }

  /// How many points of the two sets of them differ.
  double moved() {
    return IntStream.range(0, POINTS).filter(i -> wild.x[i] != tame.x[i] || wild.y[i] != tame.y[i]).count();
  }

  /// Draws all data and fits them.
  ///
  /// @param disarmed  whether the skewed salaries are symmetric, too, and no point is wild
  /// @param deviation of the symmetric salaries
  static LossesExperiment of(boolean disarmed, double deviation, Rng rng) {
    Constants symmetric = constants(LossesSalaries.symmetric(SALARIES, deviation, rng.split("symmetric")));
    Constants skewed = disarmed ? symmetric
        : constants(LossesSalaries.skewed(SALARIES, 0.05, rng.split("salaries")));
    Lines tame = lines(0, rng.split("points"));
    Lines wild = disarmed ? tame : lines(0.1, rng.split("points"));
    return new LossesExperiment(skewed, symmetric, wild, tame);
  }

  //: code fit
  private static Constants constants(LossesSalaries salaries) {
    int count = salaries.sorted().length;
    Tensor targets = Tensor.of(salaries.sorted(), count);
    return new Constants(salaries,
        descend(0.3, constant -> Losses.mse(constant.expand(count), targets), 1).item(),
        descend(0.3, constant -> Losses.l1(constant.expand(count), targets), 1).item());
  }

  /// Gradient descent from zero, until the steps have become a ten-thousandth of the first.
  ///
  /// The absolute value has a slope of 1 right up to its lowest point and then of -1: steps of constant length would
  /// jump over it for ever. Where the slope jumps, a *subgradient* is used, any value in between.
  private static Tensor descend(double firstStep, Function<Variable, Variable> loss, int... shape) {
    Parameter found = new Parameter(Tensor.zeros(DType.FLOAT64, shape));
    Sgd optimizer = new Sgd(List.of(found), firstStep);
    TrainingSettings settings = TrainingSettings.ofSteps(STEPS)
        .afterEachStep(report -> optimizer.setLearningRate(optimizer.learningRate() * SHRINK));
    new TrainingLoop(optimizer, settings, Rng.seed(0)).run(() -> loss.apply(found));
    return found.value();
  }
  //: end

  /// Draws points with `x` in [0, 1], of which a share, those farthest to the right, are moved up by 4; and fits both
  /// lines to them.
  private static Lines lines(double wild, Rng rng) {
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    double[] design = new double[2 * POINTS];
    for (int i = 0; i < POINTS; i++) {
      x[i] = (i + rng.nextDouble()) / POINTS;
      y[i] = 1 + SLOPE * x[i] + 0.1 * rng.nextGaussian() + (i >= POINTS * (1 - wild) ? 4 : 0);
      design[2 * i] = 1;
      design[2 * i + 1] = x[i];
    }
    Variable columns = Variable.constant(Tensor.wrap(design, POINTS, 2));
    Tensor targets = Tensor.of(y, POINTS, 1);
    return new Lines(x, y,
        descend(0.5, line -> Losses.mse(columns.matmul(line), targets), 2, 1).toDoubleArray(),
        descend(0.3, line -> Losses.l1(columns.matmul(line), targets), 2, 1).toDoubleArray());
  }
}
