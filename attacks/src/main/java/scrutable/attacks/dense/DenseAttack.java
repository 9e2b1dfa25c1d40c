package scrutable.attacks.dense;

import scrutable.attacks.Ball;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An attack on the answers to all pixels at once, within a given ball.
@FunctionalInterface
public interface DenseAttack {
  /// Moves pictures within the ball. Whether that changed an answer is not the attack's to say.
  ///
  /// @param seen the network that the attack looks at
  /// @param images `(N, C, H, W)`, in the box
  /// @param rng example i draws from `rng.split(i)`
  /// @return pictures of the same shape, in the ball and in the box
  Tensor perturb(Segmenter seen, Tensor images, Ball ball, Rng rng);

  /// Attacks a network that is known, and judges the outcome by a fresh look at what came out.
  ///
  /// @param truth what the pixels show, `int32 (N, H, W)`: for the judge, the attack does not see it
  default DenseAttackResult run(Segmenter victim, Tensor images, Tensor truth, Ball ball, Rng rng) {
    return run(victim, victim, images, truth, ball, rng);
  }

  /// Attacks one network by looking at another.
  default DenseAttackResult run(Segmenter seen, DenseDecision victim, Tensor images, Tensor truth, Ball ball,
      Rng rng) {
    ball.require(images);
    return DenseAttackResult.judge(victim, images, truth, perturb(seen, images, ball, rng), ball);
  }
}
