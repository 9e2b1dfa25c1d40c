package scrutable.attacks.poisoning;

import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;

/// The goal of a useless model: as many wrong answers as possible (an attack on availability).
///
/// @param on examples like those the model will meet, with their true labels. The adversary may look at them;
///     so the error that is reported must be that on others
public record ManyErrors(Dataset on) implements PoisonGoal {
  /// Checks that there is something to be wrong about.
  ///
  /// @throws IllegalArgumentException if there are no examples
  public ManyErrors {
    if (on.size() == 0) {
      throw new IllegalArgumentException("ManyErrors: there are no examples in " + on);
    }
  }

  @Override
  public boolean[] reached(DecisionAccess victim) {
    int[] labels = on.labels().toIntArray();
    int[] answers = victim.labels(on.inputs());
    boolean[] wrong = new boolean[labels.length];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] = answers[i] != labels[i];
    }
    return wrong;
  }

  /// The share of right answers.
  public double accuracy(DecisionAccess victim) {
    return 1 - success(victim);
  }
}
