package scrutable.tensor.special;

/// The error function and what is built on it: `erf`, `erfc` and the normal distribution function.
///
/// Near zero `erf(x)` is `x` times a function of `x^2`. Further out the interesting part is the tail
/// `erfc(x) = 1 - erf(x)`, which falls like `exp(-x^2)`; dividing that out leaves the slow function
/// `scaledTail(x) = exp(x^2) erfc(x)`, between 0.62 and 0. Both are approximated by rational functions,
/// and the steep factor is computed on its own, from an argument cut in two so that no digit is lost.
///
/// Source: Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23
/// (1969), tables II to IV, with the coefficients as in SPECFUN (Cody, Algorithm 715, 1993). The
/// approximations themselves are good to 6e-19; what remains is rounding.
final class ErrorFunction {
  private static final double NEAR = 0.46875;
  private static final double FAR = 4;
  private static final double ONE_OVER_SQRT_PI = 0.56418958354775628695;
  private static final double SQRT_HALF = 0.70710678118654752440;

  // Rational in x^2, for |x| <= 0.46875.
  private static final double[] NEAR_NUMERATOR = {
    3.20937758913846947e3, 3.77485237685302021e2, 1.13864154151050156e2, 3.16112374387056560e0,
    1.85777706184603153e-1
  };
  private static final double[] NEAR_DENOMINATOR = {
    2.84423683343917062e3, 1.28261652607737228e3, 2.44024637934444173e2, 2.36012909523441209e1, 1.0
  };
  // Rational in x, for 0.46875 <= x <= 4.
  private static final double[] MIDDLE_NUMERATOR = {
    1.23033935479799725e3, 2.05107837782607147e3, 1.71204761263407058e3, 8.81952221241769090e2,
    2.98635138197400131e2, 6.61191906371416295e1, 8.88314979438837594e0, 5.64188496988670089e-1,
    2.15311535474403846e-8
  };
  private static final double[] MIDDLE_DENOMINATOR = {
    1.23033935480374942e3, 3.43936767414372164e3, 4.36261909014324716e3, 3.29079923573345963e3,
    1.62138957456669019e3, 5.37181101862009858e2, 1.17693950891312499e2, 1.57449261107098347e1, 1.0
  };
  // Rational in 1/x^2, for x >= 4.
  private static final double[] FAR_NUMERATOR = {
    6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1,
    3.05326634961232344e-1, 1.63153871373020978e-2
  };
  private static final double[] FAR_DENOMINATOR = {
    2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725e0,
    2.56852019228982242e0, 1.0
  };

  private ErrorFunction() {}

  static double erf(double x) {
    double distance = Math.abs(x);
    if (distance <= NEAR) {
      return erfNearZero(x);
    }
    double tail = scaledTail(distance) * expMinusSquare(distance);
    return x < 0 ? tail - 1 : 1 - tail;
  }

  static double erfc(double x) {
    double distance = Math.abs(x);
    if (distance <= NEAR) {
      return 1 - erfNearZero(x);
    }
    double tail = scaledTail(distance) * expMinusSquare(distance);
    return x < 0 ? 2 - tail : tail;
  }

  /// `erfc(-x / sqrt 2) / 2`, but the steep factor is `exp(-x^2 / 2)` of `x` itself: the rounding of
  /// `x / sqrt 2` would otherwise cost three digits at `x = -30`.
  static double normalCdf(double x) {
    double distance = Math.abs(x) * SQRT_HALF;
    if (distance <= NEAR) {
      return 0.5 + 0.5 * erfNearZero(x * SQRT_HALF);
    }
    double tail = 0.5 * scaledTail(distance) * expMinusHalfSquare(Math.abs(x));
    return x < 0 ? tail : 1 - tail;
  }

  private static double erfNearZero(double x) {
    double square = x * x;
    return x * Polynomial.at(square, NEAR_NUMERATOR) / Polynomial.at(square, NEAR_DENOMINATOR);
  }

  private static double scaledTail(double x) {
    if (x <= FAR) {
      return Polynomial.at(x, MIDDLE_NUMERATOR) / Polynomial.at(x, MIDDLE_DENOMINATOR);
    }
    double t = 1 / (x * x);
    double correction = t * Polynomial.at(t, FAR_NUMERATOR) / Polynomial.at(t, FAR_DENOMINATOR);
    return (ONE_OVER_SQRT_PI - correction) / x;
  }

  /// `exp(-x^2) = exp(-head^2) exp(-(x - head)(x + head))`. The head keeps so few digits that its square is
  /// exact; the rounding error of `x * x` would be multiplied by the exponential.
  private static double expMinusSquare(double x) {
    double head = headOf(x);
    return StrictMath.exp(-head * head) * StrictMath.exp(-(x - head) * (x + head));
  }

  private static double expMinusHalfSquare(double x) {
    double head = headOf(x);
    return StrictMath.exp(-0.5 * head * head) * StrictMath.exp(-0.5 * (x - head) * (x + head));
  }

  /// `x` cut to sixteenths. Beyond 40 both exponentials are zero; the cap keeps infinity out of the
  /// subtraction.
  private static double headOf(double x) {
    return Math.floor(Math.min(x, 40) * 16) / 16;
  }
}
