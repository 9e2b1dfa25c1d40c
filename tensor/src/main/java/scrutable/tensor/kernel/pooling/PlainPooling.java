package scrutable.tensor.kernel.pooling;

import java.util.Arrays;
import scrutable.tensor.kernel.Precision;

/// The plain pooling of one plane (one channel of one image): straight from the definitions.
///
/// It defines the bits that [Pooling] must give in float, and it is the implementation for double. One text serves
/// both: all numbers are held in double, and [Precision] says what arithmetic rounds to.
final class PlainPooling {

  private PlainPooling() {}

  /// y = the largest element of each window, and argmax = its index h inWidth + w in its input plane.
  ///
  /// Of equal elements the first one wins (row by row), a NaN wins over everything, padding never.
  static void max(PoolGeometry g, int plane, double[] x, double[] y, int[] argmax) {
    int xStart = plane * g.inPlane();
    int out = plane * g.outPlane();
    for (int i = 0; i < g.outHeight(); i++) {
      for (int j = 0; j < g.outWidth(); j++) {
        int right = g.right(j);
        int bottom = g.bottom(i);
        int best = g.top(i) * g.inWidth() + g.left(j);
        double largest = x[xStart + best];
        for (int row = g.top(i); row < bottom; row++) {
          for (int at = row * g.inWidth() + g.left(j); at < row * g.inWidth() + right; at++) {
            double value = x[xStart + at];
            if (value > largest || Double.isNaN(value) && !Double.isNaN(largest)) {
              largest = value;
              best = at;
            }
          }
        }
        y[out] = largest;
        argmax[out++] = best;
      }
    }
  }

  /// y = the sum of each window, row by row, divided by the size of the kernel; padding counts as zeros. Of a large
  /// window ([PoolGeometry#rowsApart]) each row is added up by itself first.
  static void average(PoolGeometry g, Precision precision, int plane, double[] x, double[] y) {
    int xStart = plane * g.inPlane();
    int out = plane * g.outPlane();
    for (int i = 0; i < g.outHeight(); i++) {
      for (int j = 0; j < g.outWidth(); j++) {
        double sum = 0;
        for (int row = g.top(i); row < g.bottom(i); row++) {
          double chain = g.rowsApart() ? 0 : sum;
          for (int column = g.left(j); column < g.right(j); column++) {
            chain = precision.add(chain, x[xStart + row * g.inWidth() + column]);
          }
          sum = g.rowsApart() ? precision.add(sum, chain) : chain;
        }
        y[out++] = precision.divide(sum, g.kernelHeight() * g.kernelWidth());
      }
    }
  }

  /// The gradient of [#average]: each element of gy, divided by the size of the kernel, is added to all elements of its
  /// window, in the order of the windows.
  static void spread(PoolGeometry g, Precision precision, int plane, double[] gy, double[] gx) {
    int xStart = plane * g.inPlane();
    int out = plane * g.outPlane();
    Arrays.fill(gx, xStart, xStart + g.inPlane(), 0);
    for (int i = 0; i < g.outHeight(); i++) {
      for (int j = 0; j < g.outWidth(); j++) {
        double share = precision.divide(gy[out++], g.kernelHeight() * g.kernelWidth());
        for (int row = g.top(i); row < g.bottom(i); row++) {
          for (int column = g.left(j); column < g.right(j); column++) {
            int at = xStart + row * g.inWidth() + column;
            gx[at] = precision.add(gx[at], share);
          }
        }
      }
    }
  }
}
