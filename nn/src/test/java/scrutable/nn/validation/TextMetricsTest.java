package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.tensor.Rng;

@DisplayName("Comparing texts")
class TextMetricsTest {
  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  private static double bleu(String reference, String translation, int n) {
    return Bleu.sentence(words(reference), words(translation), n, Bleu.Smoothing.NONE);
  }

  @Test
  void theExampleOfThePaperIsClipped() {
    String reference = "the cat is on the mat";
    assertEquals(2 / 7.0, bleu(reference, "the the the the the the the", 1), 1e-15);
    assertEquals(0, bleu(reference, "the the the the the the the", 2));
  }

  @Test
  void valuesWorkedOutByHand() {
    assertEquals(1, bleu("a b c d e", "a b c d e", 4), 1e-15);
    // 4 of 5 words, 2 of 4 pairs, 1 of 3 triples; the same length
    assertEquals(Math.cbrt(0.8 * 0.5 / 3), bleu("a b c d e", "a b c x e", 3), 1e-15);
    assertEquals(Math.exp(1 - 5 / 3.0), bleu("a b c d e", "a b c", 3), 1e-15);
    assertEquals(3 / 5.0, bleu("a b c", "a b c d e", 1), 1e-15, "longer ones are not punished twice");
    assertEquals(0, bleu("a b c", "", 2));
    assertEquals(0, bleu("a b c", "a b", 3), "a text of two words has no triple");
    double smoothed = Bleu.sentence(words("a b c d"), words("a x b y"), 2, Bleu.Smoothing.ADD_ONE);
    assertEquals(Math.sqrt(2 / 4.0 * (0 + 1) / (3 + 1)), smoothed, 1e-15);
    assertEquals(0, Bleu.sentence(words("a b"), words("x y"), 2, Bleu.Smoothing.ADD_ONE), "words are not smoothed");
  }

  @Test
  void aCorpusAddsUpItsCountsBeforeItDivides() {
    List<List<String>> references = List.of(words("a b c d"), words("e f"));
    List<List<String>> translations = List.of(words("a b c"), words("f e g"));
    double expected = Math.sqrt(5 / 6.0 * 2 / 4.0);
    assertEquals(expected, Bleu.corpus(references, translations, 2, Bleu.Smoothing.NONE), 1e-15);
    assertMessage("BLEU: reference 1 is empty; nothing can be compared with it",
        () -> Bleu.corpus(List.of(words("a"), words("")), List.of(words("a"), words("a")), 1, Bleu.Smoothing.NONE));
    assertMessage("BLEU: needed are k-grams of at least one token, and as many translations as references, but n is 2,"
        + " and there are 2 and 1", () -> Bleu.corpus(List.of(words("a")), translations, 2, Bleu.Smoothing.NONE));
  }

  @Test
  void theAdjustedBleuWeighsWordsWithOneAndPairsWithFourFifths() {
    assertEquals(0.8 * Math.pow(0.5, 0.8), AdjustedBleu.of(words("a b c d e"), words("a b c x e")), 1e-15);
    assertEquals(Math.exp(1 - 5 / 3.0), AdjustedBleu.of(words("a b c d e"), words("a b c")), 1e-15);
    assertEquals(0, AdjustedBleu.of(words("a b c"), words("c b a")), "no pair in common");
    assertEquals(0, AdjustedBleu.of(words("a b c"), words("a")));
    assertEquals(0, AdjustedBleu.of(words("a b c"), words("")));
    assertMessage("adjusted BLEU: the reference is empty; nothing can be compared with it",
        () -> AdjustedBleu.of(words(""), words("a")));
  }

  /// By the recursive definition.
  private static int distance(List<Integer> a, List<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.size() + b.size();
    }
    List<Integer> restOfA = a.subList(1, a.size());
    List<Integer> restOfB = b.subList(1, b.size());
    if (a.getFirst().equals(b.getFirst())) {
      return distance(restOfA, restOfB);
    }
    return 1 + Math.min(distance(restOfA, restOfB), Math.min(distance(restOfA, b), distance(a, restOfB)));
  }

  @Test
  void theEditDistanceIsThatOfItsDefinition() {
    assertEquals(3, EditDistance.of("kitten".codePoints().toArray(), "sitting".codePoints().toArray()));
    Rng rng = Rng.seed(1);
    for (int i = 0; i < 300; i++) {
      List<Integer> a = IntStream.range(0, rng.nextInt(6)).mapToObj(k -> rng.nextInt(3)).toList();
      List<Integer> b = IntStream.range(0, rng.nextInt(6)).mapToObj(k -> rng.nextInt(3)).toList();
      assertEquals(distance(a, b), EditDistance.of(a, b), a + " " + b);
    }
  }

  @Test
  void errorRatesDivideAllErrorsByTheLengthOfAllReferences() {
    assertEquals(4 / 9.0, EditDistance.characterErrorRate(List.of("kitten", "abc"), List.of("sitting", "ab")), 1e-15);
    assertEquals(2 / 5.0, EditDistance.wordErrorRate(List.of("a good film", "no idea"), List.of(" a bad  film", "no")),
        1e-15);
    assertEquals(3, EditDistance.wordErrorRate(List.of("a"), List.of("b c d")));
    assertEquals(1, EditDistance.characterErrorRate(List.of("\uD83D\uDE00"), List.of("")));
    assertMessage("error rate: the references are empty; there is nothing to divide by",
        () -> EditDistance.wordErrorRate(List.of(" "), List.of("a")));
    assertMessage("error rate: 1 references and 2 hypotheses are not pairs",
        () -> EditDistance.wordErrorRate(List.of("a"), List.of("a", "b")));
    assertTrue(EditDistance.of(new int[0], new int[0]) == 0);
  }

  private static void assertMessage(String expected, Executable work) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
