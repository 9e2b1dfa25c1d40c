package scrutable.lessons.poisoning;

import scrutable.attacks.Classifier;
import scrutable.attacks.Decision;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Recipe;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.nn.semisupervised.SemiSupervisedLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Part B: the same bridges against FixMatch, with a small network. Reported, not judged.
///
/// To save time all targets are poisoned at once, each by 1 % of the pool.
///
/// @param supervised accuracy of the same network with the labels alone, strongly augmented
/// @param clean accuracy of FixMatch without poison
/// @param success the share of targets that were given the wanted class
/// @param unpoisoned that share without poison
/// @param poisonedAccuracy accuracy with the poison
record FixMatchVictims(double supervised, double clean, double success, double unpoisoned,
    double poisonedAccuracy) {
  private static final int STEPS = 600;
  private static final int TARGETS = 8;

  static FixMatchVictims measure(SmallDigits digits, boolean sabotage, Rng rng) {
    SemiSupervisedSettings settings = SemiSupervisedSettings.of(own -> new Sequential(new Flatten(),
        new Linear(SmallDigits.SIDE * SmallDigits.SIDE, 128, own), new Relu(), new Linear(128, 3, own)), STEPS)
        .withBatches(9, 64)
        .withAugmentations(Augmentation.weak(SmallDigits.SIDE), Augmentation.strong(SmallDigits.SIDE));
    Recipe<Tensor> recipe = recipe(new FixMatch(0.9, 1), digits, settings);
    Decision labels = recipe(new SupervisedOnly(true), digits, settings).train(digits.pool(), rng.split("labels"));
    Decision clean = recipe.train(digits.pool(), rng.split("clean"));
    ChosenTargets targets = Training.targets(digits.test(), clean, TARGETS, rng.split("targets"));
    Poison<Tensor, ChosenTargets> bridge = sabotage ? UnlabelledPoisonLesson::endpoint
        : new Interpolation(digits.labelled());
    Budget budget = new Budget(TARGETS * UnlabelledPoisonLesson.ONE_PERCENT);
    Decision attacked =
        recipe.train(bridge.craft(digits.pool(), targets, budget, rng.split("poison")).data(), rng.split("victim"));
    Decision again = recipe.train(digits.pool(), rng.split("victim"));
    ManyErrors errors = new ManyErrors(digits.test());
    return new FixMatchVictims(1 - errors.success(labels), 1 - errors.success(clean), targets.success(attacked),
        targets.success(again), 1 - errors.success(attacked));
  }

  private static Recipe<Tensor> recipe(SemiSupervisedLearner learner, SmallDigits digits,
      SemiSupervisedSettings settings) {
    return (pool, rng) -> Classifier.of(learner.train(digits.labelled(), pool, settings, rng));
  }
}
