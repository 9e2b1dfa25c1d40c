package scrutable.nn.train;

import scrutable.autograd.Variable;

/// What a step of training makes smaller.
///
/// ```java
/// BatchLoss<Tensor> reconstruction = (images, step) -> {
///   Tensor noise = rng.split(step.number()).normalAround(0, 0.1, images.shape());
///   return Losses.mse(network.forward(images.add(noise)), images);
/// };
/// ```
///
/// @param <B> what a batch is
@FunctionalInterface
public interface BatchLoss<B> {

  /// The loss of one batch: a scalar, the mean over its examples.
  Variable of(B batch, Step step);
}
