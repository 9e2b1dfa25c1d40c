package scrutable.tensor.kernel.elementwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// The error bounds that [FloatMath] states, against double precision, over all floats in steps of a prime.
class FloatMathTest {

  private static final int STEP = 3_001;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private interface FloatFunction {
    float apply(float x);
  }

  @Test
  void expIsWithinItsBound() {
    assertWithin(1.1, FloatMath::exp, StrictMath::exp);
  }

  @Test
  void logIsWithinItsBound() {
    assertWithin(1.0, FloatMath::log, StrictMath::log);
  }

  @Test
  void tanhIsWithinItsBound() {
    assertWithin(2.5, FloatMath::tanh, StrictMath::tanh);
  }

  @Test
  void sigmoidIsWithinItsBound() {
    assertWithin(2.4, FloatMath::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)));
  }

  @Test
  void erfIsWithinItsBound() {
    assertWithin(1.2, FloatMath::erf, FloatMathTest::erf);
  }

  @Test
  void sineAndCosineAreWithinTheirBound() {
    assertWithin(0.51, FloatMath::sin, StrictMath::sin);
    assertWithin(0.51, FloatMath::cos, StrictMath::cos);
  }

  @Test
  void specialValuesAreRight() {
    assertEquals(1f, FloatMath.exp(0f));
    assertEquals(1f, FloatMath.exp(-0f));
    assertEquals(INFINITY, FloatMath.exp(INFINITY));
    assertEquals(INFINITY, FloatMath.exp(88.8f));
    assertEquals(INFINITY, FloatMath.exp(Float.MAX_VALUE));
    assertEquals(0f, FloatMath.exp(-INFINITY));
    assertEquals(0f, FloatMath.exp(-104f));
    assertEquals(Float.MIN_VALUE, FloatMath.exp(-103.5f));
    assertEquals(-INFINITY, FloatMath.log(0f));
    assertEquals(-INFINITY, FloatMath.log(-0f));
    assertEquals(0f, FloatMath.log(1f));
    assertEquals(INFINITY, FloatMath.log(INFINITY));
    assertEquals(Float.NaN, FloatMath.log(-Float.MIN_VALUE));
    assertEquals(Float.NaN, FloatMath.log(-INFINITY));
    assertEquals((float) StrictMath.log(Float.MIN_VALUE), FloatMath.log(Float.MIN_VALUE));
    assertEquals(0.5f, FloatMath.sigmoid(0f));
    assertEquals(1f, FloatMath.sigmoid(INFINITY));
    assertEquals(0f, FloatMath.sigmoid(-INFINITY));
    for (FloatFunction odd : new FloatFunction[] {FloatMath::tanh, FloatMath::erf}) {
      assertEquals(0f, odd.apply(0f));
      assertEquals(-0f, odd.apply(-0f));
      assertEquals(1f, odd.apply(INFINITY));
      assertEquals(-1f, odd.apply(-INFINITY));
      assertEquals(Float.MIN_VALUE, odd.apply(Float.MIN_VALUE));
    }
    for (FloatFunction function : new FloatFunction[] {FloatMath::exp, FloatMath::log, FloatMath::tanh,
        FloatMath::sigmoid, FloatMath::erf, FloatMath::sin, FloatMath::cos}) {
      assertEquals(Float.NaN, function.apply(Float.NaN));
    }
  }

  @Test
  void tanhErfAndSigmoidNeverLeaveTheirRange() {
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      if (!Float.isNaN(x)) {
        assertTrue(Math.abs(FloatMath.tanh(x)) <= 1, () -> "tanh(" + x + ")");
        assertTrue(Math.abs(FloatMath.erf(x)) <= 1, () -> "erf(" + x + ")");
        assertTrue(FloatMath.sigmoid(x) >= 0 && FloatMath.sigmoid(x) <= 1, () -> "sigmoid(" + x + ")");
      }
    }
  }

  /// Measures the error in units in the last place of the true value, rounded to float.
  private static void assertWithin(double ulps, FloatFunction function, DoubleUnaryOperator truth) {
    double worst = 0;
    float worstAt = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
      float x = Float.intBitsToFloat((int) bits);
      float actual = function.apply(x);
      double exact = truth.applyAsDouble(x);
      float rounded = (float) exact;
      if (Double.isNaN(exact) || Float.isInfinite(rounded)) {
        assertEquals(rounded, actual, "at " + x);
      } else {
        double error = Math.abs(actual - exact) / Math.ulp(rounded);
        if (!(error <= worst)) {
          worst = error;
          worstAt = x;
        }
      }
    }
    assertTrue(worst <= ulps, worst + " ulp at " + worstAt);
  }

  /// The Maclaurin series below 3, the continued fraction of erfc above (Abramowitz, Stegun, 7.1.5, 7.1.14).
  private static double erf(double x) {
    double size = Math.abs(x);
    double value;
    if (size < 3) {
      double power = size;
      value = size;
      for (int n = 1; Math.abs(power) > 1e-18 * value; n++) {
        power *= -size * size / n;
        value += power / (2 * n + 1);
      }
      value *= 2 / Math.sqrt(Math.PI);
    } else {
      double fraction = 0;
      for (int n = 60; n > 0; n--) {
        fraction = n / 2.0 / (size + fraction);
      }
      value = 1 - StrictMath.exp(-size * size) / Math.sqrt(Math.PI) / (size + fraction);
    }
    return Math.copySign(value, x);
  }
}
