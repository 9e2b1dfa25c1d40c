package scrutable.lessons.poisoning;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one kind of poison did to all targets of one seed, each target with a victim of its own.
///
/// @param success the share of targets that were given the wanted class
/// @param elsewhere how often a victim gave *another* target the class that its poison was made for, as a share of the
///     times that it was shown a target of another class than that
/// @param asked how many times that was
/// @param accuracy on test examples, the mean over the victims
/// @param doses what was really done to the training data, for each target
public record LabelledOutcome(double success, double elsewhere, int asked, double accuracy, List<PoisonDose> doses) {
  public LabelledOutcome {
    doses = List.copyOf(doses);
  }

  /// The least over the targets of something that was done.
  public double least(ToDoubleFunction<PoisonDose> of) {
    return doses.stream().mapToDouble(of).min().orElseThrow();
  }

  /// The greatest over the targets of something that was done.
  public double greatest(ToDoubleFunction<PoisonDose> of) {
    return doses.stream().mapToDouble(of).max().orElseThrow();
  }

  /// The mean over the targets of something that was done.
  public double mean(ToDoubleFunction<PoisonDose> of) {
    return doses.stream().mapToDouble(of).average().orElseThrow();
  }
}
