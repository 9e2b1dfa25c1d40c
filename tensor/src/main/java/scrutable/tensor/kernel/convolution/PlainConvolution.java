package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.parallel.Parallel;

/// The plain convolution and its two derivatives: loops over all indices, straight from the formulas.
///
/// It defines the bits that [Convolution] must give in float, and it is the implementation for double. One text serves
/// both: all numbers are held in double, and [Precision] says what a multiply-add rounds to.
final class PlainConvolution {

  private PlainConvolution() {}

  /// Each output element is one chain of fused multiply-adds over (c, u, v), in order, starting from 0; padding
  /// takes part as zeros. The bias, if there is one, is added at the end.
  static void forward(ConvGeometry g, Precision precision, double[] x, double[] w, double[] bias, double[] y) {
    int plane = g.outPlane();
    Parallel.forRange(g.n() * g.outChannels(), 1, (from, to) -> {
      int image = from / g.outChannels();
      int o = from % g.outChannels();
      for (int position = 0; position < plane; position++) {
        double sum = 0;
        for (int window = 0; window < g.window(); window++) {
          sum = precision.fma(w[o * g.window() + window], input(g, x, image, window, position), sum);
        }
        y[from * plane + position] = bias == null ? sum : precision.add(sum, bias[o]);
      }
    });
  }

  /// Each element of gx is one chain of fused multiply-adds, starting from 0, over the (o, u, v) that may meet it, in
  /// order; outputs beyond the edges of y take part as zeros.
  static void inputGradient(ConvGeometry g, Precision precision, double[] gy, double[] w, double[] gx) {
    int kernel = g.kernelHeight() * g.kernelWidth();
    int pixels = g.inHeight() * g.inWidth();
    Parallel.forRange(g.n() * g.inChannels(), 1, (from, to) -> {
      int c = from % g.inChannels();
      for (int at = 0; at < pixels; at++) {
        //: task 2.3
        double sum = 0;
        for (int o = 0; o < g.outChannels(); o++) {
          int gyStart = (from / g.inChannels() * g.outChannels() + o) * g.outPlane();
          for (int uv = 0; uv < kernel; uv++) {
            int down = at / g.inWidth() + g.paddingHeight() - g.dilationHeight() * (uv / g.kernelWidth());
            int right = at % g.inWidth() + g.paddingWidth() - g.dilationWidth() * (uv % g.kernelWidth());
            if (down % g.strideHeight() == 0 && right % g.strideWidth() == 0) {
              double slope = output(g, gy, gyStart, down / g.strideHeight(), right / g.strideWidth());
              sum = precision.fma(w[(o * g.inChannels() + c) * kernel + uv], slope, sum);
            }
          }
        }
        gx[from * pixels + at] = sum;
        //: end
      }
    });
  }

  /// Element (i, j) of the channel of gy that begins at `start`; 0 beyond its edges.
  private static double output(ConvGeometry g, double[] gy, int start, int i, int j) {
    boolean inside = i >= 0 && i < g.outHeight() && j >= 0 && j < g.outWidth();
    return inside ? gy[start + i * g.outWidth() + j] : 0;
  }

  /// Each element of gw is a sum over the images and their strips, in order, starting from 0, of one chain of fused
  /// multiply-adds each, over the output positions of the strip, in order, starting from 0; padding takes part as
  /// zeros. A strip is [ConvGeometry#stripRows] rows of the output: all of them, if it is small.
  static void weightGradient(ConvGeometry g, Precision precision, double[] x, double[] gy, double[] gw) {
    int plane = g.outPlane();
    int strip = g.stripRows() * g.outWidth();
    Parallel.forRange(g.outChannels(), 1, (o, end) -> {
      for (int window = 0; window < g.window(); window++) {
        double sum = 0;
        for (int image = 0; image < g.n(); image++) {
          for (int first = 0; first < plane; first += strip) {
            double ofStrip = 0;
            for (int position = first; position < Math.min(first + strip, plane); position++) {
              double slope = gy[image * g.outSize() + o * plane + position];
              ofStrip = precision.fma(slope, input(g, x, image, window, position), ofStrip);
            }
            sum = precision.add(ofStrip, sum);
          }
        }
        gw[o * g.window() + window] = sum;
      }
    });
  }

  private static double input(ConvGeometry g, double[] x, int image, int window, int position) {
    int at = inputIndex(g, image, window, position);
    return at < 0 ? 0 : x[at];
  }

  /// Where in x the element `window` = (c, u, v) of the window at `position` = (i, j) is; -1 if in the
  /// padding.
  static int inputIndex(ConvGeometry g, int image, int window, int position) {
    //: task 2.2
    int line = window / g.kernelWidth();                                // all lines of all channels are counted
    int u = line % g.kernelHeight();
    int v = window % g.kernelWidth();
    int row = position / g.outWidth() * g.strideHeight() - g.paddingHeight() + u * g.dilationHeight();
    int column = position % g.outWidth() * g.strideWidth() - g.paddingWidth() + v * g.dilationWidth();
    boolean inside = row >= 0 && row < g.inHeight() && column >= 0 && column < g.inWidth();
    int plane = image * g.inChannels() + line / g.kernelHeight();
    return inside ? (plane * g.inHeight() + row) * g.inWidth() + column : -1;
    //: end
  }
}
