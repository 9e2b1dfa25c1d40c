package scrutable.nn.validation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How much of a translation stands in a reference, word by word, pair by pair, and so on (Papineni et al. 2002, "BLEU:
/// a method for automatic evaluation of machine translation").
///
/// `BLEU-n = brevity * (p_1 p_2 ... p_n)^(1/n)`
///
/// p_k is the share of the translation's k-grams that occur in the reference, each counted at most as often as it
/// occurs there ("clipped"). A translation of c tokens that is shorter than its reference of r tokens is punished by
/// `brevity = exp(1 - r / c)`.
///
/// Over a corpus the counts of all sentences are added up before anything is divided: the mean of the sentences' values
/// is another number. One reference for each sentence.
public final class Bleu {
  private Bleu() {}

  /// What becomes of k-grams that do not match.
  public enum Smoothing {
    /// Nothing: if no k-gram of some length matches, or there is none, the value is 0. For corpora.
    NONE,
    /// For k of 2 and more, one match is added to matches and to k-grams (Lin and Och 2004, "ORANGE"). For
    /// single sentences, where 0 matches of the longest k-grams are the rule.
    ADD_ONE
  }

  /// BLEU-n of one sentence, in [0, 1].
  ///
  /// @param n the length of the longest k-grams, usually 4 or 2
  /// @throws IllegalArgumentException if n is below 1 or the reference is empty
  public static <T> double sentence(List<T> reference, List<T> translation, int n, Smoothing smoothing) {
    return corpus(List.of(reference), List.of(translation), n, smoothing);
  }

  /// BLEU-n of a corpus, in [0, 1]: the counts of all sentences together.
  ///
  /// @throws IllegalArgumentException if n is below 1, there are not equally many references and translations, or a
  ///     reference is empty
  public static <T> double corpus(List<List<T>> references, List<List<T>> translations, int n, Smoothing smoothing) {
    if (n < 1 || references.isEmpty() || references.size() != translations.size()) {
      throw new IllegalArgumentException("BLEU: needed are k-grams of at least one token, and as many translations as"
          + " references, but n is " + n + ", and there are " + translations.size() + " and " + references.size());
    }
    double logarithms = 0;
    for (int k = 1; k <= n; k++) {
      long matches = smoothing == Smoothing.ADD_ONE && k > 1 ? 1 : 0;
      long all = matches;
      for (int i = 0; i < references.size(); i++) {
        matches += matches(references.get(i), translations.get(i), k);
        all += Math.max(translations.get(i).size() - k + 1, 0);
      }
      if (matches == 0) {
        return 0;
      }
      logarithms += StrictMath.log((double) matches / all);
    }
    return brevity(references, translations) * StrictMath.exp(logarithms / n);
  }

  /// How many k-grams of the translation occur in the reference, each counted at most as often as there.
  static <T> long matches(List<T> reference, List<T> translation, int k) {
    Map<List<T>, Integer> there = counts(reference, k);
    long matches = 0;
    for (Map.Entry<List<T>, Integer> gram : counts(translation, k).entrySet()) {
      matches += Math.min(gram.getValue(), there.getOrDefault(gram.getKey(), 0));
    }
    return matches;
  }

  private static <T> Map<List<T>, Integer> counts(List<T> tokens, int k) {
    Map<List<T>, Integer> counts = new HashMap<>();
    for (int i = 0; i + k <= tokens.size(); i++) {
      counts.merge(tokens.subList(i, i + k), 1, Integer::sum);
    }
    return counts;
  }

  private static <T> double brevity(List<List<T>> references, List<List<T>> translations) {
    double wanted = 0;
    double written = 0;
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).isEmpty()) {
        throw new IllegalArgumentException("BLEU: reference " + i + " is empty; nothing can be compared with it");
      }
      wanted += references.get(i).size();
      written += translations.get(i).size();
    }
    return brevity(wanted, written);
  }

  /// 1 for a translation that is long enough, `exp(1 - reference / translation)` for a shorter one, 0 for an empty one.
  static double brevity(double reference, double translation) {
    return translation >= reference ? 1 : translation == 0 ? 0 : StrictMath.exp(1 - reference / translation);
  }
}
