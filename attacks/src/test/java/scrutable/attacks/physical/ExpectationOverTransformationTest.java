package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.attacks.AttackChecks;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ExpectationOverTransformationTest {
  private static final RandomTransform SLIGHT = RandomTransform.pose(3, 0.98, 1.02, 0.01, Outside.EDGE);

  /// Logits `(0, w . x)` of pictures `(N, 1, 2, 2)`.
  private static Classifier linear(double... weights) {
    Variable column = Variable.constant(Tensor.of(weights, weights.length, 1));
    Module network = x -> {
      Variable score = x.reshape(x.size(0), -1).matmul(column);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  private static Tensor picture() {
    return Tensor.of(new double[] {0.1, 0.2, 0.3, 0.4}, 1, 1, 2, 2);
  }

  /// Light as bright as drawn: 0.5 three times of four, else 4.
  private static RandomTransform light() {
    return rng -> {
      double factor = rng.nextInt(4) < 3 ? 0.5 : 4;
      return images -> images.mul(factor);
    };
  }

  @Test
  void theGradientIsTheMeanOfTheGradientsThroughTheDrawnTransforms() {
    int samples = 64;
    Rng rng = Rng.seed(5);
    double sum = 0;
    Rng twin = Rng.seed(5);
    for (int i = 0; i < samples; i++) {
      sum += twin.nextInt(4) < 3 ? 0.5 : 4;
    }
    WhiteBox victim = ExpectationOverTransformation.of(linear(1, -2, 3, 0), light(), samples, rng);
    WhiteBox.LossGradient at = victim.lossGradient(AttackLoss.MARGIN, picture(), Untargeted.of(0));
    double mean = sum / samples;
    assertArrayEquals(new double[] {mean, -2 * mean, 3 * mean, 0}, at.gradient().toDoubleArray(), 1e-12);
    assertEquals(mean * (0.1 - 0.4 + 0.9), at.losses().item(), 1e-12);
  }

  /// Three of four views pull one way, softly, the fourth the other way, hard: the mean of the gradients goes
  /// with the one, the mean of the signs with the three.
  @Test
  void theMeanIsTakenBeforeTheSign() {
    int[] call = {0};
    RandomTransform cycle = rng -> {
      double factor = call[0]++ % 4 < 3 ? -0.1 : 1;
      return images -> images.mul(factor);
    };
    WhiteBox victim = ExpectationOverTransformation.of(linear(1, 1, 1, 1), cycle, 4, Rng.seed(1));
    Tensor gradient = victim.lossGradient(AttackLoss.MARGIN, picture(), Untargeted.of(0)).gradient();
    assertArrayEquals(new double[] {1, 1, 1, 1}, gradient.sign().toDoubleArray());
    assertEquals(0.7 / 4, gradient.get(0, 0, 0, 0), 1e-12);
  }

  @Test
  void theGradientIsThatOfTheLossThroughTheSameTransforms() {
    Tensor picture = Rng.seed(2).uniform(1, 1, 4, 4).to(DType.FLOAT64);
    double[] weights = Rng.seed(3).normal(16).toDoubleArray();
    RandomTransform world = RandomTransform.pose(30, 0.8, 1.2, 0.1, Outside.EDGE);
    Untargeted leave = Untargeted.of(0);
    WhiteBox.LossGradient at = eot(weights, world).lossGradient(AttackLoss.CROSS_ENTROPY, picture, leave);
    for (int pixel = 0; pixel < 16; pixel++) {
      double[] bump = new double[16];
      bump[pixel] = 1e-5;
      Tensor step = Tensor.of(bump, 1, 1, 4, 4);
      double ahead = loss(weights, world, picture.add(step));
      double behind = loss(weights, world, picture.sub(step));
      assertEquals((ahead - behind) / 2e-5, at.gradient().toDoubleArray()[pixel], 1e-8);
    }
  }

  private static WhiteBox eot(double[] weights, RandomTransform world) {
    return ExpectationOverTransformation.of(linear(weights), world, 3, Rng.seed(9));
  }

  private static double loss(double[] weights, RandomTransform world, Tensor at) {
    return eot(weights, world).lossGradient(AttackLoss.CROSS_ENTROPY, at, Untargeted.of(0)).losses().item();
  }

  @Test
  void everyQuestionDrawsNewTransformsFromTheGivenStream() {
    WhiteBox victim = ExpectationOverTransformation.of(linear(1, 2, 3, 4), SLIGHT, 2, Rng.seed(7));
    WhiteBox again = ExpectationOverTransformation.of(linear(1, 2, 3, 4), SLIGHT, 2, Rng.seed(7));
    Tensor first = victim.logits(picture());
    Tensor second = victim.logits(picture());
    assertTrue(first.sub(second).abs().max().item() > 0);
    assertArrayEquals(first.toDoubleArray(), again.logits(picture()).toDoubleArray());
    assertArrayEquals(second.toDoubleArray(), again.logits(picture()).toDoubleArray());
  }

  @Test
  void theShareAtTheGoalCountsDraws() {
    Tensor two = Tensor.of(new double[] {0.1, 0, 0, 0, 0.9, 0, 0, 0}, 2, 1, 2, 2);
    int[] call = {0};
    RandomTransform brighter = rng -> {
      double more = call[0]++ % 10 < 3 ? 0 : -0.5;
      return images -> images.add(more);
    };
    double[] share = ExpectationOverTransformation.shareAtGoal(linear(1, 0, 0, 0), two, Untargeted.of(0, 0),
        brighter, 20, Rng.seed(1));
    assertArrayEquals(new double[] {0.3, 1}, share, 1e-12);
    assertThrows(IllegalArgumentException.class,
        () -> ExpectationOverTransformation.of(linear(1), SLIGHT, 0, Rng.seed(1)));
  }

  /// All of the contract but the count: one question here is several to the victim behind.
  @TestFactory
  List<DynamicTest> anAttackThroughItKeepsTheContract() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      AttackChecks checks = AttackChecks.of(norm, eps -> throughWorlds(eps, SLIGHT, 3));
      checks.honesty().forEach((name, check) -> {
        if (!name.equals("it counts what it asks")) {
          tests.add(DynamicTest.dynamicTest(name + " " + norm, check));
        }
      });
      AttackChecks.of(norm, eps -> throughWorlds(eps, RandomTransform.none(), 1)).strength()
          .forEach((name, check) -> tests.add(DynamicTest.dynamicTest(name + " " + norm, check)));
    }
    return tests;
  }

  private static FixedBudgetAttack<WhiteBox> throughWorlds(double eps, RandomTransform world, int samples) {
    var descent = new ProjectedGradientDescent(20, Math.max(2.5 * eps / 20, 1e-6));
    return (victim, examples, ball) -> descent.perturb(
        ExpectationOverTransformation.of(victim, world, samples, Rng.seed(3)), examples, ball);
  }

  @Test
  void whatIsTrainedOnManyPosesHoldsInPosesNotSeen() {
    BarsVictim bars = BarsVictim.trained(11);
    RandomTransform world = RandomTransform.pose(0, 1, 1, 0.25, Outside.EDGE);
    var ball = Ball.linf(0.3);
    var descent = new ProjectedGradientDescent(30, 0.03);
    Classifier victim = bars.classifier();
    Tensor plain = descent.run(victim, bars.images(), bars.targeted(), ball, Rng.seed(1)).adversarial();
    WhiteBox everyShift = ExpectationOverTransformation.of(victim, world, 8, Rng.seed(2));
    Tensor sturdy = descent.run(everyShift, bars.images(), bars.targeted(), ball, Rng.seed(1)).adversarial();
    assertTrue(unseen(victim, sturdy, bars, world) > unseen(victim, plain, bars, world) + 0.05,
        unseen(victim, sturdy, bars, world) + " against " + unseen(victim, plain, bars, world));
  }

  private static double unseen(Classifier victim, Tensor images, BarsVictim bars, RandomTransform world) {
    return Arrays.stream(ExpectationOverTransformation.shareAtGoal(victim, images, bars.targeted(), world, 50,
        Rng.seed(99))).average().orElseThrow();
  }
}
