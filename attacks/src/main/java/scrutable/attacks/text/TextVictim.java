package scrutable.attacks.text;

import java.util.List;

/// A reader that is attacked: it gives scores for texts, as probable as it holds each class.
@FunctionalInterface
public interface TextVictim {
  /// Logits `[text][class]`.
  ///
  /// @param texts lists of words, not empty
  double[][] logits(List<List<String>> texts);

  /// The class with the largest logit, the first of equals.
  default int label(List<String> text) {
    double[] logits = logits(List.of(text))[0];
    int best = 0;
    for (int k = 1; k < logits.length; k++) {
      best = logits[k] > logits[best] ? k : best;
    }
    return best;
  }
}
