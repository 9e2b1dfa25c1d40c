package scrutable.attacks.dense;

import scrutable.tensor.Tensor;

/// What an attack on every pixel wants. The labels are always the network's own answers to the clean picture: an
/// attacker has no others, and with the true ones a pixel that is wrong already would be attacked in vain.
public enum Aim {
  /// Away from the network's own answer, wherever that leads.
  AWAY,
  /// Towards the answer that the network holds least likely.
  LEAST_LIKELY,
  /// Towards the network's own answer: the opposite of [#AWAY], a control that should do no harm.
  OPPOSITE;

  /// What the cross-entropy is taken of.
  Tensor labels(Segmenter seen, Tensor images) {
    return this == LEAST_LIKELY ? seen.leastLikely(images) : seen.labels(images);
  }

  /// The direction in which the cross-entropy is followed: 1 is up.
  int direction() {
    return this == AWAY ? 1 : -1;
  }
}
