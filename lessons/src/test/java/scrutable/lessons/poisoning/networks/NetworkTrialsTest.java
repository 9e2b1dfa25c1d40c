package scrutable.lessons.poisoning.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.networks.NetworkTrials.Arm;
import scrutable.lessons.poisoning.networks.NetworkTrials.Outcome;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class NetworkTrialsTest {

  @Test
  void everyNetworkIsTriedAndNoTargetHasTheWantedClassBefore() throws IOException {
    SmallDigits digits = SmallDigits.load("glyphs", SmallDigits.FEW_LABELS, 100, Rng.seed(1), Progress.silent());
    for (Arm arm : NetworkTrials.arms()) {
      Outcome outcome = NetworkTrials.trial(arm, digits, 2, Rng.seed(2));
      assertEquals(0, outcome.before(), arm.name());
      assertEquals(Math.rint(8 * outcome.crossed()), 8 * outcome.crossed(), 1e-9, arm.name() + ": of eight stones");
    }
  }

  /// Nothing but the poison differs between the clean and the poisoned training.
  @Test
  void aLearnerThatIgnoresThePoolIsNotMovedByThePoison() throws IOException {
    SmallDigits digits = SmallDigits.load("glyphs", SmallDigits.FEW_LABELS, 100, Rng.seed(1), Progress.silent());
    Arm dense = NetworkTrials.arms().getFirst();
    Arm blind = new Arm("blind", dense.network(), new SupervisedOnly(true), dense.weak(), dense.strong(),
        dense.learningRate());
    Outcome outcome = NetworkTrials.trial(blind, digits, 20, Rng.seed(2));
    assertEquals(outcome.clean(), outcome.poisoned());
    assertEquals(0, outcome.turned());
    assertTrue(outcome.clean() > 0.5, "it has learned something: " + outcome.clean());
  }

  /// Two pictures at a distance of 14 with a width of half of that: `exp(-1 / (2 * 0.25))` = `exp(-2)`.
  @Test
  void aRadialUnitAnswersToItsOwnPictureAndLittleToTheNext() {
    Tensor pictures = Tensor.zeros(2, 1, 14, 14).add(Tensor.of(new float[] {0, 1}, 2, 1, 1, 1));
    assertEquals(14, Networks.meanNearest(pictures.reshape(2, -1)), 1e-4);
    Module network = Networks.radial(pictures, 0.5);
    network.parameters().getFirst().assign(Tensor.of(new float[] {1, 0, 0, 1, 0, 0}, 3, 2));
    float near = (float) StrictMath.exp(-2);
    assertArrayEquals(new float[] {1, near, 0, near, 1, 0}, network.forward(pictures).value().toFloatArray(), 1e-5f);
  }

  @Test
  void aRowHasMediansAndTheSpreadOfWhatWasTurned() {
    Outcome low = new Outcome(0.9, 0.95, 0.94, 0.5, 0, 0);
    Outcome high = new Outcome(0.9, 0.97, 0.94, 0.7, 0.25, 0);
    assertEquals("| dense | 90.0 | 95.0 | 94.0 | 50.0 | 0.0 [0.0, 25.0] | 0.0 |",
        NetworkTrials.row("dense", List.of(low, low, high)));
  }
}
