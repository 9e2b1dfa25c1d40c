package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// The inner loops of the convolution, in plain Java or, where they can be used, the vectors of [SimdConvolutionTile].
///
/// Each output of a tile is one chain of fused multiply-adds in the order of the loops, so both give the same bits.
final class ConvolutionTile {

  /// Height of a tile.
  static final int ROWS = 8;
  /// Width of a tile.
  static final int COLUMNS = Simd.AVAILABLE ? SimdConvolutionTile.COLUMNS : 16;
  /// Rows up to which it is better to take one at a time: as in the gradient of an image with one or three channels.
  private static final int FEW = 3;
  /// Width of a tile for what is left over.
  static final int NARROW = Simd.AVAILABLE ? SimdConvolutionTile.LANES : 16;

  private ConvolutionTile() {}

  /// How many tiles `rows` rows fill.
  static int tiles(int rows) {
    return (rows + ROWS - 1) / ROWS;
  }

  /// How long a row must be that the tiles over `length` positions do not write beyond it.
  static int roundUp(int length) {
    return (length + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  /// The width of the tiles that cover `length` elements: whole ones, and a narrow one where that is enough.
  static int widthOf(int length) {
    return (length + NARROW - 1) / NARROW * NARROW;
  }

  /// The width of the tile that begins at element `from` of `width` (as [#widthOf] gives it).
  static int panel(int width, int from) {
    return width - from >= COLUMNS ? COLUMNS : NARROW;
  }

  /// The first `rows` rows of a tile (at most [#ROWS]) of [#correlate], over the positions `0 <= q < length`; the rows
  /// of `out` are `pitch` apart. The last tile overlaps the one before.
  static void correlateRows(int rows, int depth, float[] a, int aStart, float[] x, int[] offsets, int length,
      float[] out, int outStart, int pitch) {
    if (Simd.AVAILABLE && rows <= FEW && length >= SimdConvolutionTile.LONG) {
      for (int row = 0; row < rows; row++) {
        for (int q = 0; q < length; q += SimdConvolutionTile.LONG) {
          int at = Math.min(q, length - SimdConvolutionTile.LONG);
          SimdConvolutionTile.correlateLong(depth, a, aStart + row, x, at, offsets, out, outStart + row * pitch + at);
        }
      }
    } else if (rows == ROWS && length >= NARROW) {
      correlateTiles(depth, a, aStart, x, offsets, length, out, outStart, pitch);
    } else {
      int wide = Math.max(length, NARROW);
      float[] whole = Scratch.borrow(ROWS * wide);
      correlateTiles(depth, a, aStart, x, offsets, wide, whole, 0, wide);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(whole, row * wide, out, outStart + row * pitch, length);
      }
      Scratch.giveBack(whole);
    }
  }

  private static void correlateTiles(int depth, float[] a, int aStart, float[] x, int[] offsets, int length,
      float[] out, int outStart, int pitch) {
    int q = 0;
    for (; q + COLUMNS <= length; q += COLUMNS) {
      correlate(COLUMNS, depth, a, aStart, x, q, offsets, out, outStart + q, pitch);
    }
    int width = length - q > NARROW && length >= COLUMNS ? COLUMNS : NARROW;
    for (; q < length; q += width) {
      int at = Math.min(q, length - width);
      correlate(width, depth, a, aStart, x, at, offsets, out, outStart + at, pitch);
    }
  }

  /// `out[r, q] = sum over p of a[p, r] x[xStart + offsets[p] + q]` for [#ROWS] rows r and `width` positions q, which
  /// is [#COLUMNS] or [#NARROW].
  static void correlate(int width, int depth, float[] a, int aStart, float[] x, int xStart, int[] offsets,
      float[] out, int outStart, int pitch) {
    if (!Simd.AVAILABLE) {
      correlatePlain(width, depth, a, aStart, x, xStart, offsets, out, outStart, pitch);
    } else if (width == NARROW) {
      SimdConvolutionTile.correlate(depth, a, aStart, x, xStart, offsets, out, outStart, pitch);
    } else {
      SimdConvolutionTile.correlateWide(depth, a, aStart, x, xStart, offsets, out, outStart, pitch);
    }
  }

  private static void correlatePlain(int width, int depth, float[] a, int aStart, float[] x, int xStart,
      int[] offsets, float[] out, int outStart, int pitch) {
    for (int row = 0; row < ROWS; row++) {
      int to = outStart + row * pitch;
      for (int q = 0; q < width; q++) {
        out[to + q] = 0;
      }
      for (int p = 0; p < depth; p++) {
        float factor = a[aStart + p * ROWS + row];
        int from = xStart + offsets[p];
        for (int q = 0; q < width; q++) {
          out[to + q] = Math.fma(factor, x[from + q], out[to + q]);
        }
      }
    }
  }

  /// `out[r, o] = bias[o] + sum over p of x[positions[first + r] + offsets[p]] w[p, o]` for [#ROWS] output positions r
  /// and as many output channels o as the tile is wide: `width` is [#COLUMNS] or [#NARROW], and how far the rows of `w`
  /// and of `out` are apart. The sum is one over `from <= p < to`; when accumulating, it goes on with what is in `out`.
  /// The positions ascend.
  static void outputs(int width, int from, int to, boolean accumulate, float[] x, int[] positions, int first,
      int[] offsets, float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    if (!Simd.AVAILABLE) {
      outputsPlain(width, from, to, accumulate, x, positions, first, offsets, w, wStart, bias, biasStart,
          out, outStart);
      return;
    }
    int start = positions[first];
    boolean isRun = positions[first + ROWS - 1] == start + ROWS - 1;
    if (isRun && width == NARROW) {
      SimdRunTile.outputs(from, to, accumulate, x, start, offsets, w, wStart, bias, biasStart, out, outStart);
    } else if (isRun) {
      SimdRunTile.outputsWide(from, to, accumulate, x, start, offsets, w, wStart, bias, biasStart, out, outStart);
    } else if (width == NARROW) {
      SimdChannelTile.outputs(from, to, accumulate, x, positions, first, offsets, w, wStart, bias, biasStart,
          out, outStart);
    } else {
      SimdChannelTile.outputsWide(from, to, accumulate, x, positions, first, offsets, w, wStart, bias, biasStart,
          out, outStart);
    }
  }

  private static void outputsPlain(int width, int from, int to, boolean accumulate, float[] x, int[] positions,
      int first, int[] offsets, float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    for (int row = 0; row < ROWS; row++) {
      for (int o = 0; o < width; o++) {
        int at = outStart + row * width + o;
        float sum = accumulate ? out[at] : 0;
        for (int p = from; p < to; p++) {
          sum = Math.fma(x[positions[first + row] + offsets[p]], w[wStart + p * width + o], sum);
        }
        out[at] = sum + bias[biasStart + o];
      }
    }
  }

  /// `sums[r, o] += sum over (i, j) of x[offsets[p + r] + i pitch + j] slopes[i columns + j, o]` for [#ROWS] kernel
  /// positions r, as many output channels o as the tile is wide, and outputs (i, j) in `rows` rows and `columns`
  /// columns; output q, counted row by row, has `i pitch + j = positions[q]`.
  ///
  /// The first argument, `width`, is that of the tile: [#COLUMNS] or [#NARROW], and how far the rows of `slopes` and of
  /// `sums` are apart. The `rows` and `columns` that follow are those of the output.
  static void weights(int width, int rows, int columns, int pitch, int[] positions, float[] x, int[] offsets, int p,
      float[] slopes, int slopesStart, float[] sums, int sumsStart) {
    if (!Simd.AVAILABLE) {
      weightsPlain(width, rows * columns, positions, x, offsets, p, slopes, slopesStart, sums, sumsStart);
    } else if (width == NARROW) {
      SimdChannelTile.weights(rows, columns, pitch, x, offsets, p, slopes, slopesStart, sums, sumsStart);
    } else {
      SimdChannelTile.weightsWide(rows * columns, x, positions, offsets, p, slopes, slopesStart, sums, sumsStart);
    }
  }

  private static void weightsPlain(int width, int count, int[] positions, float[] x, int[] offsets, int p,
      float[] slopes, int slopesStart, float[] sums, int sumsStart) {
    for (int row = 0; row < ROWS; row++) {
      for (int o = 0; o < width; o++) {
        float sum = 0;
        for (int q = 0; q < count; q++) {
          sum = Math.fma(x[offsets[p + row] + positions[q]], slopes[slopesStart + q * width + o], sum);
        }
        sums[sumsStart + row * width + o] += sum;
      }
    }
  }

  /// Copies `rows` rows of `n` elements; the rows are `fromPitch` and `toPitch` apart, the elements `step` and 1.
  static void copyRows(int rows, int n, float[] from, int fromStart, int fromPitch, int step,
      float[] to, int toStart, int toPitch) {
    if (Simd.AVAILABLE && step == 1 && n >= SimdConvolutionTile.SHORT) {
      SimdConvolutionTile.copyRows(rows, n, from, fromStart, fromPitch, to, toStart, toPitch);
      return;
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        to[toStart + i * toPitch + j] = from[fromStart + i * fromPitch + j * step];
      }
    }
  }

  /// `y[i] += bias` for `n` elements from `start` on.
  static void add(float bias, float[] y, int start, int n) {
    for (int i = start; i < start + n; i++) {
      y[i] += bias;
    }
  }

  /// `to[i] = from[i] + bias` for `n` elements; with a bias of -0 this is a copy, for short rows a faster one than
  /// [System#arraycopy].
  static void addTo(float[] from, int fromStart, float bias, float[] to, int toStart, int n) {
    if (Simd.AVAILABLE) {
      SimdConvolutionTile.addTo(from, fromStart, bias, to, toStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      to[toStart + i] = from[fromStart + i] + bias;
    }
  }

  /// `to[i] = from[i]` where `y[i] > 0`, else 0, for `n` elements of which those of `from` and of `y` begin at `start`:
  /// what a rectifier whose output is y lets pass of its gradient.
  static void pass(float[] from, float[] y, int start, float[] to, int toStart, int n) {
    if (Simd.AVAILABLE) {
      SimdConvolutionTile.pass(from, y, start, to, toStart, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      to[toStart + i] = y[start + i] > 0 ? from[start + i] : 0;
    }
  }

  /// `y[i] = max(y[i], 0)` for `n` elements from `start` on.
  static void rectify(float[] y, int start, int n) {
    for (int i = start; i < start + n; i++) {
      y[i] = Math.max(y[i], 0);
    }
  }
}
