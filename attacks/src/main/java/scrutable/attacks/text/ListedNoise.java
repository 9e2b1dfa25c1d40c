package scrutable.attacks.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import scrutable.tensor.Rng;

/// Misspellings as people make them: from a list of what was found written. A word that is not in the list is left as
/// it is.
///
/// Belinkov and Bisk 2018, section 3.1. Whoever trains on some misspellings and is tested on others keeps two lists
/// that have none in common: a list learned by heart is no robustness.
///
/// @param misspellings of each word
public record ListedNoise(Map<String, List<String>> misspellings) implements SpellingNoise {
  /// Copies the map.
  ///
  /// @throws IllegalArgumentException if a word has no misspelling, or is its own
  public ListedNoise {
    Map<String, List<String>> copy = new TreeMap<>();
    misspellings.forEach((word, list) -> {
      if (list.isEmpty() || list.contains(word)) {
        throw new IllegalArgumentException("ListedNoise: the list of \"" + word + "\" should name misspellings of it,"
            + " not " + list);
      }
      copy.put(word, List.copyOf(list));
    });
    misspellings = copy;
  }

  @Override
  public String misspell(String word, Rng rng) {
    List<String> list = misspellings.get(word);
    return list == null ? word : list.get(rng.nextInt(list.size()));
  }
}
