package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ProjectedGradientDescentTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);

  private static Examples examples(Goal goal) {
    return Examples.of(BARS.images(), goal, Rng.seed(1));
  }

  private static double[] losses(ProjectedGradientDescent attack, Ball ball) {
    Tensor moved = attack.perturb(BARS.classifier(), examples(BARS.untargeted()), ball);
    return AttackLoss.CROSS_ENTROPY.of(BARS.classifier().logits(moved), BARS.untargeted()).toDoubleArray();
  }

  /// The first steps of a longer attack are those of a shorter one, and the best image is kept.
  @Test
  void moreStepsNeverDoWorse() {
    boolean[] earlier = new boolean[BARS.labels().length];
    for (int steps : new int[] {1, 2, 4, 8, 16, 32}) {
      boolean[] won = new ProjectedGradientDescent(steps, 0.02, false)
          .run(BARS.classifier(), examples(BARS.untargeted()), Ball.linf(0.2)).success();
      for (int i = 0; i < won.length; i++) {
        assertTrue(won[i] || !earlier[i], "example " + i + " is lost with " + steps + " steps");
      }
      earlier = won;
    }
  }

  @Test
  void manySmallStepsDoMoreHarmThanOneLargeStep() {
    for (double eps : new double[] {0.1, 0.2, 0.3}) {
      double one = new FastGradientSign().run(BARS.classifier(), examples(BARS.untargeted()), Ball.linf(eps))
          .successRate();
      double many = new ProjectedGradientDescent(20, eps / 8)
          .run(BARS.classifier(), examples(BARS.untargeted()), Ball.linf(eps)).successRate();
      assertTrue(many >= one, "at eps " + eps + " PGD succeeds at " + many + ", FGSM at " + one);
    }
  }

  @Test
  void oneFullStepWithoutARandomStartIsTheFastGradientSign() {
    Ball ball = Ball.linf(0.25);
    assertArrayEquals(
        new FastGradientSign().perturb(BARS.classifier(), examples(BARS.untargeted()), ball).toFloatArray(),
        new ProjectedGradientDescent(1, 0.25, false).keeping(Keep.LAST)
            .perturb(BARS.classifier(), examples(BARS.untargeted()), ball).toFloatArray());
  }

  @Test
  void twiceAsManyStepsChangeLittle() {
    double some = mean(losses(new ProjectedGradientDescent(40, 0.01), Ball.linf(0.15)));
    double twice = mean(losses(new ProjectedGradientDescent(80, 0.01), Ball.linf(0.15)));
    assertEquals(1, twice / some, 0.02);
  }

  @Test
  void aBallThatHoldsEveryImageLeavesNothing() {
    assertEquals(0, new ProjectedGradientDescent(40, 0.1)
        .run(BARS.classifier(), examples(BARS.untargeted()), Ball.linf(1)).robustAccuracy());
    assertEquals(0, new ProjectedGradientDescent(40, 0.1, false)
        .run(BARS.classifier(), examples(BARS.untargeted()), Ball.linf(Double.POSITIVE_INFINITY))
        .robustAccuracy());
  }

  /// Logits `(0, sin(20 x))`: an attack that climbs the loss of label 1 jumps over the valley at x = 0.2356.
  @Test
  void theBestImageIsKeptWhenTheLastOneHasLeftTheGoalAgain() {
    Classifier wave = Classifier.of(x -> Variable.concat(1, x.mul(0), x.mul(20).sin()));
    Examples one = Examples.of(Tensor.of(new double[] {0.1}, 1, 1), Untargeted.of(1), Rng.seed(0));
    ProjectedGradientDescent attack = new ProjectedGradientDescent(1, 0.1, false);
    ProjectedGradientDescent longer = new ProjectedGradientDescent(2, 0.25, false);
    assertTrue(attack.run(wave, one, Ball.linf(0.5)).success()[0]);
    double last = longer.keeping(Keep.LAST).perturb(wave, one, Ball.linf(0.5)).item();
    double best = longer.perturb(wave, one, Ball.linf(0.5)).item();
    double first = new ProjectedGradientDescent(1, 0.25, false).keeping(Keep.LAST)
        .perturb(wave, one, Ball.linf(0.5)).item();
    double[] onTheWay = {0.1, first, last};
    double lowest = Arrays.stream(onTheWay).map(x -> Math.sin(20 * x)).min().orElseThrow();
    assertEquals(lowest, Math.sin(20 * best), 1e-12);
  }

  @Test
  void aGoalReachedCountsMoreThanALargerLoss() {
    BestImages best = new BestImages(Untargeted.of(0));
    Tensor atGoal = Tensor.of(new double[] {1}, 1, 1);
    Tensor largerLoss = Tensor.of(new double[] {2}, 1, 1);
    Tensor largest = Tensor.of(new double[] {3}, 1, 1);
    Tensor right = Tensor.of(new double[] {1, 0}, 1, 2);
    Tensor wrong = Tensor.of(new double[] {0, 1}, 1, 2);
    best.offer(largerLoss, right, Tensor.of(new double[] {5}, 1));
    best.offer(atGoal, wrong, Tensor.of(new double[] {1}, 1));
    assertEquals(1, best.images().item());
    best.offer(largerLoss, right, Tensor.of(new double[] {9}, 1));
    assertEquals(1, best.images().item());
    best.offer(largest, wrong, Tensor.of(new double[] {2}, 1));
    assertEquals(3, best.images().item());
  }

  @Test
  void aTargetedSuccessIsTheTargetAndNothingElse() {
    Ball ball = Ball.linf(0.35);
    AttackResult result = new ProjectedGradientDescent(40, 0.02)
        .run(BARS.classifier(), examples(BARS.targeted()), ball);
    assertTrue(result.successRate() > 0.9, "" + result.successRate());
    int[] answers = BARS.classifier().labels(result.adversarial());
    int[] targets = BARS.targeted().targets().toIntArray();
    for (int i = 0; i < answers.length; i++) {
      assertEquals(result.success()[i], answers[i] == targets[i]);
    }
  }

  @Test
  void anotherSeedStartsElsewhere() {
    ProjectedGradientDescent attack = new ProjectedGradientDescent(1, 0.01).keeping(Keep.LAST);
    Tensor first = attack.perturb(BARS.classifier(),
        Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1)), Ball.linf(0.2));
    Tensor second = attack.perturb(BARS.classifier(),
        Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(2)), Ball.linf(0.2));
    assertTrue(first.sub(second).abs().mean().item() > 0.05);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ProjectedGradientDescent(0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new ProjectedGradientDescent(10, 0));
    assertThrows(IllegalArgumentException.class, () -> new ProjectedGradientDescent(10, Double.NaN));
    ProjectedGradientDescent attack = new ProjectedGradientDescent(10, 0.1);
    assertThrows(IllegalArgumentException.class,
        () -> attack.run(BARS.classifier(), examples(BARS.untargeted()), Ball.l2(Double.POSITIVE_INFINITY)));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
