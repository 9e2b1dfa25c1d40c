package scrutable.lessons.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import scrutable.tensor.io.ShortestDecimal;

/// Numbers as text, the same on every machine: no locale, no platform formatter.
///
/// Decimal rounding is exact (half-even on the binary value), so the text depends on the bits alone.
public final class Numbers {
  private static final double PLAIN_FROM = 1e-4;
  private static final double PLAIN_BELOW = 1e7;

  private Numbers() {}

  /// The value with exactly `decimals` digits after the point: `fixed(2.0, 1)` is `2.0`.
  ///
  /// NaN and infinities become `NaN`, `Infinity`, `-Infinity`; a zero never has a sign.
  ///
  /// @throws IllegalArgumentException if `decimals` is negative or above 30
  public static String fixed(double value, int decimals) {
    if (decimals < 0 || decimals > 30) {
      throw new IllegalArgumentException("fixed: decimals must be between 0 and 30; " + decimals
          + " was given");
    }
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// The value rounded to `digits` significant digits, without trailing zeros: `12.3`, `0.004`, `1.5e-9`.
  ///
  /// Scientific notation is used below 0.0001 and from ten million on.
  public static String significant(double value, int digits) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    if (value == 0) {
      return "0";
    }
    return plainOrScientific(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
  }

  /// The shortest decimal that reads back as the same double, in the notation of [#significant].
  public static String shortest(double value) {
    return Double.isFinite(value) && value != 0 ? plainOrScientific(BigDecimal.valueOf(value)) : exact(value);
  }

  /// The value with `digits` significant digits and a power of ten: `1.5e-9`, `2e6`.
  ///
  /// @throws IllegalArgumentException if the value is zero or not finite
  public static String scientific(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      throw new IllegalArgumentException("scientific: a finite number other than 0 is needed, not " + value);
    }
    return scientific(new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
  }

  private static String plainOrScientific(BigDecimal value) {
    double magnitude = Math.abs(value.doubleValue());
    boolean plain = magnitude >= PLAIN_FROM && magnitude < PLAIN_BELOW;
    return plain ? value.stripTrailingZeros().toPlainString() : scientific(value);
  }

  private static String scientific(BigDecimal value) {
    int exponent = value.precision() - value.scale() - 1;
    return value.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
  }

  /// The shortest decimal that reads back as the same double; whole numbers lose their `.0`.
  ///
  /// This is the form of result.json and table.csv: nothing is rounded away.
  public static String exact(double value) {
    return ShortestDecimal.of(value);
  }

  /// The double a person means by a boxed number: `0.1f` is read as 0.1, not as 0.10000000149.
  public static double toDouble(Number number) {
    return ShortestDecimal.meant(number);
  }
}
