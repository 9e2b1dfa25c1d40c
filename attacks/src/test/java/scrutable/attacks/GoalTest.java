package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

class GoalTest {
  private static final Tensor LOGITS = Tensor.of(new double[] {1, 3, 2, -5, -1, -2, 0, 0, 0}, 3, 3);

  @Test
  void anUntargetedGoalIsAnyOtherAnswer() {
    assertArrayEquals(new boolean[] {false, true, true}, Untargeted.of(1, 0, 2).reached(LOGITS));
  }

  @Test
  void aTargetedGoalIsThatAnswerAndNoOther() {
    assertArrayEquals(new boolean[] {true, false, false}, Targeted.of(1, 0, 2).reached(LOGITS));
  }

  @Test
  void goalsFollowTheirExamples() {
    assertArrayEquals(new int[] {7, 5}, Untargeted.of(5, 6, 7).only(new int[] {2, 0}).classes().toIntArray());
    assertArrayEquals(new int[] {6, 7}, Targeted.of(5, 6, 7).only(1, 3).classes().toIntArray());
  }

  @Test
  void classesAreWholeNumbersFromZeroOnOnePerExample() {
    assertThrows(IllegalArgumentException.class, () -> Untargeted.of(0, -1));
    assertThrows(IllegalArgumentException.class, () -> new Targeted(Tensor.zeros(3)));
    assertThrows(IllegalArgumentException.class, () -> Untargeted.of(1, 2).reached(new int[3]));
  }

  @Test
  void leavingThePredictionIsAGoalThatNoExampleHasReached() {
    BarsVictim bars = BarsVictim.trained(3);
    Untargeted goal = Untargeted.ofPredictions(bars.classifier(), bars.images());
    for (boolean reached : goal.reached(bars.classifier().labels(bars.images()))) {
      assertTrue(!reached);
    }
  }

  @Test
  void theCrossEntropyOfTheLabelRisesAndThatOfTheTargetFalls() {
    double[] expected = {
      -Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(3) + Math.exp(2))),
      -Math.log(Math.exp(-5) / (Math.exp(-5) + Math.exp(-1) + Math.exp(-2))), Math.log(3)};
    assertArrayEquals(expected,
        AttackLoss.CROSS_ENTROPY.of(LOGITS, Untargeted.of(1, 0, 2)).toDoubleArray(), 1e-12);
    assertArrayEquals(new double[] {-expected[0], -expected[1], -expected[2]},
        AttackLoss.CROSS_ENTROPY.of(LOGITS, Targeted.of(1, 0, 2)).toDoubleArray(), 1e-12);
  }

  /// Negative logits too: masking by a factor of 0 would make a 0 the best other class.
  @Test
  void theMarginIsPositiveExactlyWhereTheGoalIsReached() {
    assertArrayEquals(new double[] {-1, 4, 0},
        AttackLoss.MARGIN.of(LOGITS, Untargeted.of(1, 0, 2)).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {1, -4, 0},
        AttackLoss.MARGIN.of(LOGITS, Targeted.of(1, 0, 2)).toDoubleArray(), 1e-15);
  }

  @Test
  void theMarginKeepsItsSlopeWhereTheCrossEntropyHasNoneLeft() {
    Variable logits = Variable.tracked(Tensor.of(new float[] {300, 0, 100}, 1, 3));
    Untargeted goal = Untargeted.of(0);
    assertArrayEquals(new float[3], slope(AttackLoss.CROSS_ENTROPY, logits, goal));
    assertArrayEquals(new float[] {-1, 0, 1}, slope(AttackLoss.MARGIN, logits, goal));
  }

  private static float[] slope(AttackLoss loss, Variable logits, Goal goal) {
    return Gradients.of(loss.perExample(logits, goal).sum(), logits).get(logits).toFloatArray();
  }

  @Test
  void aMarginNeedsTwoClasses() {
    assertEquals("the margin needs two classes or more, not logits of shape (2, 1)",
        assertThrows(IllegalArgumentException.class,
            () -> AttackLoss.MARGIN.of(Tensor.zeros(2, 1), Untargeted.of(0, 0))).getMessage());
  }

  @Test
  void rivalsAreRankedByTheirLogitsAndTheLabelIsNone() {
    Tensor labels = Tensor.ofInts(new int[] {0, 3}, 2);
    Tensor logits = Tensor.of(new double[] {3, 1, 2, 0, 5, 0, 9, 7}, 2, 4);
    List<Rival> rivals = Rival.byRank(labels, logits, 9);
    assertEquals(3, rivals.size());
    assertArrayEquals(new int[] {2, 2}, rivals.get(0).rivals().toIntArray());
    assertArrayEquals(new int[] {1, 0}, rivals.get(1).rivals().toIntArray());
    assertArrayEquals(new int[] {3, 1}, rivals.get(2).rivals().toIntArray());
    assertEquals(1, Rival.byRank(labels, logits, 1).size());
  }
}
