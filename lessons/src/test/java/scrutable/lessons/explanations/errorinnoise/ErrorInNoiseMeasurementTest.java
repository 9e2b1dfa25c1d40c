package scrutable.lessons.explanations.errorinnoise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorInNoiseMeasurementTest {

  @Test
  void powersOfOneAnotherAreCorrelatedPerfectly() {
    double[] x = {1, 2, 3, 5, Double.NaN};
    double[] cubes = {1, 8, 27, 125, 1};
    assertEquals(1, ErrorInNoiseMeasurement.correlationOfLogarithms(x, cubes), 1e-12);
    double[] inverse = {1, 0.5, 1 / 3.0, 0.2, 4};
    assertEquals(-1, ErrorInNoiseMeasurement.correlationOfLogarithms(x, inverse), 1e-12);
  }

  @Test
  void whatWasNotMeasuredHasNoPartInTheMedian() {
    assertEquals(2.5, ErrorInNoiseMeasurement.medianRatio(new double[] {4, Double.NaN, 9}, new double[] {2, 1, 3}));
    assertEquals(Double.NaN, ErrorInNoiseMeasurement.medianRatio(new double[] {4}, new double[] {Double.NaN}));
  }
}
