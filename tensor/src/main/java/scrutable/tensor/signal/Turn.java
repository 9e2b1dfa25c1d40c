package scrutable.tensor.signal;

/// Sine and cosine of fractions of a whole turn.
///
/// The fraction is brought into the first quarter by whole numbers before an angle is formed. So the values
/// are symmetric to the bit, quarters of a turn give exactly 0, 1 and -1, and a large multiple of a turn
/// costs no accuracy.
final class Turn {
  private Turn() {}

  /// `cos(2 pi part / whole)`.
  static double cos(long part, long whole) {
    long halves = 2 * Math.floorMod(part, whole);           // of the angle pi * halves / whole, below 2 pi
    long folded = Math.min(halves, 2 * whole - halves);     // cos(2 pi - a) = cos a
    if (2 * folded > whole) {
      return -quarterCos(whole - folded, whole);            // cos(pi - a) = -cos a
    }
    return quarterCos(folded, whole);
  }

  /// `sin(2 pi part / whole)`.
  static double sin(long part, long whole) {
    long halves = 2 * Math.floorMod(part, whole);
    if (halves > whole) {
      return -halfSin(2 * whole - halves, whole);           // sin(2 pi - a) = -sin a
    }
    return halfSin(halves, whole);
  }

  private static double halfSin(long halves, long whole) {
    long folded = Math.min(halves, whole - halves);         // sin(pi - a) = sin a
    return 2 * folded == whole ? 1 : StrictMath.sin(Math.PI * folded / whole);
  }

  private static double quarterCos(long halves, long whole) {
    return 2 * halves == whole ? 0 : StrictMath.cos(Math.PI * halves / whole);
  }
}
