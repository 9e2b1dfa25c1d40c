package scrutable.lessons.poisoning.svmpoisoning;

import java.util.List;
import java.util.stream.IntStream;
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
/// @param wandering error with the example moved as far in random directions
/// @param attacked error with the example after the attack
/// @param validation error on the validation examples after the attack
/// @param honest error with the example after the attack, but with the label of the digit it began as
/// @param doses what was really done to the examples
/// @param way all places of the example
record SvmPoisoningExperiment(double clean, double flipped, double wandering, double attacked, double validation,
    double honest, Doses doses, List<SupportVectorPoison.Place> way, SupportVectorPoison poison,
    SvmPoisoningDigits data) {
  private static final double PRICE_OF_ERRORS = 1;
  static final double REACH = 4;
  private static final int HILL_SEED = 7;
  private static final int HILL_TRAIN = 30;
  private static final int HILL_VALIDATION = 200;
  private static final int MOST_STEPS = 10_000;

  /// What was done, measured on the data that the machines learned from. Lengths are Euclidean, after clipping.
  ///
  /// @param travelled how far the attack moved its example
  /// @param wandered how far the example moved at random lies from the same start
  /// @param wrongLabels how many labels each of three poisoned sets (not moved, wandering, attacked) has wrong, the
  ///     least of them
  /// @param honestLabels how many labels the attacked set and the one with the right label differ in, their pictures
  ///     being the same
  /// @param shared digits that two of training, validation and test have in common
  /// @param peeked by how many errors what the attack chose by differs from the errors on the validation examples
  record Doses(double travelled, double wandered, int wrongLabels, int honestLabels, int shared, double peeked) {}

  //: code attack
  /// Lets one example climb, and compares it with itself before it moved, with an example that wandered as far, and
  /// with itself under its right label.
  ///
  /// @param step  the length of each step
  /// @param steps how many are made
  /// @param still for a sham: the wandering example stays where it began
  static SvmPoisoningExperiment of(SvmPoisoningDigits data, double step, int steps, boolean still, Rng rng) {
    SupportVectorPoison poison =
        new SupportVectorPoison(Kernel.linear(), PRICE_OF_ERRORS, 0, step, steps, Box.UNIT);
    List<SupportVectorPoison.Place> way =
        poison.climb(data.train(), data.validation(), poison.start(data.train(), rng.split("start")));
    SupportVectorPoison.Place best = SupportVectorPoison.best(way);
    Tensor start = way.getFirst().example();
    double travelled = distance(start, best.example());
    Tensor wandering = still ? start : wander(start, travelled, step, rng.split("wander"));
    Dataset flipped = poison.with(data.train(), start);
    Dataset wandered = poison.with(data.train(), wandering);
    Dataset attacked = Poisoned.of(data.train(), poison.with(data.train(), best.example()), new Budget(1),
        "one example").data();
    Dataset honest = withItsOwnLabel(attacked, data.train().size());
    double validation = error(poison, attacked, data.validation());
    Doses doses = new Doses(travelled, distance(start, wandering),
        IntStream.of(wrong(flipped, honest), wrong(wandered, honest), wrong(attacked, honest)).min().orElseThrow(),
        attacked.countSharedWith(honest) == honest.size() ? wrong(attacked, honest) : 0, data.shared(),
        StrictMath.rint(Math.abs(best.validationError() - validation) * data.validation().size()));
    return new SvmPoisoningExperiment(error(poison, data.train(), data.test()), error(poison, flipped, data.test()),
        error(poison, wandered, data.test()), error(poison, attacked, data.test()), validation,
        error(poison, honest, data.test()), doses, way, poison, data);
  }
  //: end

  /// The ablation: the last example, which is the poison, with the other label.
  private static Dataset withItsOwnLabel(Dataset poisoned, int place) {
    int[] labels = poisoned.labels().toIntArray();
    labels[place] = 1 - labels[place];
    return poisoned.withLabels(Tensor.ofInts(labels, labels.length));
  }

  /// In how many labels two sets differ.
  private static int wrong(Dataset some, Dataset right) {
    return (int) IntStream.range(0, right.size()).filter(i -> some.labels().get(i) != right.labels().get(i)).count();
  }

  /// Steps in random directions until the example is that far from its start, or a little further; then back along the
  /// straight line to that distance. The box is convex, so the end is in it.
  private static Tensor wander(Tensor start, double far, double step, Rng rng) {
    Tensor example = start;
    for (int i = 0; i < MOST_STEPS && distance(start, example) < far; i++) {
      Tensor direction = rng.normal(start.shape());
      double norm = StrictMath.sqrt(direction.square().sum().item());
      example = Box.UNIT.clip(example.add(direction.mul(step / norm)));
    }
    double reached = distance(start, example);
    return reached == 0 ? start : start.add(example.sub(start).mul(far / reached));
  }

  private static double distance(Tensor a, Tensor b) {
    return StrictMath.sqrt(a.sub(b).square().sum().item());
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
