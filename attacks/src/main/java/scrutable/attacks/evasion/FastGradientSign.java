package scrutable.attacks.evasion;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

//: hide 5.2
//: instead /// One step of full length in the direction in which the loss rises most (task 5.2).
//: instead ///
//: instead /// @param loss what to climb
/// One step of full length in the steepest direction: `x' = clip(x + eps sign(grad_x J))`.
///
/// If the loss were linear, this would be the best attack there is: by Hoelder's inequality no step of size
/// `eps` raises `<g, d>` by more than `eps |g|_1`, and this one does. In other norms than `LINF`, it goes in their own
/// steepest direction ([scrutable.attacks.Norm#steepest]).
///
/// Source: Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015,
/// section 4.
///
/// @param loss what to climb
//: end
public record FastGradientSign(AttackLoss loss) implements FixedBudgetAttack<WhiteBox> {

  /// The attack of the paper: it climbs the cross-entropy.
  public FastGradientSign() {
    this(AttackLoss.CROSS_ENTROPY);
  }

  //: code one-step
  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    //: task 5.2
    ball.requireFinite("FastGradientSign");
    examples.countGradient();
    Tensor start = examples.images();
    Tensor slope = victim.lossGradient(loss, start, examples.goal()).gradient();
    return ball.climb(start, start, slope, ball.eps());
    //: end
  }
  //: end
}
