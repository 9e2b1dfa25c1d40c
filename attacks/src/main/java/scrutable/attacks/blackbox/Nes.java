package scrutable.attacks.blackbox;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.blackbox.GradientEstimate.Directions;
import scrutable.tensor.Tensor;

/// Projected steps in the steepest direction of a gradient that was estimated from normal probes: natural
/// evolution strategies.
///
/// It costs `2 pairs + 1` queries a step, and stops asking about an example once that is at its goal.
///
/// Source: Ilyas, Engstrom, Athalye and Lin, "Black-box adversarial attacks with limited queries and
/// information", ICML 2018, section 2.2, algorithm 1 with projected gradient descent.
///
/// @param steps how many at most
/// @param stepSize in the norm of the ball
/// @param radius of the probes: the smoothing of the loss
/// @param pairs of probes in each step
/// @param loss what to climb
public record Nes(int steps, double stepSize, double radius, int pairs, AttackLoss loss)
    implements FixedBudgetAttack<ScoreAccess> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a number is not positive
  public Nes {
    new GradientEstimate(Directions.NORMAL, radius, pairs);
    if (steps < 1 || !(stepSize > 0 && stepSize < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Nes: steps and stepSize must be positive and finite, not " + steps
          + " and " + stepSize);
    }
  }

  /// The attack on the cross-entropy, with probes at 0.001 as in the paper.
  public Nes(int steps, double stepSize, int pairs) {
    this(steps, stepSize, 0.001, pairs, AttackLoss.CROSS_ENTROPY);
  }

  @Override
  public Tensor perturb(ScoreAccess victim, Examples examples, Ball ball) {
    ball.requireFinite("Nes");
    return EstimatedAscent.climb(victim, examples, ball, steps,
        new GradientEstimate(Directions.NORMAL, radius, pairs), loss,
        (originals, current, gradient, step, rows) -> ball.climb(originals, current, gradient, stepSize));
  }
}
