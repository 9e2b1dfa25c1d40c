package scrutable.attacks.policy;

import java.util.Arrays;
import java.util.Comparator;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Variable;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;

/// One step away from what the player would do: the fast gradient sign of Huang et al. for frames of a game.
///
/// It climbs the cross-entropy of the player's own choice. `LINF`: `eps` on each pixel, by the sign of the gradient.
/// `L2`: `eps g / |g|`. `L1`: the pixels with the largest gradients are moved as far as they can, to black or white,
/// one after the other, until the budget is spent; of all changes of that size within the box, none raises a linear
/// loss more.
///
/// Source: Huang, Papernot, Goodfellow, Duan and Abbeel, "Adversarial attacks on neural network policies" (2017),
/// section 3.2.
///
/// @param direction 1 to climb; -1 to go the opposite way, which should make the player only more sure: a control
public record ObservationGradientSign(int direction) implements FixedBudgetAttack<WhiteBox> {
  /// The cross-entropy's slope without its saturation: `log sum_(j != y) e^(z_j) - z_y`.
  ///
  /// The cross-entropy is `softplus` of it, so the gradients of both point in the same direction. But that of the
  /// cross-entropy has the factor `1 - p_y`, which rounds to 0 where a network is sure: there would be nothing to take
  /// the sign of.
  public static final AttackLoss LOG_ODDS = (logits, goal) -> {
    Tensor own = Indexing.oneHot(goal.classes(), logits.size(1), logits.dtype());
    Variable hidden = Variable.constant(Tensor.full(-Float.MAX_VALUE, logits.dtype(), logits.shape()));
    Variable others = hidden.where(own, logits).logSumExp(false, 1);
    Variable chosen = logits.gather(1, goal.classes().unsqueeze(1)).squeeze(1);
    return others.sub(chosen).mul(goal.direction());
  };

  /// Checks the direction.
  ///
  /// @throws IllegalArgumentException if it is neither 1 nor -1
  public ObservationGradientSign {
    if (direction != 1 && direction != -1) {
      throw new IllegalArgumentException("ObservationGradientSign: the direction is 1 or -1, not " + direction);
    }
  }

  /// The attack of the paper.
  public ObservationGradientSign() {
    this(1);
  }

  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    ball.requireFinite("ObservationGradientSign");
    examples.countGradient();
    Tensor frames = examples.images();
    Tensor gradient = victim.lossGradient(LOG_ODDS, frames, examples.goal()).gradient().mul(direction);
    return ball.norm() == Norm.L1 ? ball.project(frames, largestFirst(frames, gradient, ball))
        : ball.climb(frames, frames, gradient, ball.eps());
  }

  private static Tensor largestFirst(Tensor frames, Tensor gradient, Ball ball) {
    double[] pixels = frames.toDoubleArray();
    double[] slopes = gradient.toDoubleArray();
    int length = pixels.length / frames.size(0);
    for (int from = 0; from < pixels.length; from += length) {
      spend(pixels, slopes, from, length, ball.eps(), ball.box());
    }
    return Tensor.wrap(pixels, frames.shape()).to(frames.dtype());
  }

  /// Of equal slopes the earlier pixel comes first; pixels without a slope stay.
  private static void spend(double[] pixels, double[] slopes, int from, int length, double budget, Box box) {
    Integer[] order = new Integer[length];
    Arrays.setAll(order, j -> from + j);
    Arrays.sort(order, Comparator.comparingDouble(j -> -Math.abs(slopes[j])));
    double left = budget;
    for (int j : order) {
      if (slopes[j] == 0 || !(left > 0)) {
        return;
      }
      double room = slopes[j] > 0 ? box.hi() - pixels[j] : pixels[j] - box.lo();
      double move = Math.min(room, left);
      pixels[j] += Math.signum(slopes[j]) * move;
      left -= move;
    }
  }
}
