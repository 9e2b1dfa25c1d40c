package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class AttackLossTest {
  private static final Tensor LOGITS = Tensor.of(new double[] {3, 1, 2, 0.5, -1, 1, 3, 2, 0.5, -1}, 2, 5);

  /// Values of the authors' own program.
  @Test
  void theDifferenceOfLogitsRatioOfKnownLogits() {
    assertArrayEquals(new double[] {-0.5, 1}, AttackLoss.DLR.of(LOGITS, Untargeted.of(0, 0)).toDoubleArray(),
        1e-11);
    Rival rivals = new Rival(Tensor.ofInts(new int[] {0, 0}, 2), Tensor.ofInts(new int[] {2, 1}, 2));
    assertArrayEquals(new double[] {-1 / 2.25, 2 / 2.25}, AttackLoss.DLR.of(LOGITS, rivals).toDoubleArray(),
        1e-11);
  }

  @Test
  void aTargetIsComparedWithTheBestOtherClass() {
    assertArrayEquals(new double[] {-2 / 2.25, 1 / 2.25},
        AttackLoss.DLR.of(LOGITS, Targeted.of(1, 1)).toDoubleArray(), 1e-11);
  }

  @Test
  void threeEqualLogitsAtTheTopGiveZeroAndNotNaN() {
    Tensor tied = Tensor.of(new double[] {2, 2, 2, 0}, 1, 4);
    assertEquals(0, AttackLoss.DLR.of(tied, Untargeted.of(1)).item());
  }

  @Test
  void theRatioDoesNotChangeWithTheScaleWhereTheCrossEntropyLosesItsSlope() {
    Tensor logits = Rng.seed(1).normal(20, 6);
    Untargeted goal = new Untargeted(logits.argmax(1));
    double[] plain = AttackLoss.DLR.of(logits, goal).toDoubleArray();
    assertArrayEquals(plain, AttackLoss.DLR.of(logits.mul(1000), goal).toDoubleArray(), 1e-5);
    int flat = 0;
    for (int i = 0; i < 20; i++) {
      flat += largestSlope(AttackLoss.CROSS_ENTROPY, logits.mul(1000), goal, i) == 0 ? 1 : 0;
      assertTrue(largestSlope(AttackLoss.DLR, logits.mul(1000), goal, i) > 0);
    }
    assertTrue(flat > 5, flat + " of 20 have no slope");
  }

  private static double largestSlope(AttackLoss loss, Tensor logits, Goal goal, int row) {
    Variable tracked = Variable.tracked(logits.slice(0, row, row + 1));
    Variable height = loss.perExample(tracked, goal.only(row, row + 1)).sum();
    return Gradients.of(height, tracked).get(tracked).abs().max().item();
  }

  @Test
  void itsGradientIsThatOfItsValues() {
    Tensor logits = Rng.seed(2).normal(4, 5).to(DType.FLOAT64);
    Rival rivals = new Rival(Tensor.ofInts(new int[] {0, 1, 2, 3}, 4),
        Tensor.ofInts(new int[] {4, 0, 1, 2}, 4));
    for (Goal goal : new Goal[] {Untargeted.of(0, 1, 2, 3), Targeted.of(4, 3, 2, 1), rivals}) {
      GradientCheck.check(inputs -> AttackLoss.DLR.perExample(inputs[0], goal).sum(), logits);
    }
  }

  @Test
  void withTooFewClassesItIsRefusedAndAnotherLossIsNamed() {
    String untargeted = assertThrows(IllegalArgumentException.class,
        () -> AttackLoss.DLR.of(Tensor.zeros(1, 2), Untargeted.of(0))).getMessage();
    assertEquals("the difference of logits ratio needs three classes or more, not logits of shape (1, 2);"
        + " AttackLoss.MARGIN does with two", untargeted);
    assertEquals(0, AttackLoss.DLR.of(Tensor.zeros(1, 3), Untargeted.of(0)).item());
    assertThrows(IllegalArgumentException.class, () -> AttackLoss.DLR.of(Tensor.zeros(1, 3), Targeted.of(0)));
  }
}
