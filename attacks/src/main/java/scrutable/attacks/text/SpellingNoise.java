package scrutable.attacks.text;

import java.util.List;
import scrutable.tensor.Rng;

/// A way to spell words wrongly.
public interface SpellingNoise {

  /// The word as it is written wrongly; the word itself if this way does not apply to it.
  ///
  /// @param rng is drawn from; the same state gives the same misspelling
  String misspell(String word, Rng rng);

  /// Nothing is changed.
  static SpellingNoise none() {
    return (word, rng) -> word;
  }

  /// The words of a sentence, each by itself. Each place has a generator of its own, so that what becomes of a word
  /// does not depend on the words before it.
  default List<String> misspell(List<String> sentence, Rng rng) {
    String[] words = new String[sentence.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = misspell(sentence.get(i), rng.split(i));
    }
    return List.of(words);
  }

  /// The same, but only for words that are short enough.
  ///
  /// @param letters how many letters a word may have to be changed
  default SpellingNoise upTo(int letters) {
    return (word, rng) -> word.codePointCount(0, word.length()) <= letters ? misspell(word, rng) : word;
  }

  /// The same, but only for a share of the words.
  ///
  /// @throws IllegalArgumentException unless the share lies in [0, 1]
  default SpellingNoise sometimes(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("SpellingNoise: the share of the words must lie in [0, 1], but is " + share);
    }
    return (word, rng) -> rng.split("whether").nextDouble() < share ? misspell(word, rng.split("how")) : word;
  }
}
