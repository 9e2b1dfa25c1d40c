package scrutable.lessons.poisoning;

import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What one kind of poison did to all targets of one seed, each with a victim of its own.
///
/// @param success the share of targets that were given the wanted class
/// @param accuracy on test pictures, the mean over the victims
public record UnlabelledOutcome(double success, double accuracy) {
  //: code one-victim-each
  /// Poisons the pool for one target, learns from it, and looks at that target; then from the start for the next.
  public static UnlabelledOutcome of(Poison<Tensor, ChosenTargets> poison, int examples, SmallDigits digits,
      ChosenTargets targets, Recipe<Tensor> recipe, Rng rng) {
    double success = 0;
    double accuracy = 0;
    for (int i = 0; i < targets.count(); i++) {
      Rng own = rng.split(i);
      Poisoned<Tensor> poisoned =
          poison.craft(digits.pool(), targets.only(i), new Budget(examples), own.split("poison"));
      Retrained victim =
          Retrained.of(recipe, poisoned.data(), targets.only(i), digits.test(), own.split("victim"));
      success += victim.success();
      accuracy += victim.accuracy();
    }
    return new UnlabelledOutcome(success / targets.count(), accuracy / targets.count());
  }
  //: end
}
