package scrutable.attacks.poisoning;

import scrutable.tensor.Rng;

/// An attack on training data: it sees the clean data and gives back poisoned ones, with no hand on what is
/// trained on them afterwards.
///
/// Implementations are records of their settings, and hold what else the adversary knows: a feature extractor,
/// a surrogate model, the labelled examples.
///
/// @param <D> the data: a [scrutable.nn.data.Dataset], or a [scrutable.tensor.Tensor] of examples without labels
/// @param <G> what may be wanted
public interface Poison<D, G extends PoisonGoal> {
  /// Makes poisoned data. The clean data are not changed, and their examples keep their places; what is added
  /// comes after them.
  ///
  /// @throws IllegalArgumentException if goal, data and budget do not fit together
  Poisoned<D> craft(D clean, G goal, Budget budget, Rng rng);
}
