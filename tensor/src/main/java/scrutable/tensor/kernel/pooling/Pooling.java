package scrutable.tensor.kernel.pooling;

import java.util.Arrays;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.parallel.Parallel;
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
        for (int i = 0; i < g.outHeight(); i++) {
          largestOfTwoRows(x, xStart + 2 * i * g.inWidth(), g.inWidth(), y, yStart + i * g.outWidth(), g.outWidth());
        }
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
      for (int i = 0; i < g.outHeight(); i++) {
        spreadToTwoRows(x, gy, yStart + i * g.outWidth(), g.outWidth(), gx, xStart + 2 * i * g.inWidth(), g.inWidth());
      }
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

  /// The largest of each 2 x 2 window of the two rows from `top` on.
  private static void largestOfTwoRows(float[] x, int top, int inWidth, float[] y, int yStart, int windows) {
    if (Simd.AVAILABLE && windows >= SimdPooling.FEWEST) {
      SimdPooling.largest(windows, x, top, top + inWidth, y, yStart);
      return;
    }
    for (int j = 0; j < windows; j++) {
      float upper = larger(x[top + 2 * j], x[top + 2 * j + 1]);
      float lower = larger(x[top + inWidth + 2 * j], x[top + inWidth + 2 * j + 1]);
      y[yStart + j] = larger(upper, lower);
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
  private static void spreadToTwoRows(float[] x, float[] gy, int gyStart, int windows, float[] gx, int top,
      int inWidth) {
    if (Simd.AVAILABLE && windows >= SimdPooling.FEWEST) {
      SimdPooling.spread(windows, x, gy, gyStart, gx, top, top + inWidth);
      return;
    }
    for (int j = 0; j < windows; j++) {
      int upper = top + 2 * j;
      int lower = upper + inWidth;
      float slope = 0f + gy[gyStart + j];
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
