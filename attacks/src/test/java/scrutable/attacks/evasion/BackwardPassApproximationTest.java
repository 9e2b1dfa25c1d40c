package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Functions;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// A defence that rounds pixels to a few levels has no gradient; the attack must still find its weak spots.
class BackwardPassApproximationTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final int LEVELS = 8;

  private static Tensor round(Tensor images) {
    return images.mul(LEVELS).map(UnaryFunction.ROUND).div(LEVELS);
  }

  /// The defence as it is: the derivative of rounding is zero.
  private static Module rounding() {
    return x -> Functions.straightThrough(x, BackwardPassApproximationTest::round, same -> same.mul(0));
  }

  private static Classifier defended(Module layer) {
    return Classifier.of(new Sequential(layer, BARS.network()));
  }

  private static Classifier attackable() {
    return defended(BackwardPassApproximation.identity(BackwardPassApproximationTest::round));
  }

  @Test
  void theAnswersAreThoseOfTheDefence() {
    assertArrayEquals(defended(rounding()).logits(BARS.images()).toFloatArray(),
        attackable().logits(BARS.images()).toFloatArray());
  }

  @Test
  void theGradientIsThatOfTheUndefendedNetworkAtTheDefendedImage() {
    Tensor through = gradient(attackable(), BARS.images());
    Tensor behind = gradient(BARS.classifier(), round(BARS.images()));
    assertArrayEquals(behind.toFloatArray(), through.toFloatArray());
    assertEquals(0, gradient(defended(rounding()), BARS.images()).abs().max().item());
  }

  private static Tensor gradient(WhiteBox victim, Tensor images) {
    return victim.lossGradient(AttackLoss.MARGIN, images, BARS.untargeted()).gradient();
  }

  @Test
  void aSurrogateIsDifferentiatedInItsPlace() {
    Module doubling = new BackwardPassApproximation(BackwardPassApproximationTest::round, x -> x.mul(2));
    Tensor twice = gradient(defended(doubling), BARS.images());
    Tensor once = gradient(attackable(), BARS.images());
    assertArrayEquals(once.mul(2).toFloatArray(), twice.toFloatArray());
  }

  /// The attack is made through the approximation and judged on the defence as it is.
  @Test
  void itBreaksADefenceBeforeWhichTheSameAttackStandsStill() {
    var descent = new ProjectedGradientDescent(20, 0.03, false);
    Ball ball = Ball.linf(0.25);
    Module defence = rounding();
    double blocked = descent.run(defended(defence), BARS.images(), BARS.untargeted(), ball, Rng.seed(1))
        .robustAccuracy();
    double clean = descent.run(defended(defence), BARS.images(), BARS.untargeted(), ball, Rng.seed(1))
        .cleanAccuracy();
    Tensor through = descent.run(attackable(), BARS.images(), BARS.untargeted(), ball, Rng.seed(1))
        .adversarial();
    double broken = AttackResult.judge(defended(defence), BARS.images(), through,
        BARS.untargeted(), ball).robustAccuracy();
    double undefended = descent.run(BARS.classifier(), BARS.images(), BARS.untargeted(), ball, Rng.seed(1))
        .robustAccuracy();
    assertEquals(clean, blocked);
    assertTrue(broken <= undefended + 0.05, broken + " left, " + undefended + " without the defence");
  }
}
