package scrutable.tensor.kernel;

/// Functions and arithmetic, element by element, on contiguous arrays: `out[i] = f(x[i], y[i])`.
///
/// The functions (exp, log, tanh, sigmoid, erf) run as vectors ([SimdMath]) or as their twins ([FloatMath]).
/// The arithmetic needs no vector code of its own: the JIT compiler turns a plain loop into vectors, on one
/// condition. It must know that no iteration writes what a later one reads, and it knows so only if all
/// arrays are indexed by the very same variable. So each loop is there twice, once for equal offsets (the
/// usual case: whole arrays) and once, several times slower, for different ones.
///
/// An output may be the same region as an input. Long arrays are shared among threads in chunks of fixed
/// size.
public final class Elementwise {

  /// Elements worth a task of another thread: some microseconds of work. Short pieces also count up the calls by which
  /// the JIT compiler decides what to compile.
  private static final int CHEAP_GRAIN = 1 << 14;
  private static final int FUNCTION_GRAIN = 1 << 14;
  private static final int SLOW_GRAIN = 1 << 10;

  private Elementwise() {}

  /// y = e^x, with the error bound of [FloatMath#exp].
  public static void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    check("exp", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, FUNCTION_GRAIN, (from, to) -> {
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
    check("log", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, FUNCTION_GRAIN, (from, to) -> {
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
    check("tanh", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, FUNCTION_GRAIN, (from, to) -> {
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
    check("sigmoid", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, FUNCTION_GRAIN, (from, to) -> {
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
    check("erf", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, FUNCTION_GRAIN, (from, to) -> {
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
    check("sin", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, SLOW_GRAIN, (from, to) -> {
      for (int i = from; i < to; i++) {
        y[yOffset + i] = FloatMath.sin(x[xOffset + i]);
      }
    });
  }

  /// y = cos(x), with the error bound of [FloatMath#cos].
  public static void cos(float[] x, int xOffset, float[] y, int yOffset, int n) {
    check("cos", n, x.length, xOffset, y.length, yOffset);
    Parallel.forRange(n, SLOW_GRAIN, (from, to) -> {
      for (int i = from; i < to; i++) {
        y[yOffset + i] = FloatMath.cos(x[xOffset + i]);
      }
    });
  }

  /// out = x + y.
  public static void add(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("add", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] + y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] + y[yOffset + i];
        }
      }
    });
  }

  /// out = x - y.
  public static void sub(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("sub", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] - y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] - y[yOffset + i];
        }
      }
    });
  }

  /// out = x y.
  public static void mul(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("mul", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] * y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] * y[yOffset + i];
        }
      }
    });
  }

  /// out = x / y.
  public static void div(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("div", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] / y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] / y[yOffset + i];
        }
      }
    });
  }

  /// out = max(x, y), NaN if either is NaN; +0 is larger than -0.
  public static void max(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("max", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.max(x[i], y[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.max(x[xOffset + i], y[yOffset + i]);
        }
      }
    });
  }

  /// out = min(x, y), NaN if either is NaN; -0 is smaller than +0.
  public static void min(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("min", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset && yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.min(x[i], y[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.min(x[xOffset + i], y[yOffset + i]);
        }
      }
    });
  }

  /// out = x + y with a number y.
  public static void add(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("add", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] + y;
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] + y;
        }
      }
    });
  }

  /// out = x - y with a number y.
  public static void sub(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("sub", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] - y;
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] - y;
        }
      }
    });
  }

  /// out = x y with a number y.
  public static void mul(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("mul", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] * y;
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] * y;
        }
      }
    });
  }

  /// out = x / y with a number y.
  public static void div(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("div", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] / y;
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] / y;
        }
      }
    });
  }

  /// out = max(x, y) with a number y.
  public static void max(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("max", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.max(x[i], y);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.max(x[xOffset + i], y);
        }
      }
    });
  }

  /// out = min(x, y) with a number y.
  public static void min(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    check("min", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.min(x[i], y);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.min(x[xOffset + i], y);
        }
      }
    });
  }

  /// out = x - y with a number x.
  public static void sub(float x, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("sub", n, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x - y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x - y[yOffset + i];
        }
      }
    });
  }

  /// out = x / y with a number x.
  public static void div(float x, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("div", n, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (yOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x / y[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x / y[yOffset + i];
        }
      }
    });
  }

  /// out = -x.
  public static void neg(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("neg", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = -x[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = -x[xOffset + i];
        }
      }
    });
  }

  /// out = |x|.
  public static void abs(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("abs", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.abs(x[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.abs(x[xOffset + i]);
        }
      }
    });
  }

  /// out = sqrt(x), correctly rounded.
  public static void sqrt(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("sqrt", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = (float) Math.sqrt(x[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = (float) Math.sqrt(x[xOffset + i]);
        }
      }
    });
  }

  /// out = max(x, 0); NaN stays NaN, -0 becomes +0.
  public static void relu(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("relu", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.max(x[i], 0);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.max(x[xOffset + i], 0);
        }
      }
    });
  }

  /// out = gradient where y > 0, else 0: the gradient of relu, whose output was y.
  public static void reluGradient(float[] gradient, float[] y, float[] out, int n) {
    check("reluGradient", n, gradient.length, 0, y.length, 0);
    check("reluGradient", n, gradient.length, 0, out.length, 0);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (Simd.AVAILABLE) {
        SimdMath.reluGradient(gradient, y, out, from, to);
      } else {
        for (int i = from; i < to; i++) {
          out[i] = y[i] > 0 ? gradient[i] : 0;
        }
      }
    });
  }

  /// out = x^2.
  public static void square(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("square", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = x[i] * x[i];
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = x[xOffset + i] * x[xOffset + i];
        }
      }
    });
  }

  /// out = out + factor x, in one fused multiply-add each.
  public static void axpy(float factor, float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("axpy", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, CHEAP_GRAIN, (from, to) -> {
      if (xOffset == outOffset) {
        for (int i = outOffset + from; i < outOffset + to; i++) {
          out[i] = Math.fma(factor, x[i], out[i]);
        }
      } else {
        for (int i = from; i < to; i++) {
          out[outOffset + i] = Math.fma(factor, x[xOffset + i], out[outOffset + i]);
        }
      }
    });
  }

  /// Checks that each array, given as (length, offset), has `n` elements from its offset on.
  private static void check(String kernel, int n, int... lengthsAndOffsets) {
    for (int i = 0; i < lengthsAndOffsets.length; i += 2) {
      int length = lengthsAndOffsets[i];
      int offset = lengthsAndOffsets[i + 1];
      if (n < 0 || offset < 0 || offset > length - n) {
        throw new IllegalArgumentException(kernel + ": " + n + " elements from offset " + offset
            + " on do not fit into an array of " + length);
      }
    }
  }
}
