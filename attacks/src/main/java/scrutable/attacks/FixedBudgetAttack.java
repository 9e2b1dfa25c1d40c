package scrutable.attacks;

import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// An attack that does its worst within a given ball. (The other family, [MinimalNormAttack], looks for the
/// smallest ball.)
///
/// An attack is a small record of its settings. To write one, implement [#perturb]; the rules of the game,
/// the same for all attacks, are in [#run].
///
/// ```java
/// AttackResult attacked = new ProjectedGradientDescent(40, 0.01)
///     .run(Classifier.of(net), images, new Untargeted(labels), Ball.linf(0.3), rng.split("attack"));
/// ```
///
/// @param <A> how much the attack sees of its victim: [DecisionAccess], [ScoreAccess] or [WhiteBox]
@FunctionalInterface
public interface FixedBudgetAttack<A extends DecisionAccess> {

  /// Moves each image within the ball, as near to its goal as the attack can bring it.
  ///
  /// What is done to one example must not depend on the others in the batch, nor on their number. Every
  /// question to the victim is reported to `examples`. Whether a goal was reached is not the attack's to say.
  ///
  /// @return images of the shape of `examples.images()`, in the ball around them and in the box
  Tensor perturb(A victim, Examples examples, Ball ball);

  /// Attacks images and judges the outcome by a fresh look at what came out.
  ///
  /// Examples that are at their goal already (misclassified before anything happened) count as successes at
  /// distance 0 and are not attacked. Where the attack fails, the image comes back as it was.
  ///
  /// @param images `(N, ...)`, in the box
  /// @param goal one per image
  /// @param rng the source of all randomness; example `i` draws from `rng.split(i)`
  /// @throws IllegalArgumentException if an image lies outside the box, the numbers do not match, or a goal is about
  ///     a class that the victim does not have
  default AttackResult run(A victim, Tensor images, Goal goal, Ball ball, Rng rng) {
    return run(victim, Examples.of(images, goal, rng), ball);
  }

  /// Attacks examples; see [#run(DecisionAccess, Tensor, Goal, Ball, Rng)].
  default AttackResult run(A victim, Examples given, Ball ball) {
    ball.require(given.images());
    Examples examples = given.withNewAccount();
    Answers before = Answers.of(victim, examples.images(), examples.goal());
    int[] open = BatchRows.open(examples.goal().reached(before.labels()));
    Tensor candidates = examples.images();
    if (open.length > 0) {
      Examples attacked = examples.only(open);
      Tensor moved = perturb(victim, attacked, ball);
      if (!moved.sameShape(attacked.images()) || moved.dtype() != candidates.dtype()) {
        throw new IllegalStateException("the attack made " + moved.dtype() + " " + Shape.text(moved.shape())
            + " of images " + candidates.dtype() + " " + Shape.text(attacked.images().shape()));
      }
      candidates = BatchRows.replace(candidates, open, moved);
    }
    return AttackResult.judge(victim, examples, before, candidates, ball);
  }

  /// This attack tried up to `tries` times, each time with other random numbers; see [Restarts].
  default FixedBudgetAttack<A> withRestarts(int tries) {
    return new Restarts<>(this, tries);
  }
}
