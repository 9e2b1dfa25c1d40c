package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.SequenceGoal.Keyword;
import scrutable.attacks.sequence.SequenceGoal.NonOverlap;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SequenceGoalTest {
  private static final Vocabulary WORDS = Vocabulary.ofTokens(List.of("a", "b", "c", "d"));

  private static double lead(Tensor logits, int t, int word) {
    return logits.get(t, word) - IntStream.range(0, WORDS.size()).filter(w -> w != word)
        .mapToDouble(w -> logits.get(t, w)).max().orElseThrow();
  }

  @Test
  void theHingeOfAKeywordIsThatOfThePlaceWhereItIsNearest() {
    Rng rng = Rng.seed(1);
    for (int trial = 0; trial < 30; trial++) {
      Tensor logits = rng.normal(1 + trial % 4, WORDS.size()).mul(2);
      double margin = 0.1 * trial;
      double expected = IntStream.range(0, logits.size(0))
          .mapToDouble(t -> Math.max(-margin, -lead(logits, t, WORDS.id("b")))).min().orElseThrow();
      assertEquals(expected, new Keyword("b").hinge(Variable.constant(logits), WORDS, margin).item(), 1e-5);
    }
  }

  @Test
  void onlyTheKeywordAndItsRivalInThatPlaceFeelTheHinge() {
    float[] z = {0, 0, 0, 0, 5, 1, 2, 3,      // here b is 4 behind a
                 0, 0, 0, 0, 1, 2, 4, 3};     // here b is 2 behind c
    Variable logits = Variable.tracked(Tensor.of(z, 2, 8));
    Tensor gradient = Gradients.of(new Keyword("b").hinge(logits, WORDS, 1), logits).get(logits);
    double[] expected = new double[16];
    expected[8 + 5] = -1;
    expected[8 + 6] = 1;
    assertEquals(List.of(Tensor.of(expected, 2, 8).toString()), List.of(gradient.to(Tensor.of(expected, 1, 16).dtype())
        .toString()));
  }

  @Test
  void beyondTheMarginNothingIsWon() {
    Variable logits = Variable.tracked(Tensor.of(new float[] {0, 0, 0, 0, 1, 9, 2, 3}, 1, 8));
    Variable hinge = new Keyword("b").hinge(logits, WORDS, 2.5);
    assertEquals(-2.5, hinge.item());
    assertEquals(0, Gradients.of(hinge, logits).get(logits).abs().sum().item());
  }

  @Test
  void theHingeOfOtherWordsIsTheSumOverThePlacesOfBoth() {
    Rng rng = Rng.seed(2);
    for (int trial = 0; trial < 30; trial++) {
      List<String> original = List.of("a", "d", "c").subList(0, 1 + trial % 3);
      Tensor logits = rng.normal(1 + trial % 5, WORDS.size());
      double expected = IntStream.range(0, Math.min(original.size(), logits.size(0)))
          .mapToDouble(t -> Math.max(-0.5, lead(logits, t, WORDS.id(original.get(t))))).sum();
      assertEquals(expected, new NonOverlap(original).hinge(Variable.constant(logits), WORDS, 0.5).item(), 1e-5);
    }
  }

  @Test
  void aGoalIsReachedByWordsAlone() {
    assertTrue(new Keyword("b").isReached(List.of("a", "b")));
    assertFalse(new Keyword("b").isReached(List.of("a", "ba")));
    assertTrue(new NonOverlap(List.of("a", "b")).isReached(List.of("b", "a", "b")));
    assertFalse(new NonOverlap(List.of("a", "b", "c")).isReached(List.of("b", "b")));
  }

  @Test
  void nonsenseIsRefused() {
    Variable logits = Variable.constant(Tensor.zeros(2, 8));
    assertThrows(IllegalArgumentException.class, () -> new Keyword("none").hinge(logits, WORDS, 1));
    assertThrows(IllegalArgumentException.class, () -> new Keyword("a").hinge(logits, WORDS, -1));
    assertThrows(IllegalArgumentException.class,
        () -> new Keyword("a").hinge(Variable.constant(Tensor.zeros(2, 9)), WORDS, 1));
    assertThrows(IllegalArgumentException.class, () -> new NonOverlap(List.of()));
  }
}
