package scrutable.lessons.poisoning;

import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// What one kind of poison did to all targets of one seed, each target with a victim of its own.
///
/// @param success the share of targets that were given the wanted class
/// @param elsewhere the share of victims that also gave the *next* target the class wanted of that one, for which
///     their poison was not made
/// @param accuracy on test examples, the mean over the victims
public record LabelledOutcome(double success, double elsewhere, double accuracy) {

  /// Poisons, retrains from scratch and looks, one target at a time. Each victim has initial weights of its own,
  /// which the adversary does not know.
  public static LabelledOutcome of(Poison<Dataset, ? super ChosenTargets> poison, Dataset train, Dataset test,
      ChosenTargets targets, Budget budget, Recipe<Dataset> recipe, Rng rng) {
    double reached = 0;
    double others = 0;
    double accuracy = 0;
    for (int i = 0; i < targets.count(); i++) {
      Rng own = rng.split(i);
      Poisoned<Dataset> poisoned = poison.craft(train, targets.only(i), budget, own.split("poison"));
      ChosenTargets thisAndNext = targets.only(i, (i + 1) % targets.count());
      Retrained victim = Retrained.of(recipe, poisoned.data(), thisAndNext, test, own.split("victim"));
      reached += victim.reached()[0] ? 1 : 0;
      others += victim.reached()[1] ? 1 : 0;
      accuracy += victim.accuracy();
    }
    int count = targets.count();
    return new LabelledOutcome(reached / count, others / count, accuracy / count);
  }
}
