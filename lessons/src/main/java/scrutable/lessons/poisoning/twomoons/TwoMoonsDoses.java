package scrutable.lessons.poisoning.twomoons;

import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.tensor.Tensor;

/// What was added to the pools, measured on the pools. Lengths are Euclidean; the plane is about four wide.
///
/// @param fewest points that a control or an ablation added, over all targets
/// @param copiesOff how far the farthest copy lies from its target
/// @param shorter the length of an equal bridge as a share of the attack's, least over the targets
/// @param near how near an equal bridge comes to the target, least over the targets
/// @param spread how far points anywhere lie from their middle, the mean, least over the targets
/// @param shared points that two of the labelled points, the pool and the test have in common
record TwoMoonsDoses(int fewest, double copiesOff, double shorter, double near, double spread, int shared) {
  static final TwoMoonsDoses NONE = new TwoMoonsDoses(Integer.MAX_VALUE, 0, Double.POSITIVE_INFINITY,
      Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);

  TwoMoonsDoses withShared(int points) {
    return new TwoMoonsDoses(fewest, copiesOff, shorter, near, spread, points);
  }

  /// These and what was added for one more target, `(K, 2)` each.
  TwoMoonsDoses and(ChosenTargets target, Tensor bridge, Tensor copies, Tensor elsewhere, Tensor random) {
    int least = Math.min(copies.size(0), Math.min(elsewhere.size(0), random.size(0)));
    Tensor goal = target.input(0);
    Tensor middle = random.mean(true, 0);
    return new TwoMoonsDoses(Math.min(fewest, least), Math.max(copiesOff, lengths(copies, goal).max().item()),
        Math.min(shorter, length(elsewhere) / length(bridge)),
        Math.min(near, lengths(elsewhere, goal).min().item()),
        Math.min(spread, lengths(random, middle).mean().item()), shared);
  }

  private static double length(Tensor points) {
    int last = points.size(0) - 1;
    return last < 0 ? 0 : lengths(points.slice(0, 0, 1), points.slice(0, last, last + 1)).item();
  }

  private static Tensor lengths(Tensor points, Tensor from) {
    return points.sub(from).square().sum(false, 1).sqrt();
  }
}
