package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.parallel.Scratch;

/// The images of a convolution, laid out so that each kernel position sees one unbroken run of them.
///
/// Take stride 1 and no padding. Output (i, j) meets, at kernel position (c, u, v), the element
/// `(c H + u + i) W + v + j` of the image, that is `offset(c, u, v) + i W + j`: for all outputs together, the image
/// from some offset on. So
///
/// `y[o, i W + j] = sum over p = (c, u, v) of w[o, p] x[offset(p) + i W + j]`
///
/// is a matrix product whose second factor need not be built: its rows are the image, shifted. It also gives "outputs"
/// for columns j beyond the last, where the window juts out over the right edge; they are left behind when y is put
/// together, and cost `W / outWidth` as many multiplications.
///
/// Padding is added by copying the image into a larger one. With a stride s, neighbouring outputs meet every s-th
/// element; so the copy is dealt out to s x s smaller images (every s-th row and column, from each start), and each
/// kernel position looks at one of them.
final class ShiftedInput {
  private final ConvGeometry g;
  private final int planeSize;
  private final int pitch;
  private final int[] offsets;

  ShiftedInput(ConvGeometry g) {
    this.g = g;
    int rows = (g.inHeight() + 2 * g.paddingHeight() + g.strideHeight() - 1) / g.strideHeight();
    this.pitch = (g.inWidth() + 2 * g.paddingWidth() + g.strideWidth() - 1) / g.strideWidth();
    this.planeSize = Scratch.spread(rows * pitch);
    this.offsets = new int[ConvolutionTile.tiles(g.window()) * ConvolutionTile.ROWS];
    for (int window = 0; window < g.window(); window++) {
      int c = window / (g.kernelHeight() * g.kernelWidth());
      int row = window / g.kernelWidth() % g.kernelHeight() * g.dilationHeight();
      int column = window % g.kernelWidth() * g.dilationWidth();
      offsets[window] = plane(c, row, column) + row / g.strideHeight() * pitch + column / g.strideWidth();
    }
    Arrays.fill(offsets, g.window(), offsets.length, offsets[g.window() - 1]);
  }

  /// Where the small image begins that holds this row and column of channel c.
  private int plane(int c, int row, int column) {
    int phases = g.strideHeight() * g.strideWidth();
    int phase = row % g.strideHeight() * g.strideWidth() + column % g.strideWidth();
    return (c * phases + phase) * planeSize;
  }

  /// Where the run of each kernel position begins; filled up with the last one to a whole number of tiles.
  int[] offsets() {
    return offsets;
  }

  /// The same for the outputs from a row on.
  int[] offsetsFrom(int row) {
    return row == 0 ? offsets : Arrays.stream(offsets).map(offset -> offset + row * pitch).toArray();
  }

  /// How far the rows of the layout are apart.
  int pitch() {
    return pitch;
  }

  /// How far each output is behind the first one, row by row; filled up with the last one to a whole number of tiles.
  int[] positions() {
    int plane = g.outPlane();
    int[] positions = new int[ConvolutionTile.tiles(plane) * ConvolutionTile.ROWS];
    for (int at = 0; at < positions.length; at++) {
      int output = Math.min(at, plane - 1);
      positions[at] = output / g.outWidth() * pitch + output % g.outWidth();
    }
    return positions;
  }

  /// The length of the runs.
  int length() {
    return (g.outHeight() - 1) * pitch + g.outWidth();
  }

  /// Elements of one image laid out, with room for a tile to read beyond its end.
  int size() {
    return plane(g.inChannels(), 0, 0) + ConvolutionTile.COLUMNS;
  }

  /// Lays out the image that begins at `start` of x.
  void arrange(float[] x, int start, float[] to) {
    if (g.isPlain()) {
      int plane = g.inHeight() * g.inWidth();
      for (int c = 0; c < g.inChannels(); c++) {
        System.arraycopy(x, start + c * plane, to, c * planeSize, plane);
      }
      return;
    }
    Arrays.fill(to, 0, plane(g.inChannels(), 0, 0), 0);
    for (int c = 0; c < g.inChannels(); c++) {
      for (int i = 0; i < g.inHeight(); i++) {
        arrangeRow(x, start + (c * g.inHeight() + i) * g.inWidth(), c, i + g.paddingHeight(), to);
      }
    }
  }

  private void arrangeRow(float[] x, int from, int c, int row, float[] to) {
    int rowStart = row / g.strideHeight() * pitch;
    if (g.strideWidth() == 1) {
      System.arraycopy(x, from, to, plane(c, row, 0) + rowStart + g.paddingWidth(), g.inWidth());
      return;
    }
    for (int j = 0; j < g.inWidth(); j++) {
      int column = j + g.paddingWidth();
      to[plane(c, row, column) + rowStart + column / g.strideWidth()] = x[from + j];
    }
  }
}
