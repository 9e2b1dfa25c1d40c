package scrutable.tensor.special;

/// The distribution function of the beta distribution, and its quantile.
///
/// `I_x(a, b)`, the *regularized incomplete beta function*, is the integral of `t^(a-1) (1-t)^(b-1)` from 0
/// to `x`, divided by the integral to 1. It is a power term times a continued fraction. Both need care:
///
/// - The power term `x^a (1-x)^b / B(a, b)` is a product of huge and tiny factors; adding their logarithms
///   loses a digit for every digit of `a + b`. Loader's saddle-point form has no large terms to cancel.
/// - The continued fraction converges fast on the near side of the mean; the far side is reached by the
///   symmetry `I_x(a, b) = 1 - I_(1-x)(b, a)`. It takes in the order of `sqrt(a + b)` steps.
///
/// Sources: NIST Digital Library of Mathematical Functions, 8.17.4 and 8.17.22; Loader, "Fast and accurate
/// computation of binomial probabilities" (2000), sections 3 and 4; for the evaluation of the fraction from
/// the top, Lentz, "Generating Bessel functions in Mie scattering calculations" (1976).
final class IncompleteBeta {
  private static final double TWO_PI = 6.28318530717958647693;
  private static final double TINY = 1e-300;
  private static final double CONVERGED = 1e-16;
  private static final int MOST_STEPS = 1_000_000;

  private IncompleteBeta() {}

  static double of(double x, double a, double b) {
    requireParameters("regularizedIncompleteBeta", a, b);
    if (!(x >= 0 && x <= 1)) {
      throw new IllegalArgumentException("regularizedIncompleteBeta: x must lie in [0, 1], but is " + x);
    }
    if (x == 0 || x == 1) {
      return x;
    }
    double complement = 1 - x;
    return x < (a + 1) / (a + b + 2)
        ? nearSide(x, complement, a, b)
        : 1 - nearSide(complement, x, b, a);
  }

  /// The `x` with `I_x(a, b) = p`, by halving the interval `[0, 1]`.
  ///
  /// Not the interval of values is halved but that of *doubles*: positive doubles, read as integers, have
  /// the same order. So at most 62 halvings reach two neighbouring doubles, however close to zero the
  /// answer lies, with nothing to tune and no way not to converge.
  static double quantile(double p, double a, double b) {
    requireParameters("betaQuantile", a, b);
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("betaQuantile: p must be a probability in [0, 1], but is " + p);
    }
    if (p == 0 || p == 1) {
      return p;
    }
    long below = Double.doubleToLongBits(0.0);
    long above = Double.doubleToLongBits(1.0);
    while (above - below > 1) {
      long middle = below + (above - below) / 2;
      if (of(Double.longBitsToDouble(middle), a, b) < p) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return Double.longBitsToDouble(above);
  }

  private static void requireParameters(String function, double a, double b) {
    if (!(a > 0 && b > 0 && a + b < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          function + ": a and b must be positive and finite, but a = " + a + ", b = " + b);
    }
  }

  private static double nearSide(double x, double complement, double a, double b) {
    double power = powerTerm(x, complement, a, b);
    return power == 0 ? 0 : power / a * continuedFraction(x, a, b);
  }

  /// `x^a y^b / B(a, b)` with `y = 1 - x`. Stirling's formula for the three gamma functions of `B` leaves,
  /// with `n = a + b`: `sqrt(a b / (2 pi n)) exp(-deviance(a, n x) - deviance(b, n y))`, and three small
  /// corrections.
  private static double powerTerm(double x, double y, double a, double b) {
    double n = a + b;
    double corrections =
        LogGamma.stirlingError(n) - LogGamma.stirlingError(a) - LogGamma.stirlingError(b);
    double exponent = corrections - deviance(a, n * x) - deviance(b, n * y);
    return Math.sqrt(a / n * b / TWO_PI) * StrictMath.exp(exponent);
  }

  /// `k log(k / m) + m - k`, without cancellation where `k` and `m` are close: there the logarithm is
  /// written as `2 artanh(v)` with `v = (k - m) / (k + m)`, and the first term of its series has already
  /// been subtracted.
  private static double deviance(double k, double m) {
    double difference = k - m;
    if (Math.abs(difference) >= 0.1 * (k + m)) {
      return k * StrictMath.log(k / m) - difference;
    }
    double v = difference / (k + m);
    double sum = difference * v;
    double term = 2 * k * v;
    for (int j = 3; ; j += 2) {
      term *= v * v;
      double next = sum + term / j;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }

  /// `1 / (1 + d1 / (1 + d2 / (1 + ...)))` of DLMF 8.17.22, from the top: the quotients of successive
  /// numerators and of successive denominators of the convergents are carried along, and their ratio
  /// updates the value.
  private static double continuedFraction(double x, double a, double b) {
    double numerators = 1;
    double denominators = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double value = denominators;
    for (int m = 1; m <= MOST_STEPS; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      denominators = 1 / awayFromZero(1 + even * denominators);
      numerators = awayFromZero(1 + even / numerators);
      value *= numerators * denominators;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      denominators = 1 / awayFromZero(1 + odd * denominators);
      numerators = awayFromZero(1 + odd / numerators);
      double factor = numerators * denominators;
      value *= factor;
      if (Math.abs(factor - 1) <= CONVERGED) {
        return value;
      }
    }
    throw new ArithmeticException(
        "regularizedIncompleteBeta: no convergence in " + MOST_STEPS + " steps for x = " + x + ", a = " + a
            + ", b = " + b);
  }

  private static double awayFromZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
