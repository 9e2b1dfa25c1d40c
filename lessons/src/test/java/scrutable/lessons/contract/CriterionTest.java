package scrutable.lessons.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CriterionTest {
  @ParameterizedTest
  @CsvSource({
      "AT_LEAST, false, true, true", "ABOVE, false, false, true", "AT_MOST, true, true, false",
      "BELOW, true, false, false", "EXACTLY, false, true, false"})
  void comparisonsHoldBelowAtAndAboveTheThreshold(Comparison comparison, boolean below, boolean at,
      boolean above) {
    assertEquals(below, Criterion.effect("x", 1, comparison, 2, "").satisfied());
    assertEquals(at, Criterion.effect("x", 2, comparison, 2, "").satisfied());
    assertEquals(above, Criterion.effect("x", 3, comparison, 2, "").satisfied());
  }

  @ParameterizedTest
  @EnumSource(Comparison.class)
  void nanSatisfiesNothing(Comparison comparison) {
    assertFalse(Criterion.effect("x", Double.NaN, comparison, 0, "").satisfied());
  }

  @Test
  void theShownValueNeverContradictsTheVerdict() {
    var failed = Criterion.effect("x", 97.99999, Comparison.AT_LEAST, 98, "%");
    assertEquals("97.99999", failed.shownValue());
    var passed = Criterion.effect("x", 98.00001, Comparison.ABOVE, 98, "%");
    assertEquals("98.00001", passed.shownValue());
    assertEquals("99.12", Criterion.effect("x", 99.123456, Comparison.AT_LEAST, 98, "%").shownValue());
    assertEquals("NaN", Criterion.effect("x", Double.NaN, Comparison.AT_LEAST, 98, "%").shownValue());
  }

  @Test
  void aThresholdMustBeANumber() {
    assertThrows(IllegalArgumentException.class, () ->
        Criterion.gate("x", 1, Comparison.AT_LEAST, Double.NaN, ""));
    assertThrows(IllegalArgumentException.class,
        () -> Criterion.gate("x", 1, Comparison.AT_MOST, Double.POSITIVE_INFINITY, ""));
    assertThrows(IllegalArgumentException.class, () -> Criterion.gate(" ", 1, Comparison.AT_MOST, 1, ""));
  }

  @Test
  void theSpreadOfARunThatBrokeIsBroken() {
    assertEquals(new Spread(1, 2, 5), Spread.of(5, 1, 2));
    assertEquals(new Spread(1, 2.5, 4), Spread.of(4, 1, 2, 3));
    assertTrue(Double.isNaN(Spread.of(1, Double.NaN, 2).median()));
    assertTrue(Double.isNaN(Spread.of(1, Double.NaN, 2).min()));
  }
}
