package scrutable.nn.train;

import java.util.function.BiFunction;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.tensor.Tensor;

/// What a step of training makes smaller, for those that need more than the logits of a batch: a second look
/// at changed inputs, a consistency between two answers, a penalty on the weights.
///
/// ```java
/// Objective noisy = (network, batch, step) -> {
///   Tensor noise = rng.split(step).normalAround(0, 0.1, batch.inputs().shape());
///   Variable logits = network.forward(batch.inputs().add(noise));
///   return new Objective.Outcome(logits, Losses.crossEntropy(logits, batch.labels()));
/// };
/// ```
@FunctionalInterface
public interface Objective {

  /// The loss of one batch.
  ///
  /// The network comes in training mode and must be left in it.
  ///
  /// @param step the number of the step, from 0 over all epochs; whoever needs random numbers draws them from
  ///     `rng.split(step)`, and training that is resumed from a checkpoint draws the same again
  Outcome of(Module network, Batch batch, long step);

  /// What came out of a batch.
  ///
  /// @param logits `(B, K)`, from which the training accuracy is counted
  /// @param loss a scalar, the mean over the batch
  record Outcome(Variable logits, Variable loss) {}

  /// The usual case: a loss of the logits and the labels.
  static Objective ofLogits(BiFunction<Variable, Tensor, Variable> loss) {
    return (network, batch, step) -> {
      Variable logits = network.forward(batch.inputs());
      return new Outcome(logits, loss.apply(logits, batch.labels()));
    };
  }
}
