package scrutable.lessons.instruments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScalarTest {
  @Test
  void theDerivativesAreThoseOfTheClosedForms() {
    Scalar x = Scalar.of(0.7);
    Scalar y = Scalar.of(-1.3);
    Scalar result = x.times(y).tanh().plus(x.exp());
    result.backward();
    double slope = 1 - StrictMath.tanh(0.7 * -1.3) * StrictMath.tanh(0.7 * -1.3);
    assertEquals(StrictMath.tanh(0.7 * -1.3) + StrictMath.exp(0.7), result.value());
    assertEquals(-1.3 * slope + StrictMath.exp(0.7), x.gradient(), 1e-15);
    assertEquals(0.7 * slope, y.gradient(), 1e-15);
  }

  @Test
  void anIntermediateNumberThatIsUsedTwiceComesBackOnceAndDepthFirstOneAndAHalfTimes() {
    Scalar right = Scalar.of(0.7);
    square(right.tanh()).backward();
    double h = StrictMath.tanh(0.7);
    assertEquals(2 * h * (1 - h * h), right.gradient(), 1e-15);
    Scalar wrong = Scalar.of(0.7);
    square(wrong.tanh()).backwardDepthFirst();
    assertEquals(3 * h * (1 - h * h), wrong.gradient(), 1e-15);
  }

  private static Scalar square(Scalar x) {
    return x.times(x);
  }
}
