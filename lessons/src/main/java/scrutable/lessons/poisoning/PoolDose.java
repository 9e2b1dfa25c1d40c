package scrutable.lessons.poisoning;

import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.tensor.Tensor;

/// What was really added to a pool for one target, measured on the pool. Lengths are Euclidean.
///
/// @param added how many pictures
/// @param length from the first of them to the last
/// @param nearest how near one of them comes to the target; infinite without any
/// @param farthest how far one of them lies from the target; 0 without any
public record PoolDose(int added, double length, double nearest, double farthest) {
  static PoolDose of(Tensor clean, Tensor poisoned, ChosenTargets target) {
    Tensor added = poisoned.slice(0, clean.size(0), poisoned.size(0));
    int count = added.size(0);
    double nearest = Double.POSITIVE_INFINITY;
    double farthest = 0;
    for (int i = 0; i < count; i++) {
      double away = distance(added.slice(0, i, i + 1), target.input(0));
      nearest = Math.min(nearest, away);
      farthest = Math.max(farthest, away);
    }
    double length = count == 0 ? 0 : distance(added.slice(0, 0, 1), added.slice(0, count - 1, count));
    return new PoolDose(count, length, nearest, farthest);
  }

  private static double distance(Tensor a, Tensor b) {
    return StrictMath.sqrt(a.sub(b).square().sum().item());
  }
}
