package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Parameter;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Readers of text")
class TextReadersTest {
  private static final List<int[]> TEXTS = List.of(new int[] {4, 5, 6, 5}, new int[] {7}, new int[] {6, 5, 4, 5});

  private static double[] logits(Module reader, List<int[]> texts) {
    return reader.forward(PaddedBatch.of(texts).ids()).value().toDoubleArray();
  }

  @Test
  void aWordSumAddsTheWeightOfEachTokenAsOftenAsItOccurs() {
    WordSum sum = new WordSum(8);
    assertArrayEquals(new double[] {0, 0, 0}, logits(sum, TEXTS));
    assign(sum, 0, 1, 10, 100, 1000, 0.25, 0.5, 2, -4);
    assertArrayEquals(new double[] {3.375, -3.875, 3.375}, logits(sum, TEXTS));
    assertEquals(0.125, sum.bias());
    assertEquals(-4, sum.weights().get(7));
  }

  /// Weights of the tokens 0 .. 7, then the bias 1/8.
  private static void assign(WordSum sum, double... all) {
    List<Parameter> parameters = sum.parameters();
    parameters.get(0).assign(Tensor.wrap(Arrays.copyOfRange(all, 1, 9), 8, 1).to(parameters.get(0).value().dtype()));
    parameters.get(1).assign(Tensor.full(0.125, parameters.get(1).value().dtype()).reshape(1));
  }

  @Test
  void aGruReaderTellsOrdersApartAndReadsEachTextAsIfItWereAlone() {
    GruReader reader = new GruReader(8, 5, 6, Rng.seed(1));
    double[] together = logits(reader, TEXTS);
    assertTrue(Math.abs(together[0] - together[2]) > 1e-4, Arrays.toString(together));
    for (int i = 0; i < TEXTS.size(); i++) {
      assertEquals(logits(reader, List.of(TEXTS.get(i)))[0], together[i], 1e-6);
    }
  }

  @Test
  void aGruReaderLearnsWhoSpokeFirstAndAWordSumCannot() {
    List<int[]> texts = new ArrayList<>();
    int[] labels = new int[64];
    Rng rng = Rng.seed(2);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      int[] text = new int[2 + rng.nextInt(4)];
      Arrays.fill(text, 6);
      text[0] = i % 2 == 0 ? 4 : 5;
      text[text.length - 1] = i % 2 == 0 ? 5 : 4;
      texts.add(text);
    }
    assertTrue(lossAfterTraining(new GruReader(7, 4, 8, Rng.seed(3)), texts, labels) < 0.05);
    assertTrue(lossAfterTraining(new WordSum(7), texts, labels) > 0.65);
  }

  private static double lossAfterTraining(Module reader, List<int[]> texts, int[] labels) {
    return new TrainingLoop(reader, new Adam(reader.parameters(), 0.02), TrainingSettings.of(30, 16), Rng.seed(4))
        .run(LabelledBatch.source(texts, labels, 2), batch ->
            Losses.bceWithLogits(reader.forward(batch.sequences().ids()), batch.labels()))
        .getLast().training().loss();
  }

  @Test
  void labelsStayWithTheirTexts() {
    int seen = 0;
    for (LabelledBatch batch : LabelledBatch.source(TEXTS, new int[] {1, 0, 1}, 2).batches(2, Rng.seed(5))) {
      for (int n = 0; n < batch.sequences().size(); n++, seen++) {
        assertEquals(batch.sequences().sequence(n).length == 1 ? 0 : 1, batch.labels().get(n));
      }
    }
    assertEquals(3, seen);
    assertMessage("LabelledBatch: 3 sequences need as many labels, not 2",
        () -> LabelledBatch.source(TEXTS, new int[2], 2));
  }
}
