package scrutable.attacks.dense;

import scrutable.tensor.Tensor;

/// A victim that says what every pixel shows, and nothing else.
@FunctionalInterface
public interface DenseDecision {
  /// The class of every pixel of pictures `(N, C, H, W)`: `int32 (N, H, W)`.
  Tensor labels(Tensor images);
}
