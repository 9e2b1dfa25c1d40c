package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// Arithmetic, element by element, on contiguous arrays: `out[i] = f(x[i], y[i])`.
///
/// It needs no vector code of its own: the JIT compiler turns a plain loop into vectors, on one condition. It must know
/// that no iteration writes what a later one reads, and it knows so only if all arrays are indexed by the very same
/// variable. So each loop is there twice, once for equal offsets (the usual case: whole arrays) and once, several times
/// slower, for different ones.
///
/// An output may be the same region as an input. Long arrays are shared among threads in chunks of fixed size.
public final class Elementwise {

  /// Elements worth a task of another thread: some microseconds of work. Short pieces also count up the calls by which
  /// the JIT compiler decides what to compile.
  static final int GRAIN = 1 << 14;

  private Elementwise() {}

  /// out = x + y.
  public static void add(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n) {
    check("add", n, x.length, xOffset, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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

  /// out = -x.
  public static void neg(float[] x, int xOffset, float[] out, int outOffset, int n) {
    check("neg", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
  static void check(String kernel, int n, int... lengthsAndOffsets) {
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
