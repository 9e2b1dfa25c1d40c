package scrutable.tensor.kernel;

import java.util.Arrays;

/// One image as a matrix, so that a convolution becomes a matrix product ("im2col"), and the way back.
///
/// The matrix is (window, outPlane): row (c, u, v) and column (i, j) hold the element of the image that
/// kernel position (u, v) of channel c meets at output position (i, j), or 0 in the padding. It is never
/// stored as a whole by the fast kernels: they unfold just the piece that the matrix product is about to
/// pack.
///
/// After K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for Document
/// Processing", 2006.
final class Unfolding {

  private Unfolding() {}

  /// Where the rows of the unfolded matrix come from: worked out once, as divisions are slow and an image has
  /// many short pieces.
  ///
  /// @param planeStart where the channel of each row begins in the image
  /// @param rowShift what is added to the first image row of an output row
  /// @param columnShift the same for columns
  record Sources(int[] planeStart, int[] rowShift, int[] columnShift) {
    static Sources of(ConvGeometry g) {
      int[] planeStart = new int[g.window()];
      int[] rowShift = new int[g.window()];
      int[] columnShift = new int[g.window()];
      for (int window = 0; window < g.window(); window++) {
        int u = window / g.kernelWidth() % g.kernelHeight();
        int v = window % g.kernelWidth();
        planeStart[window] = window / (g.kernelHeight() * g.kernelWidth()) * g.inHeight() * g.inWidth();
        rowShift[window] = u * g.dilationHeight() - g.paddingHeight();
        columnShift[window] = v * g.dilationWidth() - g.paddingWidth();
      }
      return new Sources(planeStart, rowShift, columnShift);
    }

    /// Where the element for output position (0, 0) lies in the image.
    int pieceStart(int window, int inWidth) {
      return planeStart[window] + rowShift[window] * inWidth + columnShift[window];
    }
  }

  /// Writes `count` columns of row `window` of the unfolded image that begins at `imageStart` of x, from output
  /// position (i, j) on.
  static void unfold(ConvGeometry g, Sources sources, float[] x, int imageStart, int window, int i, int j, int count,
      float[] to, int toStart) {
    int outWidth = g.outWidth();
    int planeStart = imageStart + sources.planeStart[window];
    int rowShift = sources.rowShift[window];
    int columnShift = sources.columnShift[window];
    int done = 0;
    while (done < count) {
      int length = Math.min(outWidth - j, count - done);
      int row = i * g.strideHeight() + rowShift;
      if (row < 0 || row >= g.inHeight()) {
        Arrays.fill(to, toStart + done, toStart + done + length, 0);
      } else {
        copyRow(x, planeStart + row * g.inWidth(), g.inWidth(), j * g.strideWidth() + columnShift,
            g.strideWidth(), length, to, toStart + done);
      }
      done += length;
      i++;
      j = 0;
    }
  }

  /// Copies every `stride`-th element from `column` on of the row that begins at `rowStart`; 0 outside of it.
  private static void copyRow(float[] x, int rowStart, int inWidth, int column, int stride, int length,
      float[] to, int toStart) {
    if (stride == 1 && column >= 0 && column + length <= inWidth) {
      for (int l = 0; l < length; l++) {
        to[toStart + l] = x[rowStart + column + l];
      }
    } else if (stride == 1) {
      int left = Math.min(Math.max(-column, 0), length);
      int inside = Math.max(0, Math.min(length - left, inWidth - column - left));
      Arrays.fill(to, toStart, toStart + left, 0);
      if (inside > 0) {
        System.arraycopy(x, rowStart + column + left, to, toStart + left, inside);
      }
      Arrays.fill(to, toStart + left + inside, toStart + length, 0);
    } else {
      for (int l = 0; l < length; l++) {
        int at = column + l * stride;
        to[toStart + l] = at >= 0 && at < inWidth ? x[rowStart + at] : 0;
      }
    }
  }

  /// Adds row `window` of an unfolded matrix, which begins at `fromStart`, to the elements of the image that
  /// it stands for.
  static void foldRow(ConvGeometry g, float[] from, int fromStart, int window, float[] x, int imageStart) {
    int outWidth = g.outWidth();
    int channel = window / (g.kernelHeight() * g.kernelWidth());
    int u = window / g.kernelWidth() % g.kernelHeight();
    int v = window % g.kernelWidth();
    int planeStart = imageStart + channel * g.inHeight() * g.inWidth();
    int columnShift = v * g.dilationWidth() - g.paddingWidth();
    int stride = g.strideWidth();
    int first = Math.min(outWidth, Math.max(0, (stride - 1 - columnShift) / stride));
    int last = Math.min(outWidth - 1, Math.floorDiv(g.inWidth() - 1 - columnShift, stride));
    for (int i = 0; i < g.outHeight(); i++) {
      int row = i * g.strideHeight() - g.paddingHeight() + u * g.dilationHeight();
      if (row >= 0 && row < g.inHeight()) {
        int to = planeStart + row * g.inWidth() + columnShift;
        for (int j = first; j <= last; j++) {
          x[to + j * stride] += from[fromStart + i * outWidth + j];
        }
      }
    }
  }
}
