package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.validation.EditDistance;
import scrutable.tensor.Rng;

@DisplayName("Invented misspellings")
class MisspellingsTest {
  private static final List<String> WORDS = new ToyLang(Rng.seed(1)).lexicon().keySet().stream().toList();
  private static final Map<String, List<String>> LISTS = Misspellings.invent(WORDS, 4, 6, Rng.seed(2));

  @Test
  void areNeitherWordsNorThoseOfTwoWords() {
    Set<String> seen = new HashSet<>(WORDS);
    LISTS.values().forEach(list -> list.forEach(written -> assertTrue(seen.add(written), written)));
  }

  @Test
  void areListedForEachWordThatIsLongEnough() {
    for (String word : WORDS) {
      assertEquals(word.length() >= 4, LISTS.containsKey(word), word);
    }
    double mean = LISTS.values().stream().mapToInt(List::size).average().orElseThrow();
    assertTrue(mean > 5.5 && mean <= 6, "mean " + mean);
  }

  @Test
  void areOneOrTwoEditsAway() {
    int one = 0;
    int all = 0;
    for (Map.Entry<String, List<String>> entry : LISTS.entrySet()) {
      for (String written : entry.getValue()) {
        int edits = EditDistance.of(entry.getKey().chars().toArray(), written.chars().toArray());
        assertTrue(edits == 1 || edits == 2, entry.getKey() + " " + written);
        one += edits == 1 ? 1 : 0;
        all++;
      }
    }
    double share = (double) one / all;
    assertTrue(share > 0.55 && share < 0.8, "every third has two causes, if both change something: " + share);
  }

  @Test
  void areTheSameForTheSameSeedAndOthersForAnother() {
    assertEquals(LISTS, Misspellings.invent(WORDS, 4, 6, Rng.seed(2)));
    assertFalse(LISTS.equals(Misspellings.invent(WORDS, 4, 6, Rng.seed(3))));
  }
}
