package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The poisons that need labelled data: what each must keep, and what it must do to a nearest neighbour.
class LabelledPoisonsTest {
  private static final Dataset CLEAN = Blobs.generate(60, 3, 0.3, Rng.seed(5));
  private static final Module NETWORK = new Sequential(new Linear(2, 8, Rng.seed(1)), new Tanh(),
      new Linear(8, 3, Rng.seed(2)));
  private static final Ball BALL = Ball.linf(0.2).within(Box.unbounded());
  private static final UnaryOperator<Tensor> SHIFT = inputs -> inputs.add(20);

  /// Two inputs in the middle of their class, each wanted as the next class.
  private static ChosenTargets targets() {
    Dataset two = Blobs.generate(2, 3, 0.3, Rng.seed(6));
    int[] wanted = Arrays.stream(two.labels().toIntArray()).map(label -> (label + 1) % 3).toArray();
    return new ChosenTargets(two.inputs(), Tensor.wrap(wanted, 2));
  }

  private static List<Poison<Dataset, ChosenTargets>> targeted() {
    return List.of(LabelFlip.nearest(), new WrongLabelInsertion(BALL),
        new FeatureCollision(NETWORK, 0.1, 5, 0.05, BALL),
        new GradientMatching(List.of(NETWORK), 8, 0.05, 1, BALL));
  }

  private static void assertSame(Dataset expected, Dataset actual) {
    assertArrayEquals(expected.inputs().toFloatArray(), actual.inputs().toFloatArray());
    assertArrayEquals(expected.labels().toIntArray(), actual.labels().toIntArray());
  }

  @Test
  void aBudgetOfNothingLeavesEverythingAsItWas() {
    for (Poison<Dataset, ChosenTargets> poison : targeted()) {
      assertSame(CLEAN, poison.craft(CLEAN, targets(), new Budget(0), Rng.seed(3)).data());
      assertSame(CLEAN, poison.craft(CLEAN, targets(), new Budget(1), Rng.seed(3)).data());
    }
    assertSame(CLEAN, LabelFlip.random().craft(CLEAN, targets(), new Budget(0), Rng.seed(3)).data());
    Backdoor backdoor = new Backdoor(SHIFT, 1, CLEAN);
    assertSame(CLEAN, new BackdoorPoison().craft(CLEAN, backdoor, new Budget(0), Rng.seed(3)).data());
  }

  @Test
  void theWholeBudgetIsSpentAndTheSameSeedSpendsItAlike() {
    for (Poison<Dataset, ChosenTargets> poison : targeted()) {
      Poisoned<Dataset> once = poison.craft(CLEAN, targets(), new Budget(6), Rng.seed(3));
      assertEquals(6, once.count(), once::toString);
      assertSame(once.data(), poison.craft(CLEAN, targets(), new Budget(6), Rng.seed(3)).data());
    }
  }

  @Test
  void cleanLabelPoisonsKeepEveryLabelAndStayInTheBall() {
    for (Poison<Dataset, ChosenTargets> poison : targeted().subList(2, 4)) {
      Poisoned<Dataset> poisoned = poison.craft(CLEAN, targets(), new Budget(6), Rng.seed(3));
      assertArrayEquals(CLEAN.labels().toIntArray(), poisoned.data().labels().toIntArray());
      assertTrue(BALL.contains(CLEAN.inputs(), poisoned.data().inputs(), Ball.TOLERANCE));
      int[] wanted = targets().wanted().toIntArray();
      for (int place : poisoned.indices()) {
        int label = (int) CLEAN.labels().get(place);
        assertTrue(label == wanted[0] || label == wanted[1], "only examples of the wanted classes are touched");
      }
    }
  }

  @Test
  void randomFlipsChangeLabelsOnlyAndEachToAnotherClass() {
    Poisoned<Dataset> poisoned = LabelFlip.random().craft(CLEAN, targets(), new Budget(40), Rng.seed(3));
    assertEquals(40, poisoned.count());
    assertEquals(0, poisoned.added());
    assertArrayEquals(CLEAN.inputs().toFloatArray(), poisoned.data().inputs().toFloatArray());
    long moved = Arrays.stream(poisoned.indices())
        .filter(i -> ((int) poisoned.data().labels().get(i) - (int) CLEAN.labels().get(i) + 3) % 3 == 1).count();
    assertTrue(moved > 8 && moved < 32, "both other classes are used, one " + moved + " times of 40");
  }

  @Test
  void oneNearestFlipOrOneInsertionTurnsANearestNeighbour() {
    for (Poison<Dataset, ChosenTargets> poison : targeted().subList(0, 2)) {
      Dataset data = poison.craft(CLEAN, targets(), new Budget(2), Rng.seed(3)).data();
      assertArrayEquals(new boolean[] {true, true},
          targets().reached(NearestNeighbour.train(data, Rng.seed(0))));
    }
    assertArrayEquals(new boolean[] {false, false},
        targets().reached(NearestNeighbour.train(CLEAN, Rng.seed(0))));
  }

  @Test
  void theBackdoorStampsImagesOfOtherClassesAndRelabelsThem() {
    Backdoor goal = new Backdoor(SHIFT, 1, CLEAN);
    Poisoned<Dataset> poisoned = new BackdoorPoison().craft(CLEAN, goal, new Budget(5), Rng.seed(3));
    assertEquals(5, poisoned.count());
    for (int place : poisoned.indices()) {
      assertNotEquals(1, (int) CLEAN.labels().get(place));
      assertEquals(1, (int) poisoned.data().labels().get(place));
      assertEquals((float) CLEAN.inputs().get(place, 0) + 20, poisoned.data().inputs().get(place, 0), 1e-6);
    }
    assertEquals(1, goal.success(NearestNeighbour.train(poisoned.data(), Rng.seed(0))));
    Dataset unlabelled = new BackdoorPoison(false).craft(CLEAN, goal, new Budget(5), Rng.seed(3)).data();
    assertFalse(goal.success(NearestNeighbour.train(unlabelled, Rng.seed(0))) > 0);
  }
}
