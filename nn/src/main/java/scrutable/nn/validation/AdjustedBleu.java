package scrutable.nn.validation;

import java.util.List;

/// How much two texts have in common at all: a BLEU of words and pairs that is close to 0 only when a translation has
/// nothing to do with its reference (Lee et al. 2018, "Hallucinations in neural machine translation").
///
/// `adjusted = brevity * exp(1.0 log p_1 + 0.8 log p_2)`
///
/// with the clipped shares of words p_1 and of pairs of words p_2 as in [Bleu]. The weights are *not* divided by their
/// sum, and nothing is smoothed: if no word or no pair matches, the value is 0. Two valid translations of one sentence
/// often share no pair; so a value near 0 alone does not prove a hallucination.
public final class AdjustedBleu {
  /// The weight of single words.
  public static final double WORDS = 1.0;
  /// The weight of pairs.
  public static final double PAIRS = 0.8;
  /// Above this, a translation is good enough to be looked at.
  public static final double KEPT = 0.09;
  /// Below this, a changed translation has nothing to do with the first one.
  public static final double HALLUCINATED = 0.01;

  private AdjustedBleu() {}

  /// In [0, 1]; 0 for an empty translation, or one of a single word, which has no pair.
  ///
  /// @throws IllegalArgumentException if the reference is empty
  public static <T> double of(List<T> reference, List<T> translation) {
    if (reference.isEmpty()) {
      throw new IllegalArgumentException("adjusted BLEU: the reference is empty; nothing can be compared with it");
    }
    long words = Bleu.matches(reference, translation, 1);
    long pairs = Bleu.matches(reference, translation, 2);
    if (words == 0 || pairs == 0) {
      return 0;
    }
    double logarithm = WORDS * StrictMath.log((double) words / translation.size())
        + PAIRS * StrictMath.log((double) pairs / (translation.size() - 1));
    return Bleu.brevity(reference.size(), translation.size()) * StrictMath.exp(logarithm);
  }
}
