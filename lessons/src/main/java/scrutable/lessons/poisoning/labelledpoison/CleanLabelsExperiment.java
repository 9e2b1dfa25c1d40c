package scrutable.lessons.poisoning.labelledpoison;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.FeatureCollision;
import scrutable.attacks.poisoning.GradientMatching;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.lessons.poisoning.LabelledOutcome;
import scrutable.lessons.poisoning.RandomChange;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Parts B and C: poisons with right labels, on pictures of digits.
///
/// Shafahi et al., "Poison frogs!", NeurIPS 2018, and Geiping et al., "Witches' Brew", ICLR 2021.
///
/// @param clean accuracy without poison
/// @param unpoisoned the share of targets that another unpoisoned victim already gives the wanted class
/// @param attacked what the poison did
/// @param noise what random changes of the same size to as many pictures of the wanted class did
/// @param otherVictim part B only: what the same poison did to a victim that trains all its layers; else null
/// @param example the first target and what was done for it
record CleanLabelsExperiment(double clean, double unpoisoned, LabelledOutcome attacked, LabelledOutcome noise,
    LabelledOutcome otherVictim, Example example) {
  static final double COLLISION_EPS = 0.15;
  static final double MATCHING_EPS = 0.3;
  private static final int PIXELS = 28 * 28;

  /// One target, one picture of its poison, before and after, and whether the target is called as wanted then.
  record Example(Tensor target, Tensor before, Tensor after, int wanted, double share) {}

  /// Part B: a network trained before on other digits; its features are frozen, the victim trains a last layer.
  ///
  /// @param pretraining digits that the adversary cannot touch
  static CleanLabelsExperiment collisions(Dataset pretraining, Dataset train, Dataset test, int targetCount,
      int alsoWhole,
      boolean disarmed, Rng rng) {
    int width = 600;
    Module features = new Sequential(new Flatten(), new Linear(PIXELS, 200, rng), new Relu(),
        new Linear(200, width, rng), new Relu());
    Module whole = new Sequential(features, new Linear(width, 10, rng));
    Victims.fit(whole, pretraining, 8, 1e-3, rng.split("pretrain"));
    Recipe<Dataset> lastLayer = (data, own) -> {
      Dataset cached = new Dataset("features", Victims.outputs(features, data.inputs()), data.labels(),
          data.classNames());
      Module head = Victims.fit(new Linear(width, 10, own), cached, 200, 1e-2, own.split("shuffle"));
      return Classifier.of(new Sequential(features, head));
    };
    Ball ball = Ball.linf(disarmed ? 0 : COLLISION_EPS);
    Poison<Dataset, ChosenTargets> poison = new FeatureCollision(features, 0.01, 500, 0.003, ball);
    Recipe<Dataset> allLayers = (data, own) -> Classifier.of(Victims.fit(new Sequential(new Flatten(),
        new Linear(PIXELS, 200, own), new Relu(), new Linear(200, width, own), new Relu(),
        new Linear(width, 10, own)), data, 15, 1e-3, own.split("shuffle")));
    return run(poison, ball.withEps(COLLISION_EPS), train, test, targetCount, alsoWhole, lastLayer, allLayers, rng);
  }

  /// Part C: the victim trains everything from scratch; the adversary has networks of its own, trained on the
  /// clean data from other initial weights.
  static CleanLabelsExperiment matching(Dataset train, Dataset test, int targetCount, boolean disarmed, Rng rng) {
    Recipe<Dataset> recipe = (data, own) -> Classifier.of(network(data, 15, own));
    // Stopped early: where every example is fitted, gradients are too small to have a direction.
    List<Module> surrogates = IntStream.range(0, 3)
        .mapToObj(i -> network(train, 4, rng.split("surrogate").split(i))).toList();
    Ball ball = Ball.linf(disarmed ? 0 : MATCHING_EPS);
    Poison<Dataset, ChosenTargets> poison =
        new GradientMatching(surrogates, 80, MATCHING_EPS / 10, 1, ball);
    return run(poison, ball.withEps(MATCHING_EPS), train, test, targetCount, 0, recipe, recipe, rng);
  }

  private static Module network(Dataset data, int epochs, Rng rng) {
    return Victims.fit(new Sequential(new Flatten(), new Linear(PIXELS, 64, rng), new Relu(),
        new Linear(64, 10, rng)), data, epochs, 2e-3, rng.split("shuffle"));
  }

  private static CleanLabelsExperiment run(Poison<Dataset, ChosenTargets> poison, Ball ball, Dataset train,
      Dataset test,
      int targetCount, int alsoWhole, Recipe<Dataset> recipe, Recipe<Dataset> other, Rng rng) {
    DecisionAccess unpoisoned = recipe.train(train, rng.split("unpoisoned"));
    ChosenTargets targets = Victims.targets(test, unpoisoned, targetCount, rng.split("targets"));
    Budget budget = Budget.share(0.01, train.size());
    LabelledOutcome attacked = LabelledOutcome.of(poison, train, test, targets, budget, recipe, rng.split("attack"));
    LabelledOutcome noise = LabelledOutcome.of(new RandomChange(ball), train, test, targets, budget, recipe,
        rng.split("noise"));
    LabelledOutcome whole = alsoWhole == 0 ? null : LabelledOutcome.of(poison, train, test,
        targets.only(IntStream.range(0, alsoWhole).toArray()), budget, other, rng.split("attack"));
    DecisionAccess again = recipe.train(train, rng.split("again"));
    return new CleanLabelsExperiment(new ManyErrors(test).accuracy(unpoisoned), targets.success(again), attacked, noise,
        whole, example(poison, train, targets.only(0), budget, rng.split("attack").split(0).split("poison")));
  }

  private static Example example(Poison<Dataset, ChosenTargets> poison, Dataset train, ChosenTargets target,
      Budget budget, Rng rng) {
    Poisoned<Dataset> poisoned = poison.craft(train, target, budget, rng);
    int place = poisoned.count() == 0 ? 0 : poisoned.indices()[0];
    return new Example(target.inputs(), train.select(place).inputs(), poisoned.data().select(place).inputs(),
        target.wanted(0), poisoned.share());
  }
}
