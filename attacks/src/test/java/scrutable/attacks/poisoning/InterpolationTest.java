package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class InterpolationTest {
  private static final Dataset LABELLED = new Dataset("corners",
      Tensor.of(new float[] {0, 0, 4, 0, 0, 4, 9, 9}, 4, 2), Tensor.ofInts(new int[] {0, 1, 1, 2}, 4),
      List.of("a", "b", "c"));

  @Test
  void thePlacesCutTheDensityIntoEqualParts() {
    double[] places = Interpolation.places(40);
    for (int i = 0; i < 40; i++) {
      assertEquals((i + 0.5) / 40, 1.5 * places[i] - places[i] * places[i] / 2, 1e-12);
    }
    assertTrue(places[0] > 0 && places[39] < 1, "neither end is inserted");
    assertTrue(places[1] - places[0] < places[39] - places[38], "denser near the labelled end");
  }

  @Test
  void theBridgeRunsStraightFromTheNearestLabelledExampleOfTheWantedClass() {
    Tensor pool = Rng.seed(1).normal(10, 2);
    ChosenTargets goal = new ChosenTargets(Tensor.of(new float[] {4, 8}, 1, 2), Tensor.ofInts(new int[] {1}, 1));
    Interpolation poison = new Interpolation(LABELLED);
    assertArrayEquals(new float[] {0, 4}, poison.source(goal, 0).toFloatArray());
    Poisoned<Tensor> poisoned = poison.craft(pool, goal, new Budget(5), Rng.seed(2));
    assertEquals(5, poisoned.count());
    assertEquals(5, poisoned.added());
    double[] places = Interpolation.places(5);
    for (int i = 0; i < 5; i++) {
      assertEquals(4 * places[i], poisoned.data().get(10 + i, 0), 1e-5);
      assertEquals(4 + 4 * places[i], poisoned.data().get(10 + i, 1), 1e-5);
    }
  }

  @Test
  void targetsShareTheBudgetEvenly() {
    ChosenTargets goal = new ChosenTargets(Tensor.of(new float[] {4, 8, 1, 1}, 2, 2),
        Tensor.ofInts(new int[] {1, 2}, 2));
    assertEquals(6, new Interpolation(LABELLED).craft(Tensor.zeros(3, 2), goal, new Budget(7), Rng.seed(1)).count());
    assertEquals(0, new Interpolation(LABELLED).craft(Tensor.zeros(3, 2), goal, new Budget(1), Rng.seed(1)).count());
  }
}
