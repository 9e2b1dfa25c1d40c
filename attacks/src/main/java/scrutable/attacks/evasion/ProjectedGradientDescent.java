package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Recycler;
import scrutable.tensor.Tensor;

/// Small steps in the steepest direction, each brought back into ball and box:
/// `x <- project(x + stepSize * steepest(grad_x J))`.
///
/// Without a random start this is the basic iterative method (Kurakin, Goodfellow and Bengio 2017). With one
/// it is the attack of Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep learning models resistant to
/// adversarial attacks", ICLR 2018, section 2.1; there the start is uniform in the ball. (The name says
/// descent, for one descends on minus the loss.)
///
/// A step size of `2.5 eps / steps` lets an image reach every point of its ball and still turn around there.
/// In `L1` a step is shared by the steepest 1 % of the elements that the box lets move; see [SparseStep].
///
/// @param steps how many gradients
/// @param stepSize the length of a step in the ball's norm, in units of the input
/// @param randomStart start anywhere in the ball, instead of at the image
/// @param loss what to climb
/// @param keep which of the images on the way is the result
public record ProjectedGradientDescent(int steps, double stepSize, boolean randomStart, AttackLoss loss,
    Keep keep) implements FixedBudgetAttack<WhiteBox> {

  /// Which of the images on the way is the result.
  public enum Keep {
    /// One at the goal, if any was; among those the one with the largest loss. An attack that had reached its
    /// goal on the way and then walked off again would else be reported as a failure ("silent success" in
    /// Pintor et al. 2022, "Indicators of attack failure"). Costs one more query, to look at the last image.
    ///
    /// To stop at the first success would be cheaper, and as good for counting successes; but it gives images
    /// that only just cross the boundary, and says nothing of how sure a victim can be made of its error.
    BEST,
    /// The last one, whatever it is: what most libraries return, and what makes results comparable to theirs.
    LAST
  }

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, or a step has no positive, finite length
  public ProjectedGradientDescent {
    if (steps < 1) {
      throw new IllegalArgumentException("ProjectedGradientDescent: steps must be at least 1, not " + steps);
    }
    if (!(stepSize > 0 && stepSize < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ProjectedGradientDescent: stepSize must be positive and finite,"
          + " not " + stepSize + "; 2.5 eps / steps is a good one");
    }
  }

  /// The attack of Madry et al.: random start, cross-entropy, the best image is kept.
  public ProjectedGradientDescent(int steps, double stepSize) {
    this(steps, stepSize, true);
  }

  /// With or without a random start; cross-entropy, the best image is kept.
  public ProjectedGradientDescent(int steps, double stepSize, boolean randomStart) {
    this(steps, stepSize, randomStart, AttackLoss.CROSS_ENTROPY, Keep.BEST);
  }

  /// The same attack on another loss.
  public ProjectedGradientDescent climbing(AttackLoss other) {
    return new ProjectedGradientDescent(steps, stepSize, randomStart, other, keep);
  }

  /// The same attack with another choice of the result.
  public ProjectedGradientDescent keeping(Keep other) {
    return new ProjectedGradientDescent(steps, stepSize, randomStart, loss, other);
  }

  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    if (randomStart) {
      ball.requireFinite("ProjectedGradientDescent with a random start");
    }
    Tensor originals = examples.images();
    BestImages best = new BestImages(examples.goal());
    //: task 5.4
    Tensor moved = randomStart ? examples.randomStart(ball) : originals;
    Recycler memory = new Recycler();
    for (int step = 0; step < steps; step++) {
      WhiteBox.LossGradient here = slope(victim, examples, moved);
      best.offer(moved, here.logits(), here.losses());
      Tensor from = moved;
      // A climb makes many arrays of the size of the images: used again, they save 2 to 4 % of the attack.
      moved = memory.run(() -> climb(ball, originals, from, here.gradient()).keep());
    }
    if (keep == Keep.LAST) {
      return moved;
    }
    examples.countQuery();
    Tensor last = victim.logits(moved);
    best.offer(moved, last, loss.of(last, examples.goal()));
    return best.images();
    //: end
  }

  private WhiteBox.LossGradient slope(WhiteBox victim, Examples examples, Tensor images) {
    examples.countGradient();
    return victim.lossGradient(loss, images, examples.goal());
  }

  private Tensor climb(Ball ball, Tensor originals, Tensor current, Tensor gradient) {
    if (ball.norm() != Norm.L1) {
      return ball.climb(originals, current, gradient, stepSize);
    }
    int[] counts = new int[originals.size(0)];
    Arrays.fill(counts, originals.elementCount() / originals.size(0) / 100);
    Tensor direction = SparseStep.direction(SparseStep.withRoom(gradient, current, ball.box()), counts);
    return ball.project(originals, current.add(direction.mul(stepSize)));
  }
}
