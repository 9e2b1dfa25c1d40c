package scrutable.attacks;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack climbs: for each example a number that is the larger the closer the goal is.
///
/// It is never averaged over the batch; see [White#lossGradient].
@FunctionalInterface
public interface AttackLoss {
  /// The loss of each row of logits `(N, K)`, as `(N,)`: the larger, the better for the attack.
  Variable perExample(Variable logits, Goal goal);

  /// The loss of logits that are just numbers.
  default Tensor of(Tensor logits, Goal goal) {
    return perExample(Variable.constant(logits), goal).value();
  }

  /// The cross-entropy of the label, or minus that of the target.
  ///
  /// Its gradient vanishes where the network is very sure: for logits far apart, softmax rounds to 0 and 1.
  AttackLoss CROSS_ENTROPY = (logits, goal) ->
      Functions.crossEntropy(logits, goal.classes()).mul(goal.direction());

  /// By how much the best other class beats the label, `max_(j != y) z_j - z_y`, or the target beats the best
  /// other class (Carlini and Wagner 2017, section V-A, f6). Positive exactly where the goal is reached; its
  /// gradient never vanishes by saturation.
  AttackLoss MARGIN = (logits, goal) -> {
    int classes = logits.size(1);
    if (classes < 2) {
      throw new IllegalArgumentException("the margin needs two classes or more, not logits of shape "
          + Shape.text(logits.shape()));
    }
    Tensor isGoal = Indexing.oneHot(goal.classes(), classes, logits.dtype());
    Variable own = logits.mul(Variable.constant(isGoal)).sum(false, 1);
    // Masked by a value below all, not by a factor: a factor 0 would beat negative logits.
    Variable masked = Variable.constant(Tensor.full(-Float.MAX_VALUE, logits.dtype(), logits.shape()));
    Variable bestOther = masked.where(isGoal, logits).max(false, 1);
    return bestOther.sub(own).mul(goal.direction());
  };

  /// By how much the rival of a [Rival] goal beats the label, `z_rival - z_y`; for any other goal the logit of
  /// its class itself, be it label or target. Linear in the logits: what attacks need that approximate the
  /// victim by its slopes.
  AttackLoss LOGIT = (logits, goal) -> {
    Variable own = logit(logits, goal.classes());
    return goal instanceof Rival rival ? logit(logits, rival.rivals()).sub(own) : own;
  };

  private static Variable logit(Variable logits, Tensor classes) {
    Tensor chosen = Indexing.oneHot(classes, logits.size(1), logits.dtype());
    return logits.mul(Variable.constant(chosen)).sum(false, 1);
  }
}
