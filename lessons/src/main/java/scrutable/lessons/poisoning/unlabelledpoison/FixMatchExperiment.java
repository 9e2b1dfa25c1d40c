package scrutable.lessons.poisoning.unlabelledpoison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.MutualInfluence;
import scrutable.attacks.poisoning.Poison;
import scrutable.lessons.poisoning.FarEnd;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Noise;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.nn.semisupervised.SemiSupervisedLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// Part B: the same bridges against FixMatch, with a small network. Reported, not judged.
///
/// To save time all targets are poisoned at once, each by 1 % of the pool.
///
/// @param changes what FixMatch does to its pictures
/// @param supervised accuracy of the same network with the labels alone, under the large changes
/// @param clean accuracy of FixMatch without poison
/// @param success the share of targets that were given the wanted class
/// @param unpoisoned that share without poison
/// @param poisonedAccuracy accuracy with the poison
/// @param found the share of the poison among as many pictures that [MutualInfluence] suspects most
/// @param chance that share if the suspects were drawn at random
record FixMatchExperiment(String changes, double supervised, double clean, double success, double unpoisoned,
    double poisonedAccuracy, double found, double chance) {
  private static final int LABELS_PER_CLASS = 3;
  private static final int POOL = 1_200;
  private static final int STEPS = 800;
  private static final int TARGETS = 8;
  private static final int MOMENTS = 20;
  private static final int ALIKE = 5;

  /// A victim that changes its pictures as usual, and one that adds noise only: to that one, near is what is near
  /// pixel by pixel, as for a graph.
  static List<FixMatchExperiment> measure(String data, boolean disarmed, Rng rng,
      Progress progress) throws IOException {
    SmallDigits digits = SmallDigits.load(data, LABELS_PER_CLASS, POOL, rng.split("data"), progress);
    SemiSupervisedSettings settings = SemiSupervisedSettings.of(own -> new Sequential(new Flatten(),
        new Linear(SmallDigits.SIDE * SmallDigits.SIDE, 256, own), new Relu(), new Linear(256, 3, own)), STEPS)
        .withBatches(9, 64);
    return List.of(
        measure("shifts and warps", digits, disarmed, settings.withAugmentations(
            Augmentation.weak(SmallDigits.SIDE), Augmentation.strong(SmallDigits.SIDE)), rng.split("warps")),
        measure("noise only", digits, disarmed, settings.withSteps(2 * STEPS).withAugmentations(
            Augmentation.none(), Noise.ofPixels(0.15)), rng.split("noise")));
  }

  private static FixMatchExperiment measure(String changes, SmallDigits digits, boolean disarmed,
      SemiSupervisedSettings settings, Rng rng) {
    Tensor pool = digits.pool();
    FixMatch learner = new FixMatch(0.9, 1);
    DecisionAccess labels = train(new SupervisedOnly(true), digits, pool, settings, rng.split("labels"));
    DecisionAccess clean = train(learner, digits, pool, settings, rng.split("victim"));
    ChosenTargets targets = Victims.targets(digits.test(), clean, TARGETS, rng.split("targets"));
    Poison<Tensor, ChosenTargets> bridge = disarmed ? new FarEnd()
        : new Interpolation(digits.labelled());
    Budget budget = new Budget(TARGETS * UnlabelledPoisonExperiment.onePercent(digits));
    Tensor poisoned = bridge.craft(pool, targets, budget, rng.split("poison")).data();
    List<Tensor> history = new ArrayList<>();
    DecisionAccess attacked = train(learner, digits, poisoned, settings.withObserver((step, network) -> {
      if ((step.number() + 1) % (step.count() / MOMENTS) == 0) {
        history.add(Softmaxes.softmax(Victims.outputs(network, poisoned)));
      }
    }), rng.split("victim"));
    ManyErrors errors = new ManyErrors(digits.test());
    return new FixMatchExperiment(changes, errors.accuracy(labels), errors.accuracy(clean),
        targets.success(attacked), targets.success(clean), errors.accuracy(attacked),
        found(history, pool.size(0), budget.examples()), (double) budget.examples() / poisoned.size(0));
  }

  private static DecisionAccess train(SemiSupervisedLearner learner, SmallDigits digits, Tensor pool,
      SemiSupervisedSettings settings, Rng rng) {
    return Classifier.of(learner.train(digits.labelled(), pool, settings, rng));
  }

  /// The defence of the paper: the share of the poison among as many suspects.
  private static double found(List<Tensor> history, int honest, int poisons) {
    double[] scores = MutualInfluence.scores(Joining.stack(0, history.toArray(Tensor[]::new)), ALIKE);
    int found = 0;
    for (int suspect : MutualInfluence.mostInfluenced(scores, poisons)) {
      found += suspect >= honest ? 1 : 0;
    }
    return (double) found / poisons;
  }
}
