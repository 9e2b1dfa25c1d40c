package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// A sound attack on an honest victim raises no alarm; each way to fail raises its own.
class DiagnosticsTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final Ball BALL = Ball.linf(0.15);
  private static final double NEARBY = 0.003;

  private static Examples examples() {
    return Examples.of(BARS.images().slice(0, 0, 16), BARS.untargeted().only(0, 16), Rng.seed(3));
  }

  private static FixedBudgetAttack<WhiteBox> pgd(double eps) {
    return new ProjectedGradientDescent(60, eps / 10).climbing(AttackLoss.MARGIN);
  }

  private static Diagnostics of(DoubleFunction<FixedBudgetAttack<WhiteBox>> attackFor, WhiteBox victim) {
    return Diagnostics.of(attackFor, victim, victim, examples(), BALL, NEARBY);
  }

  @Test
  void aSoundAttackOnAnHonestVictimRaisesNoAlarm() {
    Diagnostics sound = of(DiagnosticsTest::pgd, BARS.classifier());
    assertEquals(List.of(), sound.warnings());
    assertEquals(0, sound.unavailableGradients());
    assertEquals(0, sound.silentSuccess());
    assertEquals(0, sound.unconstrainedFailure());
    assertTrue(sound.unstablePredictions() > 0 && sound.unstablePredictions() < 0.1);
  }

  @Test
  void aVictimThatRoundsGivesNoGradient() {
    Module rounding = x -> x.mul(0).add(Variable.constant(x.value().mul(4).map(UnaryFunction.ROUND).div(4)));
    Diagnostics masked = of(DiagnosticsTest::pgd, Classifier.of(new Sequential(rounding, BARS.network())));
    assertEquals(1, masked.unavailableGradients());
    assertTrue(masked.unconstrainedFailure() > 0);
    assertTrue(masked.warnings().getFirst().startsWith("unavailable gradients"));
  }

  @Test
  void aVictimThatAddsNoiseIsUnstable() {
    Rng noise = Rng.seed(5);
    Module shaky = x -> x.add(Variable.constant(noise.normal(x.shape()).mul(5)));
    Diagnostics unstable = of(DiagnosticsTest::pgd, Classifier.of(new Sequential(BARS.network(), shaky)));
    assertTrue(unstable.unstablePredictions() > 0.5, "is " + unstable.unstablePredictions());
  }

  /// Class 1 lives in a thin sheet, and the loss keeps rising behind it.
  @Test
  void anAttackThatWalksThroughItsGoalIsSilentlySuccessful() {
    WhiteBox sheet = new WhiteBox() {
      @Override
      public Tensor logits(Tensor images) {
        Tensor off = images.reshape(images.size(0), -1).slice(1, 0, 1).sub(0.55).abs();
        return Joining.concat(1, off.mul(0), off.neg().add(0.02));
      }

      @Override
      public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
        Tensor first = images.reshape(images.size(0), -1).select(1, 0).contiguous();
        return new LossGradient(logits(images), first, Tensor.full(1, images.dtype(), images.shape()));
      }
    };
    Tensor image = Tensor.full(0.5, DType.FLOAT64, 1, 4);
    Examples one = Examples.of(image, Untargeted.of(0), Rng.seed(1));
    DoubleFunction<FixedBudgetAttack<WhiteBox>> last =
        eps -> new ProjectedGradientDescent(20, 0.01, false).keeping(Keep.LAST);
    Diagnostics walked = Diagnostics.of(last, sheet, sheet, one, Ball.linf(0.2), NEARBY);
    assertEquals(1, walked.silentSuccess());
    DoubleFunction<FixedBudgetAttack<WhiteBox>> best = eps -> new ProjectedGradientDescent(20, 0.01, false);
    assertEquals(0, Diagnostics.of(best, sheet, sheet, one, Ball.linf(0.2), NEARBY).silentSuccess());
  }

  @Test
  void tooFewTinyStepsAreIncomplete() {
    Diagnostics hurried = of(eps -> new ProjectedGradientDescent(12, eps / 100, false), BARS.classifier());
    assertTrue(hurried.incompleteOptimization() > 0.8, "is " + hurried.incompleteOptimization());
  }

  @Test
  void theLastTenLossesDecideAboutCompleteness() {
    List<Double> flat = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      flat.add((double) Math.min(i, 20));
    }
    assertFalse(Diagnostics.stillRising(flat));
    flat.set(25, 22.0);
    assertTrue(Diagnostics.stillRising(flat));
    flat.set(25, 21.0);
    assertFalse(Diagnostics.stillRising(flat));
    assertFalse(Diagnostics.stillRising(List.of(1.0, 1.0, 1.0)));
  }

  @Test
  void whatFoolsASurrogateNeedNotFoolTheRealOne() {
    DecisionAccess alwaysTheFirst = images -> new int[images.size(0)];
    Diagnostics transfer = Diagnostics.of(DiagnosticsTest::pgd, BARS.classifier(), alwaysTheFirst,
        examples(), BALL, NEARBY);
    assertTrue(transfer.transferFailure() > 0.2, "is " + transfer.transferFailure());
  }

  @Test
  void anAttackInTheWrongDirectionFailsWithoutLimitsToo() {
    DoubleFunction<FixedBudgetAttack<WhiteBox>> downhill = eps -> (victim, examples, ball) -> {
      examples.countGradient();
      Tensor gradient = victim.lossGradient(AttackLoss.MARGIN, examples.images(), examples.goal()).gradient();
      return ball.climb(examples.images(), examples.images(), gradient.neg(), ball.eps());
    };
    Diagnostics broken = of(downhill, BARS.classifier());
    assertTrue(broken.unconstrainedFailure() > 0.5, "is " + broken.unconstrainedFailure());
  }

  @Test
  void anAttackWithoutGradientsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Diagnostics.of(eps -> RandomNoise.signs(),
        BARS.classifier(), BARS.classifier(), examples(), BALL, NEARBY));
  }
}
