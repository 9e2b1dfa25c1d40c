package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What the account says, and what the goals count.
class PoisonedTest {
  private static final Dataset CLEAN = new Dataset("line", Tensor.of(new float[] {0, 1, 2, 3}, 4, 1),
      Tensor.ofInts(new int[] {0, 0, 1, 1}, 4), List.of("left", "right"));

  @Test
  void aChangedInputAChangedLabelAndANewExampleEachCountOnce() {
    Dataset after = new Dataset("line", Tensor.of(new float[] {0, 1.5f, 2, 3, 9}, 5, 1),
        Tensor.ofInts(new int[] {1, 1, 1, 1, 0}, 5), CLEAN.classNames());
    Poisoned<Dataset> poisoned = Poisoned.of(CLEAN, after, new Budget(3), "by hand");
    assertArrayEquals(new int[] {0, 1, 4}, poisoned.indices());
    assertEquals(3, poisoned.count());
    assertEquals(1, poisoned.added());
    assertEquals(0.6, poisoned.share(), 1e-15);
  }

  @Test
  void whoSpendsMoreThanTheBudgetIsRefused() {
    Dataset after = CLEAN.withLabels(Tensor.ofInts(new int[] {1, 1, 1, 1}, 4));
    assertEquals(2, Poisoned.of(CLEAN, after, new Budget(2), "flips").count());
    String message = assertThrows(IllegalArgumentException.class,
        () -> Poisoned.of(CLEAN, after, new Budget(1), "flips")).getMessage();
    assertTrue(message.contains("2 examples") && message.contains("budget is 1"), message);
  }

  @Test
  void examplesMayNotDisappear() {
    assertThrows(IllegalArgumentException.class,
        () -> Poisoned.of(CLEAN, CLEAN.take(3), new Budget(9), "removal"));
  }

  @Test
  void untouchedDataAreNotPoisoned() {
    assertEquals(0, Poisoned.of(CLEAN, CLEAN, new Budget(0), "nothing").count());
    assertEquals(0, Poisoned.of(CLEAN.inputs(), CLEAN.inputs(), new Budget(0), "nothing").count());
  }

  @Test
  void aShareIsRoundedDownToWholeExamples() {
    assertEquals(29, Budget.share(0.29, 100).examples());
    assertEquals(9, Budget.share(0.01, 999).examples());
    assertEquals(0, Budget.share(0.0001, 999).examples());
  }

  @Test
  void aBackdoorCannotSucceedOnImagesOfItsOwnClass() {
    Backdoor goal = new Backdoor(inputs -> inputs, 1, CLEAN);
    assertEquals(2, goal.carriers().size());
    DecisionAccess alwaysRight = inputs -> new int[] {0, 0};
    assertEquals(0, goal.success(alwaysRight));
  }

  @Test
  void aBackdoorIsJudgedOnImagesThatCarryTheTrigger() {
    Backdoor goal = new Backdoor(inputs -> inputs.add(10), 1, CLEAN);
    DecisionAccess threshold = inputs -> new int[] {inputs.get(0, 0) > 5 ? 1 : 0, inputs.get(1, 0) > 10.5 ? 1 : 0};
    assertArrayEquals(new boolean[] {true, true}, goal.reached(threshold));
    assertArrayEquals(new boolean[] {false, false}, new Backdoor(inputs -> inputs, 1, CLEAN).reached(threshold));
  }

  @Test
  void manyErrorsCountsWrongAnswersAndChosenTargetsWantedOnes() {
    DecisionAccess constant = inputs -> new int[inputs.size(0)];
    assertEquals(0.5, new ManyErrors(CLEAN).success(constant));
    ChosenTargets targets = new ChosenTargets(CLEAN.inputs(), Tensor.ofInts(new int[] {0, 1, 1, 1}, 4));
    assertEquals(0.25, targets.success(constant));
    assertArrayEquals(new boolean[] {false}, targets.only(2).reached(constant));
  }

  @Test
  void theCornerPatchIsOnePixelFromTheEdge() {
    Tensor stamped = Backdoor.cornerPatch(2, 1).apply(Tensor.zeros(1, 1, 4, 5));
    assertEquals(4, stamped.sum().item());
    assertEquals(4, stamped.slice(2, 1, 3).slice(3, 2, 4).sum().item());
  }

  @Test
  void retrainingJudgesANewVictimOnTestExamples() {
    ChosenTargets goal = new ChosenTargets(Tensor.of(new float[] {1.1f}, 1, 1), Tensor.ofInts(new int[] {1}, 1));
    Dataset test = new Dataset("test", Tensor.of(new float[] {0, 3, 1}, 3, 1), Tensor.ofInts(new int[] {0, 1, 1}, 3),
        CLEAN.classNames());
    Retrained clean = Retrained.of(NearestNeighbour::train, CLEAN, goal, test, Rng.seed(1));
    assertEquals(0, clean.success());
    assertEquals(2 / 3.0, clean.accuracy(), 1e-15);
  }
}
