package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;

class BoxMinimizerTest {
  private interface Objective {
    /// The value; writes the gradient.
    double at(double[] x, double[] gradient);
  }

  private static double[] minimise(Objective objective, double[] start, double low, double high, int steps) {
    BoxMinimizer minimizer = new BoxMinimizer(start, low, high, steps);
    while (!minimizer.done()) {
      double[] gradient = new double[start.length];
      for (double number : minimizer.next()) {
        assertTrue(number >= low && number <= high, "it asked about a point outside the box");
      }
      minimizer.tell(objective.at(minimizer.next(), gradient), gradient);
    }
    return minimizer.point();
  }

  private static double rosenbrock(double[] x, double[] gradient) {
    double bend = x[1] - x[0] * x[0];
    gradient[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
    gradient[1] = 200 * bend;
    return 100 * bend * bend + (1 - x[0]) * (1 - x[0]);
  }

  @Test
  void aBananaIsFollowedToItsEnd() {
    assertArrayEquals(new double[] {1, 1},
        minimise(BoxMinimizerTest::rosenbrock, new double[] {-1.2, 1}, -5, 5, 200), 1e-5);
  }

  /// With x <= 0.5 the best y is 0.25.
  @Test
  void aBananaIsFollowedToTheWall() {
    assertArrayEquals(new double[] {0.5, 0.25},
        minimise(BoxMinimizerTest::rosenbrock, new double[] {-0.4, 0.5}, -0.5, 0.5, 200), 1e-5);
  }

  /// A badly scaled bowl whose middle lies outside the box in some directions: the minimum of the separable
  /// bowl is its middle, clipped.
  @Test
  void aBowlIsMinimisedAtItsClippedMiddle() {
    Rng rng = Rng.seed(4);
    double[] middle = new double[30];
    double[] curvature = new double[30];
    Arrays.setAll(middle, j -> 2 * rng.nextDouble() - 0.5);
    Arrays.setAll(curvature, j -> StrictMath.pow(10, 3 * rng.nextDouble()));
    double[] start = new double[30];
    Arrays.fill(start, 0.5);
    double[] found = minimise((x, gradient) -> {
      double value = 0;
      for (int j = 0; j < x.length; j++) {
        gradient[j] = curvature[j] * (x[j] - middle[j]);
        value += curvature[j] * (x[j] - middle[j]) * (x[j] - middle[j]) / 2;
      }
      return value;
    }, start, 0, 1, 300);
    double[] expected = Arrays.stream(middle).map(m -> Math.clamp(m, 0.0, 1.0)).toArray();
    assertArrayEquals(expected, found, 1e-5);
  }

  @Test
  void itStopsAtOnceWhereEveryNumberPushesAgainstItsWall() {
    BoxMinimizer minimizer = new BoxMinimizer(new double[] {0, 1}, 0, 1, 10);
    assertTrue(minimizer.tell(0, new double[] {1, -1}));
    assertTrue(minimizer.done());
    assertArrayEquals(new double[] {0, 1}, minimizer.point());
  }

  @Test
  void itMakesNoMoreStepsThanAllowed() {
    int[] accepted = {0};
    BoxMinimizer minimizer = new BoxMinimizer(new double[] {-1.2, 1}, -5, 5, 7);
    while (!minimizer.done()) {
      double[] gradient = new double[2];
      accepted[0] += minimizer.tell(rosenbrock(minimizer.next(), gradient), gradient) ? 1 : 0;
    }
    assertEquals(8, accepted[0], "the start and seven steps");
  }
}
