package scrutable.attacks.policy;

import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Changes what players see, one frame at a time.
///
/// It is given the frames of this moment and nothing else: not the game, not what comes next, not who is playing. Each
/// frame is a fresh one, so whatever it did to the frame before is gone.
@FunctionalInterface
public interface FrameAttack {
  /// The frames that the players shall see instead.
  ///
  /// @param frames `(N, ...)`, one for each game
  /// @param ball how far a frame may be moved
  /// @param rng another one in each move
  /// @return frames of the same shape, in the ball and in the box
  Tensor perturb(Tensor frames, Ball ball, Rng rng);

  /// Leaves frames as they are.
  static FrameAttack none() {
    return (frames, ball, rng) -> frames;
  }

  /// An attack on pictures, used on frames: it tries to change the answer of a network that it knows.
  ///
  /// The label of a frame is what that network itself says of it, for nobody knows the right move. If the player is
  /// another network than the one seen, this is a transfer attack.
  ///
  /// @param seen the network that the attack looks at
  static FrameAttack of(WhiteBox seen, FixedBudgetAttack<? super WhiteBox> attack) {
    return (frames, ball, rng) -> attack.perturb(seen,
        Examples.of(frames, Untargeted.ofPredictions(seen, frames), rng), ball);
  }
}
