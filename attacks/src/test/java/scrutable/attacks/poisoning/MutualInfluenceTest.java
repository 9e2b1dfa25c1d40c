package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class MutualInfluenceTest {
  /// Three moments, two examples, one class: changes (1, 2) and (1, 5).
  @Test
  void theScoreIsTheNegativeSquaredDistanceOfTheChanges() {
    Tensor history = Tensor.of(new float[] {0, 7, 1, 8, 3, 13}, 3, 2, 1);
    assertArrayEquals(new double[] {-9, -9}, MutualInfluence.scores(history, 1), 1e-6);
  }

  @Test
  void examplesThatChangeTogetherAreFoundAmongOthersThatDoNot() {
    Tensor honest = Rng.seed(1).normal(6, 30, 3);
    Tensor common = Rng.seed(2).normal(6, 1, 3);
    Tensor bridge = common.expand(6, 5, 3).add(Rng.seed(3).normal(6, 5, 3).mul(0.1));
    Tensor history = Joining.concat(1, honest.slice(1, 0, 20), bridge, honest.slice(1, 20, 30));
    int[] found = MutualInfluence.mostInfluenced(MutualInfluence.scores(history, 3), 5);
    Arrays.sort(found);
    assertArrayEquals(new int[] {20, 21, 22, 23, 24}, found);
  }

  @Test
  void aConstantOffsetSaysNothing() {
    Tensor history = Rng.seed(4).normal(4, 6, 2);
    Tensor shifted = history.add(Rng.seed(5).normal(1, 6, 2));
    double[] before = MutualInfluence.scores(history, 2);
    double[] after = MutualInfluence.scores(shifted, 2);
    for (int i = 0; i < before.length; i++) {
      assertEquals(before[i], after[i], 1e-5);
    }
  }

  @Test
  void oneMomentIsNoHistory() {
    assertThrows(IllegalArgumentException.class, () -> MutualInfluence.scores(Tensor.zeros(1, 4, 2), 1));
  }
}
