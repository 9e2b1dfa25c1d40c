package scrutable.tensor.special;

/// The logarithm of the gamma function for positive arguments, and the error of Stirling's formula.
///
/// Around 2 there is a power series, whose coefficients are values of Riemann's zeta function. The
/// functional equation `Gamma(x + 1) = x Gamma(x)` brings other small arguments there. Large arguments use
/// Stirling's series, whose terms fall so fast that six of them suffice from 12 on. As the series around
/// 2 has the exact zero `log Gamma(2) = 0`, and `log1p` the other at 1, the *relative* error stays small at
/// both zeros.
///
/// Sources: Abramowitz, Stegun, "Handbook of Mathematical Functions" (1964), 6.1.33 and 6.1.41.
final class LogGamma {
  private static final double LARGE = 12;
  private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;

  /// `log Gamma(2 + w) = (1 - gamma) w + sum over k >= 2 of (-1)^k (zeta(k) - 1) w^k / k`; at `|w| = 1/2` the
  /// first term left out is below 1e-18.
  private static final double[] AROUND_TWO = {
    0, 4.2278433509846713939e-1, 3.2246703342411321824e-1, -6.7352301053198095133e-2,
    2.0580808427784547879e-2, -7.3855510286739852663e-3, 2.8905103307415232858e-3, -1.1927539117032609771e-3,
    5.0966952474304242234e-4, -2.2315475845357937976e-4, 9.9457512781808533715e-5, -4.492623673813314170e-5,
    2.0507212775670691553e-5, -9.439488275268395904e-6, 4.3748667899074878042e-6, -2.0392157538013662368e-6,
    9.5514121304074198329e-7, -4.4924691987645660433e-7, 2.1207184805554665869e-7, -1.0043224823968099609e-7,
    4.7698101693639805658e-8, -2.271109460894316491e-8, 1.0838659214896954091e-8, -5.1834750419700466551e-9,
    2.4836745438024783172e-9, -1.1921401405860912074e-9, 5.7313672416788620133e-10, -2.7595228851242331452e-10
  };

  /// The Bernoulli numbers of Stirling's series: `B_2k / (2k (2k - 1))` for `k = 1 .. 6`; at 12 the first
  /// term left out is below 1e-16.
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 5.0 / 5940, -691.0 / 360360
  };

  private LogGamma() {}

  static double of(double x) {
    if (!(x > 0)) {
      throw new IllegalArgumentException("logGamma: x must be positive, but is " + x);
    }
    if (x < 0.5) {
      return aroundTwo(x) - StrictMath.log1p(x) - StrictMath.log(x);
    }
    if (x < 1.5) {
      return aroundTwo(x - 1) - StrictMath.log1p(x - 1);
    }
    if (x < LARGE) {
      double product = 1;
      while (x > 2.5) {
        x -= 1;
        product *= x;
      }
      return StrictMath.log(product) + aroundTwo(x - 2);
    }
    if (x == Double.POSITIVE_INFINITY) {
      return x;
    }
    return (x - 0.5) * (StrictMath.log(x) - 1) + (HALF_LOG_TWO_PI - 0.5) + stirlingError(x);
  }

  /// What Stirling's formula leaves: `log Gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2)`.
  static double stirlingError(double x) {
    if (x < LARGE) {
      return of(x) - ((x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI);
    }
    return Polynomial.at(1 / (x * x), STIRLING) / x;
  }

  private static double aroundTwo(double w) {
    return Polynomial.at(w, AROUND_TWO);
  }
}
