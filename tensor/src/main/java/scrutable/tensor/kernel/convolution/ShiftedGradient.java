package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.parallel.Scratch;

//: hide 2.3
//: instead /// The gradient of a convolution's output, laid out so that the gradient of its input is a sum of shifted
//: instead /// copies too, as in [ShiftedInput].
/// The gradient of a convolution's output, laid out so that the gradient of its input is a sum of shifted copies too.
///
/// With stride 1, element (a, b) of the padded image was met by output (a - u, b - v) at kernel position (u, v), so
///
/// `gx[c, a, b] = sum over (o, u, v) of w[o, c, u, v] gy[o, a - u, b - v]`
///
/// with zeros where gy has no such element. If each row of gy is followed by as many zeros as the kernel reaches back,
/// a run that begins in one row's left margin reads the zeros behind the row above: one margin serves both, and the
/// rows are as long as those of the padded image. Each (o, u, v) then sees one unbroken run, as in [ShiftedInput].
///
/// With a stride s, the elements of the padded image fall in s x s phases (a mod s, b mod s), and only the kernel
/// positions of the same phase ever met them: each phase is a small gradient of its own, with stride 1.
//: end
final class ShiftedGradient {
  private final ConvGeometry g;
  private final int reachRows;
  private final int reachColumns;
  private final int pitch;

  ShiftedGradient(ConvGeometry g) {
    this.g = g;
    this.reachRows = (g.kernelHeight() - 1) * g.dilationHeight() / g.strideHeight();
    this.reachColumns = (g.kernelWidth() - 1) * g.dilationWidth() / g.strideWidth();
    this.pitch = g.outWidth() + reachColumns;
  }

  /// How far the rows of the layout, and of each phase of the result, are apart.
  int pitch() {
    return pitch;
  }

  /// The number of rows of each phase of the result that were met at all.
  int rows() {
    return g.outHeight() + reachRows;
  }

  /// With stride 1: how far each element of the gradient of the input is behind the first one of the padded image, row
  /// by row; filled up with the last one to a whole number of tiles.
  int[] positions() {
    int plane = g.inHeight() * g.inWidth();
    int margin = g.paddingHeight() * pitch + g.paddingWidth();
    int[] positions = new int[ConvolutionTile.tiles(plane) * ConvolutionTile.ROWS];
    for (int at = 0; at < positions.length; at++) {
      int element = Math.min(at, plane - 1);
      positions[at] = margin + element / g.inWidth() * pitch + element % g.inWidth();
    }
    return positions;
  }

  private int plane() {
    return Scratch.spread(reachColumns + (g.outHeight() + 2 * reachRows) * pitch);
  }

  /// Elements of one gradient laid out, with room for a tile to read beyond its end.
  int size() {
    return g.outChannels() * plane() + ConvolutionTile.COLUMNS;
  }

  /// Lays out the gradient of the image whose output begins at `start` of gy: what passes the rectifier whose output is
  /// `rectified`, or all of it if that is null.
  void arrange(float[] gy, float[] rectified, int start, float[] to) {
    int width = g.outWidth();
    int lead = reachColumns + reachRows * pitch;
    float[] passed = Scratch.borrow(rectified == null ? 0 : g.outPlane());
    for (int o = 0; o < g.outChannels(); o++) {
      int plane = o * plane();
      int first = plane + lead;
      float[] from = gy;
      int at = start + o * g.outPlane();
      if (rectified != null) {
        // In one run, as rows may be shorter than a vector.
        ConvolutionTile.pass(gy, rectified, at, passed, 0, g.outPlane());
        from = passed;
        at = 0;
      }
      Arrays.fill(to, plane, plane + plane(), 0);
      ConvolutionTile.copyRows(g.outHeight(), width, from, at, width, 1, to, first, pitch);
    }
    Scratch.giveBack(passed);
  }

  /// The kernel positions of one phase of the stride.
  ///
  /// @param offsets where the run of each (o, u, v) begins
  /// @param weights where its weight lies in those `(O, C, KH, KW)`, for channel 0
  record Phase(int row, int column, int[] offsets, int[] weights) {}

  /// The phase of rows a with `a mod stride = row` and columns likewise; its kernel positions are in the order of
  /// (o, u, v), and there may be none.
  Phase phase(int row, int column) {
    int kernel = g.kernelHeight() * g.kernelWidth();
    int[] offsets = new int[g.outChannels() * positionsOf(row, column)];
    int[] weights = new int[offsets.length];
    int count = 0;
    for (int o = 0; o < g.outChannels(); o++) {
      for (int at = 0; at < kernel; at++) {
        int down = at / g.kernelWidth() * g.dilationHeight();
        int right = at % g.kernelWidth() * g.dilationWidth();
        if (isOf(row, column, at)) {
          offsets[count] = o * plane() + reachColumns - right / g.strideWidth()
              + (reachRows - down / g.strideHeight()) * pitch;
          weights[count] = o * g.window() + at;
          count++;
        }
      }
    }
    return new Phase(row, column, offsets, weights);
  }

  /// How many kernel positions belong to a phase.
  private int positionsOf(int row, int column) {
    int count = 0;
    for (int at = 0; at < g.kernelHeight() * g.kernelWidth(); at++) {
      count += isOf(row, column, at) ? 1 : 0;
    }
    return count;
  }

  private boolean isOf(int row, int column, int at) {
    return at / g.kernelWidth() * g.dilationHeight() % g.strideHeight() == row
        && at % g.kernelWidth() * g.dilationWidth() % g.strideWidth() == column;
  }
}
