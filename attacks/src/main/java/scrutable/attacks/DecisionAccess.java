package scrutable.attacks;

import scrutable.tensor.Tensor;

/// A victim that says its answer and nothing else: all that a decision-based attack may see.
///
/// How much an attack may see stands in the type of its victim: [DecisionAccess], [ScoreAccess] or
/// [WhiteBox]. So an attack that claims to need labels only cannot look at a gradient. To hide the rest
/// behind more than the type, hand out `victim::labels`, which is a `DecisionAccess`, or `victim::logits`,
/// which is a [ScoreAccess].
public interface DecisionAccess {
  /// The predicted class of each of the images `(N, ...)`.
  int[] labels(Tensor images);
}
