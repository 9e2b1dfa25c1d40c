package scrutable.nn.data.generate;

import java.util.HashSet;
import java.util.Set;
import scrutable.tensor.Rng;

/// Invented words that can be spoken, each only once.
final class Syllables {
  private final String consonants;
  private final String vowels;
  private final Rng rng;
  private final Set<String> taken = new HashSet<>();

  /// @param consonants the letters a syllable begins with
  /// @param vowels     the letters it ends with
  Syllables(String consonants, String vowels, Rng rng) {
    this.consonants = consonants;
    this.vowels = vowels;
    this.rng = rng;
  }

  /// Forbids a word.
  void reserve(String word) {
    taken.add(word);
  }

  /// Whether a word was made or forbidden.
  boolean isTaken(String word) {
    return taken.contains(word);
  }

  /// A new word of so many syllables and an ending. There must be many more such words than are asked for.
  String word(int syllables, String ending) {
    String word;
    do {
      StringBuilder letters = new StringBuilder();
      for (int i = 0; i < syllables; i++) {
        letters.append(consonants.charAt(rng.nextInt(consonants.length())));
        letters.append(vowels.charAt(rng.nextInt(vowels.length())));
      }
      word = letters.append(ending).toString();
    } while (!taken.add(word));
    return word;
  }
}
