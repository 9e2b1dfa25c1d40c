package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.classical.KernelDensity;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// The three measures of generators: [FrechetDistance], [ParzenLogLikelihood], [ModesCovered].
class GeneratedPicturesTest {
  private static Tensor vector(double... numbers) {
    return Tensor.of(numbers, numbers.length);
  }

  private static GaussianFit upright(double[] mean, double... deviations) {
    int n = mean.length;
    double[] covariance = new double[n * n];
    for (int i = 0; i < n; i++) {
      covariance[i * n + i] = deviations[i] * deviations[i];
    }
    return new GaussianFit(vector(mean), Tensor.wrap(covariance, n, n));
  }

  private static GaussianFit turned(GaussianFit upright, Tensor rotation) {
    return new GaussianFit(rotation.matmul(upright.mean().unsqueeze(1)).squeeze(1),
        rotation.matmul(upright.covariance()).matmul(rotation.t()));
  }

  private static final Tensor ROTATION =
      Tensor.of(new double[] {0.36, 0.48, -0.8, -0.8, 0.6, 0, 0.48, 0.64, 0.6}, 3, 3);

  /// Covariances that commute: the distance of the means and that of the deviations add up.
  @Test
  void alongCommonAxesItIsTheDistanceOfMeansAndDeviations() {
    GaussianFit a = upright(new double[] {1, 2, 3}, 1, 2, 0.5);
    GaussianFit b = upright(new double[] {2, 0, 3}, 3, 1, 0.5);
    double expected = 1 + 4 + 0 + 4 + 1 + 0;
    assertEquals(expected, FrechetDistance.squared(a, b), 1e-13);
    assertEquals(expected, FrechetDistance.squared(turned(a, ROTATION), turned(b, ROTATION)), 1e-12);
  }

  /// With a rank-one covariance `u u^T` the last term is `sqrt(u^T C u)`.
  @Test
  void covariancesThatDoNotCommuteHaveTheCrossTermOfTheFormula() {
    Tensor u = vector(1, -2, 0.5);
    Tensor thin = u.unsqueeze(1).matmul(u.unsqueeze(0));
    GaussianFit a = new GaussianFit(vector(0, 0, 0), thin);
    GaussianFit b = turned(upright(new double[] {0, 0, 0}, 1, 2, 0.5), ROTATION);
    double inner = u.unsqueeze(0).matmul(b.covariance()).matmul(u.unsqueeze(1)).item();
    double expected = 5.25 + 5.25 - 2 * Math.sqrt(inner);
    assertEquals(expected, FrechetDistance.squared(a, b), 1e-7);       // a singular root is good to 1e-8
    assertEquals(FrechetDistance.squared(a, b), FrechetDistance.squared(b, a), 1e-12);
  }

  @Test
  void equalDistributionsAreAtDistanceZeroAlsoSingularOnes() {
    Tensor features = Rng.seed(1).normal(5, 8);                         // a covariance of rank 4
    assertEquals(0, FrechetDistance.squared(features, features), 1e-12);
    assertTrue(FrechetDistance.squared(features, features) >= 0);
  }

  @Test
  void aFitHasTheMeanAndTheUnbiasedCovariance() {
    GaussianFit fit = GaussianFit.of(Tensor.of(new double[] {1, 0, 3, 4, 5, 2}, 3, 2));
    assertArrayEquals(new double[] {3, 2}, fit.mean().toDoubleArray());
    assertArrayEquals(new double[] {4, 2, 2, 4}, fit.covariance().toDoubleArray(), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> GaussianFit.of(Tensor.zeros(1, 4)));
    assertThrows(IllegalArgumentException.class, () -> GaussianFit.of(Tensor.ones(3, 4).mul(Double.NaN)));
    assertThrows(IllegalArgumentException.class,
        () -> FrechetDistance.squared(Tensor.zeros(3, 4), Tensor.zeros(3, 5)));
  }

  @Test
  void whatIsDrawnFromAFitHasItsMeanAndCovariance() {
    GaussianFit fit = turned(upright(new double[] {1, 2, 3}, 1, 2, 0.5), ROTATION);
    GaussianFit again = GaussianFit.of(fit.draw(20_000, Rng.seed(1)));
    double standardError = 2 / Math.sqrt(20_000);
    assertArrayEquals(fit.mean().toDoubleArray(), again.mean().toDoubleArray(), 4 * standardError);
    assertArrayEquals(fit.covariance().toDoubleArray(), again.covariance().toDoubleArray(), 0.2);
    assertTrue(FrechetDistance.squared(fit, again) < 0.01);
  }

  @Test
  void theParzenLogLikelihoodIsTheLogarithmOfTheMeanOfTheHills() {
    Rng rng = Rng.seed(2);
    Tensor samples = rng.normal(7, 1, 2, 2);
    Tensor pictures = rng.normal(3, 1, 2, 2);
    double[][] found = ParzenLogLikelihood.logLikelihoods(samples, pictures, 0.5, 2);
    for (int w = 0; w < 2; w++) {
      double sigma = w == 0 ? 0.5 : 2;
      for (int m = 0; m < 3; m++) {
        double density = 0;
        for (int i = 0; i < 7; i++) {
          double product = 1;                                   // of four normal densities, pixel by pixel
          for (int d = 0; d < 4; d++) {
            double u = (pictures.get(m, 0, d / 2, d % 2) - samples.get(i, 0, d / 2, d % 2)) / sigma;
            product *= Math.exp(-u * u / 2) / (sigma * Math.sqrt(2 * Math.PI));
          }
          density += product / 7;
        }
        assertEquals(Math.log(density), found[w][m], 1e-12);
      }
      assertArrayEquals(KernelDensity.gaussian(samples, sigma).logDensity(pictures).toDoubleArray(), found[w], 1e-12);
    }
  }

  @Test
  void farFromAllHillsTheLogLikelihoodIsLowButFinite() {
    double[] far = ParzenLogLikelihood.logLikelihoods(Tensor.zeros(2, 4), Tensor.ones(1, 4).mul(1e3), 0.1)[0];
    assertEquals(-4e6 / 0.02 - 4 * Math.log(0.1 * Math.sqrt(2 * Math.PI)), far[0], 1e-3);
  }

  /// Samples on a line, test pictures elsewhere: validation and test would choose different widths.
  @Test
  void theWidthIsChosenOnTheValidationExamplesOnly() {
    Tensor samples = Tensor.of(new double[] {0, 1, 2, 3}, 4, 1);
    Tensor near = Tensor.of(new double[] {0.01, 1.01, 2.01}, 3, 1);
    Tensor far = Tensor.of(new double[] {5, 6, 7}, 3, 1);
    ParzenLogLikelihood chosen = ParzenLogLikelihood.choosing(samples, near, far, 0.1, 1, 5);
    assertEquals(0.1, chosen.sigma());
    double[] test = ParzenLogLikelihood.logLikelihoods(samples, far, 0.1)[0];
    double mean = (test[0] + test[1] + test[2]) / 3;
    assertEquals(mean, chosen.mean(), 1e-9);
    double variance = 0;
    for (double value : test) {
      variance += (value - mean) * (value - mean) / 2;
    }
    assertEquals(Math.sqrt(variance / 3), chosen.standardError(), 1e-9);
    assertEquals(5, ParzenLogLikelihood.choosing(samples, far, near, 0.1, 1, 5).sigma());
  }

  @Test
  void theUsualWidthsRunFromATenthToOneInEqualRatios() {
    double[] widths = ParzenLogLikelihood.usualWidths();
    assertEquals(10, widths.length);
    assertEquals(0.1, widths[0], 1e-16);
    assertEquals(1, widths[9]);
    assertEquals(widths[1] / widths[0], widths[9] / widths[8], 1e-12);
  }

  @Test
  void badParzenArgumentsAreRefused() {
    Tensor some = Tensor.zeros(3, 4);
    assertThrows(IllegalArgumentException.class, () -> ParzenLogLikelihood.choosing(some, some, some));
    assertThrows(IllegalArgumentException.class, () -> ParzenLogLikelihood.choosing(some, some, some, 0));
    assertThrows(IllegalArgumentException.class,
        () -> ParzenLogLikelihood.choosing(some, Tensor.zeros(3, 5), some, 1));
    assertThrows(IllegalArgumentException.class,
        () -> ParzenLogLikelihood.choosing(some.mul(Double.NaN), some, some, 1));
    assertThrows(IllegalArgumentException.class,
        () -> ParzenLogLikelihood.choosing(some, some, some.slice(0, 0, 1), 1));
  }

  @Test
  void theLogLikelihoodIsTheSameOnAnyNumberOfThreads() {
    Tensor samples = Rng.seed(3).normal(20, 6);
    Tensor pictures = Rng.seed(4).normal(30, 6);
    double[] alone = Parallel.withThreads(1, () -> ParzenLogLikelihood.logLikelihoods(samples, pictures, 0.3)[0]);
    double[] shared = Parallel.withThreads(3, () -> ParzenLogLikelihood.logLikelihoods(samples, pictures, 0.3)[0]);
    assertArrayEquals(alone, shared);
  }

  @Test
  void aModeIsCoveredFromItsShareOn() {
    ModesCovered modes = ModesCovered.of(Tensor.ofInts(new int[] {0, 0, 0, 2, 2, 3, 0, 0, 0, 0}, 10), 5);
    assertArrayEquals(new int[] {7, 0, 2, 1, 0}, modes.counts());
    assertEquals(0.2, modes.share(2));
    assertEquals(3, modes.covered(0.1));
    assertEquals(2, modes.covered(0.11));
    assertEquals(1, modes.covered(0.7));
    assertThrows(IllegalArgumentException.class, () -> modes.covered(0));
    assertThrows(IllegalArgumentException.class, () -> ModesCovered.of(Tensor.ofInts(new int[] {5}, 1), 5));
    assertThrows(IllegalArgumentException.class, () -> ModesCovered.of(Tensor.zeros(DType.INT32, 0), 5));
  }
}
