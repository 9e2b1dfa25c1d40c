package scrutable.attacks;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An attack that looks for the nearest image at its goal. (The other family, [FixedBudgetAttack], does its
/// worst within a given ball.)
///
/// What it finds measures the victim image by image: the distance to the boundary, or rather an upper bound of
/// it, for a better attack might find something nearer. To write one, implement [#search]; the rules of the
/// game are in [#run].
///
/// ```java
/// AttackResult attacked = new CarliniWagner()
///     .run(Classifier.of(net), images, new Untargeted(labels), Norm.L2, Box.UNIT, rng.split("attack"));
/// double median = attacked.medianDistance();
/// ```
///
/// @param <A> how much the attack sees of its victim: [DecisionAccess], [ScoreAccess] or [WhiteBox]
@FunctionalInterface
public interface MinimalNormAttack<A extends DecisionAccess> {

  /// Looks for the image at its goal that is nearest to each given one.
  ///
  /// What is done to one example must not depend on the others in the batch, nor on their number. Every
  /// question to the victim is reported to `examples`. Where nothing was found, the image comes back as it
  /// was; never a black one, or one half way.
  ///
  /// @return images of the shape of `examples.images()`, in the box
  /// @throws IllegalArgumentException if the attack cannot work in this norm
  Tensor search(A victim, Examples examples, Norm norm, Box box);

  /// Attacks images and judges the outcome by a fresh look at what came out.
  ///
  /// Examples that are at their goal already count as successes at distance 0 and are not attacked. Where the
  /// attack fails, the image comes back as it was and its distance is infinite.
  ///
  /// @param images `(N, ...)`, in the box
  /// @param goal one per image
  /// @param rng the source of all randomness; example `i` draws from `rng.split(i)`
  /// @throws IllegalArgumentException if an image lies outside the box, or the numbers do not match
  default AttackResult run(A victim, Tensor images, Goal goal, Norm norm, Box box, Rng rng) {
    return run(victim, Examples.of(images, goal, rng), norm, box);
  }

  /// Attacks examples; see [#run(DecisionAccess, Tensor, Goal, Norm, Box, Rng)].
  default AttackResult run(A victim, Examples given, Norm norm, Box box) {
    FixedBudgetAttack<A> unlimited =
        (attacked, examples, ball) -> search(attacked, examples, ball.norm(), ball.box());
    return unlimited.run(victim, given, new Ball(norm, Double.POSITIVE_INFINITY, box));
  }

  /// This attack under a fixed budget: an example is won if the image found for it lies in the ball.
  ///
  /// One search serves all radii: after a single [#run], the robust accuracy at `eps` is the share of the
  /// distances above it.
  default FixedBudgetAttack<A> withinBudget() {
    return (victim, examples, ball) -> {
      Tensor found = search(victim, examples, ball.norm(), ball.box());
      double[] distances = ball.norm().of(found.sub(examples.images()));
      boolean[] near = new boolean[distances.length];
      for (int i = 0; i < near.length; i++) {
        near[i] = distances[i] <= ball.eps();
      }
      return BatchRows.where(near, found, examples.images());
    };
  }
}
