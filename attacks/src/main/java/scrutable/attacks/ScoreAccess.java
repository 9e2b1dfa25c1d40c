package scrutable.attacks;

import scrutable.tensor.Tensor;

/// A victim that shows the scores behind its answer: all that a score-based attack may see.
public interface ScoreAccess extends DecisionAccess {
  /// The logits `(N, K)` of the images `(N, ...)`: scores before any softmax.
  Tensor logits(Tensor images);

  /// The class with the largest logit, the first of equals.
  @Override
  default int[] labels(Tensor images) {
    return logits(images).argmax(1).toIntArray();
  }
}
