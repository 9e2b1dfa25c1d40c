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
import scrutable.lessons.poisoning.LabelledTrial;
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
/// @param shared pictures that two of what the adversary and the victim learn from and are judged by have in common
/// @param example the first target and what was done for it
record CleanLabelsExperiment(double clean, double unpoisoned, LabelledOutcome attacked, LabelledOutcome noise,
    LabelledOutcome otherVictim, int shared, Example example) {
  static final double COLLISION_EPS = 0.15;
  static final double MATCHING_EPS = 0.3;
  private static final int PIXELS = 28 * 28;

  /// One target, one picture of its poison, before and after, and whether the target is called as wanted then.
  record Example(Tensor target, Tensor before, Tensor after, int wanted, double share) {}

  /// What is done wrongly on purpose.
  ///
  /// @param astray whether every poison is made for the next target
  /// @param weak   whether the random changes are a tenth as large
  record Wrongly(boolean astray, boolean weak) {}

  /// Part B: a network trained before on other digits; its features are frozen, the victim trains a last layer.
  ///
  /// @param pretraining digits that the adversary cannot touch
  /// @param whole how many targets are also tried on victims that train all layers
  static CleanLabelsExperiment collisions(Dataset pretraining, Dataset train, Dataset test, int targetCount, int whole,
      Wrongly wrongly, Rng rng) {
    int width = 600;
    Module features = new Sequential(new Flatten(), new Linear(PIXELS, 200, rng), new Relu(),
        new Linear(200, width, rng), new Relu());
    Victims.fit(new Sequential(features, new Linear(width, 10, rng)), pretraining, 8, 1e-3, rng.split("pretrain"));
    Recipe<Dataset> lastLayer = (data, own) -> {
      Dataset cached = new Dataset("features", Victims.outputs(features, data.inputs()), data.labels(),
          data.classNames());
      Module head = Victims.fit(new Linear(width, 10, own), cached, 200, 1e-2, own.split("shuffle"));
      return Classifier.of(new Sequential(features, head));
    };
    Ball ball = Ball.linf(COLLISION_EPS);
    Poison<Dataset, ChosenTargets> poison = new FeatureCollision(features, 0.01, 500, 0.003, ball);
    Recipe<Dataset> allLayers = (data, own) -> Classifier.of(Victims.fit(new Sequential(new Flatten(),
        new Linear(PIXELS, 200, own), new Relu(), new Linear(200, width, own), new Relu(),
        new Linear(width, 10, own)), data, 15, 1e-3, own.split("shuffle")));
    int shared = pretraining.countSharedWith(train) + pretraining.countSharedWith(test);
    return run(poison, ball, train, test, targetCount, whole, lastLayer, allLayers, shared, wrongly, rng);
  }

  /// Part C: the victim trains everything from scratch; the adversary has networks of its own, trained on the
  /// clean data from other initial weights.
  static CleanLabelsExperiment matching(Dataset train, Dataset test, int targetCount, Wrongly wrongly, Rng rng) {
    Recipe<Dataset> recipe = (data, own) -> Classifier.of(network(data, 15, own));
    // Stopped early: where every example is fitted, gradients are too small to have a direction.
    List<Module> surrogates = IntStream.range(0, 3)
        .mapToObj(i -> network(train, 4, rng.split("surrogate").split(i))).toList();
    Ball ball = Ball.linf(MATCHING_EPS);
    Poison<Dataset, ChosenTargets> poison =
        new GradientMatching(surrogates, 80, MATCHING_EPS / 10, 1, ball);
    return run(poison, ball, train, test, targetCount, 0, recipe, recipe, 0, wrongly, rng);
  }

  private static Module network(Dataset data, int epochs, Rng rng) {
    return Victims.fit(new Sequential(new Flatten(), new Linear(PIXELS, 64, rng), new Relu(),
        new Linear(64, 10, rng)), data, epochs, 2e-3, rng.split("shuffle"));
  }

  private static CleanLabelsExperiment run(Poison<Dataset, ChosenTargets> poison, Ball ball, Dataset train,
      Dataset test, int targetCount, int whole, Recipe<Dataset> recipe, Recipe<Dataset> other, int shared,
      Wrongly wrongly, Rng rng) {
    DecisionAccess unpoisoned = recipe.train(train, rng.split("unpoisoned"));
    ChosenTargets targets = Victims.targets(test, unpoisoned, targetCount, rng.split("targets"));
    LabelledTrial trial = LabelledTrial.of(train, test, targets, unpoisoned, Budget.share(0.01, train.size()), recipe);
    LabelledTrial attack = trial.astray(wrongly.astray);
    LabelledOutcome attacked = attack.of(poison, rng.split("attack"));
    RandomChange random = new RandomChange(ball.withEps(wrongly.weak ? ball.eps() / 10 : ball.eps()));
    LabelledOutcome noise = trial.of(random, rng.split("noise"));
    LabelledOutcome allLayers = whole == 0 ? null : attack.with(whole, other).of(poison, rng.split("attack"));
    DecisionAccess again = recipe.train(train, rng.split("again"));
    return new CleanLabelsExperiment(new ManyErrors(test).accuracy(unpoisoned), targets.success(again), attacked, noise,
        allLayers, shared + train.countSharedWith(test), example(poison, train, targets.only(0), attack.aim(0),
            trial.budget(), rng.split("attack").split(0).split("poison")));
  }

  private static Example example(Poison<Dataset, ChosenTargets> poison, Dataset train, ChosenTargets target,
      ChosenTargets aim, Budget budget, Rng rng) {
    Poisoned<Dataset> poisoned = poison.craft(train, aim, budget, rng);
    int place = poisoned.indices()[0];
    return new Example(target.inputs(), train.select(place).inputs(), poisoned.data().select(place).inputs(),
        target.wanted(0), poisoned.share());
  }
}
