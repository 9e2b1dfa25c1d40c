package scrutable.lessons.contract;

import scrutable.lessons.format.Numbers;

/// A measured value and the threshold it must meet; it evaluates itself.
///
/// @param role       what it is for
/// @param name       what was measured, like `error of the softmax model at eps = 0.25`
/// @param value      the measured value; NaN satisfies nothing
/// @param comparison how the value must compare
/// @param threshold  with what; must be finite
/// @param unit       the unit of both, like `%`, or empty
public record Criterion(
    Role role, String name, double value, Comparison comparison, double threshold, String unit)
    implements Finding {
  private static final int LEAST_DIGITS = 4;
  private static final int MOST_DIGITS = 17;

  /// Checks the arguments.
  ///
  /// @throws IllegalArgumentException if the name is blank or the threshold is not a finite number
  public Criterion {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a criterion must have a name");
    }
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          "criterion \"" + name + "\": the threshold must be a finite number; it is " + threshold);
    }
  }

  /// A requirement on the baseline.
  public static Criterion gate(String name, double value, Comparison comparison, double threshold,
      String unit) {
    return new Criterion(Role.GATE, name, value, comparison, threshold, unit);
  }

  /// The phenomenon itself.
  public static Criterion effect(String name, double value, Comparison comparison, double threshold,
      String unit) {
    return new Criterion(Role.EFFECT, name, value, comparison, threshold, unit);
  }

  /// What a control or an ablation really did: how far it moved, how many labels it changed, how long it trained. A
  /// control that does nothing shows no effect either, and proves nothing.
  public static Criterion dose(String name, double value, Comparison comparison, double threshold, String unit) {
    return new Criterion(Role.DOSE, name, value, comparison, threshold, unit);
  }

  /// What must NOT happen under a harmless change of the same size.
  public static Criterion control(String name, double value, Comparison comparison, double threshold,
      String unit) {
    return new Criterion(Role.CONTROL, name, value, comparison, threshold, unit);
  }

  /// What must be gone when the cause is taken away.
  public static Criterion ablation(
      String name, double value, Comparison comparison, double threshold, String unit) {
    return new Criterion(Role.ABLATION, name, value, comparison, threshold, unit);
  }

  /// Whether the value meets the threshold.
  public boolean satisfied() {
    return comparison.holds(value, threshold);
  }

  /// The value as text, rounded, but with digits enough that the rounding never contradicts [#satisfied].
  public String shownValue() {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    int digits = LEAST_DIGITS;
    String shown = Numbers.significant(value, digits);
    while (digits < MOST_DIGITS && comparison.holds(Double.parseDouble(shown), threshold) != satisfied()) {
      shown = Numbers.significant(value, ++digits);
    }
    return shown;
  }

  /// The threshold as text, exactly.
  public String shownThreshold() {
    return Numbers.shortest(threshold);
  }
}
