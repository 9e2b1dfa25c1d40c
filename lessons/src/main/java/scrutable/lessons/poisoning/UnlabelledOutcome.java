package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
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
/// @param doses what was really added to the pool, for each target
public record UnlabelledOutcome(double success, double accuracy, List<PoolDose> doses) {
  public UnlabelledOutcome {
    doses = List.copyOf(doses);
  }

  /// The least over the targets of something that was added.
  public double least(ToDoubleFunction<PoolDose> of) {
    return doses.stream().mapToDouble(of).min().orElseThrow();
  }

  /// The greatest over the targets of something that was added.
  public double greatest(ToDoubleFunction<PoolDose> of) {
    return doses.stream().mapToDouble(of).max().orElseThrow();
  }

  //: code one-victim-each
  /// Poisons the pool for one target, learns from it, and looks at that target; then from the start for the next.
  public static UnlabelledOutcome of(Poison<Tensor, ChosenTargets> poison, int examples, SmallDigits digits,
      ChosenTargets targets, Recipe<Tensor> recipe, Rng rng) {
    double success = 0;
    double accuracy = 0;
    List<PoolDose> doses = new ArrayList<>();
    for (int i = 0; i < targets.count(); i++) {
      Rng own = rng.split(i);
      Poisoned<Tensor> poisoned =
          poison.craft(digits.pool(), targets.only(i), new Budget(examples), own.split("poison"));
      doses.add(PoolDose.of(digits.pool(), poisoned.data(), targets.only(i)));
      Retrained victim =
          Retrained.of(recipe, poisoned.data(), targets.only(i), digits.test(), own.split("victim"));
      success += victim.success();
      accuracy += victim.accuracy();
    }
    return new UnlabelledOutcome(success / targets.count(), accuracy / targets.count(), doses);
  }
  //: end
}
