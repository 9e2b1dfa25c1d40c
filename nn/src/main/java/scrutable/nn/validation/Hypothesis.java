package scrutable.nn.validation;

import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// Something that says what class an example has: the result of learning.
@FunctionalInterface
public interface Hypothesis {
  /// The class of each example, `(N, ...)` to `(N,)`, `int32`.
  Tensor predict(Tensor inputs);

  /// The share of examples whose class is not the predicted one, in [0, 1].
  ///
  /// @throws IllegalArgumentException if there are no examples
  default double errorRate(Dataset examples) {
    return LossMatrix.zeroOne(examples.classCount()).empirical(this, examples);
  }
}
