package scrutable.lessons.poisoning.svmpoisoning;

import java.util.List;
import scrutable.attacks.Box;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Retrained;
import scrutable.attacks.poisoning.SupportVectorGradient;
import scrutable.attacks.poisoning.SupportVectorPoison;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A support vector machine that learns from a hundred digits, and one digit more, with the wrong label, that follows
/// the gradient of the validation error through the training.
///
/// Biggio, Nelson and Laskov, "Poisoning attacks against support vector machines", ICML 2012.
///
/// Errors are shares of the test examples, except where it says validation.
///
/// @param clean error without the poison
/// @param flipped error with the example before it moves: a copy with the wrong label
/// @param wandering error with the example after as many steps in random directions
/// @param attacked error with the example after the attack
/// @param validation error on the validation examples after the attack
/// @param honest error with the example after the attack, but with the label of the digit it began as
/// @param way all places of the example
record SvmPoisoningExperiment(double clean, double flipped, double wandering, double attacked, double validation,
    double honest, List<SupportVectorPoison.Place> way, SupportVectorPoison poison, SvmPoisoningDigits data) {
  private static final double PRICE_OF_ERRORS = 1;
  static final double REACH = 4;
  private static final int HILL_SEED = 7;
  private static final int HILL_TRAIN = 30;
  private static final int HILL_VALIDATION = 200;

  //: code attack
  /// Lets one example climb, and compares it with itself before it moved, with an example that wandered as far, and
  /// with itself under its right label.
  ///
  /// @param step  the length of each step
  /// @param steps how many are made
  static SvmPoisoningExperiment of(SvmPoisoningDigits data, double step, int steps, Rng rng) {
    SupportVectorPoison poison =
        new SupportVectorPoison(Kernel.linear(), PRICE_OF_ERRORS, 0, step, steps, Box.UNIT);
    List<SupportVectorPoison.Place> way =
        poison.climb(data.train(), data.validation(), poison.start(data.train(), rng.split("start")));
    Tensor start = way.getFirst().example();
    Tensor end = SupportVectorPoison.best(way).example();
    Poisoned<Dataset> poisoned =
        Poisoned.of(data.train(), poison.with(data.train(), end), new Budget(1), "one example");
    int length = way.indexOf(SupportVectorPoison.best(way));
    Dataset honest = poisoned.data().withLabels(Tensor.ofInts(honestLabels(poisoned), poisoned.data().size()));
    return new SvmPoisoningExperiment(error(poison, data.train(), data.test()),
        error(poison, poison.with(data.train(), start), data.test()),
        error(poison, poison.with(data.train(), wander(start, length, step, rng.split("wander"))), data.test()),
        error(poison, poisoned.data(), data.test()),
        SupportVectorPoison.best(way).validationError(),
        error(poison, honest, data.test()), way, poison, data);
  }
  //: end

  private static int[] honestLabels(Poisoned<Dataset> poisoned) {
    int[] labels = poisoned.data().labels().toIntArray();
    for (int i : poisoned.indices()) {
      labels[i] = 1 - labels[i];
    }
    return labels;
  }

  /// As many steps of the same length, each in a random direction.
  private static Tensor wander(Tensor start, int steps, double step, Rng rng) {
    Tensor example = start;
    for (int i = 0; i < steps; i++) {
      Tensor direction = rng.normal(start.shape());
      double norm = StrictMath.sqrt(direction.square().sum().item());
      example = Box.UNIT.clip(example.add(direction.mul(step / norm)));
    }
    return example;
  }

  /// The test error with the example at this place of the way.
  double errorAt(int place) {
    return error(poison, poison.with(data.train(), way.get(place).example()), data.test());
  }

  private static double error(SupportVectorPoison poison, Dataset training, Dataset test) {
    return 1 - Retrained.of(poison.victim(), training, new ManyErrors(test), test, Rng.seed(0)).accuracy();
  }

  /// The landscape that the attack climbs, in the plane where it can be drawn: the validation loss by the place of one
  /// training point, `side` times `side` of them (figure 1 of the paper).
  static double[][] hill(int side) {
    Rng rng = Rng.seed(HILL_SEED);
    Dataset train = hillClouds(rng);
    Dataset validation = Blobs.generate(HILL_VALIDATION, 2, 0.5, rng);
    double[][] losses = new double[side][side];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        losses[row][column] = loss(train, validation, at(column, side), -at(row, side));
      }
    }
    return losses;
  }

  /// The training points of the landscape, without the one that moves.
  static Dataset hillClouds() {
    return hillClouds(Rng.seed(HILL_SEED));
  }

  private static Dataset hillClouds(Rng rng) {
    return Blobs.generate(HILL_TRAIN, 2, 0.5, rng);
  }

  private static double at(int index, int side) {
    return REACH * (2.0 * index / (side - 1) - 1);
  }

  /// The point has the label of class 0, whose cloud lies on the right.
  private static double loss(Dataset train, Dataset validation, double x, double y) {
    Tensor point = Tensor.of(new float[] {(float) x, (float) y}, 1, 2);
    SupportVectorMachine machine = SupportVectorMachine.fit(Joining.concat(0, train.inputs(), point),
        Joining.concat(0, train.labels(), Tensor.ofInts(new int[] {0}, 1)), Kernel.linear(), 1);
    return SupportVectorGradient.hingeLoss(machine, validation) / validation.size();
  }
}
