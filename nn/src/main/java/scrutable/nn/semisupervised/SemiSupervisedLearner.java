package scrutable.nn.semisupervised;

import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Learns a classifier from a few examples with labels and many without.
///
/// ```java
/// var settings = SemiSupervisedSettings.of(rng -> network(rng), 1_000);
/// Module trained = new FixMatch().train(fortyGlyphs, manyGlyphs.inputs(), settings, rng.split("fixmatch"));
/// ```
///
/// The unlabelled inputs are a tensor, not a [Dataset]: there is no label that could be looked at by mistake.
public interface SemiSupervisedLearner {

  /// What the method is called in the literature.
  String name();

  /// Trains a network from scratch.
  ///
  /// @param labelled the few examples with labels
  /// @param unlabelled `(M, ...)`, inputs of the shape of the labelled ones; most papers add the labelled
  ///     inputs
  /// @param settings network, steps, batches, augmentations: what a comparison keeps the same for all methods
  /// @param rng draws the initial weights, the batches and the augmentations
  /// @return the network in evaluation mode
  /// @throws IllegalArgumentException if there are no examples, or the shapes differ
  Module train(Dataset labelled, Tensor unlabelled, SemiSupervisedSettings settings, Rng rng);
}
