package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class NormTest {
  private static final Tensor CHANGES = Tensor.of(new double[] {3, -4, 0, 0, 0, 0, 1, 1, -1}, 3, 3);

  @Test
  void eachExampleIsMeasuredByItself() {
    assertArrayEquals(new double[] {4, 0, 1}, Norm.LINF.of(CHANGES));
    assertArrayEquals(new double[] {5, 0, Math.sqrt(3)}, Norm.L2.of(CHANGES), 1e-15);
    assertArrayEquals(new double[] {7, 0, 3}, Norm.L1.of(CHANGES));
  }

  @Test
  void tinyAndHugeNumbersHaveANormToo() {
    Tensor tiny = Tensor.of(new double[] {3e-200, 4e-200}, 1, 2);
    assertEquals(5e-200, Norm.L2.of(tiny)[0], 1e-214);
    assertEquals(5e200, Norm.L2.of(tiny.mul(1e200).mul(1e200))[0], 1e186);
    assertArrayEquals(new double[] {0.6, 0.8}, Norm.L2.steepest(tiny).toDoubleArray(), 1e-15);
  }

  @Test
  void theDualOfTheDualIsTheNorm() {
    assertEquals(Norm.L1, Norm.LINF.dual());
    assertEquals(Norm.L2, Norm.L2.dual());
    for (Norm norm : Norm.values()) {
      assertEquals(norm, norm.dual().dual());
    }
  }

  @ParameterizedTest
  @EnumSource
  void noDirectionOfLengthOneRisesFasterThanTheSteepestOneWhichRisesByTheDualNorm(Norm norm) {
    Rng rng = Rng.seed(1);
    Tensor gradient = rng.normal(1, 7).to(DType.FLOAT64);
    Tensor steepest = norm.steepest(gradient);
    assertEquals(1, norm.of(steepest)[0], 1e-12);
    double rise = gradient.mul(steepest).sum().item();
    assertEquals(norm.dual().of(gradient)[0], rise, 1e-12);
    for (int i = 0; i < 2000; i++) {
      Tensor other = norm.randomIn(1, DType.FLOAT64, rng, 7).unsqueeze(0);
      assertTrue(gradient.mul(other).sum().item() <= rise);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereThereIsNoSlopeThereIsNoDirection(Norm norm) {
    Tensor flat = Tensor.of(new double[] {0, -0.0, 0, 0}, 2, 2);
    assertArrayEquals(new double[4], norm.steepest(flat).toDoubleArray(), 1e-15);
    Tensor partly = norm.steepest(Tensor.of(new double[] {0, 2, 0, -1}, 1, 4));
    assertEquals(0, partly.get(0, 0));
    assertEquals(0, partly.get(0, 2));
  }

  @Test
  void inL1TiesShareTheStep() {
    Tensor gradient = Tensor.of(new double[] {2, -2, 1, 0, 3, 0, 0, 0}, 2, 4);
    assertArrayEquals(new double[] {0.5, -0.5, 0, 0, 1, 0, 0, 0}, Norm.L1.steepest(gradient).toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSmallEnoughStaysAndTheRestComesToTheSurface(Norm norm) {
    Tensor changes = Rng.seed(2).normal(20, 6).to(DType.FLOAT64);
    double eps = norm.of(changes)[0];
    Tensor projected = norm.project(changes, eps);
    for (int i = 0; i < 20; i++) {
      double before = norm.of(changes)[i];
      assertEquals(Math.min(before, eps), norm.of(projected)[i], 1e-12);
      if (before <= eps) {
        assertArrayEquals(changes.select(0, i).toDoubleArray(), projected.select(0, i).toDoubleArray());
      }
    }
  }

  /// The projection `p` of `x` on a convex set is the point with `<x - p, q - p> <= 0` for all `q` of the
  /// set.
  @ParameterizedTest
  @EnumSource
  void theProjectionIsTheNearestPoint(Norm norm) {
    Rng rng = Rng.seed(3);
    for (int trial = 0; trial < 20; trial++) {
      Tensor change = rng.normal(1, 3).to(DType.FLOAT64).mul(3);
      Tensor nearest = norm.project(change, 1);
      for (int i = 0; i < 200; i++) {
        Tensor other = norm.randomIn(1, DType.FLOAT64, rng, 3).unsqueeze(0);
        assertTrue(change.sub(nearest).mul(other.sub(nearest)).sum().item() <= 1e-12);
      }
    }
  }

  @Test
  void theL1ProjectionOfAKnownPoint() {
    Tensor change = Tensor.of(new double[] {3, -1, 0.5}, 1, 3);
    assertArrayEquals(new double[] {2, 0, 0}, Norm.L1.project(change, 2).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {2.5, -0.5, 0}, Norm.L1.project(change, 3).toDoubleArray(), 1e-15);
  }

  /// In a ball of dimension d, the share of the volume within the fraction r of the radius is r^d, in any
  /// norm.
  @ParameterizedTest
  @EnumSource
  void randomPointsAreUniformInTheBall(Norm norm) {
    int dimension = 3;
    int count = 20_000;
    Rng rng = Rng.seed(4);
    int[] within = new int[3];
    double[] mean = new double[dimension];
    for (int i = 0; i < count; i++) {
      Tensor point = norm.randomIn(2, DType.FLOAT64, rng, dimension);
      double radius = norm.of(point.unsqueeze(0))[0] / 2;
      assertTrue(radius <= 1 + 1e-12);
      for (int k = 0; k < within.length; k++) {
        within[k] += radius <= 0.25 * (k + 1) ? 1 : 0;
      }
      for (int j = 0; j < dimension; j++) {
        mean[j] += point.get(j) / count;
      }
    }
    for (int k = 0; k < within.length; k++) {
      assertEquals(Math.pow(0.25 * (k + 1), dimension), within[k] / (double) count, 0.012);
    }
    assertArrayEquals(new double[dimension], mean, 0.03);
  }

  /// Uniform in the L1 ball of the plane: rotated by 45 degrees it is a square, so x + y is uniform too.
  @Test
  void theL1BallOfThePlaneIsATurnedSquare() {
    Rng rng = Rng.seed(5);
    int count = 20_000;
    int below = 0;
    for (int i = 0; i < count; i++) {
      Tensor point = Norm.L1.randomIn(1, DType.FLOAT64, rng, 2);
      below += point.get(0) + point.get(1) < -0.5 ? 1 : 0;
    }
    assertEquals(0.25, below / (double) count, 0.012);
  }
}
