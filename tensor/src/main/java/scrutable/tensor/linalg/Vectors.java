package scrutable.tensor.linalg;

/// The three inner loops of this package, each along vectors whose elements lie side by side.
final class Vectors {
  private Vectors() {}

  /// The sum of `a[i] b[i]` for `from <= i < to`.
  ///
  /// Four partial sums are kept. Each addition waits for the one before it in its own sum only, so a
  /// processor can work at four at once; one long chain would leave it idle three quarters of the time. The
  /// order is fixed.
  static double dot(double[] a, double[] b, int from, int to) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = from;
    for (; i <= to - 4; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < to; i++) {
      sum0 += a[i] * b[i];
    }
    return sum0 + sum2 + (sum1 + sum3);
  }

  static double dot(double[] a, double[] b) {
    return dot(a, b, 0, a.length);
  }

  /// `target[i] += factor * source[i]` for `from <= i < to`.
  static void addMultiple(double[] target, double factor, double[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      target[i] += factor * source[i];
    }
  }

  static void scale(double[] target, double factor) {
    for (int i = 0; i < target.length; i++) {
      target[i] *= factor;
    }
  }

  /// Turns the plane of two vectors by an angle: `(a, b)` becomes `(c a + s b, c b - s a)`.
  static void rotate(double[] a, double[] b, double c, double s) {
    for (int i = 0; i < a.length; i++) {
      double oldA = a[i];
      double oldB = b[i];
      a[i] = c * oldA + s * oldB;
      b[i] = c * oldB - s * oldA;
    }
  }

  /// Whether the vector should be negated, as both signs of an eigenvector are right: the element of
  /// largest absolute value shall be positive, the first of them where several are that large (up to
  /// rounding).
  static boolean pointsBackwards(double[] vector) {
    double largest = 0;
    for (double element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    for (double element : vector) {
      if (Math.abs(element) >= largest * (1 - 1e-8)) {
        return element < 0;
      }
    }
    return false;
  }
}
