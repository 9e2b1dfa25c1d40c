package scrutable.lessons.adversarial;

import scrutable.attacks.ScoreAccess;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A defence that defends nothing: a little noise on the image, and the answer alone, without any score.
///
/// An attack that compares scores of neighbouring images learns nothing from equal answers, and noise makes
/// even the answers differ for no reason. The documentation of the contest describes it, as a warning.
///
/// @param victim the network behind it
/// @param noise the standard deviation of the noise
/// @param rng where the noise is drawn from
record ShamDefence(ScoreAccess victim, double noise, Rng rng) implements ScoreAccess {
  @Override
  public Tensor logits(Tensor images) {
    Tensor logits = victim.logits(images.add(rng.normal(images.shape()).mul(noise)).clamp(0, 1));
    return Indexing.oneHot(logits.argmax(1), logits.size(1), logits.dtype());
  }
}
