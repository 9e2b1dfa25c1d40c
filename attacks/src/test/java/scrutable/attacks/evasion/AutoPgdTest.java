package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.Norm;
import scrutable.attacks.Rival;
import scrutable.attacks.Untargeted;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

class AutoPgdTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);

  /// Read off the authors' program; counted from 0.
  @Test
  void theStepsAreLookedAtWhereTheAuthorsDo() {
    assertArrayEquals(new int[] {21, 40, 56, 69, 79, 86, 92, 98}, HalvingPace.checkpoints(100));
    assertArrayEquals(new int[] {10, 20, 29, 37, 44}, HalvingPace.checkpoints(50));
    assertArrayEquals(new int[] {3, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19},
        HalvingPace.checkpoints(20));
    assertArrayEquals(IntStream.range(0, 4).toArray(), HalvingPace.checkpoints(4));
  }

  /// Every loss on the way, and the images, of a second implementation; see PROVENANCE.md.
  @ParameterizedTest
  @CsvSource({"mlp, linf, 0.1", "mlp, l2, 0.5", "mlp, l1, 2", "cnn, linf, 0.1", "cnn, l2, 0.5", "cnn, l1, 2"})
  void everyLossOnTheWayIsThatOfASecondImplementation(String network, String norm, double eps) {
    Safetensors given = ReferenceAttackTest.read(network);
    Safetensors expected = ReferenceAttackTest.read("autopgd-" + network);
    Classifier victim = ReferenceAttackTest.victim(network, given);
    Tensor images = given.tensor("input").to(DType.FLOAT64);
    Ball ball = norm.equals("linf") ? Ball.linf(eps) : norm.equals("l2") ? Ball.l2(eps) : Ball.l1(eps);
    for (String name : new String[] {"ce", "dlr", "rival"}) {
      AttackLoss loss = name.equals("ce") ? AttackLoss.CROSS_ENTROPY : AttackLoss.DLR;
      Goal goal = name.equals("rival") ? new Rival(given.tensor("labels"), expected.tensor("rivals"))
          : new Untargeted(given.tensor("labels"));
      List<Tensor> seen = new ArrayList<>();
      AttackLoss listening = (logits, wanted) -> {
        Variable losses = loss.perExample(logits, wanted);
        seen.add(losses.value().keep());
        return losses;
      };
      Tensor found = new AutoPgd(50, listening).perturb(victim, Examples.of(images, goal, Rng.seed(0)), ball,
          expected.tensor("start"));
      assertBest(expected.tensor(norm + "." + name + ".best"), found, victim, goal, loss);
      Tensor losses = expected.tensor(norm + "." + name + ".losses");
      assertEquals(losses.size(0), seen.size(), "one gradient a step, and one at each start");
      for (int step = 0; step < seen.size(); step++) {
        double[] theirs = losses.select(0, step).toDoubleArray();
        double[] ours = seen.get(step).toDoubleArray();
        for (int i = 0; i < ours.length; i++) {
          assertEquals(theirs[i], ours[i], 1e-10 * Math.max(1, Math.abs(theirs[i])),
              norm + " " + name + ", step " + step + ", example " + i);
        }
      }
    }
  }

  /// The image of the largest loss is the result, unless one of a smaller loss is at the goal.
  private static void assertBest(Tensor expected, Tensor found, Classifier victim, Goal goal,
      AttackLoss loss) {
    boolean[] atGoal = goal.reached(victim.logits(expected));
    double[] largest = loss.of(victim.logits(expected), goal).toDoubleArray();
    double[] losses = loss.of(victim.logits(found), goal).toDoubleArray();
    boolean[] reached = goal.reached(victim.logits(found));
    for (int i = 0; i < reached.length; i++) {
      assertTrue(reached[i] || !atGoal[i]);
      if (reached[i] == atGoal[i]) {
        assertEquals(largest[i], losses[i], 1e-10 * Math.max(1, largest[i]));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"LINF, 0.15", "L2, 0.5", "L1, 1.5"})
  void itNeedsNoStepSizeToFindWhatTheBestOfSeveralStepSizesFinds(String norm, double eps) {
    Ball ball = new Ball(Norm.valueOf(norm), eps, Box.UNIT);
    Examples examples = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1));
    double auto = new AutoPgd(AttackLoss.CROSS_ENTROPY).run(BARS.classifier(), examples, ball)
        .robustAccuracy();
    double best = 1;
    for (double factor : new double[] {0.5, 2.5, 10, 40}) {
      best = Math.min(best, new ProjectedGradientDescent(100, factor * eps / 100)
          .run(BARS.classifier(), examples, ball).robustAccuracy());
    }
    assertTrue(auto <= best + 1e-9, "APGD leaves " + auto + ", PGD at its best step size " + best);
  }

  /// Losses 1, 2, 3 ... of a plain slope rise at every step, so nothing is halved but by the second rule; on
  /// a ridge every second loss falls, and the steps shrink until the top is found.
  @Test
  void stepsShrinkOnARidgeUntilItsTopIsFound() {
    Classifier ridge = Classifier.of(x -> Variable.concat(1, x.sub(0.6283).abs().mul(-1), x.mul(0)));
    Examples one = Examples.of(Tensor.of(new double[] {0.5}, 1, 1), Untargeted.of(1), Rng.seed(3));
    AttackLoss height = (logits, goal) -> logits.select(1, 0);
    double found = new AutoPgd(height).perturb(ridge, one, Ball.linf(0.5)).item();
    double fixed = new ProjectedGradientDescent(100, 0.025).climbing(height)
        .perturb(ridge, one, Ball.linf(0.5)).item();
    assertEquals(0.6283, found, 0.002);
    assertTrue(Math.abs(found - 0.6283) < Math.abs(fixed - 0.6283));
  }

  @Test
  void allRivalsTogetherFindAtLeastWhatTheNearestAloneFinds() {
    Examples examples = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1));
    AttackResult nearest = new MultiTargetedAutoPgd(30, 1, AttackLoss.LOGIT)
        .run(BARS.classifier(), examples, Ball.linf(0.15));
    AttackResult both = new MultiTargetedAutoPgd(30, 2, AttackLoss.LOGIT)
        .run(BARS.classifier(), examples, Ball.linf(0.15));
    int more = 0;
    for (int i = 0; i < both.count(); i++) {
      assertTrue(both.success()[i] || !nearest.success()[i], "example " + i + " was lost");
      boolean again = !nearest.success()[i] && !nearest.atGoalBefore()[i];
      assertEquals(again ? 62 : nearest.gradientEvaluations()[i], both.gradientEvaluations()[i]);
      more += both.success()[i] && !nearest.success()[i] ? 1 : 0;
    }
    assertTrue(more > 0, "the second class brings nothing, so this test says nothing");
  }

  @Test
  void settingsAndGoalsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AutoPgd(2, AttackLoss.DLR));
    assertThrows(IllegalArgumentException.class, () -> new MultiTargetedAutoPgd(10, 0, AttackLoss.DLR));
    Examples targeted = Examples.of(BARS.images(), BARS.targeted(), Rng.seed(1));
    assertThrows(IllegalArgumentException.class, () -> new MultiTargetedAutoPgd(10, 2, AttackLoss.LOGIT)
        .perturb(BARS.classifier(), targeted, Ball.linf(0.1)));
    String classes = assertThrows(IllegalArgumentException.class,
        () -> new AutoPgd(AttackLoss.DLR).perturb(BARS.classifier(), targeted, Ball.linf(0.1))).getMessage();
    assertTrue(classes.startsWith("the difference of logits ratio needs four classes"), classes);
  }
}
