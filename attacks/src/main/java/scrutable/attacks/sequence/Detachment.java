package scrutable.attacks.sequence;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import scrutable.nn.sequence.NGramModel;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.validation.AdjustedBleu;

/// When a translation counts as a hallucination: it reads like any other sentence, and has nothing to do with what the
/// translator wrote before a token was put into its source.
///
/// All three must be true:
/// - the adjusted BLEU against the translation of before is below [AdjustedBleu#HALLUCINATED];
/// - the two have no word in common but the commonest of the language, which stand in every second sentence;
/// - it reads like a real sentence: it is no shorter than the shortest, and, under counts of pairs of words, no less
///   likely than the least likely ones. Garbage is no hallucination, and neither is a translation that breaks off.
///
/// The first is that of Lee et al. 2018. The others are needed because it alone is no proof: two valid translations of
/// one sentence often share no pair of words.
public final class Detachment {
  private static final int PAIRS = 2;

  private final Vocabulary vocabulary;
  private final NGramModel language;
  private final Set<String> common;
  private final double leastLikely;
  private final int shortest;

  private Detachment(Vocabulary vocabulary, NGramModel language, Set<String> common, double leastLikely,
      int shortest) {
    this.vocabulary = vocabulary;
    this.language = language;
    this.common = common;
    this.leastLikely = leastLikely;
    this.shortest = shortest;
  }

  /// Learns from real text what is common, how short a sentence can be, and what is likely.
  ///
  /// @param learned   sentences whose pairs of words are counted; their most frequent words are the common ones
  /// @param real      other real sentences, which say how unlikely a sentence may be
  /// @param common    how many words are common
  /// @param unlikely  the share of the real sentences that would not pass for likely, in [0, 1)
  /// @throws IllegalArgumentException if there are no sentences, or a number is out of bounds
  public static Detachment learnedFrom(List<List<String>> learned, List<List<String>> real, int common,
      double unlikely) {
    if (learned.isEmpty() || real.isEmpty() || common < 0 || !(unlikely >= 0 && unlikely < 1)) {
      throw new IllegalArgumentException("Detachment: sentences are needed, a number of common words of at least 0 and"
          + " a share below 1, not " + learned.size() + " and " + real.size() + " sentences, " + common + " words and "
          + unlikely);
    }
    Vocabulary vocabulary = Vocabulary.of(learned);
    NGramModel language = NGramModel.of(PAIRS, vocabulary.size(),
        learned.stream().map(vocabulary::idsWithEnds).toList());
    List<String> words = vocabulary.words();
    Detachment any = new Detachment(vocabulary, language,
        Set.copyOf(words.subList(0, Math.min(common, words.size()))), Double.NEGATIVE_INFINITY, 0);
    double[] likelihoods = real.stream().mapToDouble(any::likelihood).toArray();
    Arrays.sort(likelihoods);
    return new Detachment(vocabulary, language, any.common, likelihoods[(int) (unlikely * likelihoods.length)],
        learned.stream().mapToInt(List::size).min().orElseThrow());
  }

  /// How likely a sentence is, its end included: the mean log-probability of its words, in nats.
  public double likelihood(List<String> sentence) {
    int[] ids = vocabulary.idsWithEnds(sentence);
    return language.logProbability(ids, 1) / (ids.length - 1);
  }

  /// Whether a sentence is as long and as likely as real ones.
  public boolean readsLikeReal(List<String> sentence) {
    return sentence.size() >= shortest && likelihood(sentence) >= leastLikely;
  }

  //: code detached
  /// Whether a translation is a hallucination.
  ///
  /// @param before what was written without the token
  /// @param after  what is written with it
  public boolean isHallucination(List<String> before, List<String> after) {
    return AdjustedBleu.of(before, after) < AdjustedBleu.HALLUCINATED && sharesNothing(before, after)
        && readsLikeReal(after);
  }

  private boolean sharesNothing(List<String> before, List<String> after) {
    List<String> content = before.stream().filter(word -> !common.contains(word)).toList();
    return Collections.disjoint(content, after);
  }
  //: end
}
