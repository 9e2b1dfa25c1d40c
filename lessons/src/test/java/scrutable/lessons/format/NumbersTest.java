package scrutable.lessons.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void fixedRoundsTheBinaryValueHalfEven() {
    assertEquals("0.12", Numbers.fixed(0.125, 2));
    assertEquals("0.38", Numbers.fixed(0.375, 2));
    assertEquals("1.00", Numbers.fixed(1.005, 2));
    assertEquals("97.3", Numbers.fixed(97.2998, 1));
    assertEquals("1000000", Numbers.fixed(1e6, 0));
  }

  @Test
  void aRoundedZeroHasNoSign() {
    assertEquals("0.0", Numbers.fixed(-0.04, 1));
    assertEquals("0", Numbers.significant(-0.0, 3));
  }

  @Test
  void significantKeepsDigitsAndDropsZeros() {
    assertEquals("12.3", Numbers.significant(12.34, 3));
    assertEquals("100", Numbers.significant(99.96, 3));
    assertEquals("0.004", Numbers.significant(0.004, 3));
    assertEquals("1.5e-9", Numbers.significant(1.5e-9, 3));
    assertEquals("-2e12", Numbers.significant(-2e12, 3));
    assertEquals("1e7", Numbers.significant(9_999_999, 3));
    assertEquals("1234567", Numbers.significant(1_234_567, 7));
  }

  @Test
  void shortestIsExactToo() {
    assertEquals("1e-6", Numbers.shortest(1e-6));
    assertEquals("0.0005", Numbers.shortest(5e-4));
    assertEquals("98.5", Numbers.shortest(98.5));
    assertEquals("2.5e20", Numbers.shortest(2.5e20));
    assertEquals("0", Numbers.shortest(0));
    assertEquals("0.3333333333333333", Numbers.shortest(1.0 / 3));
  }

  @Test
  void exactReadsBackAsTheSameDouble() {
    for (double value : new double[] {0.1, 1.0 / 3, 1e300, 4.9e-324, 123456789.125, -17}) {
      assertEquals(value, Double.parseDouble(Numbers.exact(value)));
    }
    assertEquals("3", Numbers.exact(3));
    assertEquals("0.1", Numbers.exact(0.1));
  }

  @Test
  void floatsAreReadAsWritten() {
    assertEquals(0.1, Numbers.toDouble(0.1f));
    assertEquals(7.0, Numbers.toDouble(7));
  }

  @Test
  void nanAndInfinityAreNamed() {
    assertEquals("NaN", Numbers.fixed(Double.NaN, 2));
    assertEquals("-Infinity", Numbers.significant(Double.NEGATIVE_INFINITY, 3));
    assertEquals("Infinity", Numbers.exact(Double.POSITIVE_INFINITY));
  }

  @Test
  void theLocaleHasNoInfluence() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertEquals("1234.5", Numbers.fixed(1234.5, 1));
      assertEquals("1.5e-9", Numbers.significant(1.5e-9, 3));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void absurdDecimalsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Numbers.fixed(1, -1));
    assertThrows(IllegalArgumentException.class, () -> Numbers.fixed(1, 31));
  }
}
