package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.matmul.MatrixProduct;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The gradient of the weights where a plane of the output is too large to be laid out for the tiles, which takes 16 or
/// 32 times its memory on each thread: it is taken a few rows at a time.
///
/// For these rows the shifted images are built, `(window, positions)`, and multiplied with the gradients,
/// `(outChannels, positions)`, transposed. A product that accumulates goes on with the chains of fused multiply-adds
/// that the rows before have begun, so the bits are those of one chain over a whole strip ([PlainConvolution]).
final class WeightGradientBlocks {

  /// Elements of the shifted images of a block.
  private static final int BLOCK = 1 << 20;

  private WeightGradientBlocks() {}

  /// gw from x and from the gradient gy with respect to y, which was rectified to `rectified`, or not if that is null.
  static void run(ConvGeometry g, float[] x, float[] gy, float[] rectified, float[] gw) {
    int strip = Math.min(g.stripRows(), g.outHeight());
    int rows = Math.clamp(BLOCK / ((long) g.window() * g.outWidth()), 1, strip);
    int sums = g.window() * g.outChannels();
    float[] shifted = Scratch.borrow(g.window() * rows * g.outWidth());
    float[] slopes = Scratch.borrow(g.outChannels() * rows * g.outWidth());
    float[] ofStrip = Scratch.borrow(sums);
    float[] total = Scratch.borrow(sums);
    Arrays.fill(total, 0, sums, 0);
    for (int image = 0; image < g.n(); image++) {
      for (int first = 0; first < g.outHeight(); first += strip) {
        int end = Math.min(first + strip, g.outHeight());
        for (int i = first; i < end; i += rows) {
          int positions = Math.min(rows, end - i) * g.outWidth();
          shift(g, x, image, i, positions, shifted);
          takeSlopes(g, gy, rectified, image, i, positions, slopes);
          multiply(g, positions, shifted, slopes, ofStrip, i > first);
        }
        for (int at = 0; at < sums; at++) {
          total[at] = ofStrip[at] + total[at];
        }
      }
    }
    Transpose.transpose(g.window(), g.outChannels(), total, 0, g.outChannels(), gw, 0, g.window());
    Scratch.giveBack(total);
    Scratch.giveBack(ofStrip);
    Scratch.giveBack(slopes);
    Scratch.giveBack(shifted);
  }

  /// A row may be longer than a chain of [Gemm]; it is one chain nevertheless.
  private static void multiply(ConvGeometry g, int positions, float[] shifted, float[] slopes, float[] ofStrip,
      boolean accumulate) {
    for (int at = 0; at < positions; at += MatrixProduct.CHAIN) {
      Gemm.sgemm(false, true, g.window(), g.outChannels(), Math.min(MatrixProduct.CHAIN, positions - at),
          shifted, at, positions, slopes, at, positions, ofStrip, 0, g.outChannels(), accumulate || at > 0);
    }
  }

  /// For each element of the window what it meets at `positions` outputs from row `firstRow` on; 0 in the padding.
  private static void shift(ConvGeometry g, float[] x, int image, int firstRow, int positions, float[] to) {
    Parallel.forRange(g.window(), 1, (window, end) -> {
      //: leak 2.2
      //: instead for (int at = 0; at < positions; at++) {
      //: instead   int index = PlainConvolution.inputIndex(g, image, window, firstRow * g.outWidth() + at);
      //: instead   to[window * positions + at] = index < 0 ? 0 : x[index];
      //: instead }
      int c = window / (g.kernelHeight() * g.kernelWidth());
      int down = window / g.kernelWidth() % g.kernelHeight() * g.dilationHeight() - g.paddingHeight();
      int right = window % g.kernelWidth() * g.dilationWidth() - g.paddingWidth();
      for (int at = 0; at < positions; at += g.outWidth()) {
        int row = (firstRow + at / g.outWidth()) * g.strideHeight() + down;
        int from = image * g.inSize() + (c * g.inHeight() + row) * g.inWidth();
        for (int j = 0; j < g.outWidth(); j++) {
          int column = j * g.strideWidth() + right;
          boolean inside = row >= 0 && row < g.inHeight() && column >= 0 && column < g.inWidth();
          to[window * positions + at + j] = inside ? x[from + column] : 0;
        }
      }
      //: end
    });
  }

  private static void takeSlopes(ConvGeometry g, float[] gy, float[] rectified, int image, int firstRow, int positions,
      float[] to) {
    for (int o = 0; o < g.outChannels(); o++) {
      int from = image * g.outSize() + o * g.outPlane() + firstRow * g.outWidth();
      if (rectified == null) {
        System.arraycopy(gy, from, to, o * positions, positions);
      } else {
        ConvolutionTile.pass(gy, rectified, from, to, o * positions, positions);
      }
    }
  }
}
