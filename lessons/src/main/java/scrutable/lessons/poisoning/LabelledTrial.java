package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poison;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Who is attacked and how much may be spent: the same for a poison, its control and its ablation.
///
/// @param own the class of each target without poison
/// @param astray whether every poison is made for the next target and judged by its own: a sabotage
public record LabelledTrial(Dataset train, Dataset test, ChosenTargets targets, int[] own, Budget budget,
    Recipe<Dataset> recipe, boolean astray) {

  /// A trial of an unpoisoned victim's targets.
  public static LabelledTrial of(Dataset train, Dataset test, ChosenTargets targets, DecisionAccess unpoisoned,
      Budget budget, Recipe<Dataset> recipe) {
    return new LabelledTrial(train, test, targets, unpoisoned.labels(targets.inputs()), budget, recipe, false);
  }

  /// The same with every poison made for the next target, if so.
  public LabelledTrial astray(boolean isSo) {
    return new LabelledTrial(train, test, targets, own, budget, recipe, isSo);
  }

  /// The same with as many poisoned examples.
  public LabelledTrial spending(int examples) {
    return new LabelledTrial(train, test, targets, own, new Budget(examples), recipe, astray);
  }

  /// The same with the first few targets and other victims.
  public LabelledTrial with(int count, Recipe<Dataset> victims) {
    return new LabelledTrial(train, test, targets.only(IntStream.range(0, count).toArray()), Arrays.copyOf(own, count),
        budget, victims, astray);
  }

  /// What target `i`'s poison is made for: target `i`.
  public ChosenTargets aim(int i) {
    ChosenTargets target = targets.only(i);
    return astray ? new ChosenTargets(targets.input((i + 1) % targets.count()), target.wanted()) : target;
  }

  /// Poisons, retrains from scratch and looks, one target at a time. Each victim has initial weights of its own,
  /// which the adversary does not know. Each is also shown all the other targets.
  public LabelledOutcome of(Poison<Dataset, ? super ChosenTargets> poison, Rng rng) {
    int count = targets.count();
    double reached = 0;
    int asked = 0;
    int others = 0;
    double accuracy = 0;
    List<PoisonDose> doses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Rng own = rng.split(i);
      int wanted = targets.wanted(i);
      Poisoned<Dataset> poisoned = poison.craft(train, aim(i), budget, own.split("poison"));
      doses.add(PoisonDose.of(train, poisoned, targets.only(i)));
      int[] same = new int[count];
      Arrays.fill(same, wanted);
      Retrained victim = Retrained.of(recipe, poisoned.data(), new ChosenTargets(targets.inputs(),
          Tensor.wrap(same, count)), test, own.split("victim"));
      reached += victim.reached()[i] ? 1 : 0;
      for (int other = 0; other < count; other++) {
        boolean isAsked = other != i && this.own[other] != wanted;
        asked += isAsked ? 1 : 0;
        others += isAsked && victim.reached()[other] ? 1 : 0;
      }
      accuracy += victim.accuracy();
    }
    return new LabelledOutcome(reached / count, (double) others / asked, asked, accuracy / count, doses);
  }
}
