package scrutable.lessons.poisoning;

import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The ablation of a bridge: its far end alone, as often as the bridge has pictures, with a little noise so that no two
/// are the same.
public record FarEnd() implements Poison<Tensor, ChosenTargets> {
  @Override
  public Poisoned<Tensor> craft(Tensor clean, ChosenTargets goal, Budget budget, Rng rng) {
    int each = budget.perPart(goal.count());
    Tensor[] parts = new Tensor[1 + each * goal.count()];
    parts[0] = clean;
    for (int i = 1; i < parts.length; i++) {
      Tensor target = goal.input((i - 1) / each);
      parts[i] = target.add(rng.uniformBetween(-0.02, 0.02, target.shape())).clamp(0, 1);
    }
    return Poisoned.of(clean, Joining.concat(0, parts), budget, "only the far end");
  }
}
