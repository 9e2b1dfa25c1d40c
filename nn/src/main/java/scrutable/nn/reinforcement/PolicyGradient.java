package scrutable.nn.reinforcement;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Makes moves more probable that turned out well, and others less: the gradient of REINFORCE.
///
/// The expected return `J` of a policy `pi` has the gradient `E[sum_t A_t grad log pi(a_t | s_t)]`, where `A_t` is the
/// return from move t on, less anything that does not depend on the move. So `-A_t log pi(a_t | s_t)`, summed over the
/// moves of a game and averaged over games, has minus that gradient; its value means nothing. The advantages are
/// data: no gradient flows through them.
///
/// Source: Williams, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"
/// (1992), theorem 1.
public final class PolicyGradient {
  private PolicyGradient() {}

  /// The loss of each move: `-A log pi(a) - entropyWeight H(pi)`, `(M,)`.
  ///
  /// The entropy `H = -sum_k pi_k log pi_k`, in nats, keeps the policy from settling on one action too early
  /// (Williams and Peng 1991).
  ///
  /// @param logits of the policy in each of M situations, `(M, K)`
  /// @param actions what was done, one of 0 .. K - 1 each
  /// @param advantages how well it turned out, one each
  /// @throws IllegalArgumentException if the numbers do not match, an advantage is not finite, or the weight is
  ///     negative
  public static Variable perMove(Variable logits, int[] actions, double[] advantages, double entropyWeight) {
    if (logits.rank() != 2 || logits.size(0) != actions.length || actions.length != advantages.length) {
      throw new IllegalArgumentException("PolicyGradient: logits (M, K) need M actions and M advantages, but they are "
          + Shape.text(logits.shape()) + ", " + actions.length + " and " + advantages.length);
    }
    if (!(entropyWeight >= 0)) {
      throw new IllegalArgumentException("PolicyGradient: the entropy's weight must be at least 0, not "
          + entropyWeight);
    }
    for (int i = 0; i < actions.length; i++) {
      if (actions[i] < 0 || actions[i] >= logits.size(1) || !Double.isFinite(advantages[i])) {
        throw new IllegalArgumentException("PolicyGradient: move " + i + " is action " + actions[i] + " of "
            + logits.size(1) + " with the advantage " + advantages[i]);
      }
    }
    Variable logPi = Functions.logSoftmax(logits);                                      // (M, K)
    Tensor chosen = Tensor.ofInts(actions, actions.length, 1);
    Tensor weights = Tensor.of(advantages, advantages.length).to(logits.dtype());
    Variable loss = logPi.gather(1, chosen).squeeze(1).mul(Variable.constant(weights)).neg();
    if (entropyWeight == 0) {
      return loss;
    }
    Variable negativeEntropy = logPi.exp().mul(logPi).sum(false, 1);
    return loss.add(negativeEntropy.mul(entropyWeight));
  }
}
