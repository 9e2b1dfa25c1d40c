package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.LeastSquares;

/// [LinearRegression] and [RandomFourierFeatures].
class LinearRegressionTest {
  private static Tensor normal(long seed, int rows, int columns) {
    return Rng.seed(seed).normal(rows, columns).to(DType.FLOAT64);
  }

  private static double largestDifference(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item();
  }

  @ParameterizedTest
  @CsvSource({"30, 10", "20, 20", "10, 30"})
  void theFitOfSmallestNormIsThatOfTheSingularValues(int examples, int features) {
    Tensor phi = normal(1, examples, features);
    Tensor targets = normal(2, examples, 3);
    Tensor weights = LinearRegression.minimumNorm(phi, targets).weights();
    assertEquals(0, largestDifference(LeastSquares.solve(phi, targets), weights), 1e-9);
  }

  @Test
  void twinExamplesThatContradictEachOtherAreAveraged() {
    Tensor phi = Tensor.of(new double[] {1, 0, 1, 1, 0, 1, 0, 1, 0}, 3, 3); // the first and second are twins
    Tensor twin = Tensor.of(new double[] {1, 0, 1, 1, 0, 1, 0, 1, 0}, 3, 3);
    Tensor targets = Tensor.of(new double[] {1, 3, 5}, 3, 1);
    Tensor predicted = LinearRegression.minimumNorm(phi, targets).predict(twin);
    assertArrayEquals(new double[] {2, 2, 5}, predicted.toDoubleArray(), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"12, 5", "5, 12"})
  void ridgeIsWhereItsGradientVanishes(int examples, int features) {
    Tensor phi = normal(3, examples, features);
    Tensor targets = normal(4, examples, 2);
    Tensor weights = LinearRegression.ridge(phi, targets, 0.3).weights();
    Tensor gradient = phi.t().matmul(phi.matmul(weights).sub(targets)).add(weights.mul(0.3));
    assertEquals(0, gradient.abs().max().item(), 1e-12);
  }

  @Test
  void aVanishingRidgeIsTheFitOfSmallestNorm() {
    Tensor phi = normal(5, 6, 15);
    Tensor targets = normal(6, 6, 1);
    Tensor shortest = LinearRegression.minimumNorm(phi, targets).weights();
    assertEquals(0, largestDifference(shortest, LinearRegression.ridge(phi, targets, 1e-9).weights()), 1e-7);
  }

  @Test
  void manyWavesApproachTheGaussianKernel() {
    Tensor points = Rng.seed(7).normal(8, 3);
    Tensor features = RandomFourierFeatures.draw(3, 20_000, 0.6, Rng.seed(8)).of(points);
    Tensor kernel = Kernel.rbf(0.6 * 0.6 / 2).matrix(points, points);
    assertTrue(largestDifference(features.matmul(features.t()), kernel) < 0.03, "1 / sqrt(20000) is 0.007");
  }

  @Test
  void theFirstWavesOfALargerDrawAreThoseOfASmallerOne() {
    Tensor points = Rng.seed(7).normal(8, 3);
    Tensor few = RandomFourierFeatures.draw(3, 5, 2, Rng.seed(9)).of(points);
    var many = RandomFourierFeatures.draw(3, 50, 2, Rng.seed(9));
    assertArrayEquals(few.toDoubleArray(), many.take(5).of(points).toDoubleArray());
    assertEquals(0, largestDifference(few, many.of(points).slice(1, 0, 5).mul(Math.sqrt(10))), 1e-12);
  }

  @Test
  void mistakesAreExplained() {
    assertThrows(IllegalArgumentException.class,
        () -> LinearRegression.minimumNorm(normal(1, 3, 2), normal(1, 4, 1)));
    assertThrows(IllegalArgumentException.class,
        () -> LinearRegression.ridge(normal(1, 3, 2), normal(1, 3, 1), 0));
    assertThrows(IllegalArgumentException.class, () -> RandomFourierFeatures.draw(3, 0, 1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> RandomFourierFeatures.draw(3, 4, 1, Rng.seed(1)).of(normal(1, 2, 4)));
  }
}
