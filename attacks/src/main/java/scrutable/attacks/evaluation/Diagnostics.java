package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleFunction;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Why an attack may have failed for reasons of its own: the six indicators of attack failure.
///
/// An accuracy under attack is an upper bound, and says nothing of a defence if the attack was broken by it
/// or from the start. Each indicator is a number from 0 (nothing suspicious) to 1; where one is high, the
/// attack must be repaired before its failure may be called robustness.
///
/// Each example is attacked alone, and its [AttackTrace] examined. Examples that are at
/// their goal from the start are left out.
///
/// Source: Pintor, Demetrio, Sotgiu, Demontis, Carlini, Biggio and Roli, "Indicators of attack failure:
/// debugging and improving optimization of adversarial examples", NeurIPS 2022, section 3.
///
/// @param unavailableGradients the share of examples whose first gradient is zero
/// @param unstablePredictions by how much the attack's loss changes, relative to itself, at random points
///     close by: the mean of 100 probes per example, cut at 1
/// @param silentSuccess the share of the failed attacks that had been at their goal on the way
/// @param incompleteOptimization the share of the failed attacks whose best loss still rose by more than 5 %
///     of its whole rise within the last ten gradients
/// @param transferFailure the share of the successes on the attacked victim that are none on the judged one
/// @param unconstrainedFailure the share of examples that an attack fails on which may change everything
public record Diagnostics(double unavailableGradients, double unstablePredictions, double silentSuccess,
    double incompleteOptimization, double transferFailure, double unconstrainedFailure) {
  private static final int PROBES = 100;
  private static final int LAST = 10;
  private static final double STILL_RISING = 0.05;

  /// Diagnoses an attack.
  ///
  /// @param attackFor the attack for a radius, as its step size usually depends on that
  /// @param attacked the victim whose gradients the attack sees
  /// @param judged the victim that it is meant for; the same one, unless the attack is a transfer
  /// @param nearby half the side of the cube from which random probes are drawn; 4/255 in the paper's code
  /// @throws IllegalArgumentException if the box is not bounded, or the attack asks for no gradient
  public static Diagnostics of(DoubleFunction<? extends FixedBudgetAttack<? super WhiteBox>> attackFor,
      WhiteBox attacked, DecisionAccess judged, Examples examples, Ball ball, double nearby) {
    double width = ball.box().hi() - ball.box().lo();
    if (width == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("Diagnostics: an attack without limits needs a bounded box");
    }
    Ball everything = new Ball(Norm.LINF, width, ball.box());
    boolean[] atGoal = examples.goal().reached(attacked.labels(examples.images()));
    List<Symptoms> all = new ArrayList<>();
    for (int i = 0; i < atGoal.length; i++) {
      if (!atGoal[i]) {
        Examples one = examples.only(i);
        AttackTrace trace = AttackTrace.of(attackFor.apply(ball.eps()), attacked, one, ball);
        AttackResult free = attackFor.apply(width).run(attacked, one, everything);
        all.add(symptoms(trace, attacked, judged, one, ball, nearby, free));
      }
    }
    return summary(all);
  }

  /// What one example showed.
  private record Symptoms(boolean zeroGradient, double instability, boolean success, boolean onTheWay,
      boolean rising, boolean transferred, boolean freeSuccess) {}

  private static Symptoms symptoms(AttackTrace trace, WhiteBox attacked, DecisionAccess judged, Examples one,
      Ball ball, double nearby, AttackResult free) {
    if (trace.loss() == null) {
      throw new IllegalArgumentException("Diagnostics: this attack asks for no gradient, so there is nothing"
          + " to say about its optimisation");
    }
    boolean zero = trace.gradients().getFirst().abs().max().item() == 0;
    boolean success = one.goal().reached(attacked.labels(trace.moved()))[0];
    boolean onTheWay = trace.answers().stream().anyMatch(logits -> one.goal().reached(logits)[0]);
    boolean transferred = one.goal().reached(judged.labels(trace.moved()))[0];
    return new Symptoms(zero, instability(trace, attacked, one, ball, nearby), success, onTheWay,
        stillRising(trace.losses()), transferred, free.success()[0]);
  }

  private static double instability(AttackTrace trace, WhiteBox attacked, Examples one, Ball ball,
      double nearby) {
    double here = trace.loss().of(attacked.logits(one.images()), one.goal()).item();
    Rng rng = one.random(0).split("probes");
    double sum = 0;
    for (int probe = 0; probe < PROBES; probe++) {
      Tensor noise = rng.uniformBetween(-nearby, nearby, one.images().shape()).to(one.images().dtype());
      Tensor logits = attacked.logits(ball.box().clip(one.images().add(noise)));
      sum += Math.abs(trace.loss().of(logits, one.goal()).item() - here) / (here == 0 ? 1 : Math.abs(here));
    }
    return Math.min(1, sum / PROBES);
  }

  /// Whether the best loss so far, scaled to [0, 1], rose by more than 5 % within the last ten.
  static boolean stillRising(List<Double> losses) {
    double lowest = Collections.min(losses);
    double highest = Collections.max(losses);
    double before = Collections.max(losses.subList(0, Math.max(1, losses.size() - LAST + 1)));
    return highest - before > STILL_RISING * (highest - lowest);
  }

  private static Diagnostics summary(List<Symptoms> all) {
    List<Symptoms> failed = all.stream().filter(one -> !one.success).toList();
    List<Symptoms> won = all.stream().filter(one -> one.success).toList();
    return new Diagnostics(
        share(all, all.stream().filter(Symptoms::zeroGradient).count()),
        all.stream().mapToDouble(Symptoms::instability).average().orElse(0),
        share(failed, failed.stream().filter(Symptoms::onTheWay).count()),
        share(failed, failed.stream().filter(Symptoms::rising).count()),
        share(won, won.stream().filter(one -> !one.transferred).count()),
        share(all, all.stream().filter(one -> !one.freeSuccess).count()));
  }

  private static double share(List<Symptoms> of, long count) {
    return of.isEmpty() ? 0 : count / (double) of.size();
  }

  /// What is suspicious, in words; empty if nothing is.
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warn(warnings, unavailableGradients > 0, "unavailable gradients: some are zero; the attack cannot move."
        + " Use a loss that does not saturate, or go around the defence (BPDA)");
    warn(warnings, unstablePredictions > 0.1, "unstable predictions: the loss jumps between close points;"
        + " average gradients over the randomness (EOT) or over a neighbourhood");
    warn(warnings, silentSuccess > 0, "silent success: the attack was at its goal and walked on; keep the"
        + " best image");
    warn(warnings, incompleteOptimization > 0.1, "incomplete optimisation: the loss was still rising; take"
        + " more or larger steps");
    warn(warnings, transferFailure > 0.1, "transfer failure: what fools the attacked model does not fool the"
        + " judged one; attack the judged one, or a closer copy");
    warn(warnings, unconstrainedFailure > 0, "unconstrained failure: even an attack that may change"
        + " everything fails; it is broken");
    return warnings;
  }

  private static void warn(List<String> warnings, boolean when, String what) {
    if (when) {
      warnings.add(what);
    }
  }
}
