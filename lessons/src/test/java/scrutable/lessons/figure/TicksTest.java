package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
  @ParameterizedTest
  @CsvSource({"0, 100, 20", "0, 0.3, 0.05", "-1, 1.5, 0.5", "0, 6, 1", "0, 7, 2", "0, 13, 5",
      "1e-9, 2e-9, 2e-10",
      "0, 5e5, 1e5", "0, 60, 10", "0, 61, 20"})
  void theStepIsTheSmallestOfOneTwoFiveThatGivesAtMostSixIntervals(double from, double to, double step) {
    assertEquals(step, Ticks.step(from, to).doubleValue());
  }

  @Test
  void linearTicksAreRoundDecimals() {
    assertEquals(List.of(0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3), values(Ticks.linear(0, 0.3)));
    assertEquals("0.00 0.05 0.10 0.15 0.20 0.25 0.30", labels(Ticks.linear(0, 0.3)));
    assertEquals("-1.0 -0.5 0.0 0.5 1.0 1.5", labels(Ticks.linear(-1.1, 1.6)));
    assertEquals("0 20 40 60 80 100", labels(Ticks.linear(0, 100)));
    assertEquals("0 5e5 1e6 1.5e6 2e6 2.5e6 3e6", labels(Ticks.linear(0, 3e6)));
    assertEquals("0 2e-7 4e-7 6e-7 8e-7 1e-6", labels(Ticks.linear(0, 1e-6)));
  }

  @Test
  void logarithmicTicksLabelDecadesAndMarkTheirParts() {
    List<Ticks.Tick> ticks = Ticks.logarithmic(1e-3, 1);
    assertEquals(28, ticks.size());
    assertEquals("0.001 0.01 0.1 1", labels(ticks));
    assertEquals("10⁻⁸ 10⁻⁷ 10⁻⁶", labels(Ticks.logarithmic(1e-8, 1e-6)).replaceAll("[25]·\\S+ ", ""));
    assertEquals("1 2 5 10", labels(Ticks.logarithmic(1, 10)));
  }

  @Test
  void manyDecadesAreThinned() {
    assertEquals("10⁻¹² 10⁻¹⁰ 10⁻⁸ 10⁻⁶ 10⁻⁴ 10⁻² 10⁰", labels(Ticks.logarithmic(1e-12, 1)));
    assertTrue(labels(Ticks.logarithmic(1e-300, 1e300)).split(" ").length <= 10);
  }

  @Test
  void aScaleMapsEndsMiddleAndTheGeometricMean() {
    var linear = new Scale(Axis.linear("x"), 0, 10, 100, 300);
    assertEquals(100, linear.pixel(0));
    assertEquals(150, linear.pixel(2.5));
    assertEquals(300, linear.pixel(10));
    var log = new Scale(Axis.log("y"), 0.01, 100, 400, 0);
    assertEquals(200, log.pixel(1), 1e-9);
    assertEquals(300, log.pixel(0.1), 1e-9);
  }

  @Test
  void aFreeScaleIsRoundedOutwardsAndNeverEmpty() {
    assertRange(0, 100, Scale.fitted(Axis.linear(""), 3, 98, 0, 1));
    assertRange(0.9, 1.1, Scale.fitted(Axis.linear(""), 1, 1, 0, 1));
    assertRange(-1, 1, Scale.fitted(Axis.linear(""), 0, 0, 0, 1));
    assertRange(0, 1, Scale.fitted(Axis.linear(""), 1, -1, 0, 1));
    assertRange(0.02, 50, Scale.fitted(Axis.log(""), 0.03, 40, 0, 1));
    assertRange(1, 10, Scale.fitted(Axis.log(""), 1, -1, 0, 1));
    assertRange(2, 8, Scale.fitted(Axis.linear("").range(2, 8), 0, 100, 0, 1));
  }

  private static void assertRange(double from, double to, Scale scale) {
    assertEquals(from, scale.from(), 1e-12);
    assertEquals(to, scale.to(), 1e-12);
  }

  private static List<Double> values(List<Ticks.Tick> ticks) {
    return ticks.stream().map(Ticks.Tick::value).toList();
  }

  private static String labels(List<Ticks.Tick> ticks) {
    return ticks.stream().map(Ticks.Tick::label).filter(label ->
        !label.isEmpty()).collect(Collectors.joining(" "));
  }
}
