package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.BeamSearch;
import scrutable.nn.sequence.Decoded;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// On a task whose answer is known: the words in reversed order, in capitals.
@DisplayName("A translator")
class TranslatorTest {
  private static final List<String> WORDS = List.of("a", "b", "c", "d");
  private static Translator translator;
  private static List<Translation> test;

  private static List<Translation> pairs(int count, Rng rng) {
    List<Translation> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> source =
          IntStream.range(0, 1 + rng.nextInt(4)).mapToObj(t -> WORDS.get(rng.nextInt(4))).toList();
      result.add(new Translation(source, source.reversed().stream().map(String::toUpperCase).toList()));
    }
    return result;
  }

  @BeforeAll
  static void train() {
    Rng rng = Rng.seed(1);
    List<Translation> training = pairs(1200, rng.split("training"));
    Vocabulary target = Vocabulary.of(training.stream().map(Translation::target).toList());
    Vocabulary source = Vocabulary.of(training.stream().map(Translation::source).toList());
    translator = new Translator(new WordTable(source, 16, rng), target, 8, 16, rng);
    new TrainingLoop(translator, new Adam(translator.parameters(), 1e-2), TrainingSettings.of(4, 32),
        rng.split("shuffle")).run(Translation.batches(training, 4), translator::loss);
    test = pairs(60, rng.split("test"));
  }

  private static List<List<String>> sources() {
    return test.stream().map(Translation::source).toList();
  }

  @Test
  void learnsToReverseWhatItReads() {
    List<List<String>> written = translator.translate(sources(), 8);
    long right = IntStream.range(0, test.size()).filter(n -> written.get(n).equals(test.get(n).target())).count();
    assertTrue(right >= 54, right + " of 60");
  }

  @Test
  void writesForEachSentenceOfABatchWhatItWritesForItAlone() {
    List<List<String>> together = translator.translate(sources(), 8);
    for (int n = 0; n < 20; n++) {
      assertEquals(together.get(n), translator.translate(List.of(sources().get(n)), 8).getFirst());
    }
  }

  @Test
  void givesStepByStepTheProbabilityThatItGivesInOneGo() {
    List<Decoded> written = translator.write(sources(), 8);
    for (int n = 0; n < 20; n++) {
      List<String> words = translator.target().tokens(written.get(n).tokens());
      double loss = translator.loss(List.of(new Translation(sources().get(n), words))).item() * (words.size() + 1);
      assertEquals(-loss, written.get(n).logProbability(), 1e-3);
    }
  }

  @Test
  void findsNothingLessLikelyWithABeam() {
    List<Decoded> greedy = translator.write(sources(), 8);
    List<Decoded> beams = new BeamSearch(3, 9)
        .searchEach(translator, translator.read(sources().subList(0, 20)), 20);
    for (int n = 0; n < 20; n++) {
      assertTrue(beams.get(n).logProbability() >= greedy.get(n).logProbability() - 1e-4);
    }
  }

  @Test
  void looksAtTheWordThatItWrites() {
    int right = 0;
    int all = 0;
    for (Translation pair : test) {
      float[] weights = translator.attention(pair.source(), pair.target()).toFloatArray();
      int words = pair.source().size();
      for (int t = 0; t < words; t++) {
        double sum = 0;
        int most = 0;
        for (int s = 0; s < words; s++) {
          sum += weights[t * words + s];
          most = weights[t * words + s] > weights[t * words + most] ? s : most;
        }
        assertEquals(1, sum, 1e-5);
        right += most == words - 1 - t ? 1 : 0;
        all++;
      }
    }
    assertTrue(right >= 0.7 * all, right + " of " + all);
  }

  @Test
  void readsVectorsThatBelongToWordsAsItReadsTheWords() {
    List<List<String>> some = sources().subList(0, 5);
    int[] lengths = some.stream().mapToInt(List::size).toArray();
    Variable vectors = translator.reader().of(some);
    PaddedBatch begin = PaddedBatch.of(some.stream().map(s -> new int[] {Vocabulary.BOS}).toList());
    assertArrayEquals(translator.logits(translator.read(some), begin).value().toFloatArray(),
        translator.logits(translator.read(vectors, lengths), begin).value().toFloatArray());
  }

  @Test
  void saysWhatDoesNotFit() {
    Rng rng = Rng.seed(3);
    Vocabulary words = Vocabulary.of(List.of(WORDS));
    assertThrows(IllegalArgumentException.class, () -> new Translator(new WordTable(words, 4, rng), words, 0, 5, rng));
    assertThrows(IllegalArgumentException.class, () -> new Translation(List.of(), List.of("A")));
    assertThrows(IllegalArgumentException.class, () -> translator.translate(List.of(List.of()), 3));
    assertThrows(UnsupportedOperationException.class, () -> translator.forward(Variable.constant(Tensor.zeros(1))));
  }
}
