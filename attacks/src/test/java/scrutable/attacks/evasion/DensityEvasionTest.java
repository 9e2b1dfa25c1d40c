package scrutable.attacks.evasion;

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
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DensityEvasionTest {
  private static final LaplaceDensity NOWHERE = LaplaceDensity.of(Tensor.zeros(1, 1, 4, 4), 1);

  /// Two clouds in the unit square; class 1 is malicious.
  private static Tensor cloud(double x, double y, int count, long seed) {
    return Rng.seed(seed).normal(count, 2).to(DType.FLOAT64).mul(0.05)
        .add(Tensor.of(new double[] {x, y}, 1, 2)).clamp(0, 1);
  }

  private static SupportVectorMachine machine(Kernel kernel) {
    Tensor inputs = Joining.concat(0, cloud(0.3, 0.3, 20, 1), cloud(0.7, 0.7, 20, 2));
    int[] labels = new int[40];
    Arrays.fill(labels, 20, 40, 1);
    return SupportVectorMachine.fit(inputs, Tensor.ofInts(labels, 40), kernel, 10);
  }

  @Test
  void theDensityOfOneSampleIsALaplaceKernel() {
    LaplaceDensity density = LaplaceDensity.of(Tensor.of(new double[] {0.5, 0.5}, 1, 2), 0.25);
    Tensor x = Tensor.of(new double[] {0.5, 0.5, 1, 0.25}, 2, 2);
    assertArrayEquals(new double[] {1, Math.exp(-3)}, density.at(x), 1e-15);
    double slope = Math.exp(-3) / 0.25;
    assertArrayEquals(new double[] {0, 0, -slope, slope}, density.gradient(x).toDoubleArray(), 1e-15);
  }

  @Test
  void theGradientOfTheDensityIsItsDerivativeAndTheLogarithmDoesNotUnderflow() {
    LaplaceDensity density = LaplaceDensity.of(Rng.seed(3).uniform(7, 5).to(DType.FLOAT64), 0.8);
    Tensor x = Rng.seed(4).uniform(1, 5).to(DType.FLOAT64);
    double[] gradient = density.gradient(x).toDoubleArray();
    for (int j = 0; j < 5; j++) {
      double[] bump = new double[5];
      bump[j] = 1e-6;
      Tensor step = Tensor.of(bump, 1, 5);
      assertEquals((density.at(x.add(step))[0] - density.at(x.sub(step))[0]) / 2e-6, gradient[j], 1e-8);
    }
    LaplaceDensity narrow = LaplaceDensity.of(Tensor.zeros(1, 5).to(DType.FLOAT64), 1e-3);
    assertEquals(-5000, narrow.log(Tensor.ones(1, 5).to(DType.FLOAT64))[0], 1e-9);
    assertEquals(0, narrow.at(Tensor.ones(1, 5).to(DType.FLOAT64))[0]);
  }

  @Test
  void theVictimIsTheMachineItself() {
    for (Kernel kernel : new Kernel[] {Kernel.linear(), Kernel.rbf(8)}) {
      SupportVectorMachine machine = machine(kernel);
      Tensor x = cloud(0.6, 0.4, 5, 9);
      WhiteBox victim = new SupportVectorVictim(machine);
      double[] scores = machine.decisionFunction(x).toDoubleArray();
      assertArrayEquals(scores, victim.logits(x).select(1, 1).contiguous().toDoubleArray());
      assertArrayEquals(machine.predict(x).toIntArray(), victim.labels(x));
      Untargeted leaveOne = Untargeted.of(1, 1, 1, 1, 1);
      WhiteBox.LossGradient at = victim.lossGradient(AttackLoss.MARGIN, x, leaveOne);
      assertArrayEquals(machine.inputGradient(x).neg().toDoubleArray(), at.gradient().toDoubleArray(), 1e-12);
      for (int i = 0; i < 5; i++) {
        assertEquals(-scores[i], at.losses().get(i), 1e-12);
      }
    }
  }

  /// A linear machine is crossed at a distance of `f / |w|`, and not before.
  @Test
  void ofALinearMachineEvasionSucceedsExactlyFromTheDistanceToItsBoundary() {
    SupportVectorMachine machine = machine(Kernel.linear());
    Tensor x = cloud(0.7, 0.7, 10, 5);
    double slope = Norm.L2.of(machine.normal().unsqueeze(0))[0];
    double[] scores = machine.decisionFunction(x).toDoubleArray();
    DensityEvasion attack = new DensityEvasion(200, 0.01, 0, LaplaceDensity.of(cloud(0.3, 0.3, 20, 1), 0.1));
    for (int i = 0; i < 10; i++) {
      Tensor one = x.slice(0, i, i + 1);
      for (double share : new double[] {0.97, 1.03}) {
        AttackResult result = attack.run(new SupportVectorVictim(machine), one, Untargeted.of(1),
            Ball.l2(share * scores[i] / slope), Rng.seed(1));
        assertEquals(share > 1, result.success()[0], "at " + share + " of the distance");
      }
    }
  }

  @Test
  void theDensityTermPullsEvasionTowardsBenignExamples() {
    SupportVectorMachine machine = machine(Kernel.linear());
    Tensor benign = cloud(0.3, 0.3, 20, 1);
    Tensor start = cloud(0.75, 0.45, 10, 6);
    LaplaceDensity density = LaplaceDensity.of(benign, 0.2);
    Ball ball = Ball.l2(0.7);
    int[] ones = new int[10];
    Arrays.fill(ones, 1);
    double plain = meanLog(density, machine, start, ones, ball, 0);
    double mimicry = meanLog(density, machine, start, ones, ball, 100);
    assertTrue(mimicry > plain + 0.2, mimicry + " against " + plain);
  }

  private static double meanLog(LaplaceDensity density, SupportVectorMachine machine, Tensor start,
      int[] ones, Ball ball, double lambda) {
    AttackResult result = new DensityEvasion(100, 0.02, lambda, density)
        .run(new SupportVectorVictim(machine), start, Untargeted.of(ones), ball, Rng.seed(1));
    assertEquals(0, result.robustAccuracy(), "lambda " + lambda);
    return Arrays.stream(density.log(result.adversarial())).average().orElseThrow();
  }

  @TestFactory
  List<DynamicTest> itKeepsTheContract() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Norm norm : Norm.values()) {
      LaplaceDensity grey = LaplaceDensity.of(Tensor.ones(1, 1, 4, 4).mul(0.5), 4);
      AttackChecks.of(norm, new DensityEvasion(10, 0.1, 0.5, grey)).honesty()
          .forEach((name, check) -> tests.add(DynamicTest.dynamicTest(name + " " + norm, check)));
    }
    AttackChecks.of(Norm.L2, eps -> new DensityEvasion(40, Math.max(eps / 16, 1e-6), 0, NOWHERE)).strength()
        .forEach((name, check) -> tests.add(DynamicTest.dynamicTest(name + " L2", check)));
    return tests;
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DensityEvasion(10, 0.1, -1, NOWHERE));
    assertThrows(IllegalArgumentException.class, () -> LaplaceDensity.of(Tensor.ones(1, 2), 0));
  }
}
