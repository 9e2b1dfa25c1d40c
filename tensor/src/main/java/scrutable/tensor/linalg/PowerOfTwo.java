package scrutable.tensor.linalg;

/// Scaling without rounding.
///
/// Where an algorithm squares its numbers, 1e200 would overflow and 1e-200 vanish. Dividing the whole
/// matrix by its largest element avoids that, and if the divisor is a power of two the division is exact.
final class PowerOfTwo {
  private PowerOfTwo() {}

  /// A power of two of about the size of `value >= 0`; 1 for zero. Its inverse is a normal number as well.
  static double near(double value) {
    if (value == 0) {
      return 1;
    }
    return Math.scalb(1.0, Math.clamp(Math.getExponent(value), -1000, 1000));
  }
}
