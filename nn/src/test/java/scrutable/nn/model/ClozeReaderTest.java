package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.data.BatchSource;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("A cloze reader")
class ClozeReaderTest {
  private static final int VOCABULARY = 9;
  private static final ClozeReader READER = new ClozeReader(VOCABULARY, 6, 5, Rng.seed(1));

  private static float[][] logits(int... text) {
    Tensor all = READER.forward(Variable.constant(Tensor.wrap(text, 1, text.length))).value();
    float[][] rows = new float[text.length][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = all.select(0, 0).select(0, t).toFloatArray();
    }
    return rows;
  }

  @Test
  void noPlaceSeesItsOwnWordAndAllSeeEachOther() {
    float[][] before = logits(4, 5, 6, 7);
    for (int changed = 0; changed < 4; changed++) {
      int[] text = {4, 5, 6, 7};
      text[changed] = 8;
      float[][] after = logits(text);
      for (int t = 0; t < 4; t++) {
        if (t == changed) {
          assertArrayEquals(before[t], after[t], 1e-5f, "place " + t);
        } else {
          assertFalse(Arrays.equals(before[t], after[t]), "place " + t + " sees place " + changed);
        }
      }
    }
  }

  private static Tensor table(ClozeReader reader) {
    return reader.state().get("words.weight");
  }

  @Test
  void vectorsOfOthersAreMovedAndScaledAndNothingElse() {
    Tensor vectors = Rng.seed(5).normal(VOCABULARY, 6).mul(7).add(20);
    Tensor table = table(ClozeReader.startingFrom(vectors, 5, Rng.seed(1)));
    double ratio = (table.select(0, 4).toFloatArray()[2] - table.select(0, 8).toFloatArray()[2])
        / (vectors.select(0, 4).toFloatArray()[2] - vectors.select(0, 8).toFloatArray()[2]);
    double squares = 0;
    double[] mean = vectors.mean(false, 0).toDoubleArray();
    for (int word = 0; word < VOCABULARY; word++) {
      for (int d = 0; d < 6; d++) {
        double expected = ratio * (vectors.select(0, word).toFloatArray()[d] - mean[d]);
        squares += expected * expected;
        assertEquals(expected, table.select(0, word).toFloatArray()[d], 1e-5, "word " + word + ", number " + d);
      }
    }
    assertEquals(0.25 / 6, squares / (VOCABULARY * 6), 1e-5, "as large as drawn ones");
  }

  @Test
  void vectorsThatSayNothingAreRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> ClozeReader.startingFrom(Tensor.ones(VOCABULARY, 6), 5, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> ClozeReader.startingFrom(Rng.seed(1).normal(VOCABULARY), 5, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> ClozeReader.startingFrom(Rng.seed(1).normal(VOCABULARY, 6), 0, Rng.seed(1)));
  }

  @Test
  void theOrderOnEachSideIsSeen() {
    assertFalse(Arrays.equals(logits(4, 5, 6, 7)[3], logits(5, 4, 6, 7)[3]));
    assertFalse(Arrays.equals(logits(4, 5, 6, 7)[0], logits(4, 5, 7, 6)[0]));
  }

  @Test
  void paddingIsNotSeen() {
    PaddedBatch batch = PaddedBatch.inStrides(List.of(new int[] {4, 5, 6}, new int[] {7, 8, 4, 5, 6}), 8);
    float[] padded = READER.forwardAt(batch, Tensor.wrap(new int[] {0, 1, 2, 10}, 4)).value().toFloatArray();
    float[][] alone = logits(4, 5, 6);
    for (int t = 0; t < 3; t++) {
      assertArrayEquals(alone[t], Arrays.copyOfRange(padded, t * VOCABULARY, (t + 1) * VOCABULARY), 1e-5f);
    }
    assertArrayEquals(logits(7, 8, 4, 5, 6)[2], Arrays.copyOfRange(padded, 3 * VOCABULARY, 4 * VOCABULARY), 1e-5f);
  }

  /// Words 4 and 5 stand before words 6 and 7, six places apart: only who remembers can tell.
  @Test
  void itLearnsWhichWordsAgreeAtADistance() {
    PaddedBatch texts = PaddedBatch.of(List.of(new int[] {4, 8, 8, 8, 8, 8, 6}, new int[] {5, 8, 8, 8, 8, 8, 7}));
    ClozeReader reader = new ClozeReader(VOCABULARY, 6, 5, Rng.seed(2));
    Tensor ends = Tensor.wrap(new int[] {0, 6, 7, 13}, 4);
    Tensor words = Indexing.select(texts.ids().reshape(-1), 0, ends);
    BatchSource<int[]> source = BatchSource.of(1, order -> order);
    new TrainingLoop(reader, new Adam(reader.parameters(), 0.02), TrainingSettings.ofSteps(80), Rng.seed(3))
        .run(source, (batch, step) -> Losses.crossEntropy(reader.forwardAt(texts, ends), words));
    assertArrayEquals(new int[] {4, 6, 5, 7}, reader.forwardAt(texts, ends).value().argmax(1).toIntArray());
  }

  @Test
  void sizesThatMeanNothingAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ClozeReader(9, 0, 5, Rng.seed(1)));
    assertEquals(9 * 6 + 2 * (3 * 5 * (6 + 5) + 2 * 3 * 5) + 16 * 6 + 6 + 2 * 6 + 9, READER.parameterCount());
  }
}
