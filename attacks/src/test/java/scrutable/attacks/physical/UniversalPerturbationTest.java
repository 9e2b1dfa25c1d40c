package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class UniversalPerturbationTest {
  private static final double[] WEIGHTS = {1, -2, 0.5, 3};

  private static Classifier linear() {
    Variable column = Variable.constant(Tensor.of(WEIGHTS, 4, 1));
    Module network = x -> {
      Variable score = x.matmul(column);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  private static double score(double[] x) {
    double score = 0;
    for (int j = 0; j < x.length; j++) {
      score += WEIGHTS[j] * x[j];
    }
    return score;
  }

  /// One image: the change is the shortest way to the boundary, `(f + 1e-4) w / |w|^2`, and 2 % more.
  @Test
  void ofOneImageAndALinearVictimItIsTheShortestWayAcross() {
    Tensor image = Tensor.of(new double[] {0.5, 0.2, 0.1, 0.3}, 1, 4);
    Ball ball = new Ball(Norm.L2, 10, Box.unbounded());
    Tensor change = UniversalPerturbation.standard().find(linear(), image, ball, Rng.seed(1));
    double square = 14.25;
    double factor = -1.02 * (score(image.toDoubleArray()) + 1e-4) / square;
    double[] expected = Arrays.stream(WEIGHTS).map(w -> factor * w).toArray();
    assertArrayEquals(expected, change.toDoubleArray(), 1e-12);
  }

  @Test
  void oneChangeFoolsALinearVictimOnOneWholeSide() {
    Tensor images = Rng.seed(2).uniform(40, 4).to(DType.FLOAT64);
    double[] all = images.toDoubleArray();
    int[] positive = IntStream.range(0, 40)
        .filter(i -> score(Arrays.copyOfRange(all, 4 * i, 4 * i + 4)) > 0).toArray();
    Tensor side = Indexing.select(images, 0, Tensor.ofInts(positive, positive.length));
    Ball ball = new Ball(Norm.L2, 2, Box.unbounded());
    Tensor change = new UniversalPerturbation(10, 1, 10, 0.02).find(linear(), side, ball, Rng.seed(3));
    assertEquals(1, UniversalPerturbation.foolingRate(linear(), side, change, ball));
    assertTrue(Norm.L2.of(change)[0] <= 2 + 1e-12);
  }

  @Test
  void itStaysInTheBallAndFoolsImagesNotSeenMoreThanNoiseDoes() {
    BarsVictim bars = BarsVictim.trained(11);
    Tensor seen = bars.images().slice(0, 0, 24);
    Tensor unseen = bars.images().slice(0, 24, 48);
    for (Ball ball : new Ball[] {Ball.linf(0.4), Ball.l2(1.4)}) {
      Tensor change = UniversalPerturbation.standard().find(bars.classifier(), seen, ball, Rng.seed(4));
      assertTrue(ball.norm().of(change)[0] <= ball.eps() + 1e-6);
      Tensor signs = Rng.seed(5).normal(1, 1, 4, 4).sign();
      Tensor noise = signs.mul(ball.eps() / ball.norm().of(signs)[0]);
      double fooled = UniversalPerturbation.foolingRate(bars.classifier(), unseen, change, ball);
      double byNoise = UniversalPerturbation.foolingRate(bars.classifier(), unseen, noise, ball);
      assertTrue(fooled >= byNoise + 0.15, ball + ": " + fooled + " against " + byNoise);
    }
  }

  @Test
  void theFoolingRateLooksAtTheClippedImageAndAtTheVictimsOwnAnswer() {
    Tensor white = Tensor.ones(1, 4).to(DType.FLOAT64);
    Tensor brighter = Tensor.of(new double[] {0, 5, 0, 0}, 1, 4);
    assertEquals(0, UniversalPerturbation.foolingRate(linear(), white, brighter, Ball.linf(5)));
    assertEquals(1, UniversalPerturbation.foolingRate(linear(), white, brighter,
        Ball.linf(5).within(Box.unbounded())));
  }

  @Test
  void anInfiniteBallIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> UniversalPerturbation.standard().find(linear(),
        Tensor.ones(1, 4), Ball.l2(Double.POSITIVE_INFINITY), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new UniversalPerturbation(1, 0, 1, 0));
  }
}
