package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// Steps along a running sum of gradients, each of length 1 before it is added (MI-FGSM):
/// `g <- decay g + grad / |grad|_1`, `x <- project(x + stepSize steepest(g))`.
///
/// The sum remembers where most gradients pointed, so the attack passes small bumps, and its images fool
/// other networks more often. Each gradient is normalised **before** it is added, as in the paper; to sum
/// the plain gradients and normalise the sum is another algorithm, in which the late, large gradients rule.
/// Some libraries divide by the mean of the absolute values, which is `|grad|_1` over the number of
/// elements: every sum is then that many times as large, and each step the same. A gradient of zero adds
/// nothing.
///
/// Source: Dong, Liao, Pang, Su, Zhu, Hu and Li, "Boosting adversarial attacks with momentum", CVPR 2018,
/// algorithm 1. There `stepSize = eps / steps` and `decay = 1`.
///
/// @param steps how many gradients
/// @param stepSize the length of a step in the ball's norm
/// @param decay how much of the sum is kept from step to step; 0 forgets it
/// @param loss what to climb
public record MomentumGradientSign(int steps, double stepSize, double decay, AttackLoss loss)
    implements FixedBudgetAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, a step has no positive, finite length, or the
  ///     decay is negative or not finite
  public MomentumGradientSign {
    new ProjectedGradientDescent(steps, stepSize, false);
    if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("MomentumGradientSign: decay must be >= 0 and finite, not " + decay);
    }
  }

  /// The attack of the paper: nothing is forgotten, and the cross-entropy is climbed.
  public MomentumGradientSign(int steps, double stepSize) {
    this(steps, stepSize, 1, AttackLoss.CROSS_ENTROPY);
  }

  /// Images as [FixedBudgetAttack#perturb] says.
  ///
  /// @throws IllegalArgumentException in `L1`, where the sum would point at the same few elements for ever,
  ///     long after they have met the box
  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    ball.norm().requireOneOf("MomentumGradientSign", Norm.LINF, Norm.L2);
    Tensor originals = examples.images();
    Tensor current = originals;
    Tensor momentum = originals.mul(0);
    BestImages best = new BestImages(examples.goal());
    //: leak 5.4
    for (int step = 0; step < steps; step++) {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(loss, current, examples.goal());
      best.offer(current, at.logits(), at.losses());
      momentum = momentum.mul(decay).add(ofLengthOne(at.gradient()));
      current = ball.climb(originals, current, momentum, stepSize);
    }
    examples.countQuery();
    Tensor logits = victim.logits(current);
    best.offer(current, logits, loss.of(logits, examples.goal()));
    return best.images();
    //: end
  }

  private static Tensor ofLengthOne(Tensor gradients) {
    double[] slopes = gradients.toDoubleArray();
    double[] lengths = Norm.L1.of(gradients);
    int elements = slopes.length / lengths.length;
    // In double, where one over the smallest float is still a number.
    Arrays.setAll(slopes, j -> slopes[j] == 0 ? 0 : slopes[j] / lengths[j / elements]);
    return Tensor.wrap(slopes, gradients.shape()).to(gradients.dtype());
  }
}
