package scrutable.tensor;

import java.util.function.DoubleUnaryOperator;
import scrutable.tensor.special.Special;

/// The functions of one number that tensors can apply element by element.
///
/// [#reference] is their definition, used for `float64`. For `float32` the transcendental ones use the
/// polynomials of `scrutable.tensor.kernel`, whose error bounds stand there; the others are exact. `StrictMath`
/// rather than `Math`, because the latter may differ in the last bit between platforms.
public enum UnaryFunction {
  NEG(x -> -x),
  ABS(Math::abs),
  /// -1, 0 or 1; 0 for 0, NaN for NaN.
  SIGN(Math::signum),
  SQUARE(x -> x * x),
  SQRT(Math::sqrt),
  /// 1 / x.
  RECIPROCAL(x -> 1 / x),
  EXP(StrictMath::exp),
  LOG(StrictMath::log),
  SIN(StrictMath::sin),
  COS(StrictMath::cos),
  TANH(StrictMath::tanh),
  /// 1 / (1 + exp(-x)), written so that exp never overflows.
  SIGMOID(x -> x >= 0 ? 1 / (1 + StrictMath.exp(-x)) : StrictMath.exp(x) / (1 + StrictMath.exp(x))),
  /// The error function 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
  ERF(Special::erf),
  /// max(x, 0); NaN for NaN.
  RELU(x -> Math.max(x, 0)),
  FLOOR(Math::floor),
  /// The nearest integer, ties to the even one.
  ROUND(Math::rint),
  /// 1 where the number is finite, 0 for NaN and infinities.
  IS_FINITE(x -> Double.isFinite(x) ? 1 : 0);

  private final DoubleUnaryOperator reference;

  UnaryFunction(DoubleUnaryOperator reference) {
    this.reference = reference;
  }

  /// The definition, in `double`.
  public DoubleUnaryOperator reference() {
    return reference;
  }
}
