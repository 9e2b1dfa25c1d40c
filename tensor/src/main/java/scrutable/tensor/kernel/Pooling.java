package scrutable.tensor.kernel;

import java.util.Arrays;

/// Max and average pooling of (n, channels, height, width) arrays, in the layout of [PoolGeometry].
///
/// The planes (one channel of one image) are shared among threads; each is worked on in a fixed order. These
/// loops are plain: they are their own twins.
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
    if (isTwoByTwo(g)) {
      forPlanes(g, plane -> maxTwoByTwo(g, plane, x, y, argmax));
      return;
    }
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      for (int i = 0; i < g.outHeight(); i++) {
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
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
          y[out] = largest;
          argmax[out++] = best;
        }
      }
    });
  }

  /// Windows of 2 x 2 side by side, which is what almost every network uses.
  private static boolean isTwoByTwo(PoolGeometry g) {
    return g.kernelHeight() == 2 && g.kernelWidth() == 2 && g.strideHeight() == 2 && g.strideWidth() == 2
        && g.paddingHeight() == 0 && g.paddingWidth() == 0;
  }

  /// Which of four numbers is the largest cannot be foreseen, so a branch on it is mispredicted half of the
  /// time and costs more than everything else. Here the comparisons become numbers (conditional moves) instead.
  private static void maxTwoByTwo(PoolGeometry g, int plane, float[] x, float[] y, int[] argmax) {
    int inWidth = g.inWidth();
    int outWidth = g.outWidth();
    int xStart = plane * g.inPlane();
    int out = plane * g.outPlane();
    for (int i = 0; i < g.outHeight(); i++) {
      int row = 2 * i * inWidth;
      for (int j = 0; j < outWidth; j++) {
        int at = row + 2 * j;
        float a = x[xStart + at];
        float b = x[xStart + at + 1];
        float c = x[xStart + at + inWidth];
        float d = x[xStart + at + inWidth + 1];
        float upper = Math.max(a, b);
        float lower = Math.max(c, d);
        int upperAt = a == upper | a != a ? at : at + 1;
        int lowerAt = (c == lower | c != c ? at : at + 1) + inWidth;
        int best = upper >= lower | upper != upper ? upperAt : lowerAt;
        y[out + j] = x[xStart + best];
        argmax[out + j] = best;
      }
      out += outWidth;
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
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
          float sum = 0;
          for (int row = top; row < bottom; row++) {
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              sum += x[xStart + at];
            }
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
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
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

  /// y = the largest element of each window, and argmax = its index h inWidth + w in its input plane.
  ///
  /// Of equal elements the first one wins (row by row), a NaN wins over everything, padding never.
  public static void maxForward(PoolGeometry g, double[] x, double[] y, int[] argmax) {
    g.requireArrays("max pool", x.length, Math.min(y.length, argmax.length));
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      for (int i = 0; i < g.outHeight(); i++) {
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
          int best = top * g.inWidth() + left;
          double largest = x[xStart + best];
          for (int row = top; row < bottom; row++) {
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              double value = x[xStart + at];
              if (value > largest || value != value && largest == largest) {
                largest = value;
                best = at;
              }
            }
          }
          y[out] = largest;
          argmax[out++] = best;
        }
      }
    });
  }

  /// y = the sum of each window, row by row, divided by the size of the kernel; padding counts as zeros.
  public static void averageForward(PoolGeometry g, double[] x, double[] y) {
    g.requireArrays("average pool", x.length, y.length);
    double size = g.kernelHeight() * g.kernelWidth();
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      for (int i = 0; i < g.outHeight(); i++) {
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
          double sum = 0;
          for (int row = top; row < bottom; row++) {
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              sum += x[xStart + at];
            }
          }
          y[out++] = sum / size;
        }
      }
    });
  }

  /// gx = the gradient with respect to x from the gradient gy with respect to y: each element of gy, divided
  /// by the size of the kernel, is added to all elements of its window, in the order of the windows.
  public static void averageBackward(PoolGeometry g, double[] gy, double[] gx) {
    g.requireArrays("average pool backward", gx.length, gy.length);
    double size = g.kernelHeight() * g.kernelWidth();
    forPlanes(g, plane -> {
      int xStart = plane * g.inPlane();
      int out = plane * g.outPlane();
      Arrays.fill(gx, xStart, xStart + g.inPlane(), 0);
      for (int i = 0; i < g.outHeight(); i++) {
        int top = Math.max(0, i * g.strideHeight() - g.paddingHeight());
        int bottom = Math.min(g.inHeight(), i * g.strideHeight() - g.paddingHeight() + g.kernelHeight());
        for (int j = 0; j < g.outWidth(); j++) {
          int left = Math.max(0, j * g.strideWidth() - g.paddingWidth());
          int right = Math.min(g.inWidth(), j * g.strideWidth() - g.paddingWidth() + g.kernelWidth());
          double share = gy[out++] / size;
          for (int row = top; row < bottom; row++) {
            for (int at = row * g.inWidth() + left; at < row * g.inWidth() + right; at++) {
              gx[xStart + at] += share;
            }
          }
        }
      }
    });
  }

  private static void forPlanes(PoolGeometry g, PlaneBody body) {
    Parallel.forRange(g.n() * g.channels(), Math.max(1, GRAIN / g.inPlane()), (from, to) -> {
      for (int plane = from; plane < to; plane++) {
        body.run(plane);
      }
    });
  }
}
