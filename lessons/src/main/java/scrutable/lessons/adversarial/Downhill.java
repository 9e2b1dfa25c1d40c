package scrutable.lessons.adversarial;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.White;
import scrutable.tensor.Tensor;

/// The ablation: the same step as the fast gradient sign method, in the direction that lowers the loss.
///
/// It costs the same gradient and moves every pixel just as far. If it also broke the model, the direction
/// would not be what matters.
record Downhill() implements FixedBudgetAttack<White> {
  @Override
  public Tensor perturb(White victim, Examples examples, Ball ball) {
    examples.countGradient();
    Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, examples.images(), examples.goal()).gradient();
    return ball.climb(examples.images(), examples.images(), gradient.neg(), ball.eps());
  }
}
