package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// On logistic regression with logits `(0, w.x + b)`, where one step is the best there is.
class FastGradientSignTest {
  private static final double[] WEIGHTS = {2, -1, 0, 0.5};
  private static final Tensor IMAGES =
      Tensor.of(new double[] {0.6, 0.4, 0.5, 0.5, 0.95, 0.4, 0.5, 0.5}, 2, 4);

  private static Classifier logistic() {
    Variable column = Variable.constant(Tensor.of(WEIGHTS, 4, 1));
    return Classifier.of(x -> {
      Variable score = x.matmul(column);
      return Variable.concat(1, score.mul(0), score);
    });
  }

  private static Tensor attack(Ball ball, boolean targeted) {
    Examples examples = Examples.of(IMAGES, targeted ? Targeted.of(0, 0) : Untargeted.of(1, 1), Rng.seed(0));
    return new FastGradientSign().perturb(logistic(), examples, ball);
  }

  private static double score(Tensor images, int i) {
    double score = 0;
    for (int j = 0; j < 4; j++) {
      score += WEIGHTS[j] * images.get(i, j);
    }
    return score;
  }

  @Test
  void theMarginFallsByEpsTimesTheDualNormOfTheWeights() {
    double clean = score(IMAGES, 0);
    assertEquals(clean - 0.1 * 3.5, score(attack(Ball.linf(0.1), false), 0), 1e-12);
    assertEquals(clean - 0.1 * Math.sqrt(5.25), score(attack(Ball.l2(0.1), false), 0), 1e-12);
    assertEquals(clean - 0.1 * 2, score(attack(Ball.l1(0.1), false), 0), 1e-12);
  }

  /// Goodfellow et al., section 5: the loss of label 1 becomes `softplus(eps |w|_1 - w.x)`.
  @Test
  void theLossIsThatOfAMarginSmallerByEpsTimesTheSumOfTheWeights() {
    double margin = score(IMAGES, 0) - 0.1 * 3.5;
    double loss = Math.log1p(Math.exp(-score(attack(Ball.linf(0.1), false), 0)));
    assertEquals(Math.log1p(Math.exp(-margin)), loss, 1e-12);
  }

  @Test
  void aPixelWithoutSlopeDoesNotMove() {
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.4, 0.85, 0.5, 0.5, 0.4},
        attack(Ball.linf(0.1), false).toDoubleArray(), 1e-15);
  }

  @Test
  void theBoxStopsAPixelAndNoOther() {
    Ball ball = Ball.linf(0.1).within(new Box(0.35, 0.95));
    Tensor moved = new FastGradientSign()
        .perturb(logistic(), Examples.of(IMAGES, Untargeted.of(0, 0), Rng.seed(0)), ball);
    assertArrayEquals(new double[] {0.7, 0.35, 0.5, 0.6, 0.95, 0.35, 0.5, 0.6}, moved.toDoubleArray(), 1e-15);
  }

  @Test
  void withTwoClassesLeavingOneIsApproachingTheOther() {
    assertArrayEquals(attack(Ball.linf(0.1), false).toDoubleArray(),
        attack(Ball.linf(0.1), true).toDoubleArray());
  }

  @Test
  void anInfiniteBallHasNoStep() {
    assertThrows(IllegalArgumentException.class, () -> attack(Ball.linf(Double.POSITIVE_INFINITY), false));
  }

  @Test
  void theAttackWorksInFloat32AsWell() {
    Variable column = Variable.constant(Tensor.of(WEIGHTS, 4, 1).to(DType.FLOAT32));
    Classifier victim = Classifier.of(x -> Variable.concat(1, x.matmul(column).mul(0), x.matmul(column)));
    Tensor moved = new FastGradientSign().perturb(victim,
        Examples.of(IMAGES.to(DType.FLOAT32), Untargeted.of(1, 1), Rng.seed(0)), Ball.linf(0.1));
    assertEquals(DType.FLOAT32, moved.dtype());
    assertArrayEquals(attack(Ball.linf(0.1), false).toFloatArray(), moved.toFloatArray(), 1e-7f);
  }
}
