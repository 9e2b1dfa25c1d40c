package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.LeastSquares;

class RidgeRegressionTest {
  private static Tensor normal(Rng rng, int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  @ParameterizedTest
  @CsvSource({"12, 5", "12, 12", "5, 12"})
  void theShortestSolutionIsThatOfTheSingularValues(int n, int features) {
    Tensor f = normal(Rng.seed(1), n, features);
    Tensor y = normal(Rng.seed(2), n, 3);
    assertArrayEquals(LeastSquares.solve(f, y).toDoubleArray(),
        RidgeRegression.shortest(f, y).weights().toDoubleArray(), 1e-8);
  }

  @ParameterizedTest
  @CsvSource({"12, 5", "5, 12"})
  void withARidgeItIsTheShortestSolutionOfTheProblemWithRowsAdded(int n, int features) {
    Tensor f = normal(Rng.seed(3), n, features);
    Tensor y = normal(Rng.seed(4), n, 2);
    double ridge = 0.3;
    Tensor rows = Tensor.identity(features, DType.FLOAT64).mul(Math.sqrt(ridge));
    Tensor expected = LeastSquares.solve(Joining.concat(0, f, rows),
        Joining.concat(0, y, Tensor.zeros(DType.FLOAT64, features, 2)));
    assertArrayEquals(expected.toDoubleArray(), RidgeRegression.fit(f, y, ridge).weights().toDoubleArray(),
        1e-10);
  }

  @Test
  void withMoreFeaturesThanExamplesTheTargetsAreHitExactly() {
    Tensor f = normal(Rng.seed(5), 20, 30);
    Tensor y = normal(Rng.seed(6), 20, 2);
    Tensor missed = RidgeRegression.shortest(f, y).predict(f).sub(y);
    assertEquals(0, missed.abs().max().item(), 1e-10);
  }

  @Test
  void equalFeaturesShareTheWeightEvenly() {
    Tensor f = normal(Rng.seed(7), 10, 1);
    Tensor weights = RidgeRegression.shortest(Joining.concat(1, f, f), f.mul(4)).weights();
    assertArrayEquals(new double[] {2, 2}, weights.toDoubleArray(), 1e-12);
    assertEquals(Math.sqrt(8), RidgeRegression.shortest(Joining.concat(1, f, f), f.mul(4)).norm(), 1e-12);
  }

  @Test
  void theLengthOfTheWeightsGrowsAsTheRidgeFallsUpToTheShortest() {
    Tensor f = normal(Rng.seed(8), 6, 9);
    Tensor y = normal(Rng.seed(9), 6, 1);
    double last = 0;
    for (double ridge : new double[] {100, 1, 0.01, 1e-8, 0}) {
      double norm = RidgeRegression.fit(f, y, ridge).norm();
      assertTrue(norm > last, ridge + ": " + norm + " after " + last);
      last = norm;
    }
    assertEquals(RidgeRegression.fit(f, y, 1e-10).norm(), last, 1e-6);
  }

  @Test
  void impossibleArgumentsAreExplained() {
    Tensor f = normal(Rng.seed(1), 4, 2);
    Tensor y = normal(Rng.seed(2), 4, 1);
    assertThrows(IllegalArgumentException.class, () -> RidgeRegression.fit(f, y, -1));
    assertThrows(IllegalArgumentException.class, () -> RidgeRegression.fit(f, y, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> RidgeRegression.shortest(f, y.slice(0, 0, 3)));
    assertTrue(assertThrows(IllegalArgumentException.class,
        () -> RidgeRegression.shortest(f.to(DType.FLOAT32), y))
        .getMessage().contains("float64"));
  }
}
