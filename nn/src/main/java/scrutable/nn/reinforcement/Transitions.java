package scrutable.nn.reinforcement;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Moves to learn from: what was seen, done and earned, and what was seen afterwards.
///
/// @param frames before the moves, `(N, ...)`
/// @param actions one each
/// @param rewards one each
/// @param reached after the moves, `(N, ...)`: of a game that ended, its last frame, not the first of the next game
/// @param terminal whether the game was over, so that nothing more could be earned
public record Transitions(Tensor frames, int[] actions, double[] rewards, Tensor reached, boolean[] terminal) {
  /// Checks that there are as many of each; keeps the arrays.
  ///
  /// @throws IllegalArgumentException if not
  public Transitions {
    if (frames.rank() < 2 || !frames.sameShape(reached) || frames.size(0) != actions.length
        || rewards.length != actions.length || terminal.length != actions.length) {
      throw new IllegalArgumentException("Transitions: frames " + Shape.text(frames.shape()) + " and "
          + Shape.text(reached.shape()) + ", " + actions.length + " actions, " + rewards.length + " rewards and "
          + terminal.length + " ends do not belong together");
    }
  }

  /// The number of moves.
  public int count() {
    return actions.length;
  }
}
