package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The rules of the game for attacks that look for the nearest image, tried with attacks that just say one.
class MinimalNormAttackTest {
  /// Class 1 where the sum of the two pixels is above 1.
  private static final LinearVictim VICTIM = new LinearVictim(new double[] {1, 1}, -1);
  private static final Tensor IMAGES = Tensor.of(new double[] {0.2, 0.3, 0.1, 0.1, 0.9, 0.9}, 3, 2);
  /// The third image is misclassified from the start.
  private static final Goal GOAL = Untargeted.of(0, 0, 0);

  private static MinimalNormAttack<WhiteBox> saying(double... pixels) {
    Tensor said = Tensor.of(pixels, pixels.length / 2, 2);
    return (victim, examples, norm, box) -> said;
  }

  private static AttackResult run(MinimalNormAttack<WhiteBox> attack, Norm norm) {
    return attack.run(VICTIM.classifier(DType.FLOAT64), IMAGES, GOAL, norm, Box.UNIT, Rng.seed(1));
  }

  @Test
  void theDistanceOfASuccessIsMeasuredAndThatOfAFailureIsInfinite() {
    AttackResult result = run(saying(0.5, 0.7, 0.4, 0.5), Norm.L2);
    assertArrayEquals(new boolean[] {true, false, true}, result.success());
    assertArrayEquals(new double[] {0.5, Double.POSITIVE_INFINITY, 0}, result.distances(), 1e-12);
    assertEquals(0.4, run(saying(0.5, 0.7, 0.4, 0.5), Norm.LINF).distances()[0], 1e-12);
    assertEquals(0.7, run(saying(0.5, 0.7, 0.4, 0.5), Norm.L1).distances()[0], 1e-12);
  }

  @Test
  void aFailedExampleComesBackAsItWas() {
    Tensor adversarial = run(saying(0.5, 0.7, 0, 0), Norm.L2).adversarial();
    assertArrayEquals(new double[] {0.5, 0.7, 0.1, 0.1, 0.9, 0.9}, adversarial.toDoubleArray());
  }

  @Test
  void anImageOutsideTheBoxIsRefused() {
    assertThrows(IllegalStateException.class, () -> run(saying(0.5, 1.1, 0.1, 0.1), Norm.L2));
    assertThrows(IllegalStateException.class, () -> run(saying(0.5, Double.NaN, 0.1, 0.1), Norm.L2));
  }

  @Test
  void underABudgetAnExampleIsWonIfItsImageLiesInTheBall() {
    MinimalNormAttack<WhiteBox> attack = saying(0.5, 0.7, 0.6, 0.6);
    for (double eps : new double[] {0, 0.49, 0.51, 0.8}) {
      AttackResult result = attack.withinBudget().run(VICTIM.classifier(DType.FLOAT64), IMAGES, GOAL,
          Ball.l2(eps), Rng.seed(1));
      assertArrayEquals(new boolean[] {eps > 0.5, eps > 0.75, true}, result.success(), "eps " + eps);
    }
  }

  /// What lies outside the ball is given back as it was, so that the judge has nothing to refuse.
  @Test
  void underABudgetWhatLiesOutsideIsNotReturned() {
    Tensor moved = saying(0.5, 0.7, 0.6, 0.6, 0.9, 0.9).withinBudget().perturb(
        VICTIM.classifier(DType.FLOAT64), Examples.of(IMAGES, GOAL, Rng.seed(1)), Ball.l2(0.6));
    assertArrayEquals(new double[] {0.5, 0.7, 0.1, 0.1, 0.9, 0.9}, moved.toDoubleArray());
  }

  @Test
  void anAttackRefusesNormsThatItDoesNotKnow() {
    assertEquals(Norm.L2, Norm.L2.requireOneOf("Straight", Norm.L1, Norm.L2));
    assertThrows(IllegalArgumentException.class, () -> Norm.LINF.requireOneOf("Straight", Norm.L1, Norm.L2));
  }
}
