package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;

/// Arithmetic of a contiguous array with one number: `out[i] = f(x[i], y)`. Each loop is there twice, for the reason
/// that [Elementwise] gives.
///
/// An output may be the same region as an input. Long arrays are shared among threads in chunks of fixed size.
public final class ElementwiseScalar {

  private static final int GRAIN = Elementwise.GRAIN;

  private ElementwiseScalar() {}

  /// out = x + y with a number y.
  public static void add(float[] x, int xOffset, float y, float[] out, int outOffset, int n) {
    Elementwise.check("add", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("sub", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("mul", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("div", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("max", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("min", n, x.length, xOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("sub", n, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
    Elementwise.check("div", n, y.length, yOffset, out.length, outOffset);
    Parallel.forRange(n, GRAIN, (from, to) -> {
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
}
