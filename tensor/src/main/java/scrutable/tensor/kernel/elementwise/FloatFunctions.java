package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// The functions of [FloatMath] on contiguous arrays: `y[i] = f(x[i])`, as vectors ([SimdMath]) where there are any.
///
/// The output may be the same region as the input. Long arrays are shared among threads in chunks of fixed size.
public final class FloatFunctions {

  /// Elements worth a task of another thread. Short pieces also count up the calls by which the JIT compiler decides
  /// what to compile.
  private static final int GRAIN = 1 << 14;
  private static final int SLOW_GRAIN = 1 << 10;

  private FloatFunctions() {}

  /// y = e^x, with the error bound of [FloatMath#exp].
  public static void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("exp", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.exp(x, xOffset + from, y, yOffset + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          y[yOffset + i] = FloatMath.exp(x[xOffset + i]);
        }
      }
    });
  }

  /// y = ln(x), with the error bound of [FloatMath#log].
  public static void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("log", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.log(x, xOffset + from, y, yOffset + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          y[yOffset + i] = FloatMath.log(x[xOffset + i]);
        }
      }
    });
  }

  /// y = tanh(x), with the error bound of [FloatMath#tanh].
  public static void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("tanh", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.tanh(x, xOffset + from, y, yOffset + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          y[yOffset + i] = FloatMath.tanh(x[xOffset + i]);
        }
      }
    });
  }

  /// y = 1 / (1 + e^-x), with the error bound of [FloatMath#sigmoid].
  public static void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("sigmoid", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.sigmoid(x, xOffset + from, y, yOffset + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
        }
      }
    });
  }

  /// y = erf(x), with the error bound of [FloatMath#erf].
  public static void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("erf", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.erf(x, xOffset + from, y, yOffset + from, to - from);
      } else {
        for (int i = from; i < to; i++) {
          y[yOffset + i] = FloatMath.erf(x[xOffset + i]);
        }
      }
    });
  }

  /// y = sin(x), with the error bound of [FloatMath#sin].
  public static void sin(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("sin", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, SLOW_GRAIN, (from, to) -> {
      for (int i = from; i < to; i++) {
        y[yOffset + i] = FloatMath.sin(x[xOffset + i]);
      }
    });
  }

  /// y = cos(x), with the error bound of [FloatMath#cos].
  public static void cos(float[] x, int xOffset, float[] y, int yOffset, int n) {
    Elementwise.check("cos", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, SLOW_GRAIN, (from, to) -> {
      for (int i = from; i < to; i++) {
        y[yOffset + i] = FloatMath.cos(x[xOffset + i]);
      }
    });
  }
}
