package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.tensor.Rng;

@DisplayName("Power laws")
class PowerLawTest {
  private static final double[] SIZES = {3e3, 7e3, 12e3, 25e3, 55e3};

  private static double[] law(double scale, double exponent, double floor) {
    return Arrays.stream(SIZES).map(x -> floor + scale * Math.pow(x, -exponent)).toArray();
  }

  @Test
  void plantedExponentsAreRecovered() {
    for (double exponent : new double[] {0.05, 0.34, 1, 2.5}) {
      for (double scale : new double[] {0.2, 40, 1e6}) {
        PowerLaw plain = PowerLaw.fit(SIZES, law(scale, exponent, 0));
        assertEquals(exponent, plain.exponent(), 1e-12);
        assertEquals(scale, plain.scale(), 1e-9 * scale);
        assertEquals(1, plain.rSquared(), 1e-12);
        double floor = scale * Math.pow(SIZES[0], -exponent);
        PowerLaw known = PowerLaw.fit(SIZES, law(scale, exponent, floor), floor);
        assertEquals(exponent, known.exponent(), 1e-9);
      }
    }
    assertEquals(-0.5, PowerLaw.fit(SIZES, law(1, -0.5, 0)).exponent(), 1e-12, "rising laws have a negative exponent");
  }

  @Test
  void aPlantedFloorIsFoundTogetherWithTheExponent() {
    for (double exponent : new double[] {0.1, 0.34, 0.9}) {
      for (double floor : new double[] {0, 0.3, 1.7}) {
        PowerLaw fitted = PowerLaw.fitWithFloor(SIZES, law(20, exponent, floor));
        assertEquals(exponent, fitted.exponent(), 1e-4);
        assertEquals(floor, fitted.floor(), 1e-3);
        double truth = floor + 20 * Math.pow(98e3, -exponent);
        assertEquals(truth, fitted.predict(98e3), 1e-4 * truth);
        assertEquals(1, fitted.rSquared(), 1e-6);
      }
    }
  }

  @Test
  void withAFloorTheStraightLineIsWrongAndSaysSoFarOut() {
    double[] y = law(20, 0.34, 1.2);
    PowerLaw plain = PowerLaw.fit(SIZES, y);
    PowerLaw floor = PowerLaw.fitWithFloor(SIZES, y);
    double truth = 1.2 + 20 * Math.pow(3e6, -0.34);
    assertTrue(plain.predict(3e6) < 0.9 * truth, "the line promises " + plain.predict(3e6) + " of " + truth);
    assertEquals(truth, floor.predict(3e6), 1e-3 * truth);
    assertTrue(plain.rSquared() < 0.995);
  }

  @Test
  void noiseIsAveragedAndLowersTheShareExplained() {
    Rng rng = Rng.seed(3);
    double[] x = new double[40];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i] = 100 * Math.pow(1.3, i);
      y[i] = 5 * Math.pow(x[i], -0.2) * Math.exp(0.05 * rng.nextGaussian());
    }
    PowerLaw fitted = PowerLaw.fit(x, y);
    assertEquals(0.2, fitted.exponent(), 4 * 0.05 / (Math.sqrt(40) * 11.5 * Math.log(1.3)));
    assertTrue(fitted.rSquared() < 0.9999 && fitted.rSquared() > 0.97);
  }

  @Test
  void tooFewPointsAndImpossibleOnesAreRefused() {
    assertMessage("PowerLaw: 2 different x are too few; this law has 2 unknowns, so at least 3 points are needed to see"
        + " whether it holds", () -> PowerLaw.fit(new double[] {1, 2, 2}, new double[] {3, 2, 2}));
    assertMessage("PowerLaw: 3 different x are too few; this law has 3 unknowns, so at least 4 points are needed to see"
        + " whether it holds", () -> PowerLaw.fitWithFloor(new double[] {1, 2, 3}, new double[] {3, 2, 1}));
    assertMessage("PowerLaw: point 2, 1.1, does not lie above the floor, 1.2; its logarithm is not defined",
        () -> PowerLaw.fit(new double[] {1, 2, 3}, new double[] {3, 2, 1.1}, 1.2));
    assertMessage("PowerLaw: point 1 is (2.0, NaN), but both numbers should be positive and finite",
        () -> PowerLaw.fit(new double[] {1, 2, 3}, new double[] {3, Double.NaN, 1}));
    assertMessage("PowerLaw: 2 x and 1 y are not points", () -> PowerLaw.fit(new double[2], new double[1]));
    assertMessage("PowerLaw: y does not fall with x, so there is no floor that it falls to",
        () -> PowerLaw.fitWithFloor(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 4}));
    assertMessage("PowerLaw: x should be positive, not 0.0", () -> new PowerLaw(1, 1, 0, 1).predict(0));
  }

  private static void assertMessage(String expected, Executable work) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
