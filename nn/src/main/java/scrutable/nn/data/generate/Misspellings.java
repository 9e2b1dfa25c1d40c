package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import scrutable.tensor.Rng;

/// How people would misspell invented words: a list of a few misspellings for each, always the same ones.
///
/// People write what they hear, and what their fingers do. Planted are four causes, drawn for each misspelling anew:
/// - a vowel that sounds alike (4 of 10): e and i, o and u, a and e;
/// - a consonant that sounds alike (3 of 10): b and p, d and t, g and k, m and n, s and z, v and w, l and r;
/// - a letter written twice (2 of 10);
/// - a letter left out, but not the first (1 of 10).
///
/// Every third misspelling has two of them. No misspelling is a word itself, nor that of two words: what is written
/// wrongly can still be read.
public final class Misspellings {
  private static final List<String> VOWELS = List.of("ei", "ie", "ou", "uo", "ae");
  private static final List<String> CONSONANTS = List.of("bp", "pb", "dt", "td", "gk", "kg", "mn", "nm", "sz", "zs",
      "vw", "wv", "lr", "rl");
  private static final double[] CAUSES = {0.4, 0.3, 0.2, 0.1};
  private static final double TWICE = 1.0 / 3;
  private static final int PATIENCE = 200;

  private Misspellings() {}

  /// Invents misspellings.
  ///
  /// @param words  those that can be misspelled
  /// @param length how many letters a word needs for it; shorter ones are not listed; 2 or more
  /// @param each   how many misspellings a word has at most; fewer if no others are found
  /// @return the misspellings of each word, in the order of `words`
  public static Map<String, List<String>> invent(Collection<String> words, int length, int each, Rng rng) {
    if (length < 2) {
      throw new IllegalArgumentException("Misspellings: a word needs at least two letters to be misspelled, not "
          + length);
    }
    Set<String> taken = new HashSet<>(words);
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (String word : new LinkedHashSet<>(words)) {
      List<String> list = new ArrayList<>();
      for (int tries = 0; word.length() >= length && list.size() < each && tries < PATIENCE; tries++) {
        String written = once(word, rng);
        written = rng.nextDouble() < TWICE ? once(written, rng) : written;
        if (taken.add(written)) {
          list.add(written);
        }
      }
      if (!list.isEmpty()) {
        lists.put(word, list);
      }
    }
    return lists;
  }

  private static String once(String word, Rng rng) {
    StringBuilder letters = new StringBuilder(word);
    switch (rng.categorical(CAUSES)) {
      case 0 -> alike(letters, VOWELS, rng);
      case 1 -> alike(letters, CONSONANTS, rng);
      case 2 -> {
        int at = rng.nextInt(letters.length());
        letters.insert(at, letters.charAt(at));
      }
      default -> letters.deleteCharAt(1 + rng.nextInt(letters.length() - 1));
    }
    return letters.toString();
  }

  /// Replaces one of the letters that have a pair by the other of it; leaves a word without such a letter alone.
  private static void alike(StringBuilder letters, List<String> pairs, Rng rng) {
    int[] places = IntStream.range(0, letters.length())
        .filter(i -> pairs.stream().anyMatch(pair -> pair.charAt(0) == letters.charAt(i))).toArray();
    if (places.length > 0) {
      int at = places[rng.nextInt(places.length)];
      List<String> fitting = pairs.stream().filter(pair -> pair.charAt(0) == letters.charAt(at)).toList();
      letters.setCharAt(at, fitting.get(rng.nextInt(fitting.size())).charAt(1));
    }
  }
}
