package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// [Tree12] and [Mail].
class KnownWorldsTest {
  @Test
  void theSameSeedGivesTheSameBitsForEver() {
    Dataset evenings = Tree12.generate(100, Rng.seed(42));
    Dataset mails = Mail.generate(100, Rng.seed(42));
    assertEquals(3951890417L, GlyphsTest.checksum(evenings.inputs().toFloatArray()));
    assertEquals(968676135L, GlyphsTest.checksum(mails.inputs().toFloatArray()));
  }

  @Test
  void guestsWaitIfTwoOfThreeReasonsHold() {
    KnownDistribution world = Tree12.distribution(0);
    for (int x = 0; x < 4096; x++) {
      int reasons = (int) world.inputs().get(x, 3) + 1 - (int) world.inputs().get(x, 4)
          + (int) world.inputs().get(x, 6);
      assertEquals(reasons >= 2 ? 1 : 0, world.posterior(1).get(x));
    }
  }

  @Test
  void samplesFollowTheKnownDistribution() {
    assertFollows(Tree12.generate(40_000, 0.15, Rng.seed(1)), Tree12.distribution(0.15));
    assertFollows(Mail.generate(40_000, Rng.seed(2)), Mail.distribution());
  }

  /// Compares how often each answer is yes in each class, and how often each class occurs.
  private static void assertFollows(Dataset sample, KnownDistribution world) {
    int d = sample.inputs().size(1);
    float[] drawn = sample.inputs().toFloatArray();
    int[] labels = sample.labels().toIntArray();
    float[] all = world.inputs().toFloatArray();
    double[] joint = world.joint().toDoubleArray();
    for (int y = 0; y < 2; y++) {
      for (int j = -1; j < d; j++) { // -1: without asking
        double frequency = 0;
        for (int i = 0; i < labels.length; i++) {
          frequency += labels[i] == y && (j < 0 || drawn[i * d + j] == 1) ? 1.0 / labels.length : 0;
        }
        double probability = 0;
        for (int x = 0; x < joint.length / 2; x++) {
          probability += j < 0 || all[x * d + j] == 1 ? joint[2 * x + y] : 0;
        }
        assertEquals(probability, frequency, 0.01, "four standard errors; answer " + j + " of class " + y);
      }
    }
  }

  @Test
  void noiseTurnsItsShareOfTheLabelsRound() {
    Dataset noisy = Tree12.generate(20_000, 0.15, Rng.seed(3));
    Dataset clean = Tree12.generate(20_000, 0, Rng.seed(3));
    int turned = 0;
    for (int i = 0; i < 20_000; i++) {
      turned += noisy.labels().get(i) == clean.labels().get(i) ? 0 : 1;
    }
    assertEquals(0.15, turned / 20_000.0, 0.01);
  }

  @Test
  void mistakesAreExplained() {
    assertThrows(IllegalArgumentException.class, () -> Tree12.generate(-1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Tree12.generate(1, 1.5, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Mail.generate(-1, Rng.seed(1)));
  }
}
