package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.parallel.Scratch;

/// A band of an image, laid out so that each kernel position sees the outputs of the band as one unbroken run, with
/// nothing between them.
///
/// In [ShiftedInput] each kernel position sees an unbroken run too, but one as wide as the image: it also meets columns
/// that belong to no output. Here, for each column v of the kernel there is a copy of each channel that has only the
/// columns which the outputs meet through v, outWidth of them. Output (i, j) of the band, counted `q = i outWidth + j`,
/// meets at kernel position (c, u, v) the element `offset(c, u, v) + q`: the copy (c, v) from row u on. So the product
///
/// `y[o, q] = sum over p = (c, u, v) of w[o, p] copies[offset(p) + q]`
///
/// gives the outputs in their places, and no others. The copies are as many times larger than the band as the kernel is
/// wide, where the whole factor would be larger by the kernel's width times its height. A band is as high as a cache
/// takes.
///
/// Padding is written into the copies. With a stride s, a copy has every s-th column, and its rows are dealt out to s
/// smaller ones (every s-th row, from each start): each kernel position looks at one of them.
final class ColumnCopies {

  /// Elements of the copies of a band: half of a cache of 1 MB.
  private static final int BAND = 1 << 17;

  private final ConvGeometry g;
  private final int height;
  private final int planeRows;
  private final int planeSize;
  private final int[] offsets;

  ColumnCopies(ConvGeometry g) {
    this.g = g;
    int reach = (g.kernelHeight() - 1) * g.dilationHeight() / g.strideHeight();
    int rows = Math.clamp(BAND / copiedRow(g) - reach, 1, g.outHeight());
    int bands = (g.outHeight() + rows - 1) / rows;
    this.height = (g.outHeight() + bands - 1) / bands;
    this.planeRows = height + reach;
    this.planeSize = Scratch.spread(planeRows * g.outWidth());
    this.offsets = new int[g.window()];
    for (int window = 0; window < g.window(); window++) {
      int c = window / (g.kernelHeight() * g.kernelWidth());
      int row = window / g.kernelWidth() % g.kernelHeight() * g.dilationHeight();
      offsets[window] = plane(c, window % g.kernelWidth(), row % g.strideHeight())
          + row / g.strideHeight() * g.outWidth();
    }
  }

  /// Whether a band of one row is small enough to be copied.
  static boolean fit(ConvGeometry g) {
    return (1 + (long) (g.kernelHeight() - 1) * g.dilationHeight() / g.strideHeight()) * copiedRow(g) <= BAND;
  }

  private static long copiedRow(ConvGeometry g) {
    return (long) g.inChannels() * g.kernelWidth() * g.strideHeight() * g.outWidth();
  }

  /// Where the rows of a copy begin that are `phase` behind a multiple of the stride.
  private int plane(int c, int v, int phase) {
    return ((c * g.kernelWidth() + v) * g.strideHeight() + phase) * planeSize;
  }

  /// Where the run of each kernel position begins.
  int[] offsets() {
    return offsets;
  }

  /// Rows of the output in a band; the last one may have fewer.
  int height() {
    return height;
  }

  /// Elements of a band laid out, with room for a tile to read beyond its end.
  int size() {
    return plane(g.inChannels(), 0, 0) + ConvolutionTile.COLUMNS;
  }

  /// Lays out what the outputs from row `firstRow` on meet in the image that begins at `start` of x.
  void arrange(float[] x, int start, int firstRow, float[] to) {
    for (int c = 0; c < g.inChannels(); c++) {
      int channel = start + c * g.inHeight() * g.inWidth();
      for (int v = 0; v < g.kernelWidth(); v++) {
        for (int phase = 0; phase < g.strideHeight(); phase++) {
          int top = firstRow * g.strideHeight() + phase - g.paddingHeight();
          arrangePlane(x, channel, top, v * g.dilationWidth() - g.paddingWidth(), to, plane(c, v, phase));
        }
      }
    }
  }

  /// The rows of one copy, whose first element meets row `top` and column `left` of the image, or the padding where
  /// these are outside.
  private void arrangePlane(float[] x, int channel, int top, int left, float[] to, int plane) {
    int outWidth = g.outWidth();
    int firstRow = inside(top, g.strideHeight(), 0, planeRows);
    int endRow = inside(top, g.strideHeight(), g.inHeight(), planeRows);
    int first = inside(left, g.strideWidth(), 0, outWidth);
    int end = inside(left, g.strideWidth(), g.inWidth(), outWidth);
    Arrays.fill(to, plane, plane + firstRow * outWidth, 0);
    Arrays.fill(to, plane + endRow * outWidth, plane + planeRows * outWidth, 0);
    if (first > 0 || end < outWidth) {
      Arrays.fill(to, plane + firstRow * outWidth, plane + endRow * outWidth, 0);
    }
    int from = channel + (top + firstRow * g.strideHeight()) * g.inWidth() + left + first * g.strideWidth();
    int step = g.strideHeight() * g.inWidth();
    ConvolutionTile.copyRows(endRow - firstRow, end - first, x, from, step, g.strideWidth(),
        to, plane + firstRow * outWidth + first, outWidth);
  }

  /// How many of the `count` places `from`, `from + stride`, ... lie before `limit`.
  private static int inside(int from, int stride, int limit, int count) {
    return Math.clamp(Math.ceilDiv((long) limit - from, stride), 0, count);
  }
}
