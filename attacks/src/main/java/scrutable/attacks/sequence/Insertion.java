package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.Rng;

/// One token that is put into a sentence.
///
/// @param token what
/// @param at    how many words stand before it: 0 for the beginning, the number of words for the end
public record Insertion(String token, int at) {
  /// Checks the place.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Insertion {
    if (at < 0) {
      throw new IllegalArgumentException("Insertion: \"" + token + "\" cannot stand behind " + at + " words");
    }
  }

  /// Where in a sentence, as in Lee et al. 2018.
  public enum Place {
    /// Before the first word.
    BEGINNING,
    /// Somewhere else: behind the first word at least, and not yet before the last.
    MIDDLE,
    /// Before the last word, which is mostly an end mark.
    LAST_BUT_ONE,
    /// Behind the last word.
    END;

    /// An insertion at this place; the middle is drawn.
    ///
    /// @param words of the sentence, at least 3
    int in(int words, Rng rng) {
      return switch (this) {
        case BEGINNING -> 0;
        case MIDDLE -> 1 + rng.nextInt(words - 2);
        case LAST_BUT_ONE -> words - 1;
        case END -> words;
      };
    }
  }

  /// Which place this is.
  ///
  /// @param words how many the sentence has without the token
  public Place place(int words) {
    return at == 0 ? Place.BEGINNING : at == words ? Place.END : at == words - 1 ? Place.LAST_BUT_ONE : Place.MIDDLE;
  }

  /// The sentence with the token in it.
  ///
  /// @throws IllegalArgumentException if the sentence is shorter than the place
  public List<String> into(List<String> sentence) {
    if (at > sentence.size()) {
      throw new IllegalArgumentException("Insertion: \"" + token + "\" should stand behind " + at + " words, but the"
          + " sentence has only " + sentence.size() + ": " + sentence);
    }
    List<String> longer = new ArrayList<>(sentence);
    longer.add(at, token);
    return List.copyOf(longer);
  }
}
