package scrutable.attacks.poisoning;

import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// Wrong labels on examples that were there already; no input is touched.
///
/// Random flips are what sloppy labelling does by itself, and so the control for everything cleverer: a poison
/// that does no more harm than as many random flips has not earned its name (Biggio, Nelson and Laskov 2011,
/// "Support vector machines under adversarial label noise").
public final class LabelFlip {
  private LabelFlip() {}

  /// Gives examples drawn at random another label, also drawn at random. The goal plays no part.
  public static Poison<Dataset, PoisonGoal> random() {
    return (clean, goal, budget, rng) -> {
      int count = Math.min(budget.examples(), clean.size());
      int[] labels = clean.labels().toIntArray();
      for (int i : rng.sampleWithoutReplacement(clean.size(), count)) {
        labels[i] = (labels[i] + 1 + rng.nextInt(clean.classCount() - 1)) % clean.classCount();
      }
      return poisoned(clean, labels, budget, "labels flipped at random");
    };
  }

  /// Gives the examples nearest to each target the class that is wanted of the target. The targets share the
  /// budget evenly.
  ///
  /// Where a model relies on neighbours, this changes its mind about the target and little else.
  public static Poison<Dataset, ChosenTargets> nearest() {
    return (clean, goal, budget, rng) -> {
      int each = budget.perPart(goal.count());
      int[] labels = clean.labels().toIntArray();
      for (int target = 0; target < goal.count(); target++) {
        int wanted = goal.wanted(target);
        int[] now = labels.clone();
        for (int i : Neighbours.nearest(clean.inputs(), goal.input(target), each, i -> now[i] != wanted)) {
          labels[i] = wanted;
        }
      }
      return poisoned(clean, labels, budget, "labels flipped around the targets");
    };
  }

  private static Poisoned<Dataset> poisoned(Dataset clean, int[] labels, Budget budget, String description) {
    return Poisoned.of(clean, clean.withLabels(Tensor.wrap(labels, labels.length)), budget, description);
  }
}
