package scrutable.attacks.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.MinimalNormChecks;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Attacks that see labels only keep the contract of all that look for the nearest image.
class DecisionContractTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  /// Corners and noise of all kinds, so that every class is somewhere among them.
  private static final Tensor POOL = Rng.seed(5).uniformBetween(-1, 2, 40, 1, 4, 4).clamp(0, 1);

  @TestFactory
  List<DynamicContainer> everyAttackIsHonestAndStrong() {
    List<DynamicContainer> all = new ArrayList<>();
    StartingImages pool = StartingImages.nearestOf(POOL);
    all.add(container("Boundary", Norm.L2, 0.1, new BoundaryAttack(80, pool), new BoundaryAttack(400, pool)));
    for (Norm norm : new Norm[] {Norm.L2, Norm.LINF}) {
      all.add(container("HopSkipJump", norm, 0.25, new HopSkipJump(2, 20, pool),
          new HopSkipJump(8, 40, pool)));
    }
    return all;
  }

  /// Rules must be kept also by a search that is cut short; strength takes many steps.
  private static DynamicContainer container(String name, Norm norm, double tolerance,
      MinimalNormAttack<DecisionAccess> cheap, MinimalNormAttack<DecisionAccess> strong) {
    return DynamicContainer.dynamicContainer(name + " " + norm, List.of(
        container("honesty", MinimalNormChecks.of(norm, tolerance, cheap).honesty()),
        container("strength", MinimalNormChecks.of(norm, tolerance, strong).strength())));
  }

  private static DynamicContainer container(String name, Map<String, Executable> checks) {
    return DynamicContainer.dynamicContainer(name, checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue())).toList());
  }

  private static Examples correct(int count) {
    int[] labels = BARS.labels();
    int[] answers = BARS.classifier().labels(BARS.images());
    int[] rows = IntStream.range(0, labels.length).filter(i -> labels[i] == answers[i])
        .limit(count).toArray();
    return Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(3)).only(rows);
  }

  /// Every query but the last few is made at the boundary; the distance found falls from prefix to prefix.
  @Test
  void moreStepsNeverFindAnythingFarther() {
    Examples examples = correct(8);
    double[] before = new double[8];
    Arrays.fill(before, Double.POSITIVE_INFINITY);
    for (int steps : new int[] {1, 10, 60, 200}) {
      before = assertNoFarther(new BoundaryAttack(steps), examples, before);
    }
    Arrays.fill(before, Double.POSITIVE_INFINITY);
    for (int rounds : new int[] {1, 2, 5, 9}) {
      before = assertNoFarther(new HopSkipJump(rounds), examples, before);
    }
  }

  private static double[] assertNoFarther(MinimalNormAttack<DecisionAccess> attack, Examples examples,
      double[] before) {
    double[] now = attack.run(BARS.classifier()::labels, examples, Norm.L2, Box.UNIT).distances();
    for (int i = 0; i < now.length; i++) {
      assertTrue(now[i] <= before[i], "example " + i + " was at " + before[i] + " and now is at " + now[i]);
    }
    return now;
  }

  /// A victim that hands out labels and is nothing but a [DecisionAccess]: no other access could compile, and none
  /// is looked for behind it.
  @Test
  void labelsAreEnoughAndEveryQuestionIsCounted() {
    long[] asked = {0};
    DecisionAccess victim = images -> {
      asked[0] += images.size(0);
      return BARS.classifier().labels(images);
    };
    for (MinimalNormAttack<DecisionAccess> attack
        : List.<MinimalNormAttack<DecisionAccess>>of(new BoundaryAttack(30), new HopSkipJump(3))) {
      Examples examples = correct(6);
      asked[0] = 0;
      attack.search(victim, examples, Norm.L2, Box.UNIT);
      assertEquals(asked[0], Arrays.stream(examples.queries()).sum());
      assertEquals(0, Arrays.stream(examples.gradientEvaluations()).sum());
    }
  }

  @Test
  void noiseIsDrawnUntilItIsAtTheGoalAndThePoolGivesItsNearest() {
    Examples examples = correct(10);
    DecisionAccess victim = BARS.classifier();
    Tensor noise = StartingImages.noise(100).find(victim, examples, Box.UNIT);
    Tensor nearest = StartingImages.nearestOf(POOL).find(victim, examples, Box.UNIT);
    int[] poolLabels = victim.labels(POOL);
    int[] labels = examples.goal().classes().toIntArray();
    for (boolean reached : examples.goal().reached(victim.labels(noise))) {
      assertTrue(reached);
    }
    double[] found = Norm.L2.of(nearest.sub(examples.images()));
    for (int i = 0; i < labels.length; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int m = 0; m < poolLabels.length; m++) {
        if (poolLabels[m] != labels[i]) {
          Tensor change = POOL.slice(0, m, m + 1).sub(examples.images().slice(0, i, i + 1));
          least = Math.min(least, Norm.L2.of(change)[0]);
        }
      }
      assertEquals(least, found[i], 1e-12);
    }
  }

  @Test
  void whereNothingIsAtTheGoalTheImagesComeBackAsTheyWere() {
    DecisionAccess stubborn = images -> new int[images.size(0)];
    Examples examples = Examples.of(POOL, Untargeted.of(new int[40]), Rng.seed(1));
    Tensor images = new BoundaryAttack(5).search(stubborn, examples, Norm.L2, Box.UNIT);
    assertArrayEquals(POOL.toFloatArray(), images.toFloatArray());
    assertEquals(100, examples.queries()[0]);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BoundaryAttack(0));
    assertThrows(IllegalArgumentException.class, () -> new HopSkipJump(0));
    assertThrows(IllegalArgumentException.class, () -> StartingImages.noise(0));
    assertThrows(IllegalArgumentException.class,
        () -> new BoundaryAttack(5).search(BARS.classifier(), correct(2), Norm.LINF, Box.UNIT));
    assertThrows(IllegalArgumentException.class,
        () -> new HopSkipJump(5).search(BARS.classifier(), correct(2), Norm.L2, Box.unbounded()));
  }
}
