package scrutable.tensor.kernel.pooling;

import java.util.Arrays;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// Max and average pooling of (n, channels, height, width) arrays, in the layout of [PoolGeometry].
///
/// [PlainPooling] defines the results. The planes (one channel of one image) are shared among threads; each is worked
/// on in a fixed order. The loops for float are plain too, but for windows of 2 x 2 ([SimdPooling]).
public final class Pooling {

  private static final int GRAIN = 1 << 14;

  private Pooling() {}

  private interface PlaneBody {
    void run(int plane);
  }

  /// y = the largest element of each window, and argmax = its index h inWidth + w in its input plane.
  ///
  /// Of equal elements the first one wins (row by row), a NaN wins over everything, padding never.
  public static void maxForward(PoolGeometry g, float[] x, float[] y, int[] argmax) {
    g.requireArrays("max pool", x.length, Math.min(y.length, argmax.length));
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      for (int out = 0; out < g.outPlane(); out++) {
        int best = indexOfLargest(g, x, xStart, out);
        y[plane * g.outPlane() + out] = x[xStart + best];
        argmax[plane * g.outPlane() + out] = best;
      }
    });
  }

  /// y = the largest element of each window.
  public static void maxForward(PoolGeometry g, float[] x, float[] y) {
    g.requireArrays("max pool", x.length, y.length);
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int yStart = plane * g.outPlane();
      if (isTwoByTwo(g)) {
        largestOfTwoByTwo(g, x, xStart, y, yStart);
        return;
      }
      for (int out = 0; out < g.outPlane(); out++) {
        y[yStart + out] = x[xStart + indexOfLargest(g, x, xStart, out)];
      }
    });
  }

  /// gx = the gradient with respect to x from the gradient gy with respect to y: each element of gy is added to the
  /// element that was the largest of its window, in the order of the windows.
  public static void maxBackward(PoolGeometry g, float[] x, float[] gy, float[] gx) {
    g.requireArrays("max pool backward", Math.min(x.length, gx.length), gy.length);
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int yStart = plane * g.outPlane();
      if (!isTwoByTwo(g) || g.inWidth() % 2 == 1 || g.inHeight() % 2 == 1) {
        Arrays.fill(gx, xStart, xStart + g.inPlane(), 0);
        for (int out = 0; out < g.outPlane(); out++) {
          gx[xStart + indexOfLargest(g, x, xStart, out)] += gy[yStart + out];
        }
        return;
      }
      spreadToTwoByTwo(g, x, gy, yStart, gx, xStart);
    });
  }

  /// The index h inWidth + w of the largest element of window `out` of the plane that begins at `xStart`.
  private static int indexOfLargest(PoolGeometry g, float[] x, int xStart, int out) {
    int i = out / g.outWidth();
    int j = out % g.outWidth();
    int top = g.top(i);
    int bottom = g.bottom(i);
    int left = g.left(j);
    int right = g.right(j);
    int best = top * g.inWidth() + left;
    float largest = x[xStart + best];
    for (int row = top; row < bottom; row++) {
      for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
        float value = x[xStart + at];
        if (value > largest || value != value && largest == largest) {
          largest = value;
          best = at;
        }
      }
    }
    return best;
  }

  /// Windows of 2 x 2 side by side, which is what almost every network uses.
  private static boolean isTwoByTwo(PoolGeometry g) {
    return g.kernelHeight() == 2 && g.kernelWidth() == 2 && g.strideHeight() == 2 && g.strideWidth() == 2
        && g.paddingHeight() == 0 && g.paddingWidth() == 0;
  }

  private static void largestOfTwoByTwo(PoolGeometry g, float[] x, int xStart, float[] y, int yStart) {
    if (!Simd.AVAILABLE) {
      plainLargestOfTwoByTwo(g, x, xStart, y, yStart);
    } else if (reachesBeyond(g, x, xStart, y, yStart)) {
      int yCopy = g.inPlane() + SimdPooling.REACH;
      float[] copies = Scratch.borrow(yCopy + g.outPlane() + SimdPooling.REACH);
      System.arraycopy(x, xStart, copies, 0, g.inPlane());
      SimdPooling.largest(g.outHeight(), g.outWidth(), copies, 0, g.inWidth(), copies, yCopy);
      System.arraycopy(copies, yCopy, y, yStart, g.outPlane());
      Scratch.giveBack(copies);
    } else {
      SimdPooling.largest(g.outHeight(), g.outWidth(), x, xStart, g.inWidth(), y, yStart);
    }
  }

  /// Whether vectors that begin in the plane at `xStart` would reach beyond the end of an array. Then they work on
  /// copies with something behind them.
  private static boolean reachesBeyond(PoolGeometry g, float[] x, int xStart, float[] y, int yStart) {
    return xStart + g.inPlane() > x.length - SimdPooling.REACH || yStart + g.outPlane() > y.length - SimdPooling.REACH;
  }

  private static void plainLargestOfTwoByTwo(PoolGeometry g, float[] x, int xStart, float[] y, int yStart) {
    for (int out = 0; out < g.outPlane(); out++) {
      int top = xStart + 2 * (out / g.outWidth() * g.inWidth() + out % g.outWidth());
      float upper = larger(x[top], x[top + 1]);
      float lower = larger(x[top + g.inWidth()], x[top + g.inWidth() + 1]);
      y[yStart + out] = larger(upper, lower);
    }
  }

  private static float larger(float first, float second) {
    return isFirstLarger(first, second) ? first : second;
  }

  private static boolean isFirstLarger(float first, float second) {
    return first >= second || first != first;
  }

  /// Writes all four elements of each window: 0 + the gradient where it goes, for that is what adding it to 0 gives,
  /// and 0 elsewhere.
  private static void spreadToTwoByTwo(PoolGeometry g, float[] x, float[] gy, int gyStart, float[] gx, int xStart) {
    if (!Simd.AVAILABLE) {
      plainSpreadToTwoByTwo(g, x, gy, gyStart, gx, xStart);
    } else if (reachesBeyond(g, x, xStart, gy, gyStart)) {
      int gyCopy = g.inPlane() + SimdPooling.REACH;
      int gxCopy = gyCopy + g.outPlane() + SimdPooling.REACH;
      float[] copies = Scratch.borrow(gxCopy + g.inPlane() + SimdPooling.REACH);
      System.arraycopy(x, xStart, copies, 0, g.inPlane());
      System.arraycopy(gy, gyStart, copies, gyCopy, g.outPlane());
      SimdPooling.spread(g.outHeight(), g.outWidth(), copies, 0, copies, gyCopy, copies, gxCopy, g.inWidth());
      System.arraycopy(copies, gxCopy, gx, xStart, g.inPlane());
      Scratch.giveBack(copies);
    } else {
      SimdPooling.spread(g.outHeight(), g.outWidth(), x, xStart, gy, gyStart, gx, xStart, g.inWidth());
    }
  }

  private static void plainSpreadToTwoByTwo(PoolGeometry g, float[] x, float[] gy, int gyStart, float[] gx,
      int xStart) {
    for (int out = 0; out < g.outPlane(); out++) {
      int upper = xStart + 2 * (out / g.outWidth() * g.inWidth() + out % g.outWidth());
      int lower = upper + g.inWidth();
      float slope = 0f + gy[gyStart + out];
      boolean upperLeft = isFirstLarger(x[upper], x[upper + 1]);
      boolean lowerLeft = isFirstLarger(x[lower], x[lower + 1]);
      boolean isUpper = isFirstLarger(x[upperLeft ? upper : upper + 1], x[lowerLeft ? lower : lower + 1]);
      gx[upper] = isUpper && upperLeft ? slope : 0;
      gx[upper + 1] = isUpper && !upperLeft ? slope : 0;
      gx[lower] = !isUpper && lowerLeft ? slope : 0;
      gx[lower + 1] = !isUpper && !lowerLeft ? slope : 0;
    }
  }

  /// y = the sum of each window, row by row, divided by the size of the kernel; padding counts as zeros.
  public static void averageForward(PoolGeometry g, float[] x, float[] y) {
    g.requireArrays("average pool", x.length, y.length);
    float size = g.kernelHeight() * g.kernelWidth();
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      for (int i = 0; i < g.outHeight(); i++) {
        int top = g.top(i);
        int bottom = g.bottom(i);
        for (int j = 0; j < g.outWidth(); j++) {
          int left = g.left(j);
          int right = g.right(j);
          float sum = 0;
          for (int row = top; row < bottom; row++) {
            float chain = g.rowsApart() ? 0 : sum;
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              chain += x[xStart + at];
            }
            sum = g.rowsApart() ? sum + chain : chain;
          }
          y[out++] = sum / size;
        }
      }
    });
  }

  /// gx = the gradient with respect to x from the gradient gy with respect to y: each element of gy, divided
  /// by the size of the kernel, is added to all elements of its window, in the order of the windows.
  public static void averageBackward(PoolGeometry g, float[] gy, float[] gx) {
    g.requireArrays("average pool backward", gx.length, gy.length);
    float size = g.kernelHeight() * g.kernelWidth();
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      Arrays.fill(gx, xStart, xStart + g.inPlane(), 0);
      for (int i = 0; i < g.outHeight(); i++) {
        int top = g.top(i);
        int bottom = g.bottom(i);
        for (int j = 0; j < g.outWidth(); j++) {
          int left = g.left(j);
          int right = g.right(j);
          float share = gy[out++] / size;
          for (int row = top; row < bottom; row++) {
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              gx[xStart + at] += share;
            }
          }
        }
      }
    });
  }

  /// y = the largest element of each window, and argmax = its index h inWidth + w in its input plane, in double.
  public static void maxForward(PoolGeometry g, double[] x, double[] y, int[] argmax) {
    g.requireArrays("max pool", x.length, Math.min(y.length, argmax.length));
    forPlanes(g, plane -> PlainPooling.max(g, plane, x, y, argmax));
  }

  /// y = the average of each window, in double.
  public static void averageForward(PoolGeometry g, double[] x, double[] y) {
    g.requireArrays("average pool", x.length, y.length);
    forPlanes(g, plane -> PlainPooling.average(g, Precision.FLOAT64, plane, x, y));
  }

  /// gx = the gradient with respect to x from the gradient gy with respect to y, in double.
  public static void averageBackward(PoolGeometry g, double[] gy, double[] gx) {
    g.requireArrays("average pool backward", gx.length, gy.length);
    forPlanes(g, plane -> PlainPooling.spread(g, Precision.FLOAT64, plane, gy, gx));
  }

  private static void forPlanes(PoolGeometry g, PlaneBody body) {
    Parallel.forRange(g.n() * g.channels(), Math.max(1, GRAIN / g.inPlane()), (from, to) -> {
      for (int plane = from; plane < to; plane++) {
        body.run(plane);
      }
    });
  }
}
