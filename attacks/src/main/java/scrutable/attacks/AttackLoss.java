package scrutable.attacks;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack climbs: for each example a number that is the larger the closer the goal is.
///
/// It is never averaged over the batch; see [WhiteBox#lossGradient].
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
  AttackLoss CROSS_ENTROPY = new NamedLoss("CROSS_ENTROPY", (logits, goal) ->
      Losses.crossEntropyPerExample(logits, goal.classes()).mul(goal.direction()));

  /// By how much the best other class beats the label, `max_(j != y) z_j - z_y`, or the target beats the best
  /// other class (Carlini and Wagner 2017, section V-A, f6). Positive exactly where the goal is reached; its
  /// gradient never vanishes by saturation.
  AttackLoss MARGIN = new NamedLoss("MARGIN", (logits, goal) -> {
    requireClasses("the margin", 2, logits);
    int classes = logits.size(1);
    Tensor isGoal = Indexing.oneHot(goal.classes(), classes, logits.dtype());
    Variable own = logits.mul(Variable.constant(isGoal)).sum(false, 1);
    // Masked by a value below all, not by a factor: a factor 0 would beat negative logits.
    Variable masked = Variable.constant(Tensor.full(-Float.MAX_VALUE, logits.dtype(), logits.shape()));
    Variable bestOther = masked.where(isGoal, logits).max(false, 1);
    return bestOther.sub(own).mul(goal.direction());
  });

  /// By how much the rival of a [Rival] goal beats the label, `z_rival - z_y`; for any other goal the logit
  /// of its class itself, be it label or target. Linear in the logits: what attacks need that approximate
  /// the victim by its slopes.
  AttackLoss LOGIT = new NamedLoss("LOGIT", (logits, goal) -> {
    Variable own = logit(logits, goal.classes());
    return goal instanceof Rival rival ? logit(logits, rival.rivals()).sub(own) : own;
  });

  /// The difference of logits ratio: the margin in units of the spread of the largest logits, `(max_(j != y)
  /// z_j - z_y) / (z_(1) - z_(3))` with `z_(k)` the k-th largest logit (Croce and Hein 2020, section 4.1,
  /// equations 6 and 7). Where the goal is a [Targeted] class, or sought by way of a [Rival], the spread is
  /// `z_(1) - (z_(3) + z_(4)) / 2`, and the difference is that with the rival.
  ///
  /// It does not change when all logits are multiplied by the same number. So a network that is merely loud
  /// does not look robust, as it does to the cross-entropy.
  ///
  /// It needs three classes, for one particular class four; with fewer it is refused, and [#MARGIN] is the
  /// loss to take: there is no third logit to measure a spread by.
  AttackLoss DLR = new NamedLoss("DLR", (logits, goal) -> {
    boolean oneClass = !(goal instanceof Untargeted);
    requireClasses("the difference of logits ratio", oneClass ? 4 : 3, logits);
    Variable largest = logits.topK(oneClass ? 4 : 3, 1);
    Variable below = oneClass ? largest.slice(1, 2, 4).mean(false, 1) : largest.select(1, 2);
    // Three equal logits at the top: 0 / 1e-12 is 0, not NaN.
    Variable spread = largest.select(1, 0).sub(below).add(1e-12);
    AttackLoss difference = goal instanceof Rival ? LOGIT : MARGIN;
    return difference.perExample(logits, goal).div(spread);
  });

  private static Variable logit(Variable logits, Tensor classes) {
    Tensor chosen = Indexing.oneHot(classes, logits.size(1), logits.dtype());
    return logits.mul(Variable.constant(chosen)).sum(false, 1);
  }

  private static void requireClasses(String loss, int needed, Variable logits) {
    if (logits.size(1) < needed) {
      String number = List.of("two", "three", "four").get(needed - 2);
      throw new IllegalArgumentException(loss + " needs " + number + " classes or more, not logits of shape "
          + Shape.text(logits.shape()) + (needed > 2 ? "; AttackLoss.MARGIN does with two" : ""));
    }
  }
}
