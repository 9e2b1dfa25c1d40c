package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.BinarizationTest.Report;
import scrutable.attacks.evasion.BackwardPassApproximation;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Attacks that work find what is there; attacks that do not are found out.
class BinarizationTestTest {
  private static final Ball BALL = Ball.l2(0.5);
  private static final BinarizationTest TEST = new BinarizationTest(200, 0.95, 0.9, 200);

  private static Module features() {
    Rng rng = Rng.seed(1);
    return new Sequential(new Flatten(), new Linear(64, 160, rng), new Relu());
  }

  private static Tensor images() {
    return Rng.seed(2).uniformBetween(0.2, 0.8, 12, 1, 8, 8);
  }

  private static Report run(Module features, FixedBudgetAttack<WhiteBox> attack) {
    return TEST.run(features, images(), attack, BALL, Rng.seed(3));
  }

  private static FixedBudgetAttack<WhiteBox> pgd() {
    return new ProjectedGradientDescent(60, 0.03).withRestarts(5);
  }

  @Test
  void aGoodAttackFindsThePlantedExampleAndChanceDoesNot() {
    Report report = run(features(), pgd());
    assertEquals(12, report.tested() + report.leftOut());
    assertTrue(report.tested() >= 8, report.toString());
    assertTrue(report.attackSuccess() >= 0.9, report.toString());
    assertTrue(report.randomSuccess() <= 0.25, report.toString());
  }

  @Test
  void theSameSeedGivesTheSameReport() {
    assertEquals(run(features(), new FastGradientSign()), run(features(), new FastGradientSign()));
  }

  @Test
  void aBrokenAttackIsFoundOut() {
    Report report = run(features(), (victim, examples, ball) -> {
      Tensor gradient = victim.lossGradient(AttackLoss.MARGIN, examples.images(), examples.goal()).gradient();
      return ball.climb(examples.images(), examples.images(), gradient.neg(), ball.eps());
    });
    assertEquals(0, report.attackSuccess());
  }

  @Test
  void anAttackThatIsBlindToADefenceIsFoundOutAndTheAdaptiveOneIsNot() {
    Module blind = x -> x.mul(0).add(Variable.constant(round(x.value())));
    Report fooled = run(new Sequential(blind, features()), pgd());
    Report adaptive = run(new Sequential(BackwardPassApproximation.identity(BinarizationTestTest::round),
        features()), pgd());
    assertEquals(0, fooled.attackSuccess(), fooled.toString());
    assertTrue(adaptive.attackSuccess() >= 0.8, adaptive.toString());
  }

  private static Tensor round(Tensor images) {
    return images.mul(64).map(UnaryFunction.ROUND).div(64);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BinarizationTest(10, 1, 0.9, 10));
    assertThrows(IllegalArgumentException.class, () -> new BinarizationTest(1, 0.9, 0.9, 10));
  }
}
