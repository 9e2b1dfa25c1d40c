package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
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
}
