package scrutable.attacks.policy;

import scrutable.attacks.Ball;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A control: each frame gets the change that an attack made for the frame of the next game.
///
/// The changes have the right size and the right look, but were made for another picture. If they do as much harm, the
/// attack does not depend on what it sees.
///
/// @param attack whose changes are handed on
public record ForeignPattern(FrameAttack attack) implements FrameAttack {
  @Override
  public Tensor perturb(Tensor frames, Ball ball, Rng rng) {
    int games = frames.size(0);
    if (games < 2) {
      throw new IllegalArgumentException("ForeignPattern: with a single game there is no other frame");
    }
    Tensor changes = attack.perturb(frames, ball, rng).sub(frames);
    Tensor ofNext = Joining.concat(0, changes.slice(0, 1, games), changes.slice(0, 0, 1));
    return ball.project(frames, frames.add(ofNext));
  }
}
