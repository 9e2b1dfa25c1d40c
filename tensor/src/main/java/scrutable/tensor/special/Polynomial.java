package scrutable.tensor.special;

/// The value of a polynomial by Horner's rule, constant term first in the array.
///
/// No fused multiply-add: the published error bounds of the approximations in this package were measured
/// without it, and plain multiplication and addition give the same bits everywhere as well.
final class Polynomial {
  private Polynomial() {}

  static double at(double x, double[] coefficients) {
    double value = coefficients[coefficients.length - 1];
    for (int i = coefficients.length - 2; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return value;
  }
}
