package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// The Gaussian error linear unit in its approximation by tanh, and its gradient, each in one pass:
///
/// `y = x (1 + t) / 2` with `t = tanh(u)`, `u = sqrt(2 / pi) (x + 0.044715 x^3)`.
///
/// Composed of single operations this is nine passes over the memory forward and more backward, each of which waits for
/// it. Here a piece of the result, small enough for the nearest cache, holds u, then t, then y.
public final class GeluKernel {

  private static final int PIECE = 1 << 11;
  private static final float SLOPE = (float) StrictMath.sqrt(2 / Math.PI);
  private static final float CUBIC = 0.044715f;
  //: hide 1.3
  //: instead /// Where x^2 is as large as this, the derivative of tanh is 0; times infinity it would be NaN.
  /// Where x^2 is as large as this, `1 - t^2` is 0; times infinity it would be NaN.
  //: end
  private static final float LARGE = 1e6f;

  private GeluKernel() {}

  /// `y = gelu(x)`; y must not be x.
  public static void forward(float[] x, float[] y, int n) {
    requireLengths(n, x, x, y);
    Parallel.forRange(n, PIECE, (from, to) -> {
      tanhOfInner(x, y, from, to);
      for (int i = from; i < to; i++) {
        y[i] = 0.5f * x[i] * (1 + y[i]);
      }
    });
  }

  //: hide 1.3
  //: instead /// `gx = gy y'`; gx must be neither of the others.
  /// `gx = gy y'` with `y' = (1 + t) / 2 + x (1 - t^2) u' / 2` and `u' = sqrt(2 / pi) (1 + 3 * 0.044715 x^2)`; gx must
  /// be neither of the others.
  //: end
  public static void backward(float[] x, float[] gy, float[] gx, int n) {
    requireLengths(n, x, gy, gx);
    Parallel.forRange(n, PIECE, (from, to) -> {
      tanhOfInner(x, gx, from, to);
      for (int i = from; i < to; i++) {
        //: leak 1.3
        float t = gx[i];
        float slope = SLOPE * (1 + Math.min(3 * CUBIC * x[i] * x[i], LARGE));
        gx[i] = gy[i] * (0.5f * (1 + t) + 0.5f * x[i] * (1 - t * t) * slope);
        //: end
      }
    });
  }

  private static void tanhOfInner(float[] x, float[] t, int from, int to) {
    for (int i = from; i < to; i++) {
      t[i] = SLOPE * (x[i] + CUBIC * (x[i] * x[i] * x[i]));
    }
    if (Simd.AVAILABLE) {
      SimdMath.tanh(t, from, t, from, to - from);
    } else {
      for (int i = from; i < to; i++) {
        t[i] = FloatMath.tanh(t[i]);
      }
    }
  }

  private static void requireLengths(int n, float[] first, float[] second, float[] result) {
    if (n > Math.min(result.length, Math.min(first.length, second.length)) || first == result || second == result) {
      throw new IllegalArgumentException("gelu: three different arrays of at least " + n + " elements are needed, got "
          + first.length + ", " + second.length + ", " + result.length);
    }
  }
}
