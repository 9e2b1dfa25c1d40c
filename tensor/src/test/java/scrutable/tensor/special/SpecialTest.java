package scrutable.tensor.special;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/// Each function against references of many digits (`special-reference.csv`, whose head tells where they come
/// from), published values, and identities that tie the functions to each other.
class SpecialTest {
  @Test
  void erfAgreesWithTheReference() {
    assertReference("erf", 1e-15, 39, x -> Special.erf(x[0]));
  }

  @Test
  void erfcAgreesWithTheReferenceFarIntoItsTail() {
    assertReference("erfc", 1e-15, 23, x -> Special.erfc(x[0]));
  }

  @Test
  void normalCdfAgreesWithTheReferenceFarIntoItsTail() {
    assertReference("normalCdf", 1e-15, 27, x -> Special.normalCdf(x[0]));
  }

  @Test
  void inverseNormalCdfAgreesWithTheReference() {
    assertReference("inverseNormalCdf", 1e-15, 32, x -> Special.inverseNormalCdf(x[0]));
  }

  @Test
  void logGammaAgreesWithTheReference() {
    assertReference("logGamma", 1e-15, 45, x -> Special.logGamma(x[0]));
  }

  @Test
  void incompleteBetaAgreesWithTheReference() {
    assertReference(
        "regularizedIncompleteBeta", 1e-12, 36, x -> Special.regularizedIncompleteBeta(x[0], x[1], x[2]));
  }

  @Test
  void betaQuantileAgreesWithTheReference() {
    assertReference("betaQuantile", 1e-13, 21, x -> Special.betaQuantile(x[0], x[1], x[2]));
  }

  @Test
  void betaQuantileGivesTheKnownClopperPearsonBounds() {
    assertEquals(0.9332543, Special.betaQuantile(0.001, 100, 1), 5e-8);
    assertEquals(0.9999309, Special.betaQuantile(0.001, 100_000, 1), 5e-8);
    assertEquals(0.9889893, Special.betaQuantile(0.001, 99_000, 1_001), 5e-8);
  }

  @Test
  void betaQuantileHasItsClosedForms() {
    for (double p : new double[] {1e-100, 1e-9, 0.001, 0.5, 0.999}) {
      assertEquals(p, Special.betaQuantile(p, 1, 1), 1e-13 * p);
      assertEquals(StrictMath.pow(p, 1 / 7.0), Special.betaQuantile(p, 7, 1), 1e-15, "x^7 = p");
      double angle = StrictMath.sin(StrictMath.PI * p / 2); // the arcsine distribution
      assertEquals(angle * angle, Special.betaQuantile(p, 0.5, 0.5), 1e-13 * angle * angle);
    }
    assertEquals(0, Special.betaQuantile(0, 3, 4));
    assertEquals(1, Special.betaQuantile(1, 3, 4));
  }

  @Test
  void betaQuantileReachesTheVerySmall() {
    // I_x(a, 1) = x^a, so the quantile is p^(1/a) = 1e-200
    assertEquals(1e-200, Special.betaQuantile(0.01, 0.01, 1), 1e-213);
  }

  @Test
  void incompleteBetaIsTheTailOfABinomial() {
    // P(at least 7 heads of 10 throws of a fair coin) = (120 + 45 + 10 + 1) / 1024
    assertEquals(176.0 / 1024, Special.regularizedIncompleteBeta(0.5, 7, 4), 1e-15);
    assertEquals(0, Special.regularizedIncompleteBeta(0, 7, 4));
    assertEquals(1, Special.regularizedIncompleteBeta(1, 7, 4));
  }

  @Test
  void quantilesInvertDistributionFunctions() {
    for (double x = -35; x <= 0; x += 0.173) {
      assertEquals(x, Special.inverseNormalCdf(Special.normalCdf(x)), 1e-15 * (1 + Math.abs(x)));
    }
    for (double x = 0.01; x < 1; x += 0.0173) {
      double p = Special.regularizedIncompleteBeta(x, 3.5, 2.25);
      assertEquals(x, Special.betaQuantile(p, 3.5, 2.25), 1e-14);
    }
  }

  @Test
  void symmetriesHoldToTheLastBit() {
    for (double x = 0; x < 7; x += 0.037) {
      assertEquals(-Special.erf(x), Special.erf(-x));
      assertEquals(-Special.inverseNormalCdf(0.25), Special.inverseNormalCdf(0.75));
    }
  }

  @Test
  void functionsDoNotJumpWhereTheirFormulasMeet() {
    for (double seam : new double[] {0.46875, 4}) {
      assertTrue(Special.erf(Math.nextUp(seam)) - Special.erf(seam) <= 2 * Math.ulp(Special.erf(seam)));
      assertEquals(Special.erfc(seam), Special.erfc(Math.nextUp(seam)), 1e-14 * Special.erfc(seam));
    }
    for (double seam : new double[] {0.5, 1.5, 2.5, 12}) {
      assertEquals(Special.logGamma(Math.nextDown(seam)), Special.logGamma(seam), 2e-15 * (1 + seam));
    }
  }

  @Test
  void logGammaIsTheLogarithmOfTheFactorial() {
    double factorial = 1;
    for (int n = 1; n <= 20; n++) {
      factorial *= n;
      double expected = StrictMath.log(factorial);
      assertEquals(expected, Special.logGamma(n + 1), 3e-15 * expected, n + "!");
    }
  }

  @Test
  void limitsAndNotANumber() {
    assertEquals(1, Special.erf(Double.POSITIVE_INFINITY));
    assertEquals(-1, Special.erf(Double.NEGATIVE_INFINITY));
    assertEquals(0, Special.erfc(Double.POSITIVE_INFINITY));
    assertEquals(2, Special.erfc(Double.NEGATIVE_INFINITY));
    assertEquals(0, Special.normalCdf(Double.NEGATIVE_INFINITY));
    assertEquals(1, Special.normalCdf(Double.POSITIVE_INFINITY));
    assertEquals(Double.NEGATIVE_INFINITY, Special.inverseNormalCdf(0));
    assertEquals(Double.POSITIVE_INFINITY, Special.inverseNormalCdf(1));
    assertEquals(Double.POSITIVE_INFINITY, Special.logGamma(Double.POSITIVE_INFINITY));
    assertEquals(Double.NaN, Special.erf(Double.NaN));
    assertEquals(Double.NaN, Special.erfc(Double.NaN));
    assertEquals(Double.NaN, Special.normalCdf(Double.NaN));
  }

  @Test
  void argumentsOutsideTheDomainAreRejected() {
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Special.inverseNormalCdf(bad));
      assertThrows(IllegalArgumentException.class, () -> Special.betaQuantile(bad, 1, 1));
      assertThrows(IllegalArgumentException.class, () -> Special.regularizedIncompleteBeta(bad, 1, 1));
    }
    for (double bad : new double[] {0, -1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Special.logGamma(bad));
      assertThrows(IllegalArgumentException.class, () -> Special.betaQuantile(0.5, bad, 1));
      assertThrows(IllegalArgumentException.class, () -> Special.regularizedIncompleteBeta(0.5, 1, bad));
    }
    assertThrows(
        IllegalArgumentException.class, () -> Special.betaQuantile(0.5, Double.POSITIVE_INFINITY, 1));
  }

  private static void assertReference(
      String function, double relativeError, int rows, ToDoubleFunction<double[]> ours) {
    int seen = 0;
    for (String line : referenceLines()) {
      String[] cells = line.split(",");
      if (!cells[0].equals(function)) {
        continue;
      }
      double[] numbers = Arrays.stream(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
      double expected = numbers[numbers.length - 1];
      assertEquals(expected, ours.applyAsDouble(numbers), relativeError * Math.abs(expected), line);
      seen++;
    }
    assertEquals(rows, seen, "rows of " + function);
  }

  private static List<String> referenceLines() {
    try (var stream = SpecialTest.class.getResourceAsStream("special-reference.csv")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
