package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class PerturbationsTest {
  private static final Tensor CHANGES = Tensor.of(new float[] {3, 4, 0, 0, 0, 0, 0, -2, 0}, 3, 1, 3);

  @Test
  void changesKeepTheirDirectionAndTakeTheLength() {
    assertArrayEquals(new float[] {6, 8, 0, 0, 0, 0, 0, -0.5f, 0},
        Perturbations.ofLength(CHANGES, 10, 7, 0.5).toFloatArray(), 1e-6f);
  }

  @Test
  void aLengthIsWantedForEachChange() {
    assertThrows(IllegalArgumentException.class, () -> Perturbations.ofLength(CHANGES, 1, 2));
  }

  @Test
  void shuffledChangesHaveTheSameNumbersInOtherPlacesAndNoneOfTheirNeighbours() {
    Tensor changes = Rng.seed(1).normal(2, 1, 4, 5);
    Tensor shuffled = Perturbations.shuffled(changes, Rng.seed(2));
    assertArrayEquals(changes.shape(), shuffled.shape());
    for (int i = 0; i < 2; i++) {
      float[] before = changes.select(0, i).toFloatArray();
      float[] after = shuffled.select(0, i).toFloatArray();
      assertFalse(Arrays.equals(before, after), "nothing was moved");
      Arrays.sort(before);
      Arrays.sort(after);
      assertArrayEquals(before, after);
    }
    assertArrayEquals(Norm.L2.of(changes), Norm.L2.of(shuffled), 1e-6);
  }

  @Test
  void theMeanSizeIsThatOfWhatWasReallyDone() {
    Tensor before = Tensor.of(new float[] {0, 0, 1, 1}, 2, 2);
    Tensor after = Tensor.of(new float[] {3, 4, 1, 0}, 2, 2);
    assertEquals((5 + 1) / 2.0, Perturbations.meanSize(Norm.L2, before, after), 1e-12);
    assertEquals((4 + 1) / 2.0, Perturbations.meanSize(Norm.LINF, before, after), 1e-12);
  }

  /// Black paper: half of the pixels of the noise cannot go where they should, the others go further.
  @Test
  void whatTheBoxTakesAwayIsMadeUpForUntilTheLengthIsReached() {
    Tensor images = Tensor.zeros(3, 100);
    Tensor noise = Rng.seed(5).normal(3, 100);
    Tensor moved = Perturbations.reaching(images, noise, Box.UNIT, 0.5, 2, 50);
    double[] reached = Norm.L2.of(moved.sub(images));
    assertEquals(0.5, reached[0], 1e-4);
    assertEquals(2, reached[1], 1e-4);
    double brighter = noise.select(0, 2).greater(Tensor.zeros(100)).sum().item();
    assertEquals(Math.sqrt(brighter), reached[2], 0.5, "every pixel that may move is white");
    double[] clippedOnly = Norm.L2.of(Box.UNIT.clip(Perturbations.ofLength(noise, 0.5, 2, 50)));
    assertTrue(clippedOnly[0] < 0.4, "without that the noise is shorter: " + clippedOnly[0]);
  }
}
