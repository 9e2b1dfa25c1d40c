package scrutable.attacks.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ReaderVictimTest {
  private static final List<String> TEXT = List.of("it", "was", "good", "and", "good");
  private static final Vocabulary WORDS = Vocabulary.of(List.of(TEXT));
  private static final GruReader READER = new GruReader(Rng.seed(1).normal(WORDS.size(), 3), 4,
      Rng.seed(2));
  private static final ReaderVictim VICTIM = new ReaderVictim(WORDS, READER);

  @Test
  void textsTogetherGetWhatEachGetsAlone() {
    List<List<String>> texts = List.of(TEXT, List.of("good"), List.of("never", "seen", "words"));
    double[][] together = VICTIM.logits(texts);
    for (int i = 0; i < texts.size(); i++) {
      assertArrayEquals(VICTIM.logits(List.of(texts.get(i)))[0], together[i], 1e-6);
      assertEquals(0, together[i][0]);
    }
    assertEquals(VICTIM.logits(List.of(List.of("other")))[0][1], VICTIM.logits(List.of(List.of("none")))[0][1],
        "unknown words are all the same to it");
  }

  /// Moving the vector of one place only, though the word stands in two: by central differences.
  @Test
  void theGradientIsThatOfTheGoalAtEachPlace() {
    double[][] gradient = VICTIM.gradient(TEXT, new TextGoal(0));
    double[][] opposite = VICTIM.gradient(TEXT, new TextGoal(1));
    double h = 1e-2;
    for (int t = 0; t < TEXT.size(); t++) {
      for (int d = 0; d < 3; d++) {
        double slope = (logitWith(t, d, h) - logitWith(t, d, -h)) / (2 * h);
        assertEquals(slope, gradient[t][d], 2e-3);
        assertEquals(-gradient[t][d], opposite[t][d]);
      }
    }
  }

  private static double logitWith(int place, int dimension, double change) {
    double[] vectors = new double[3 * TEXT.size()];
    for (int t = 0; t < TEXT.size(); t++) {
      System.arraycopy(VICTIM.vector(TEXT.get(t)), 0, vectors, 3 * t, 3);
    }
    vectors[3 * place + dimension] += change;
    return READER.read(Variable.constant(Tensor.wrap(vectors, 1, TEXT.size(), 3)
        .to(DType.FLOAT32)), TEXT.size()).value().sum().item();
  }
}
