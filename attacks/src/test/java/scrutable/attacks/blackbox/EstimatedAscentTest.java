package scrutable.attacks.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.attacks.AttackChecks;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.blackbox.GradientEstimate.Directions;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// SPSA, NES and the estimate that both climb by.
class EstimatedAscentTest {
  private static final double[] WEIGHTS = {1, -2, 0.5, 3};

  /// Scores without a gradient: `(0, w . x)`.
  private static ScoreAccess linear() {
    return images -> {
      Tensor score = images.matmul(Tensor.of(WEIGHTS, 4, 1));
      return Joining.concat(1, score.mul(0), score);
    };
  }

  private static Tensor estimate(Directions directions, int pairs, int step) {
    Tensor images = Tensor.full(0.5, DType.FLOAT64, 1, 4);
    Examples examples = Examples.of(images, Untargeted.of(0), Rng.seed(4));
    return new GradientEstimate(directions, 0.01, pairs).at(images, AttackLoss.MARGIN, linear(), examples,
        Box.unbounded(), step);
  }

  /// Variance of one element from one pair: `|w|^2 - w_j^2` for signs, `|w|^2 + w_j^2` for normal numbers.
  @Test
  void theEstimateIsUnbiasedWithTheVarianceOfTheory() {
    int pairs = 4000;
    for (Directions directions : Directions.values()) {
      double[] mean = estimate(directions, pairs, 0).toDoubleArray();
      for (int j = 0; j < 4; j++) {
        double own = WEIGHTS[j] * WEIGHTS[j];
        double variance = 14.25 + (directions == Directions.SIGNS ? -own : own);
        assertEquals(WEIGHTS[j], mean[j], 4 * Math.sqrt(variance / pairs), directions + " " + j);
      }
    }
  }

  @Test
  void onePairOfSignsGivesTheSlopeAlongThem() {
    double[] once = estimate(Directions.SIGNS, 1, 0).toDoubleArray();
    double slope = 0;
    for (int j = 0; j < 4; j++) {
      slope += WEIGHTS[j] * Math.signum(once[j]);
    }
    for (double element : once) {
      assertEquals(Math.abs(slope), Math.abs(element), 1e-9);
    }
    assertTrue(IntStream.range(1, 10).anyMatch(
        step -> !Arrays.equals(once, estimate(Directions.SIGNS, 1, step).toDoubleArray())));
  }

  @TestFactory
  List<DynamicTest> bothKeepTheContract() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      double share = norm == Norm.LINF ? 0.1 : 0.05;
      add(tests, "SPSA " + norm, norm, eps -> new Spsa(5, share * atLeast(eps), 4),
          eps -> new Spsa(40, share * atLeast(eps), 24));
      add(tests, "NES " + norm, norm, eps -> new Nes(5, atLeast(eps) / 3, 4),
          eps -> new Nes(20, atLeast(eps) / 8, 0.01, 128, AttackLoss.MARGIN));
    }
    return tests;
  }

  /// Rules are kept by few probes as well as by many; strength takes many.
  private static void add(List<DynamicTest> tests, String name, Norm norm,
      DoubleFunction<FixedBudgetAttack<ScoreAccess>> cheap, DoubleFunction<FixedBudgetAttack<ScoreAccess>> strong) {
    AttackChecks.of(norm, cheap).honesty()
        .forEach((what, check) -> tests.add(DynamicTest.dynamicTest(name + ": " + what, check)));
    AttackChecks.of(norm, strong).strength()
        .forEach((what, check) -> tests.add(DynamicTest.dynamicTest(name + ": " + what, check)));
  }

  private static double atLeast(double eps) {
    return Math.max(eps, 1e-4);
  }

  @Test
  void aVictimThatHidesItsGradientIsBrokenAsWell() {
    BarsVictim bars = BarsVictim.trained(11);
    ScoreAccess scoresOnly = bars.classifier()::logits;
    AttackResult result = new Nes(20, 0.02, 20).run(scoresOnly, bars.images(), bars.untargeted(),
        Ball.linf(0.2), Rng.seed(1));
    assertTrue(result.robustAccuracy() < 0.4, "left: " + result.robustAccuracy());
  }

  @Test
  void whoIsDoneIsNotAskedAgain() {
    BarsVictim bars = BarsVictim.trained(11);
    Classifier victim = bars.classifier();
    AttackResult result = new Spsa(30, 0.02, 10).run(victim, bars.images(), bars.untargeted(), Ball.linf(0.3),
        Rng.seed(1));
    long[] queries = result.queries();
    for (int i = 0; i < queries.length; i++) {
      assertEquals(0, queries[i] % 21, "queries come in steps of 2 pairs + 1");
      if (!result.success()[i]) {
        assertEquals(30 * 21, queries[i]);
      }
    }
    assertTrue(Arrays.stream(queries).filter(q -> q > 0 && q < 30 * 21).count() > 10);
    assertEquals(victim.queries(), Arrays.stream(queries).sum() + 2L * queries.length);
    assertEquals(0, victim.gradientEvaluations());
  }

  @Test
  void theProbesStayInTheBox() {
    Tensor images = Tensor.of(new double[] {0, 1, 0, 1}, 1, 4);
    List<Tensor> seen = new ArrayList<>();
    ScoreAccess watching = asked -> {
      seen.add(asked);
      return linear().logits(asked);
    };
    new Spsa(3, 0.1, 4).perturb(watching, Examples.of(images, Untargeted.of(1), Rng.seed(1)), Ball.linf(0.5));
    assertTrue(seen.size() > 4);
    seen.forEach(Box.UNIT::require);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Spsa(10, 0.1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Nes(10, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> new Nes(0, 0.1, 4));
    assertArrayEquals(new int[] {1}, linear().labels(Tensor.of(new double[] {1, 0, 0, 0}, 1, 4)));
  }
}
