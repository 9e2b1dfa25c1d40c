package scrutable.tensor;

import java.util.function.DoubleBinaryOperator;

/// The functions of two numbers that tensors can apply element by element.
///
/// [#reference] is their definition. It is computed in `double`; rounding its result to `float` gives the
/// correctly rounded `float` result for `+ - * /`, since 53 bits are more than twice 24 plus 2 (Figueroa,
/// "When is double rounding innocuous?", 1995). So one definition is the exact oracle of both types.
public enum BinaryFunction {
  ADD((a, b) -> a + b),
  SUB((a, b) -> a - b),
  MUL((a, b) -> a * b),
  DIV((a, b) -> a / b),
  /// The larger number; NaN if either is.
  MAX(Math::max),
  /// The smaller number; NaN if either is.
  MIN(Math::min),
  /// The first to the power of the second, as IEEE 754 has it: 1 to any power is 1, also to NaN, and so is -1 to an
  /// infinite one.
  POW((a, b) -> a == 1 || a == -1 && Double.isInfinite(b) ? 1 : StrictMath.pow(a, b)),
  EQUAL((a, b) -> a == b ? 1 : 0),
  NOT_EQUAL((a, b) -> a != b ? 1 : 0),
  LESS((a, b) -> a < b ? 1 : 0),
  LESS_OR_EQUAL((a, b) -> a <= b ? 1 : 0),
  GREATER((a, b) -> a > b ? 1 : 0),
  GREATER_OR_EQUAL((a, b) -> a >= b ? 1 : 0);

  private final DoubleBinaryOperator reference;

  BinaryFunction(DoubleBinaryOperator reference) {
    this.reference = reference;
  }

  /// The definition, in `double`.
  public DoubleBinaryOperator reference() {
    return reference;
  }

  /// Whether the result is a truth value (0 or 1).
  public boolean isComparison() {
    return ordinal() >= EQUAL.ordinal();
  }
}
