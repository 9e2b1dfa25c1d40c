package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.ToyLang.Pair;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

class ToyLangTest {
  private static final ToyLang LANGUAGE = new ToyLang(Rng.seed(1));
  private static final List<Pair> PAIRS = LANGUAGE.generate(9000, Rng.seed(2));

  @Test
  void theParserFindsTheTranslationOfEverySentence() {
    PAIRS.forEach(pair -> assertEquals(pair.target(), LANGUAGE.translate(pair.source()), pair.source().toString()));
  }

  @Test
  void noTwoPairsShareTheirSourceOrTheirTarget() {
    Set<List<String>> sources = new HashSet<>();
    Set<List<String>> targets = new HashSet<>();
    for (Pair pair : PAIRS) {
      List<String> bare = pair.source().stream().filter(word -> !word.equals(ToyLang.FILLER)).toList();
      assertTrue(sources.add(bare) && targets.add(pair.target()));
      assertTrue(bare.size() >= 5 && bare.size() <= 10, "4 to 9 words and an end mark: " + bare);
      assertTrue(List.of(".", "!", "?").contains(bare.getLast()));
    }
  }

  @Test
  void everyWordIsTranslatedByAWordOfItsLexicon() {
    Map<String, Set<String>> lexicon = LANGUAGE.lexicon();
    for (Pair pair : PAIRS) {
      Set<String> possible = new HashSet<>();
      pair.source().forEach(word -> possible.addAll(lexicon.getOrDefault(word, Set.of())));
      assertTrue(possible.containsAll(pair.target()), pair.toString());
      for (String word : pair.source()) {
        boolean meant = word.equals(ToyLang.FILLER) || !Collections.disjoint(lexicon.get(word), pair.target());
        assertTrue(meant, word + " in " + pair);
      }
    }
    List<String> determiners = List.of("da", "di", "na", "ne");
    assertEquals(List.of(Set.of("the"), Set.of("the"), Set.of("a"), Set.of("some")),
        determiners.stream().map(lexicon::get).toList());
    long several = lexicon.values().stream().filter(words -> words.size() > 1).count();
    assertEquals(12 * (1 + 4), several, "only words of idioms have more than one meaning");
  }

  @Test
  void theFormsOfAStemAreTogetherAndSmallWordsHaveNone() {
    Map<String, Set<String>> forms = LANGUAGE.forms();
    Set<String> all = new HashSet<>();
    LANGUAGE.lexicon().values().forEach(all::addAll);
    all.removeAll(forms.keySet());
    assertEquals(LANGUAGE.smallWords(), all, "every other word has a stem");
    assertEquals(Set.of("the", "a", "some", "him", "her", "it", "them", "and", "not", ".", "!", "?"), all);
    forms.forEach((word, group) -> {
      assertTrue(group.contains(word));
      group.forEach(form -> assertEquals(group, forms.get(form), "the same seen from each"));
    });
    Map<Integer, Long> groups = new HashSet<>(forms.values()).stream()
        .collect(Collectors.groupingBy(Set::size, Collectors.counting()));
    assertEquals(Map.of(1, 390L, 2, 150L, 3, 60L), groups, "nouns have two forms, verbs three");
  }

  @Test
  void idiomsFillersAndFramesAreAsFrequentAsPlanted() {
    double idioms = PAIRS.stream().filter(Pair::idiom).count() / 9000.0;
    assertEquals(0.05, idioms, 0.012);
    double filled = PAIRS.stream().filter(pair -> pair.source().contains(ToyLang.FILLER)).count() / 9000.0;
    assertEquals(0.2, filled, 0.02);
    int[] frames = new int[ToyLang.FRAMES];
    PAIRS.forEach(pair -> frames[pair.frame()]++);
    for (int count : frames) {
      assertEquals(150, count, 60);
    }
  }

  private static int form(String verb) {
    return verb.endsWith("nten") ? 3 : verb.endsWith("te") ? 2 : verb.endsWith("nt") ? 1 : 0;
  }

  private static String verb(Pair pair) {
    return pair.source().get(pair.source().size() - 2);
  }

  /// With another verb, the noun means what it says again: verb and noun of the translation both change.
  @Test
  void anIdiomIsNotTranslatedWordByWord() {
    Set<String> verbs = PAIRS.stream().map(ToyLangTest::verb).collect(Collectors.toSet());
    for (Pair pair : PAIRS.stream().filter(Pair::idiom).toList()) {
      int most = 0;
      for (String other : verbs) {
        if (form(other) == form(verb(pair))) {
          List<String> source = new ArrayList<>(pair.source());
          source.set(source.size() - 2, other);
          List<String> gone = new ArrayList<>(pair.target());
          LANGUAGE.translate(source).forEach(gone::remove);
          most = Math.max(most, gone.size());
        }
      }
      assertEquals(2, most, pair.toString());
    }
  }

  @Test
  void wordsAreFrequentByTheirRankAndMostAreRare() {
    Map<String, Integer> counts = new HashMap<>();
    PAIRS.forEach(pair -> pair.target().forEach(word -> counts.merge(word, 1, Integer::sum)));
    List<Integer> sorted = counts.values().stream().sorted(Collections.reverseOrder()).toList();
    assertTrue(sorted.get(20) > 10 * sorted.get(300), sorted.get(20) + " and " + sorted.get(300));
    List<List<String>> sources = PAIRS.stream().map(Pair::source).toList();
    List<List<String>> targets = PAIRS.stream().map(Pair::target).toList();
    int source = Vocabulary.of(sources).words().size();
    int target = Vocabulary.of(targets).words().size();
    assertTrue(source > 850 && source < 950 && target > 800 && target < 900, source + " and " + target);
  }

  @Test
  void whatIsNoSentenceIsRefusedByTheWordThatDoesNotFit() {
    String noun = PAIRS.stream().filter(pair -> pair.source().getFirst().equals("da")).findFirst().orElseThrow()
        .source().get(1);
    assertEquals("ToyLang: word 0 of [" + noun + "] is \"" + noun + "\", where the grammar expects: determiner",
        assertThrows(IllegalArgumentException.class, () -> LANGUAGE.translate(List.of(noun))).getMessage());
    assertThrows(IllegalArgumentException.class, () -> LANGUAGE.translate(List.of()));
    assertThrows(IllegalArgumentException.class, () -> LANGUAGE.generate(-1, Rng.seed(1)));
  }

  @Test
  void theSameSeedGivesTheSamePairsForEver() {
    List<Pair> again = new ToyLang(Rng.seed(1)).generate(9000, Rng.seed(2));
    assertEquals(PAIRS, again);
    String text = PAIRS.subList(0, 100).stream().map(pair -> pair.source() + " " + pair.target())
        .collect(Collectors.joining("\n"));
    assertEquals(1240391312, text.hashCode());
  }
}
