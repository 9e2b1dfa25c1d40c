package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Simd;

/// The arithmetic of [Elementwise] for runs too short to be shared among threads, such as the rows of a matrix to
/// which a bias is added.
///
/// What costs nothing for a million elements counts for a hundred: no task is made here, and there are vectors even
/// where the offsets differ, which they do in every row but the first. The bits are those of [Elementwise].
public final class ShortRuns {
  /// Longer runs than this are for [Elementwise].
  public static final int LONGEST = 1 << 12;

  private ShortRuns() {}

  /// out = x + y.
  public static void add(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.add(x, xStart, y, yStart, out, outStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] + y[yStart + i];
    }
  }

  /// out = x - y.
  public static void sub(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.sub(x, xStart, y, yStart, out, outStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] - y[yStart + i];
    }
  }

  /// out = x y.
  public static void mul(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.mul(x, xStart, y, yStart, out, outStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] * y[yStart + i];
    }
  }

  /// out = x + y with a number y.
  public static void add(float[] x, int xStart, float y, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.sub(x, xStart, n, -y, out, outStart);                   // the same number, signed zeros included
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] + y;
    }
  }

  /// out = x - y with a number y.
  public static void sub(float[] x, int xStart, float y, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.sub(x, xStart, n, y, out, outStart);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] - y;
    }
  }

  /// out = x y with a number y.
  public static void mul(float[] x, int xStart, float y, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.mul(x, xStart, y, out, outStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] * y;
    }
  }

  /// out = x / y with a number y.
  public static void div(float[] x, int xStart, float y, float[] out, int outStart, int n) {
    if (Simd.paysFor(n)) {
      SimdShortRuns.div(x, xStart, n, y, out, outStart);
      return;
    }
    for (int i = 0; i < n; i++) {
      out[outStart + i] = x[xStart + i] / y;
    }
  }
}
