package scrutable.tensor.kernel.elementwise;

/// Float functions as polynomials: the plain twins of [SimdMath], operation for operation.
///
/// `Math.exp` and its like may give different bits on different machines, and run one number at a time. These
/// use only additions, fused multiply-adds, divisions and bit operations, which are exact to the last bit
/// everywhere, and no branch that a vector could not follow. The polynomials minimise the largest relative
/// error over their interval (a weighted minimax fit, rounded to float). Errors are in units in the last
/// place (ulp) of the true value, as measured over all exponents by the tests.
public final class FloatMath {

  static final float LOG2_E = 1.442695f;
  static final float LN2_HIGH = 0.6931472f;
  static final float LN2_LOW = -1.9046542e-9f;

  /// Adding and subtracting 1.5 * 2^23 rounds to an integer, which the sum also holds in its lowest bits.
  static final float ROUNDER = 0x1.8p23f;
  static final int ROUNDER_BITS = 0x4b400000;

  static final int SIGN_BIT = 0x80000000;
  static final int EXPONENT_ONE = 127;
  static final int MANTISSA_BITS = 23;

  /// Beyond these exp is infinity and 0.
  static final float EXP_MAX = 89f;
  static final float EXP_MIN = -105f;

  /// (e^r - 1 - r) / r^2 for |r| <= ln(2) / 2, to 0.3 * 2^-24 of e^r - 1.
  static final float EXP_0 = 0.49999997f;
  static final float EXP_1 = 0.16666543f;
  static final float EXP_2 = 0.0416672f;
  static final float EXP_3 = 0.00836658f;
  static final float EXP_4 = 0.0013882511f;

  /// sqrt(1/2) as bits: where the mantissas of the logarithm begin.
  static final int LOG_MIN_BITS = 0x3f3504f3;

  /// (ln(1 + f) - f + f^2 / 2) / f^3 for sqrt(1/2) <= 1 + f <= sqrt(2), to 0.11 * 2^-24 of ln(1 + f).
  static final float LOG_0 = 0.3333333f;
  static final float LOG_1 = -0.2500082f;
  static final float LOG_2 = 0.20001227f;
  static final float LOG_3 = -0.16623357f;
  static final float LOG_4 = 0.14201757f;
  static final float LOG_5 = -0.1316018f;
  static final float LOG_6 = 0.12761576f;
  static final float LOG_7 = -0.07634501f;

  /// tanh is 1 from here on.
  static final float TANH_MAX = 10f;

  /// erf is a polynomial up to here and comes from erfc = exp(-polynomial) above; it is 1 from the next on.
  static final float ERF_SMALL = 0.875f;
  static final float ERF_MAX = 3.95f;

  /// erf(x) / x - 1 in powers of x^2 for x <= 0.875, to 0.4 * 2^-24 of erf(x).
  static final float ERF_0 = 0.12837915f;
  static final float ERF_1 = -0.3761255f;
  static final float ERF_2 = 0.11282455f;
  static final float ERF_3 = -0.026791453f;
  static final float ERF_4 = 0.005032167f;
  static final float ERF_5 = -0.0006203177f;

  /// ln(erfc(x)) for 0.875 <= x <= 3.95, to 0.2 * 2^-24 of erf(x).
  static final float ERFC_0 = -0.00013356104f;
  static final float ERFC_1 = -1.1279362f;
  static final float ERFC_2 = -0.6367371f;
  static final float ERFC_3 = -0.1043276f;
  static final float ERFC_4 = 0.022420265f;
  static final float ERFC_5 = -0.003092304f;
  static final float ERFC_6 = 0.00020099747f;

  private FloatMath() {}

  /// e^x, within 1.1 ulp. Overflows to infinity above 88.72 and underflows gradually to 0 below -87.33.
  ///
  /// x = n ln(2) + r, so e^x = 2^n e^r with |r| <= ln(2) / 2, where a short polynomial is enough.
  public static float exp(float x) {
    float bounded = x > EXP_MAX ? EXP_MAX : x;
    bounded = bounded < EXP_MIN ? EXP_MIN : bounded;
    float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
    float r = reduce(bounded, shifted - ROUNDER);
    int n = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
    // Two factors, as 2^n itself may be too large or too small for a float when e^x is not.
    int half = n >> 1;
    return (1 + expMinusOne(r)) * powerOfTwo(half) * powerOfTwo(n - half);
  }

  /// The natural logarithm, within 1 ulp. Minus infinity at 0, NaN below.
  ///
  /// x = 2^n (1 + f), so ln(x) = n ln(2) + ln(1 + f).
  public static float log(float x) {
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x);
    int n = (bits - LOG_MIN_BITS) >> MANTISSA_BITS;
    float f = Float.intBitsToFloat(bits - (n << MANTISSA_BITS)) - 1;
    float exponent = subnormal ? n - MANTISSA_BITS : n;
    float square = f * f;
    float p = Math.fma(LOG_7, f, LOG_6);
    p = Math.fma(p, f, LOG_5);
    p = Math.fma(p, f, LOG_4);
    p = Math.fma(p, f, LOG_3);
    p = Math.fma(p, f, LOG_2);
    p = Math.fma(p, f, LOG_1);
    p = Math.fma(p, f, LOG_0);
    p = p * (square * f);
    p = Math.fma(exponent, LN2_LOW, p);
    p = Math.fma(square, -0.5f, p);
    float result = Math.fma(exponent, LN2_HIGH, f + p);
    result = x < Float.POSITIVE_INFINITY ? result : x;
    result = x < 0 ? Float.NaN : result;
    return x == 0 ? Float.NEGATIVE_INFINITY : result;
  }

  /// The hyperbolic tangent, within 2.5 ulp.
  ///
  /// tanh|x| = m / (m + 2) with m = e^(2|x|) - 1, which loses no digits near 0.
  public static float tanh(float x) {
    float size = Math.abs(x);
    float doubled = 2 * (size > TANH_MAX ? TANH_MAX : size);
    float shifted = Math.fma(doubled, LOG2_E, ROUNDER);
    float r = reduce(doubled, shifted - ROUNDER);
    float power = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
    float m = Math.fma(power, expMinusOne(r), power - 1);
    return withSignOf(x, m / (m + 2));
  }

  /// The logistic function 1 / (1 + e^-x), within 2.4 ulp, also where it is close to 0.
  ///
  /// With z = e^-|x| it is 1 / (1 + z) or z / (1 + z): no overflow, no cancellation.
  public static float sigmoid(float x) {
    float z = exp(-Math.abs(x));
    return (x < 0 ? z : 1) / (1 + z);
  }

  /// The error function 2 / sqrt(pi) * integral of e^(-t^2) from 0 to x, within 1.2 ulp.
  public static float erf(float x) {
    float size = Math.abs(x);
    float square = size * size;
    float p = Math.fma(ERF_5, square, ERF_4);
    p = Math.fma(p, square, ERF_3);
    p = Math.fma(p, square, ERF_2);
    p = Math.fma(p, square, ERF_1);
    p = Math.fma(p, square, ERF_0);
    float small = Math.fma(p, size, size);

    float bounded = size > ERF_MAX ? ERF_MAX : size;
    float q = Math.fma(ERFC_6, bounded, ERFC_5);
    q = Math.fma(q, bounded, ERFC_4);
    q = Math.fma(q, bounded, ERFC_3);
    q = Math.fma(q, bounded, ERFC_2);
    q = Math.fma(q, bounded, ERFC_1);
    q = Math.fma(q, bounded, ERFC_0);
    float shifted = Math.fma(q, LOG2_E, ROUNDER);
    float r = reduce(q, shifted - ROUNDER);
    float power = powerOfTwo(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
    float large = 1 - (1 + expMinusOne(r)) * power;
    return withSignOf(x, size < ERF_SMALL ? small : large);
  }

  /// The sine, within 0.51 ulp: the one of [StrictMath] in double, rounded.
  public static float sin(float x) {
    return (float) StrictMath.sin(x);
  }

  /// The cosine, within 0.51 ulp: the one of [StrictMath] in double, rounded.
  public static float cos(float x) {
    return (float) StrictMath.cos(x);
  }

  /// x - n ln(2), with ln(2) in two parts, to more digits than a float has.
  private static float reduce(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  /// e^r - 1 for |r| <= ln(2) / 2.
  private static float expMinusOne(float r) {
    float p = Math.fma(EXP_4, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r, EXP_1);
    p = Math.fma(p, r, EXP_0);
    return Math.fma(r * r, p, r);
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat((n + EXPONENT_ONE) << MANTISSA_BITS);
  }

  private static float withSignOf(float x, float size) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(size) | Float.floatToRawIntBits(x) & SIGN_BIT);
  }
}
