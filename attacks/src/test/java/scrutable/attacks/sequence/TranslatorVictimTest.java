package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.model.LetterGroups;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TranslatorVictimTest {
  private static final Vocabulary SOURCES = Vocabulary.ofTokens(List.of("a", "b", "c", "d", "e"));
  private static final Vocabulary TARGETS = Vocabulary.ofTokens(List.of("p", "q", "r"));
  private static final TranslatorVictim VICTIM = new TranslatorVictim(new Translator(
      new WordTable(SOURCES, 6, Rng.seed(1)), TARGETS, 4, 8, Rng.seed(2)), 5);
  private static final List<List<String>> SENTENCES = List.of(List.of("a", "b", "c"), List.of("e"),
      List.of("d", "a", "d", "unknown"));

  private static Variable vectors(PaddedBatch ids) {
    return Variable.tracked(Indexing.select(VICTIM.table(), 0, ids.ids().reshape(-1))
        .reshape(ids.size(), ids.steps(), 6));
  }

  private static PaddedBatch ids(List<List<String>> sentences) {
    return PaddedBatch.of(sentences.stream().map(SOURCES::ids).toList());
  }

  @Test
  void fromTheVectorsOfWordsItWritesWhatItWritesFromTheWords() {
    PaddedBatch ids = ids(SENTENCES);
    SequenceVictim.Written written = VICTIM.write(vectors(ids), ids.lengths());
    List<List<String>> translations = VICTIM.translate(SENTENCES);
    for (int n = 0; n < SENTENCES.size(); n++) {
      assertEquals(translations.get(n), TARGETS.tokens(written.words(n)));
      int[] likeliest = written.logits(n).value().argmax(1).toIntArray();
      assertArrayEquals(written.words(n), likeliest, "the logits are those that each word was chosen from");
    }
  }

  @Test
  void theLogitsAreFunctionsOfTheVectors() {
    PaddedBatch ids = ids(List.of(List.of("a", "b")));
    Variable vectors = vectors(ids);
    Variable sum = VICTIM.write(vectors, ids.lengths()).logits(0).select(0, 0).select(0, 4);
    Tensor gradient = Gradients.of(sum, vectors).get(vectors);
    double h = 1e-2;
    for (int d = 0; d < 6; d++) {
      float[] step = new float[12];
      step[6 + d] = (float) h;
      Tensor move = Tensor.wrap(step, 1, 2, 6);
      double slope = (first(vectors.value().add(move), ids) - first(vectors.value().sub(move), ids)) / (2 * h);
      assertEquals(slope, gradient.get(0, 1, d), 2e-3);
    }
  }

  private static double first(Tensor vectors, PaddedBatch ids) {
    return VICTIM.write(Variable.constant(vectors), ids.lengths()).logits(0).value().get(0, 4);
  }

  @Test
  void aReaderOfLettersHasNoVectorsOfWords() {
    Translator letters = new Translator(new LetterGroups(1, 6, Rng.seed(1)), TARGETS, 4, 8, Rng.seed(2));
    assertThrows(IllegalArgumentException.class, () -> new TranslatorVictim(letters, 5));
  }
}
