package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.layer.LogMel;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.Ctc;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("A network that hears")
class ListenerTest {
  private static Listener listener(int width) {
    return new Listener(new LogMel(800, 40, 16, 6), 2, width, Rng.seed(1));
  }

  @Test
  void answersEveryOtherFrame() {
    Listener listener = listener(8);
    for (int samples : new int[] {40, 56, 72, 100, 101, 400}) {
      Tensor logits = listener.forward(Rng.seed(2).normal(3, samples)).value();
      assertArrayEquals(new int[] {3, listener.steps(samples), 3}, logits.shape(), samples + " samples");
    }
    assertEquals(12, listener.steps(400), "23 frames");
  }

  @Test
  void beginsWithLessWeightOnTheBlankWhichIsItsLastClass() {
    Listener listener = listener(8);
    assertEquals(2, listener.blank());
    assertArrayEquals(new float[] {0, 0, -1}, listener.state().get("output.bias").toFloatArray());
  }

  @Test
  void learnsFromWhatItHeardOnceWhatItAnswersToSounds() {
    Listener listener = listener(24);
    float[] samples = new float[3 * 400];
    for (int i = 0; i < 400; i++) {             // low, high; high, low; low, silence, low
      double low = 0.5 * Math.sin(0.4 * i);
      double high = 0.5 * Math.sin(1.7 * i);
      samples[i] = (float) (i < 200 ? low : high);
      samples[400 + i] = (float) (i < 200 ? high : low);
      samples[800 + i] = (float) (i < 130 || i >= 260 ? low : 0);
    }
    Tensor sounds = Tensor.wrap(samples, 3, 400);
    List<int[]> transcripts = List.of(new int[] {0, 1}, new int[] {1, 0}, new int[] {0, 0});
    Tensor heard = listener.hear(Variable.constant(sounds)).value();
    TrainingLoop loop = new TrainingLoop(listener, new Adam(listener.parameters(), 0.02),
        TrainingSettings.ofSteps(150), Rng.seed(3));
    loop.run(() -> listener.lossPerExample(listener.understand(Variable.constant(heard)),
        PaddedBatch.of(transcripts)).mean());
    List<int[]> read = Ctc.greedy(listener.forward(sounds).value(), new int[] {12, 12, 12}, listener.blank());
    for (int n = 0; n < 3; n++) {
      assertArrayEquals(transcripts.get(n), read.get(n), "sound " + n);
    }
  }

  @Test
  void letsTheGradientThroughToTheSamplesButOnlyThoseThatWereHeardBefore() {
    Listener listener = listener(8);
    Variable sounds = Variable.tracked(Rng.seed(4).normalAround(0, 0.3, 1, 400));
    Variable early = listener.forward(sounds).select(1, 3).sum();
    float[] gradient = Gradients.of(early, sounds).get(sounds).toFloatArray();
    int last = 8 * 16 + 39;                     // step 3 looks at frames 4 to 8
    assertTrue(gradient[last - 20] != 0 && gradient[0] == 0 && gradient[20] != 0, "a Hann window begins at 0");
    for (int i = last + 1; i < 400; i++) {
      assertEquals(0, gradient[i], "sample " + i);
    }
  }

  @Test
  void needsLettersAndAWidth() {
    LogMel ear = new LogMel(800, 40, 16, 6);
    assertThrows(IllegalArgumentException.class, () -> new Listener(ear, 0, 8, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new Listener(ear, 2, 0, Rng.seed(1)));
  }
}
