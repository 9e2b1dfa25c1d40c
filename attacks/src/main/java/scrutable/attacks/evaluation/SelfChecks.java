package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.RobustReport.Kind;
import scrutable.attacks.evaluation.RobustReport.Stage;
import scrutable.attacks.evaluation.RobustReport.Warning;
import scrutable.tensor.Tensor;

/// Looks at a victim for the ways in which defences have deceived attacks (Croce and Hein 2020; the flags of
/// the AutoAttack program).
///
/// A victim that computes gradients of its own when it answers, another way to deceive, needs no check: a
/// [scrutable.attacks.Classifier] answers without recording, so it fails at the first question.
public final class SelfChecks {
  private static final int LOOKS = 5;
  private static final double SAME = 1e-4;
  private static final double ROUNDING = 1e-5;
  private static final int ALONE = 16;
  private static final double SQUARE_LEAD = 0.002;

  private SelfChecks() {}

  /// What can be seen before any attack: probabilities instead of logits, answers that vary (a `Dropout` which
  /// `describe` does not name is never switched off) or depend on the batch, gradients that are zero, few classes.
  public static List<Warning> beforehand(WhiteBox victim, Examples examples) {
    List<Warning> warnings = new ArrayList<>();
    Tensor images = examples.images();
    Tensor logits = victim.logits(images);
    Optional<Warning> random = answersVary(victim, images, logits);
    random.or(() -> batchMatters(victim, images, logits)).ifPresent(warnings::add);
    areProbabilities(logits).ifPresent(warnings::add);
    hasNoGradient(victim, examples).ifPresent(warnings::add);
    if (logits.size(1) < 4) {
      warnings.add(new Warning(Kind.FEW_CLASSES, "with " + logits.size(1) + " classes there is no difference"
          + " of logits ratio towards one class; plain differences of logits took its place"));
    }
    return warnings;
  }

  private static Optional<Warning> answersVary(ScoreAccess victim, Tensor images, Tensor first) {
    double largest = 0;
    for (int look = 1; look < LOOKS; look++) {
      largest = Math.max(largest, difference(first, victim.logits(images)));
    }
    return largest <= SAME ? Optional.empty() : Optional.of(new Warning(Kind.RANDOMIZED,
        "asked again, the victim answers otherwise (by " + largest + " of the length of its logits); attack"
            + " the average over its randomness"));
  }

  private static Optional<Warning> batchMatters(ScoreAccess victim, Tensor images, Tensor together) {
    for (int i = 0; i < Math.min(images.size(0), ALONE); i++) {
      Tensor alone = victim.logits(images.slice(0, i, i + 1));
      if (difference(together.slice(0, i, i + 1), alone) > SAME) {
        return Optional.of(new Warning(Kind.BATCH_DEPENDENT, "the victim answers otherwise about image " + i
            + " alone than among others; it adapts itself to its inputs, and an attack must take that into"
            + " account"));
      }
    }
    return Optional.empty();
  }

  /// The largest distance between two rows of logits, each scaled to length 1.
  private static double difference(Tensor a, Tensor b) {
    Tensor change = Norm.L2.steepest(a).sub(Norm.L2.steepest(b));
    return Arrays.stream(Norm.L2.of(change)).max().orElse(0);
  }

  private static Optional<Warning> areProbabilities(Tensor logits) {
    boolean inside = logits.min().item() > -ROUNDING && logits.max().item() < 1 + ROUNDING;
    boolean sumToOne = logits.sum(false, 1).sub(1).abs().max().item() < ROUNDING;
    return inside && sumToOne ? Optional.of(new Warning(Kind.PROBABILITIES, "the outputs lie between 0 and 1"
        + " and sum up to 1: they look like probabilities; give the attack what comes before the softmax"))
        : Optional.empty();
  }

  private static Optional<Warning> hasNoGradient(WhiteBox victim, Examples examples) {
    Goal goal = examples.goal();
    Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, examples.images(), goal).gradient();
    long without = Arrays.stream(Norm.LINF.of(gradient)).filter(slope -> slope == 0).count();
    return without == 0 ? Optional.empty() : Optional.of(new Warning(Kind.ZERO_GRADIENT, "of " + without
        + " images the gradient of the cross-entropy is exactly zero; attacks that follow it are blind"));
  }

  /// Whether a search without gradients, the last of the stages, found what was hidden from those before.
  static Optional<Warning> afterwards(List<Stage> stages, int examples) {
    return stages.stream().filter(stage -> stage.name().equals(AutoAttack.SQUARE))
        .filter(square -> square.broken() > SQUARE_LEAD * examples).findFirst()
        .map(square -> new Warning(Kind.SQUARE_IS_BETTER, "Square broke " + square.broken() + " examples that"
            + " attacks with gradients could not; their gradients mislead, so look for a better attack"));
  }
}
