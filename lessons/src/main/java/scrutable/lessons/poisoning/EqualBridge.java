package scrutable.lessons.poisoning;

import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The control of a bridge: an equal one, which begins at the same labelled picture and leads somewhere else.
///
/// @param labelled the labelled examples of the victim
/// @param sham     whether it leads nowhere: all its pictures lie at the labelled one
public record EqualBridge(Dataset labelled, boolean sham) implements Poison<Tensor, ChosenTargets> {
  //: code equal-bridge
  /// A bridge to the picture of the pool that is as far from the labelled picture as the target is, as nearly as the
  /// pool has one, and at least as far from the target.
  @Override
  public Poisoned<Tensor> craft(Tensor clean, ChosenTargets goal, Budget budget, Rng rng) {
    Tensor from = new Interpolation(labelled).source(goal, 0);
    Dataset only = new Dataset("labelled end", from, goal.wanted(), labelled.classNames());
    Tensor to = sham ? from : elsewhere(clean, from, goal.input(0));
    return new Interpolation(only).craft(clean, new ChosenTargets(to, goal.wanted()), budget, rng);
  }

  private static Tensor elsewhere(Tensor pool, Tensor from, Tensor target) {
    double far = distances(from, target).item();
    Tensor away = distances(pool, from);
    Tensor fromTarget = distances(pool, target);
    int best = -1;
    for (int i = 0; i < pool.size(0); i++) {
      boolean isElsewhere = fromTarget.get(i) >= far;
      if (isElsewhere && (best < 0 || Math.abs(away.get(i) - far) < Math.abs(away.get(best) - far))) {
        best = i;
      }
    }
    if (best < 0) {
      throw new IllegalArgumentException("EqualBridge: no picture of the pool is as far from the target as the labelled"
          + " one is, so there is nowhere else to lead to");
    }
    return pool.slice(0, best, best + 1);
  }
  //: end

  private static Tensor distances(Tensor pictures, Tensor from) {
    return pictures.sub(from).square().sum(false, 1, 2, 3).sqrt();
  }
}
