package scrutable.attacks.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.validation.EditDistance;
import scrutable.tensor.Rng;

@DisplayName("Misspelling")
class SpellingNoiseTest {
  private static final int TRIES = 3_000;

  /// How often each misspelling comes.
  private static Map<String, Integer> counts(SpellingNoise noise, String word) {
    Rng rng = Rng.seed(7);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < TRIES; i++) {
      counts.merge(noise.misspell(word, rng.split(i)), 1, Integer::sum);
    }
    return counts;
  }

  /// Exactly these come, all about equally often.
  private static void assertUniform(Set<String> expected, SpellingNoise noise, String word) {
    Map<String, Integer> counts = counts(noise, word);
    assertEquals(new TreeSet<>(expected), counts.keySet());
    double each = (double) TRIES / expected.size();
    counts.forEach((written, count) -> assertEquals(each, count, 5 * Math.sqrt(each), written));
  }

  @Test
  void swapExchangesTwoInnerNeighboursThatDiffer() {
    assertUniform(Set.of("niose", "nosie"), LetterNoise.SWAP, "noise");
    assertUniform(Set.of("lteter", "letetr"), LetterNoise.SWAP, "letter");
  }

  @Test
  void midShufflesAllButTheEnds() {
    assertUniform(Set.of("acbd"), LetterNoise.MID, "abcd");
    assertUniform(Set.of("acbde", "abdce", "acdbe", "adbce", "adcbe"), LetterNoise.MID, "abcde");
  }

  @Test
  void randShufflesAll() {
    assertUniform(Set.of("acb", "bac", "bca", "cab", "cba"), LetterNoise.RAND, "abc");
    assertUniform(Set.of("ba"), LetterNoise.RAND, "ab");
  }

  @Test
  void swapAndMidLeaveWordsOfThreeLettersAlone() {
    for (String word : List.of("a", "ab", "abc")) {
      assertEquals(Set.of(word), counts(LetterNoise.SWAP, word).keySet());
      assertEquals(Set.of(word), counts(LetterNoise.MID, word).keySet());
    }
  }

  @Test
  void keyHitsAKeyThatTouchesTheRightOne() {
    assertUniform(Set.of("w", "a"), LetterNoise.KEY, "q");
    for (String written : counts(LetterNoise.KEY, "as").keySet()) {
      assertEquals(2, written.length());
      assertTrue(written.charAt(1) == 's' && around('a').contains(written.charAt(0))
          || written.charAt(0) == 'a' && around('s').contains(written.charAt(1)), written);
    }
  }

  @Test
  void keysTouchEachOther() {
    assertEquals(Set.of('w', 'e', 'a', 'd', 'z', 'x'), around('s'));
    assertEquals(Set.of('w', 'a'), around('q'));
    assertEquals(Set.of('n', 'j', 'k'), around('m'));
    assertEquals(Set.of('o', 'l'), around('p'));
    for (char a = 'a'; a <= 'z'; a++) {
      for (char b : around(a)) {
        assertTrue(around(b).contains(a), a + " and " + b);
      }
    }
  }

  private static Set<Character> around(char key) {
    return LetterNoise.keysAround(key).chars().mapToObj(letter -> (char) letter).collect(Collectors.toSet());
  }

  @Test
  void theDietIsOneEditEach() {
    for (LetterNoise noise : List.of(LetterNoise.DELETE, LetterNoise.INSERT, LetterNoise.SUBSTITUTE)) {
      for (String written : counts(noise, "noise").keySet()) {
        assertEquals(1, EditDistance.of("noise".chars().toArray(), written.chars().toArray()), noise + " " + written);
      }
    }
    assertEquals(5 * 25, counts(LetterNoise.SUBSTITUTE, "noise").size());
    assertEquals(Set.of("ab", "ac", "bc"), counts(LetterNoise.DELETE, "abc").keySet());
    assertEquals(2 * 26 - 1, counts(LetterNoise.INSERT, "a").size());             // aa comes in two ways
    Map<String, Integer> diet = counts(MixedNoise.balancedDiet(), "xyvw");
    int shorter = diet.entrySet().stream().filter(e -> e.getKey().length() == 3).mapToInt(Map.Entry::getValue).sum();
    assertEquals(TRIES / 4.0, shorter, 5 * Math.sqrt(TRIES / 4.0));
    assertEquals(TRIES / 4.0, diet.get("xvyw"), 5 * Math.sqrt(TRIES / 4.0));
  }

  @Test
  void leavesWhatIsNoWordOfLettersAlone() {
    for (LetterNoise noise : LetterNoise.values()) {
      for (String word : List.of(".", "", "don't", "x2")) {
        assertEquals(word, noise.misspell(word, Rng.seed(1)), noise + " " + word);
      }
    }
    assertEquals("NOISE", LetterNoise.KEY.misspell("NOISE", Rng.seed(1)));
    assertEquals("aaaa", LetterNoise.RAND.misspell("aaaa", Rng.seed(1)));
    assertEquals("a", LetterNoise.DELETE.misspell("a", Rng.seed(1)));
  }

  @Test
  void ofAWordDoesNotHangOnTheWordsBeforeIt() {
    for (LetterNoise noise : LetterNoise.values()) {
      List<String> one = noise.misspell(List.of("synthetic", "natural", "noise"), Rng.seed(5));
      List<String> other = noise.misspell(List.of("no", "natural", "noise"), Rng.seed(5));
      assertEquals(one.subList(1, 3), other.subList(1, 3));
    }
    List<String> twice = LetterNoise.RAND.misspell(List.of("synthetic", "synthetic"), Rng.seed(5));
    assertNotEquals(twice.getFirst(), twice.getLast());
  }

  @Test
  void canBeKeptToShortWordsOrToSome() {
    assertEquals(List.of("on", "noise"),
        LetterNoise.RAND.upTo(3).misspell(List.of("no", "noise"), Rng.seed(1)));
    Map<String, Integer> some = counts(LetterNoise.RAND.sometimes(0.3), "no");
    assertEquals(0.3 * TRIES, some.get("on"), 5 * Math.sqrt(0.3 * TRIES));
    assertThrows(IllegalArgumentException.class, () -> LetterNoise.RAND.sometimes(1.5));
  }

  @Test
  void takesListedMisspellingsFromTheList() {
    ListedNoise listed = new ListedNoise(Map.of("noise", List.of("noize", "nois")));
    assertUniform(Set.of("noize", "nois"), listed, "noise");
    assertEquals(Set.of("silent"), counts(listed, "silent").keySet());
    assertThrows(IllegalArgumentException.class, () -> new ListedNoise(Map.of("noise", List.of("noise"))));
    assertThrows(IllegalArgumentException.class, () -> new ListedNoise(Map.of("noise", List.of())));
    assertThrows(IllegalArgumentException.class, () -> new MixedNoise(List.of()));
  }

  @Test
  void isCountedInTheFinishedText() {
    List<List<String>> clean = List.of(List.of("ab", "c"), List.of("def", "."));
    NoisyText text = new NoisyText(clean, List.of(List.of("ba", "c"), List.of("dxef", ".")));
    assertEquals(0.5, text.changedWords());
    assertEquals(3.0 / 7, text.changedLetters());                                  // ab to ba is two edits, x is one
    NoisyText same = NoisyText.of(clean, SpellingNoise.none(), Rng.seed(1));
    assertEquals(0, same.changedWords());
    assertEquals(0, same.changedLetters());
    assertThrows(IllegalArgumentException.class, () -> new NoisyText(clean, List.of(List.of("ab", "c"))));
  }
}
