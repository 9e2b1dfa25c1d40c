package scrutable.attacks.poisoning;

import scrutable.attacks.DecisionAccess;
import scrutable.tensor.Rng;

/// How a victim comes from data: initialise, train, hand out.
///
/// Everything that learns starts afresh in each call. Parts that the data cannot reach, like the frozen layers
/// of transfer learning, may be shared.
///
/// @param <D> the data it learns from
@FunctionalInterface
public interface Recipe<D> {
  /// Trains a new victim.
  ///
  /// @param rng for its initial weights, the order of examples, and everything else that is drawn
  DecisionAccess train(D data, Rng rng);
}
