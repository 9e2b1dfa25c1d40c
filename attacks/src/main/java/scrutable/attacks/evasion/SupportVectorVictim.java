package scrutable.attacks.evasion;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// A support vector machine as a victim: its score `f` becomes the logits `(0, f)`, so that class 1 is
/// predicted where `f > 0`, and the margin of either class is `f` or `-f`.
///
/// The scores and their gradients are those of the machine, in `double`; no network stands in for it.
///
/// @param machine what is attacked
public record SupportVectorVictim(SupportVectorMachine machine) implements WhiteBox {

  @Override
  public Tensor logits(Tensor images) {
    Tensor scores = machine.decisionFunction(images).to(images.dtype()).unsqueeze(1);
    return Joining.concat(1, scores.mul(0), scores);
  }

  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    Variable logits = Variable.tracked(logits(images));
    Variable losses = loss.perExample(logits, goal);
    Tensor byLogits = Gradients.of(losses.sum(), List.of(logits), Gradients.Options.ALLOW_UNUSED).get(logits);
    int[] onePerExample = new int[images.rank()];
    Arrays.fill(onePerExample, 1);
    onePerExample[0] = images.size(0);
    Tensor byScore = byLogits.select(1, 1).contiguous().reshape(onePerExample);
    return new LossGradient(logits.value(), losses.value(),
        machine.inputGradient(images).to(images.dtype()).mul(byScore));
  }
}
