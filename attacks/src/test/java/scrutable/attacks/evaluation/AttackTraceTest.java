package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class AttackTraceTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final Ball BALL = Ball.linf(0.2);

  private static Examples all() {
    return Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(2));
  }

  private static ProjectedGradientDescent pgd(int steps) {
    return new ProjectedGradientDescent(steps, 0.02, false).climbing(AttackLoss.MARGIN).keeping(Keep.LAST);
  }

  /// The point before step `k` is where an attack of `k` steps ends.
  @Test
  void eachLossIsThatOfThePointAtThatStep() {
    Classifier victim = BARS.classifier();
    Examples one = all().only(3);
    AttackTrace trace = AttackTrace.of(pgd(6), victim, one, BALL);
    assertEquals(6, trace.losses().size());
    for (int step = 0; step < 6; step++) {
      Tensor point = step == 0 ? one.images() : pgd(step).perturb(victim, one, BALL);
      WhiteBox.LossGradient at = victim.lossGradient(AttackLoss.MARGIN, point, one.goal());
      assertEquals(at.losses().item(), trace.losses().get(step));
      assertArrayEquals(at.gradient().toFloatArray(), trace.gradients().get(step).toFloatArray());
      assertArrayEquals(at.logits().toFloatArray(), trace.answers().get(step).toFloatArray());
    }
    assertEquals(AttackLoss.MARGIN, trace.loss());
  }

  @Test
  void watchingChangesNothing() {
    Examples one = all().only(5);
    ProjectedGradientDescent attack = new ProjectedGradientDescent(10, 0.03);
    assertArrayEquals(attack.perturb(BARS.classifier(), one, BALL).toFloatArray(),
        AttackTrace.of(attack, BARS.classifier(), one, BALL).moved().toFloatArray());
  }

  @Test
  void anAttackWithoutGradientsLeavesItsAnswersOnly() {
    AttackTrace trace = AttackTrace.of(new Square(7), BARS.classifier(), all().only(0), Ball.linf(0.01));
    assertEquals(7, trace.answers().size());
    assertEquals(0, trace.losses().size());
    assertNull(trace.loss());
  }

  @Test
  void severalImagesAtOnceAreRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> AttackTrace.of(pgd(2), BARS.classifier(), all(), BALL));
  }
}
