package scrutable.nn.reinforcement;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Q-learning with two opinions: one network says which action is best, the other what it is worth.
///
/// `y = r + gamma (1 - terminal) Q_target(s', argmax_a Q_online(s', a))`
///
/// The largest of several noisy estimates is too large on average, and a network that asks itself for the maximum
/// comes to believe in it. If another network values the chosen action, its error is another one. After the last move
/// of a game nothing can be earned, whatever a network says about the last frame.
///
/// Source: van Hasselt, Guez and Silver, "Deep reinforcement learning with double Q-learning" (2016), equation 4.
public final class DoubleQ {
  private DoubleQ() {}

  /// The value that each move should have had, `(N,)`.
  ///
  /// @param rewards r, one each
  /// @param terminal whether the game was over after the move
  /// @param online what the network that learns says of the frames reached, `(N, K)`
  /// @param target what the network that lags behind says of them, `(N, K)`
  /// @param gamma the discount, in [0, 1]
  /// @throws IllegalArgumentException if the numbers do not match
  public static Tensor targets(double[] rewards, boolean[] terminal, Tensor online, Tensor target, double gamma) {
    if (!online.sameShape(target) || online.rank() != 2 || online.size(0) != rewards.length
        || terminal.length != rewards.length || !(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("DoubleQ: values (N, K) of both networks, N rewards and ends, and gamma in"
          + " [0, 1] are needed, but they are " + Shape.text(online.shape()) + ", " + Shape.text(target.shape()) + ", "
          + rewards.length + ", " + terminal.length + " and " + gamma);
    }
    int[] best = Actions.greedy(online);
    double[] targets = rewards.clone();
    for (int i = 0; i < targets.length; i++) {
      targets[i] += terminal[i] ? 0 : gamma * target.get(i, best[i]);
    }
    return Tensor.wrap(targets, targets.length).to(online.dtype());
  }

  /// The mean Huber loss, with the corner at 1, of the values of the moves that were made.
  ///
  /// @param values of the frames before the moves, `(N, K)`
  /// @param actions what was done
  /// @param targets `(N,)`, see [#targets]
  public static Variable loss(Variable values, int[] actions, Tensor targets) {
    if (values.rank() != 2 || values.size(0) != actions.length || !targets.hasShape(actions.length)) {
      throw new IllegalArgumentException("DoubleQ: values (N, K) need N actions and N targets, but they are "
          + Shape.text(values.shape()) + ", " + actions.length + " and " + Shape.text(targets.shape()));
    }
    Variable made = values.gather(1, Tensor.ofInts(actions, actions.length, 1)).squeeze(1);
    return Losses.huber(made, targets, 1);
  }
}
