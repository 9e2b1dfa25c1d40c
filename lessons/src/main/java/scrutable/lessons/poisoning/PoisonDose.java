package scrutable.lessons.poisoning;

import java.util.Arrays;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// What was really done to training data for one target, measured on the data before and after.
///
/// @param examples how many were changed or added
/// @param relabelled how many that were there before have another label
/// @param wanted how many of the added or relabelled have the label that is wanted of the target
/// @param moved the mean Euclidean length by which the inputs were moved of those that were there before, after
///     clipping; 0 without any
/// @param away how far the farthest added example lies from the target; 0 without any
public record PoisonDose(int examples, int relabelled, int wanted, double moved, double away) {
  static PoisonDose of(Dataset clean, Poisoned<Dataset> poisoned, ChosenTargets target) {
    Dataset now = poisoned.data();
    int kept = (int) Arrays.stream(poisoned.indices()).filter(i -> i < clean.size()).count();
    int relabelled = 0;
    int wanted = 0;
    double moved = 0;
    double away = 0;
    for (int i : poisoned.indices()) {
      boolean isNew = i >= clean.size();
      Tensor input = now.inputs().slice(0, i, i + 1);
      boolean isRelabelled = !isNew && now.labels().get(i) != clean.labels().get(i);
      relabelled += isRelabelled ? 1 : 0;
      wanted += (isNew || isRelabelled) && now.labels().get(i) == target.wanted(0) ? 1 : 0;
      if (isNew) {
        away = Math.max(away, length(input.sub(target.input(0))));
      } else {
        moved += length(input.sub(clean.inputs().slice(0, i, i + 1))) / kept;
      }
    }
    return new PoisonDose(poisoned.count(), relabelled, wanted, moved, away);
  }

  private static double length(Tensor change) {
    return StrictMath.sqrt(change.square().sum().item());
  }
}
