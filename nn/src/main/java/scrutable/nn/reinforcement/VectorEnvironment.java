package scrutable.nn.reinforcement;

import java.util.Arrays;
import scrutable.tensor.Tensor;

/// Many games of one kind, played side by side, so that a network can look at all of them in one batch.
///
/// A game that ends is followed by a new one at once. That is where bootstrapping goes wrong in many programs: the
/// picture after the last move is not that of the next game. So both are there: [Step#reached] is what the move led
/// to, [#frames] what is to be played from next.
///
/// ```java
/// Tensor before = games.frames();
/// Step step = games.step(actions);
/// replay.add(new Transitions(before, actions, step.rewards(), step.reached(), step.terminal()));
/// ```
///
/// Each game draws from a stream of its own, one for each time it is begun; so what happens in one does not depend on
/// the moves made in the others.
public interface VectorEnvironment {
  /// N, the number of games.
  int games();

  /// How many actions a player can choose from: 0 to this, exclusive.
  int actions();

  /// What the players see: `float32 (N, ...)`.
  Tensor frames();

  /// Lets every player make a move.
  ///
  /// @param actions one for each game
  /// @throws IllegalArgumentException if there is not one action for each game, or one does not exist
  Step step(int... actions);

  /// Begins a new game everywhere.
  void restart();

  /// What came of a move in each game.
  ///
  /// @param reached the frames after the move, of ended games, too: `float32 (N, ...)`
  /// @param rewards of the move
  /// @param terminal whether the game is over: nothing comes after, and its value is 0
  /// @param cut whether the game was broken off though it could have gone on: its value is not 0
  record Step(Tensor reached, double[] rewards, boolean[] terminal, boolean[] cut) {
    /// Keeps copies.
    public Step {
      rewards = rewards.clone();
      terminal = terminal.clone();
      cut = cut.clone();
    }

    /// Whether a new game has begun in place of game `i`.
    public boolean ended(int i) {
      return terminal[i] || cut[i];
    }
  }

  /// Checks the actions of all players.
  ///
  /// @throws IllegalArgumentException if there is not one for each game, or one does not exist
  default void requireActions(int... actions) {
    if (actions.length != games() || Arrays.stream(actions).anyMatch(a -> a < 0 || a >= actions())) {
      throw new IllegalArgumentException("step: there must be one action from 0 to " + (actions() - 1) + " for each of "
          + games() + " games, but they are " + Arrays.toString(actions));
    }
  }
}
