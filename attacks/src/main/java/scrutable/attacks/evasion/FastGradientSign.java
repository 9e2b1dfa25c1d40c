package scrutable.attacks.evasion;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// One step of full length in the steepest direction: `x' = clip(x + eps sign(grad_x J))`.
///
/// If the loss were linear, this would be the best attack there is: by Hoelder's inequality no step of size
/// `eps` raises `<g, d>` by more than `eps |g|_1`, and this one does. In `L2` the step is `eps g / |g|_2`, in
/// `L1` everything goes to the steepest pixel.
///
/// Source: Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015,
/// section 4.
///
/// @param loss what to climb
public record FastGradientSign(AttackLoss loss) implements FixedBudgetAttack<WhiteBox> {

  /// The attack of the paper: it climbs the cross-entropy.
  public FastGradientSign() {
    this(AttackLoss.CROSS_ENTROPY);
  }

  //: code one-step
  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    ball.requireFinite("FastGradientSign");
    examples.countGradient();
    Tensor gradient = victim.lossGradient(loss, examples.images(), examples.goal()).gradient();
    return ball.climb(examples.images(), examples.images(), gradient, ball.eps());
  }
  //: end
}
