package scrutable.lessons.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.format.Numbers;

/// Where an axis is marked: at multiples of 1, 2 or 5 times a power of ten.
///
/// All ticks are computed in decimal and then rounded once, so a tick at 0.3 is the double 0.3.
final class Ticks {
  /// One mark; an empty label is a minor mark.
  record Tick(double value, String label) {}

  private static final int WANTED = 6;
  private static final int[] STEPS = {1, 2, 5};
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Ticks() {}

  /// The step of the 1-2-5 rule that gives at most [#WANTED] intervals.
  static BigDecimal step(double from, double to) {
    double raw = (to - from) / WANTED;
    if (!(raw > 0) || Double.isInfinite(raw)) {
      throw new IllegalArgumentException("ticks: the range must be finite and rise; it goes from " + from
          + " to " + to);
    }
    int exponent = (int) Math.floor(StrictMath.log10(raw)) - 1;
    while (true) {
      for (int digit : STEPS) {
        BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
        if (step.doubleValue() >= raw * (1 - 1e-9)) {
          return step;
        }
      }
      exponent++;
    }
  }

  /// Ticks of a linear axis within the range, ends included.
  static List<Tick> linear(double from, double to) {
    BigDecimal step = step(from, to);
    double size = step.doubleValue();
    long first = (long) Math.ceil(from / size - 1e-9);
    long last = (long) Math.floor(to / size + 1e-9);
    // One notation for the whole axis: 0, 5e5, 1e6 and not 0, 500000, 1e6.
    boolean scientific = Math.max(Math.abs(from), Math.abs(to)) >= 1e6 || size < 1e-5;
    List<Tick> ticks = new ArrayList<>();
    for (long i = first; i <= last; i++) {
      double value = step.multiply(BigDecimal.valueOf(i)).doubleValue();
      String label = !scientific ? Numbers.fixed(value, Math.max(0, step.stripTrailingZeros().scale()))
          : i == 0 ? "0" : Numbers.scientific(value, 6);
      ticks.add(new Tick(value, label));
    }
    return ticks;
  }

  /// Ticks of a logarithmic axis: decades with labels and 2 to 9 between them without; over less than two
  /// decades also 2 and 5 have labels, and over many decades only every second, fifth, ... decade has.
  static List<Tick> logarithmic(double from, double to) {
    int first = (int) Math.floor(StrictMath.log10(from) + 1e-9);
    int last = (int) Math.ceil(StrictMath.log10(to) - 1e-9);
    int decades = last - first;
    int every = 1;
    while (decades / every > 9) {
      every = every == 1 ? 2 : every == 2 ? 5 : every + 5;
    }
    boolean plain = first >= -3 && last <= 4;
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      int most = decades > 6 ? 1 : 9;
      for (int digit = 1; digit <= most; digit++) {
        double value = Double.parseDouble(digit + "e" + exponent);
        if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9)) {
          continue;
        }
        boolean labelled = digit == 1 ? Math.floorMod(exponent, every) == 0
            : decades <= 2 && (digit == 2 || digit == 5);
        ticks.add(new Tick(value, labelled ? logLabel(digit, exponent, plain) : ""));
      }
    }
    return ticks;
  }

  private static String logLabel(int digit, int exponent, boolean plain) {
    if (plain) {
      return Numbers.significant(Double.parseDouble(digit + "e" + exponent), 3);
    }
    var power = new StringBuilder(digit == 1 ? "10" : digit + "·10");
    if (exponent < 0) {
      power.append('⁻');
    }
    for (char c : Integer.toString(Math.abs(exponent)).toCharArray()) {
      power.append(SUPERSCRIPTS.charAt(c - '0'));
    }
    return power.toString();
  }
}
