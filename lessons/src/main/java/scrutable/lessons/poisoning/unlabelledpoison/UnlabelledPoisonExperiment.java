package scrutable.lessons.poisoning.unlabelledpoison;

import java.util.Map;
import java.util.TreeMap;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poison;
import scrutable.lessons.poisoning.EqualBridge;
import scrutable.lessons.poisoning.FarEnd;
import scrutable.lessons.poisoning.GraphLearner;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.UnlabelledOutcome;
import scrutable.lessons.poisoning.Victims;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Pictures of which a few have labels, a learner that spreads these over all, and a few pictures more, without any
/// label, that lead from a labelled one to one that is to be misread.
///
/// Carlini, "Poisoning the unlabeled dataset of semi-supervised learning", USENIX Security 2021.
///
/// @param supervised accuracy of the nearest labelled picture
/// @param clean accuracy of the graph without poison
/// @param byBudget the attack
/// @param endpoint 1 % of pictures at the target instead of on the way
/// @param elsewhere 1 % of pictures on an equal bridge to another picture
/// @param bySigma graphs to which more, or less, counts as near: their accuracy without poison, and the attack with
///     4 pictures
/// @param labels how many labelled pictures the learner has
/// @param digits what was learned from
/// @param targets what was attacked
record UnlabelledPoisonExperiment(double supervised, double clean, Map<Integer, UnlabelledOutcome> byBudget,
    UnlabelledOutcome endpoint, UnlabelledOutcome elsewhere, Map<Double, double[]> bySigma, int labels,
    SmallDigits digits, ChosenTargets targets) {
  private static final double[] OTHER_SIGMAS = {1, 0.5, 0.33};
  /// Poisoned examples for one target: 0.08, 0.17, 0.33 and 1 % of the pool.
  static final int[] BUDGETS = {1, 2, 4, 12};
  private static final int SMALL_BUDGET = 4;

  static int onePercent(SmallDigits digits) {
    return digits.pool().size(0) / 100;
  }

  /// What 1 % of pictures did.
  UnlabelledOutcome judged() {
    return byBudget.get(onePercent(digits));
  }

  /// Poisons each target alone: with bridges of all budgets, with the far end alone, and with an equal bridge to
  /// elsewhere.
  ///
  /// @param targetCount how many targets
  /// @param full     whether with all budgets, and with graphs to which more or less counts as near; otherwise with 1 %
  ///     only
  /// @param disarmed whether the bridges are far ends alone
  /// @param sham     whether the equal bridge leads nowhere
  static UnlabelledPoisonExperiment of(SmallDigits digits, int targetCount, boolean full, boolean disarmed,
      boolean sham, Rng rng) {
    GraphLearner learner = GraphLearner.of(digits.labelled(), digits.pool(), GraphLearner.SIGMA);
    DecisionAccess clean = learner.train(digits.pool(), rng);
    ChosenTargets targets = Victims.targets(digits.test(), clean, targetCount, rng.split("targets"));
    Poison<Tensor, ChosenTargets> bridge = disarmed ? new FarEnd() : new Interpolation(digits.labelled());
    ManyErrors errors = new ManyErrors(digits.test());
    int most = onePercent(digits);
    Map<Integer, UnlabelledOutcome> byBudget = new TreeMap<>();
    for (int examples : full ? BUDGETS : new int[] {most}) {
      byBudget.put(examples, UnlabelledOutcome.of(bridge, examples, digits, targets, learner, rng.split("bridge")));
    }
    Map<Double, double[]> bySigma = new TreeMap<>();
    for (double share : full ? OTHER_SIGMAS : new double[0]) {
      GraphLearner other = GraphLearner.of(digits.labelled(), digits.pool(), share);
      double turned =
          UnlabelledOutcome.of(bridge, SMALL_BUDGET, digits, targets, other, rng.split("bridge")).success();
      bySigma.put(share, new double[] {errors.accuracy(other.train(digits.pool(), rng)), turned});
    }
    if (full) {
      bySigma.put(GraphLearner.SIGMA, new double[] {errors.accuracy(clean), byBudget.get(SMALL_BUDGET).success()});
    }
    return new UnlabelledPoisonExperiment(errors.accuracy(GraphLearner.labelledOnly(digits.labelled())),
        errors.accuracy(clean), byBudget,
        UnlabelledOutcome.of(new FarEnd(), most, digits, targets, learner, rng.split("endpoint")),
        UnlabelledOutcome.of(new EqualBridge(digits.labelled(), sham), most, digits, targets, learner,
            rng.split("elsewhere")),
        bySigma, learner.labelled().size(), digits, targets);
  }
}
