package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.Insertion.Place;
import scrutable.attacks.sequence.InsertionResult.Hallucination;
import scrutable.nn.validation.AdjustedBleu;
import scrutable.tensor.Rng;

class InsertionSearchTest {
  private static final List<List<String>> TEXT = List.of(words("the old cat sees the red ball ."),
      words("the old dog likes a big house ."), words("some birds have three green eggs !"),
      words("she sings all day long ."), words("a big dog sees some birds ."), words("the cat sings all day ."));
  private static final Detachment DETACHMENT = Detachment.learnedFrom(TEXT, TEXT, 2, 0.2);
  private static final List<String> SENTENCE = words("the old cat sees the red ball .");
  private static final List<String> OTHER = words("she sings all day long .");
  private static final InsertionSearch SEARCH = new InsertionSearch(List.of("jo", "un", "x", "?"),
      List.of(Place.values()), 1, 1);

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  /// Translates each word by itself, and writes the other sentence where a token stands at the beginning.
  private static List<List<String>> derailed(List<List<String>> sentences) {
    return sentences.stream().map(sentence -> sentence.getFirst().equals("x") ? OTHER : sentence).toList();
  }

  @Test
  void commonWordsAreTheMostFrequentOnes() {
    assertTrue(DETACHMENT.isHallucination(SENTENCE, OTHER), "\".\" and \"the\" are common");
    assertFalse(Detachment.learnedFrom(TEXT, TEXT, 0, 0.2).isHallucination(SENTENCE, OTHER), "\".\" counts then");
  }

  @Test
  void aHallucinationNeedsAllThreeThings() {
    List<String> word = words("the cat sings all day .");
    assertTrue(DETACHMENT.readsLikeReal(word));
    assertEquals(0, AdjustedBleu.of(SENTENCE, word));
    assertFalse(DETACHMENT.isHallucination(SENTENCE, word), "\"cat\" is in both, though no pair of words is");
    List<String> garbage = words("long eggs three she day green");
    assertEquals(0, AdjustedBleu.of(SENTENCE, garbage));
    assertFalse(DETACHMENT.isHallucination(SENTENCE, garbage), "nobody writes that");
    List<String> brokenOff = words("she sings all day .");
    assertTrue(DETACHMENT.likelihood(brokenOff) > DETACHMENT.likelihood(TEXT.get(1)));
    assertFalse(DETACHMENT.isHallucination(SENTENCE, brokenOff), "no sentence is so short");
    assertFalse(DETACHMENT.isHallucination(SENTENCE, SENTENCE));
  }

  @Test
  void aPairOfCommonWordsInBothIsEnoughToTieThem() {
    Detachment all = Detachment.learnedFrom(TEXT, TEXT, 100, 0.2);
    assertTrue(all.isHallucination(SENTENCE, OTHER));
    List<String> pair = words("the old dog likes a big house .");
    assertTrue(all.readsLikeReal(pair));
    assertFalse(all.isHallucination(SENTENCE, pair), "every word is common here, but \"the old\" is a pair of both");
  }

  @Test
  void theLeastLikelyRealSentencesSayWhatIsLikely() {
    double least = TEXT.stream().mapToDouble(DETACHMENT::likelihood).sorted().skip(1).findFirst().orElseThrow();
    for (List<String> sentence : TEXT) {
      assertEquals(DETACHMENT.likelihood(sentence) >= least, DETACHMENT.readsLikeReal(sentence));
    }
    assertEquals(5, TEXT.stream().filter(DETACHMENT::readsLikeReal).count());
  }

  @Test
  void everyTokenIsTriedAtEveryPlaceAndLeavesTheRestAsItIs() {
    Set<Integer> middles = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      List<Insertion> tries = SEARCH.tries(SENTENCE, Rng.seed(seed));
      assertEquals(16, tries.stream().distinct().count());
      for (Insertion insertion : tries) {
        List<String> without = new ArrayList<>(insertion.into(SENTENCE));
        assertEquals(insertion.token(), without.remove(insertion.at()));
        assertEquals(SENTENCE, without);
        if (insertion.place(8) == Place.MIDDLE) {
          middles.add(insertion.at());
        }
      }
      for (Place place : Place.values()) {
        assertEquals(4, tries.stream().filter(insertion -> insertion.place(8) == place).count());
      }
    }
    assertEquals(Set.of(1, 2, 3, 4, 5, 6), middles);
  }

  @Test
  void findsTheTokenAndThePlaceThatDerailAndCountsWhatItAsked() {
    List<Integer> asked = new ArrayList<>();
    InsertionResult result = SEARCH.run(sentences -> {
      asked.add(sentences.size());
      return derailed(sentences);
    }, SENTENCE, DETACHMENT, Rng.seed(1));
    assertTrue(result.success());
    assertEquals(List.of(new Hallucination(List.of(new Insertion("x", 0)), words("x the old cat sees the red ball ."),
        OTHER)),
        result.hallucinations());
    assertEquals(SENTENCE, result.translation());
    assertEquals(16, result.tries());
    assertEquals(17, result.queries());
    assertEquals(List.of(1, 16, 1, 1), asked, "the search, and the judge, who asks one at a time");
  }

  /// Needs two tokens: "un" first makes it forget the beginning, and "x" before that the rest.
  private static List<List<String>> inTwoSteps(List<List<String>> sentences) {
    return sentences.stream().map(sentence -> {
      List<String> end = sentence.subList(4, sentence.size());
      return !sentence.contains("un") ? sentence : sentence.getFirst().equals("x") ? OTHER : end;
    }).toList();
  }

  @Test
  void goesOnFromWhatIsFarthestIfOneTokenIsNotEnough() {
    InsertionSearch two = new InsertionSearch(SEARCH.tokens(), SEARCH.places(), 2, 3);
    InsertionResult result = two.run(InsertionSearchTest::inTwoSteps, SENTENCE, DETACHMENT, Rng.seed(4));
    assertTrue(result.success());
    for (Hallucination each : result.hallucinations()) {
      assertEquals(List.of("un", "x"), each.insertions().stream().map(Insertion::token).toList());
      assertEquals("x", each.source().getFirst());
      assertEquals(10, each.source().size());
      assertEquals(OTHER, each.translation());
    }
    assertEquals(16 + 3 * 16, result.tries());
    assertEquals(16 + 3 * 16 + 1, result.queries());
    assertFalse(SEARCH.run(InsertionSearchTest::inTwoSteps, SENTENCE, DETACHMENT, Rng.seed(4)).success());
    assertEquals(16, two.run(InsertionSearchTest::derailed, SENTENCE, DETACHMENT, Rng.seed(4)).tries(),
        "one is enough");
  }

  @Test
  void aTranslatorWordByWordIsNeverDerailed() {
    for (List<String> sentence : TEXT) {
      InsertionResult result = SEARCH.run(sentences -> sentences, sentence, DETACHMENT, Rng.seed(2));
      assertFalse(result.success());
      assertEquals(sentence, result.sentence());
    }
  }

  @Test
  void whatOnlyHappensInTheBatchOfTheSearchIsNotCounted() {
    SentenceTranslator moody = sentences -> sentences.size() == 1 ? sentences : derailed(sentences);
    assertFalse(SEARCH.run(moody, SENTENCE, DETACHMENT, Rng.seed(3)).success());
    InsertionResult lie = InsertionResult.judge(sentences -> sentences, SENTENCE, 1,
        List.of(List.of(new Insertion("x", 0))), DETACHMENT, 1);
    assertFalse(lie.success());
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Insertion("x", -1));
    assertThrows(IllegalArgumentException.class, () -> new Insertion("x", 9).into(SENTENCE));
    assertThrows(IllegalArgumentException.class, () -> new InsertionSearch(List.of(), List.of(Place.END), 1, 1));
    assertThrows(IllegalArgumentException.class, () -> SEARCH.tries(words("a b"), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Detachment.learnedFrom(TEXT, List.of(), 2, 0.1));
    assertThrows(IllegalArgumentException.class, () -> Detachment.learnedFrom(TEXT, TEXT, 2, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> InsertionResult.judge(sentences -> sentences, SENTENCE, 0,
        List.of(List.of(new Insertion("x", 0))), DETACHMENT, 0));
  }
}
