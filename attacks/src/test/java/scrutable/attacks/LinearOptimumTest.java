package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// On a linear victim the worst point of ball and box is known; attacks must find it.
class LinearOptimumTest {
  private final Rng rng = Rng.seed(21);
  private final LinearVictim victim = LinearVictim.random(12, rng.split("weights"));
  private final Tensor anywhere = rng.split("images").uniform(30, 12).to(DType.FLOAT64);

  private double largestShortfall(FixedBudgetAttack<WhiteBox> attack, Ball ball) {
    int[] labels = victim.answers(anywhere);
    Tensor moved = attack.perturb(victim.classifier(DType.FLOAT64),
        Examples.of(anywhere, Untargeted.of(labels), Rng.seed(1)), ball);
    double[] clean = victim.margins(anywhere, labels);
    double[] reached = victim.margins(moved, labels);
    double[] worst = victim.worstMargins(anywhere, labels, ball);
    double shortfall = 0;
    for (int i = 0; i < labels.length; i++) {
      assertTrue(reached[i] >= worst[i] - 1e-9, "nothing is worse than the worst point");
      shortfall = Math.max(shortfall, (reached[i] - worst[i]) / (clean[i] - worst[i]));
    }
    return shortfall;
  }

  /// Many of these images meet the faces of the box.
  @ParameterizedTest
  @CsvSource({"0.05", "0.3", "0.8"})
  void inLinfOneStepAndManyReachTheWorstPointOfBallAndBox(double eps) {
    assertEquals(0, largestShortfall(new FastGradientSign(), Ball.linf(eps)), 1e-9);
    assertEquals(0, largestShortfall(new ProjectedGradientDescent(20, eps / 5), Ball.linf(eps)), 1e-9);
    assertEquals(0, largestShortfall(new ProjectedGradientDescent(20, eps / 5, false), Ball.linf(eps)), 1e-9);
  }

  @Test
  void inL2TheWorstPointOfTheBallIsReachedExactlyAwayFromTheBox() {
    Ball ball = Ball.l2(0.7).within(Box.unbounded());
    assertEquals(0, largestShortfall(new FastGradientSign(), ball), 1e-9);
    assertEquals(0, largestShortfall(new ProjectedGradientDescent(20, 0.2, false), ball), 1e-9);
    assertEquals(0, largestShortfall(new ProjectedGradientDescent(200, 0.2), ball), 1e-9);
  }

  /// Where the box cuts into the ball, small steps find more than a large one: after each, the length that
  /// the box took away is free to be used by other pixels.
  @Test
  void inL2SmallStepsComeWithinAPercentOfTheWorstPointOfBallAndBox() {
    double manySmall = largestShortfall(new ProjectedGradientDescent(1000, 0.01, false), Ball.l2(0.7));
    double oneLarge = largestShortfall(new FastGradientSign(), Ball.l2(0.7));
    assertTrue(manySmall < 0.01, "" + manySmall);
    assertTrue(oneLarge > 0.05, "" + oneLarge);
  }

  /// All of these images meet the box in L1: the steepest element has not enough room for the whole budget.
  @ParameterizedTest
  @CsvSource({"0.5", "1.5", "4"})
  void inL1IteratedAttacksSpendOnOtherElementsWhatTheBoxDoesNotTake(double eps) {
    ProjectedGradientDescent iterated = new ProjectedGradientDescent(300, eps / 50, false);
    assertEquals(0, largestShortfall(iterated, Ball.l1(eps)), 0.005);
    assertTrue(largestShortfall(new FastGradientSign(), Ball.l1(eps)) > 0.1);
  }

  /// The smallest ball that fools a linear victim has the radius `|w.x + b| / |w|`, in the dual norm.
  @ParameterizedTest
  @CsvSource({"LINF", "L2", "L1"})
  void anExampleFallsExactlyAtItsMarginOverTheDualNorm(Norm norm) {
    int[] labels = victim.answers(anywhere);
    double[] margins = victim.margins(anywhere, labels);
    double slope = norm.dual().of(victim.weightsLike(anywhere))[0];
    for (int i = 0; i < labels.length; i++) {
      double radius = margins[i] / slope;
      assertEquals(false, falls(i, labels[i], new Ball(norm, radius * 0.9999, Box.unbounded())));
      assertEquals(true, falls(i, labels[i], new Ball(norm, radius * 1.0001, Box.unbounded())));
    }
  }

  private boolean falls(int i, int label, Ball ball) {
    return new FastGradientSign().run(victim.classifier(DType.FLOAT64), anywhere.slice(0, i, i + 1),
        Untargeted.of(label), ball, Rng.seed(1)).success()[0];
  }
}
