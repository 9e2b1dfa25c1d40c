package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Four images of one pixel; the answer is 1 where it is brighter than 0.5.
class AttackResultTest {
  private static final Tensor IMAGES = Tensor.of(new double[] {0.1, 0.4, 0.6, 0.9}, 4, 1);
  private static final Tensor MOVED = Tensor.of(new double[] {0.3, 0.6, 0.6, 0.7}, 4, 1);
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final Classifier victim = new LinearVictim(new double[] {2}, -1).classifier(DType.FLOAT64);

  private AttackResult judged(Goal goal) {
    return AttackResult.judge(victim, IMAGES, MOVED, goal, Ball.linf(0.2));
  }

  /// Example 2 is misclassified before; of the other three only example 1 falls.
  @Test
  void theTwoRatesHaveTheirOwnDenominators() {
    AttackResult result = judged(Untargeted.of(0, 0, 0, 1));
    assertArrayEquals(new boolean[] {false, true, true, false}, result.success());
    assertArrayEquals(new boolean[] {false, false, true, false}, result.atGoalBefore());
    assertEquals(0.75, result.cleanAccuracy());
    assertEquals(0.5, result.robustAccuracy());
    assertEquals(1 / 3.0, result.successRate());
  }

  @Test
  void aFailureIsTheInputItselfAtInfiniteDistance() {
    AttackResult result = judged(Untargeted.of(0, 0, 0, 1));
    assertArrayEquals(new double[] {0.1, 0.6, 0.6, 0.9}, result.adversarial().toDoubleArray());
    assertArrayEquals(new double[] {INFINITE, 0.2, 0, INFINITE}, result.distances(), 1e-12);
    assertEquals(INFINITE, result.medianDistance());
    assertArrayEquals(new int[] {0, 1, 1, 1}, result.labels());
  }

  /// The logit is `2 x - 1` against 0, so both errors are at x = 0.6 and sigmoid(0.2).
  @Test
  void confidenceIsAveragedOverTheErrorsOnly() {
    AttackResult result = judged(Untargeted.of(0, 0, 0, 1));
    double sigmoid = 1 / (1 + Math.exp(-0.2));
    assertEquals(sigmoid, result.meanConfidence(), 1e-12);
    assertEquals(1 / (1 + Math.exp(-0.8)), result.confidences()[3], 1e-12);
    AttackResult none = AttackResult.judge(victim, IMAGES, IMAGES, Untargeted.of(0, 0, 1, 1), Ball.linf(0.2));
    assertEquals(Double.NaN, none.meanConfidence());
  }

  @Test
  void aVictimThatShowsLabelsOnlyHasNoConfidence() {
    DecisionAccess labelsOnly = victim::labels;
    AttackResult result = AttackResult.judge(labelsOnly, IMAGES, MOVED, Untargeted.of(0, 0, 0, 1),
        Ball.linf(0.2));
    assertEquals(0.5, result.robustAccuracy());
    assertEquals(Double.NaN, result.meanConfidence());
  }

  @Test
  void anotherWrongAnswerIsNotTheTarget() {
    AttackResult result = judged(Targeted.of(1, 1, 1, 0));
    assertArrayEquals(new boolean[] {false, true, true, false}, result.success());
  }

  /// Whatever the victim says, it is not class 7: as labels, all images would count as misclassified.
  @Test
  void aClassThatTheVictimDoesNotHaveIsNamed() {
    for (Goal goal : List.of(Untargeted.of(0, 0, 7, 1), Targeted.of(1, 1, 2, 0),
        new Rival(Tensor.ofInts(new int[] {0, 0, 4, 1}, 4), Tensor.ofInts(new int[] {1, 1, 1, 0}, 4)))) {
      String named = "the goal of example 2 is about class " + goal.classes().toIntArray()[2]
          + ", but the victim tells 2 classes apart";
      FixedBudgetAttack<DecisionAccess> nothing = (asked, examples, ball) -> examples.images();
      for (Executable attempt : List.<Executable>of(() -> judged(goal),
          () -> nothing.run(victim, IMAGES, goal, Ball.linf(0.2), Rng.seed(1)),
          () -> victim.lossGradient(AttackLoss.CROSS_ENTROPY, IMAGES, goal))) {
        var error = assertThrows(IllegalArgumentException.class, attempt);
        assertTrue(error.getMessage().contains(named), error.getMessage());
      }
    }
  }

  /// Whoever gave the examples away hears of the questions, through every copy that an attack makes of them.
  @Test
  void theAccountOfARunIsItsOwnAndIsPassedOn() {
    FixedBudgetAttack<DecisionAccess> asking = (asked, examples, ball) -> {
      examples.only(1).drawing("x").countQuery();
      examples.countGradient();
      return examples.images();
    };
    Examples given = Examples.of(IMAGES, Untargeted.of(0, 0, 0, 1), Rng.seed(1));
    for (int run = 1; run <= 2; run++) {
      AttackResult result = asking.run(victim, given, Ball.linf(0.2));
      assertArrayEquals(new long[] {0, 1, 0, 0}, result.queries());
      assertArrayEquals(new long[] {1, 1, 0, 1}, result.gradientEvaluations());
      assertArrayEquals(new long[] {0, run, 0, 0}, given.queries());
      assertArrayEquals(new long[] {run, run, 0, run}, given.gradientEvaluations());
    }
  }

  @Test
  void theLineForPeopleIsTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals("AttackResult[4 examples, accuracy 75.0 % before, 50.0 % after]",
          judged(Untargeted.of(0, 0, 0, 1)).toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void imagesOutsideTheBallOrTheBoxAreNotJudged() {
    Untargeted goal = Untargeted.of(0, 0, 1, 1);
    String ball = assertThrows(IllegalStateException.class,
        () -> AttackResult.judge(victim, IMAGES, MOVED, goal, Ball.linf(0.15))).getMessage();
    assertTrue(ball.startsWith("the attack left the ball: example 0 is at LINF distance 0."), ball);
    String box = assertThrows(IllegalStateException.class,
        () -> AttackResult.judge(victim, IMAGES, IMAGES.add(0.2), goal, Ball.linf(0.5))).getMessage();
    assertTrue(box.contains("left the box") && box.contains("(3, 0)"), box);
    assertThrows(IllegalStateException.class,
        () -> AttackResult.judge(victim, IMAGES, IMAGES.mul(Double.NaN), goal, Ball.linf(0.5)));
    assertThrows(IllegalArgumentException.class,
        () -> AttackResult.judge(victim, IMAGES.add(0.5), IMAGES, goal, Ball.linf(0.5)));
    assertThrows(IllegalArgumentException.class,
        () -> AttackResult.judge(victim, IMAGES, MOVED.slice(0, 0, 2), goal, Ball.linf(0.5)));
  }

  @Test
  void whatIsAtItsGoalIsNotAttacked() {
    FixedBudgetAttack<DecisionAccess> spying = (labels, examples, ball) -> {
      assertArrayEquals(new double[] {0.1, 0.4, 0.9}, examples.images().toDoubleArray());
      assertArrayEquals(new int[] {0, 0, 1}, examples.goal().classes().toIntArray());
      examples.countQuery();
      return examples.images();
    };
    AttackResult result = spying.run(victim, IMAGES, Untargeted.of(0, 0, 0, 1), Ball.linf(0.2), Rng.seed(1));
    assertArrayEquals(new long[] {1, 1, 0, 1}, result.queries());
    FixedBudgetAttack<DecisionAccess> idle = (labels, examples, ball) -> {
      throw new AssertionError("there is nothing to attack");
    };
    assertEquals(0, idle.run(victim, IMAGES, Untargeted.of(1, 1, 0, 0), Ball.linf(1), Rng.seed(1))
        .robustAccuracy());
  }

  @Test
  void aResultCannotBeChangedFromOutside() {
    AttackResult result = judged(Untargeted.of(0, 0, 0, 1));
    result.success()[0] = true;
    result.distances()[0] = 0;
    result.labels()[0] = 7;
    assertArrayEquals(new boolean[] {false, true, true, false}, result.success());
    assertEquals(INFINITE, result.distances()[0]);
    assertEquals(0, result.labels()[0]);
  }

  @Test
  void anAttackThatReturnsAnotherShapeIsNamed() {
    FixedBudgetAttack<DecisionAccess> flat = (labels, examples, ball) -> examples.images().reshape(-1);
    assertThrows(IllegalStateException.class,
        () -> flat.run(victim, IMAGES, Untargeted.of(0, 0, 1, 1), Ball.linf(1), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> flat.run(victim, IMAGES, Untargeted.of(0, 0, 1), Ball.linf(1), Rng.seed(1)));
  }
}
