package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.model.LetterGroups;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TranslatorVictimTest {
  private static final Vocabulary SOURCES = Vocabulary.ofTokens(List.of("a", "b", "c", "d", "e"));
  private static final Vocabulary TARGETS = Vocabulary.ofTokens(List.of("p", "q", "r", "s", "t", "u"));
  private static final TranslatorVictim VICTIM = new TranslatorVictim(taught(), 5);
  private static final List<List<String>> SENTENCES = List.of(List.of("a", "b", "c"), List.of("e"),
      List.of("d", "a", "d", "unknown"));

  /// One that has learned a little, and does not write the same word again and again.
  private static Translator taught() {
    Translator translator = new Translator(new WordTable(SOURCES, 6, Rng.seed(1)), TARGETS, 4, 8, Rng.seed(2));
    Adam adam = new Adam(translator.parameters(), 0.05);
    List<Translation> pairs = List.of(new Translation(List.of("a", "b", "c"), List.of("p", "q", "r")),
        new Translation(List.of("e"), List.of("t")), new Translation(List.of("d", "a", "d"), List.of("s", "p", "u")));
    for (int step = 0; step < 40; step++) {
      adam.step(Gradients.of(translator.loss(pairs), translator.parameters()));
    }
    return translator;
  }

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
    assertTrue(translations.stream().anyMatch(words -> Set.copyOf(words).size() > 1), translations.toString());
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
    double h = 3e-3;
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
