package scrutable.lessons.grader.checks;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// A victim that holds every class for a number of questions and then gives in, wherever the images are by then: so one
/// sees where an attack has taken them, also one that goes the wrong way.
final class Yielding implements WhiteBox {
  private final WhiteBox victim;
  private final int[] classes;
  private int patience;

  /// @param classes  what it answers
  /// @param patience for how many questions the answer stays what it should be
  Yielding(WhiteBox victim, int[] classes, int patience) {
    this.victim = victim;
    this.classes = classes.clone();
    this.patience = patience;
  }

  @Override
  public int[] labels(Tensor images) {
    return patience-- > 0 ? classes.clone() : Arrays.stream(classes).map(own -> own == 0 ? 1 : 0).toArray();
  }

  @Override
  public Tensor logits(Tensor images) {
    return victim.logits(images);
  }

  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    return victim.lossGradient(loss, images, goal);
  }
}
