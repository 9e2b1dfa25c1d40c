package scrutable.attacks.evasion;

import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// The fast gradient sign in many small steps: [ProjectedGradientDescent] from the image itself.
///
/// Without randomness it gives the same image every time, and is blind where the image lies on a plateau of
/// the loss: a random start may get off it.
///
/// Source: Kurakin, Goodfellow and Bengio, "Adversarial examples in the physical world", ICLR workshop 2017,
/// section 2.2.
///
/// @param steps how many gradients
/// @param stepSize the length of a step in the ball's norm
public record BasicIterativeMethod(int steps, double stepSize) implements FixedBudgetAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, or a step has no positive, finite length
  public BasicIterativeMethod {
    new ProjectedGradientDescent(steps, stepSize, false);
  }

  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    return new ProjectedGradientDescent(steps, stepSize, false).perturb(victim, examples, ball);
  }
}
