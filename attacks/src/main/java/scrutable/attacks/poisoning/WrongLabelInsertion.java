package scrutable.attacks.poisoning;

import scrutable.attacks.Ball;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// New examples at the targets with the wanted class as their label: what anybody can do who may add labelled
/// data, and the reason that labels are checked.
///
/// Each new example is a target moved to a random place of the ball around it, so that no two are the same. The
/// targets share the budget evenly.
///
/// @param around how far from the target, and the values that an input may have
public record WrongLabelInsertion(Ball around) implements Poison<Dataset, ChosenTargets> {
  @Override
  public Poisoned<Dataset> craft(Dataset clean, ChosenTargets goal, Budget budget, Rng rng) {
    int each = budget.perPart(goal.count());
    Tensor[] inputs = new Tensor[each * goal.count()];
    int[] labels = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      int target = i / each;
      Tensor centre = goal.input(target);
      Tensor move = around.norm().randomIn(around.eps(), centre.dtype(), rng.split(i), centre.shape());
      inputs[i] = around.project(centre, centre.add(move));
      labels[i] = goal.wanted(target);
    }
    Dataset poisoned = inputs.length == 0 ? clean
        : Neighbours.append(clean, Joining.concat(0, inputs), labels);
    return Poisoned.of(clean, poisoned, budget, "targets inserted with a wrong label");
  }
}
