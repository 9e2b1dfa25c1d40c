package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.List;
import scrutable.nn.validation.EditDistance;
import scrutable.tensor.Rng;

/// A text before and after it was misspelled, and how much of it was.
///
/// The dose is counted in the finished text, whatever the noise meant to do: noise that leaves all as it was changes
/// nothing, and does not look as if it did.
///
/// @param clean the sentences
/// @param noisy the same sentences with the same numbers of words
public record NoisyText(List<List<String>> clean, List<List<String>> noisy) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if there are no words, or the two texts have not the same numbers of them
  public NoisyText {
    clean = clean.stream().map(List::copyOf).toList();
    noisy = noisy.stream().map(List::copyOf).toList();
    if (clean.stream().allMatch(List::isEmpty)
        || !clean.stream().map(List::size).toList().equals(noisy.stream().map(List::size).toList())) {
      throw new IllegalArgumentException("NoisyText: both texts should have as many sentences, with as many words, and"
          + " at least one; they have " + clean.size() + " and " + noisy.size() + " sentences");
    }
  }

  /// Misspells a text; each sentence has a generator of its own.
  public static NoisyText of(List<List<String>> clean, SpellingNoise noise, Rng rng) {
    List<List<String>> noisy = new ArrayList<>();
    for (int n = 0; n < clean.size(); n++) {
      noisy.add(noise.misspell(clean.get(n), rng.split(n)));
    }
    return new NoisyText(clean, noisy);
  }

  /// The share of the words that are written in another way.
  public double changedWords() {
    long words = 0;
    long changed = 0;
    for (int n = 0; n < clean.size(); n++) {
      for (int t = 0; t < clean.get(n).size(); t++) {
        words++;
        changed += clean.get(n).get(t).equals(noisy.get(n).get(t)) ? 0 : 1;
      }
    }
    return (double) changed / words;
  }

  /// How many letters must be inserted, deleted or replaced to get the noisy words from the clean ones, divided by
  /// the number of letters of the clean ones.
  public double changedLetters() {
    List<String> before = clean.stream().flatMap(List::stream).toList();
    List<String> after = noisy.stream().flatMap(List::stream).toList();
    return EditDistance.characterErrorRate(before, after);
  }
}
