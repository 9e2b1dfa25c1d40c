package scrutable.attacks.evaluation;

import java.util.List;
import java.util.Locale;
import scrutable.attacks.AttackResult;

/// What [AutoAttack] found: the result, what each attack had to do with it, and reasons not to believe it.
///
/// @param result the judged images, with the flags, queries and gradients of each example
/// @param stages the attacks in the order in which they were run
/// @param warnings empty if nothing looked suspicious, which is no proof of anything
public record RobustReport(AttackResult result, List<Stage> stages, List<Warning> warnings) {

  /// What one attack did to the examples that those before it had left.
  ///
  /// @param attacked how many there were
  /// @param broken how many of them it broke
  /// @param accuracyAfter the accuracy over all examples when it was done
  public record Stage(String name, int attacked, int broken, double accuracyAfter, long queries,
      long gradientEvaluations) {}

  /// A reason not to believe the robust accuracy.
  public record Warning(Kind kind, String message) {}

  /// What may be wrong.
  public enum Kind {
    /// The victim answers differently when asked again: attacks must average over its randomness.
    RANDOMIZED,
    /// The victim gives probabilities where logits are asked for: losses saturate.
    PROBABILITIES,
    /// For some images the gradient is exactly zero: attacks that follow it stay where they are.
    ZERO_GRADIENT,
    /// The answer for an image depends on the others asked about with it: the victim adapts itself to its
    /// inputs.
    BATCH_DEPENDENT,
    /// There are too few classes for the losses of the standard, and others took their place.
    FEW_CLASSES,
    /// A search without gradients broke what attacks with gradients could not: they are misled.
    SQUARE_IS_BETTER
  }

  /// Copies the lists.
  public RobustReport {
    stages = List.copyOf(stages);
    warnings = List.copyOf(warnings);
  }

  /// The accuracy without an attack.
  public double clean() {
    return result.cleanAccuracy();
  }

  /// The accuracy under the worst of the attacks: at most this many examples of a hundred are robust.
  public double robust() {
    return result.robustAccuracy();
  }

  /// Whether each example withstood everything.
  public boolean[] robustFlags() {
    boolean[] flags = result.success();
    for (int i = 0; i < flags.length; i++) {
      flags[i] = !flags[i];
    }
    return flags;
  }

  /// Whether there is a warning of this kind.
  public boolean warnsOf(Kind kind) {
    return warnings.stream().anyMatch(warning -> warning.kind() == kind);
  }

  /// A line for each stage and for each warning.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(line("clean", clean(), ""));
    for (Stage stage : stages) {
      text.append(line(stage.name(), stage.accuracyAfter(),
          ", broke " + stage.broken() + " of " + stage.attacked()));
    }
    warnings.forEach(warning -> text.append("warning: ").append(warning.message()).append('\n'));
    return text.toString();
  }

  private static String line(String name, double accuracy, String more) {
    return String.format(Locale.ROOT, "%-8s %5.1f %%%s%n", name, 100 * accuracy, more);
  }
}
