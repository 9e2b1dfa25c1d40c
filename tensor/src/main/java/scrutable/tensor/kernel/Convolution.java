package scrutable.tensor.kernel;

import java.util.Arrays;

/// Two-dimensional convolution (cross-correlation, as usual in deep learning) and its two derivatives.
///
/// [ConvGeometry] gives the formula and the layouts, [PlainConvolution] the order in which each element is
/// accumulated. Here all three are matrix products with the unfolded image U of [Unfolding], per image:
/// y = W U, gx = fold(W^T gy), gW = sum over the images, in order, of gy U^T.
/// The images are shared among threads, for gW the elements of gW; so no sum is ever split.
///
/// Outputs must not overlap inputs. The entries for double are the plain loops.
public final class Convolution {

  /// Multiply-adds per output from which putting y together again costs less than the packing it saves.
  private static final int LONG_WINDOW = 64;

  private Convolution() {}

  /// y = w * x.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, float[] x, float[] w, float[] y) {
    g.requireArrays("conv forward", x.length, w.length, y.length);
    int plane = g.outPlane();
    Unfolding.Sources sources = Unfolding.Sources.of(g);
    Parallel.forRange(g.n(), 1, (image, end) -> {
      int yStart = image * g.outSize();
      if (Simd.AVAILABLE && keepsRows(g)) {
        forwardInWholeRows(g, sources, x, image, w, y);
      } else if (Simd.AVAILABLE) {
        PackedGemm.multiply(false, g.outChannels(), plane, g.window(), w, 0, g.window(),
            unfoldedColumns(g, sources, x, image), y, yStart, plane, false);
      } else {
        Gemm.sgemm(false, false, g.outChannels(), plane, g.window(), w, 0, g.window(),
            unfolded(g, sources, x, image), 0, plane, y, yStart, plane, false);
      }
    });
  }

  /// Whether it pays to compute outputs also where the window juts out over the right edge: see
  /// [#forwardInWholeRows].
  private static boolean keepsRows(ConvGeometry g) {
    return g.strideHeight() == 1 && g.strideWidth() == 1 && g.paddingHeight() == 0 && g.paddingWidth() == 0
        && 4 * g.outWidth() >= 3 * g.inWidth() && g.window() >= LONG_WINDOW;
  }

  /// The forward product of one image, with outputs at every column of the image.
  ///
  /// With stride 1 and no padding, output position (i, j) needs the element `i inWidth + j + constant` of the image
  /// for each row of U, also for columns j beyond the last output. So a row of U is one unbroken piece of the image,
  /// and packing it is a plain copy instead of many short ones. The outputs that are not wanted are left behind when
  /// y is put together; they cost `inWidth / outWidth` as many multiply-adds, and no other element changes.
  private static void forwardInWholeRows(ConvGeometry g, Unfolding.Sources sources, float[] x, int image,
      float[] w, float[] y) {
    int inWidth = g.inWidth();
    int outWidth = g.outWidth();
    int length = (g.outHeight() - 1) * inWidth + outWidth;
    float[] rows = new float[g.outChannels() * length];
    PackedGemm.multiply(false, g.outChannels(), length, g.window(), w, 0, g.window(),
        wholeRows(g, sources, x, image), rows, 0, length, false);
    for (int o = 0; o < g.outChannels(); o++) {
      for (int i = 0; i < g.outHeight(); i++) {
        System.arraycopy(rows, o * length + i * inWidth,
            y, image * g.outSize() + o * g.outPlane() + i * outWidth, outWidth);
      }
    }
  }

  private static PackedGemm.ColumnSource wholeRows(ConvGeometry g, Unfolding.Sources sources, float[] x, int image) {
    int size = SimdGemmTile.COLUMNS;
    return (p, depth, j, width, panels, start) -> {
      for (int line = 0; line < width; line += size) {
        int lines = Math.min(size, width - line);
        for (int step = 0; step < depth; step++) {
          int from = image * g.inSize() + sources.pieceStart(p + step, g.inWidth()) + j + line;
          int to = start + line * depth + step * size;
          System.arraycopy(x, from, panels, to, lines);
          if (lines < size) {
            Arrays.fill(panels, to + lines, to + size, 0);
          }
        }
      }
    };
  }

  /// gx = the gradient with respect to x, from the gradient gy with respect to y.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void inputGradient(ConvGeometry g, float[] gy, float[] w, float[] gx) {
    g.requireArrays("conv input gradient", gx.length, w.length, gy.length);
    int plane = g.outPlane();
    int imagesPerTask = Math.max(1, g.n() / (4 * Parallel.threads()));
    Parallel.forRange(g.n(), imagesPerTask, (from, to) -> {
      float[] columns = new float[g.window() * plane];
      for (int image = from; image < to; image++) {
        int xStart = image * g.inSize();
        Gemm.sgemm(true, false, g.window(), plane, g.outChannels(), w, 0, g.window(),
            gy, image * g.outSize(), plane, columns, 0, plane, false);
        Arrays.fill(gx, xStart, xStart + g.inSize(), 0);
        for (int window = 0; window < g.window(); window++) {
          Unfolding.foldRow(g, columns, window * plane, window, gx, xStart);
        }
      }
    });
  }

  /// gw = the gradient with respect to w, from the gradient gy with respect to y.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void weightGradient(ConvGeometry g, float[] x, float[] gy, float[] gw) {
    g.requireArrays("conv weight gradient", x.length, gw.length, gy.length);
    Arrays.fill(gw, 0, g.outChannels() * g.window(), 0);
    int threads = Parallel.threads();
    int width = pieceLength(g.window(), threads, 32);
    int columnPieces = (g.window() + width - 1) / width;
    int height = pieceLength(g.outChannels(), (threads + columnPieces - 1) / columnPieces, 8);
    int rowPieces = (g.outChannels() + height - 1) / height;
    Parallel.forRange(columnPieces * rowPieces, 1, (piece, end) -> {
      int window = piece % columnPieces * width;
      int o = piece / columnPieces * height;
      addWeightGradient(g, x, gy, gw, o, Math.min(height, g.outChannels() - o),
          window, Math.min(width, g.window() - window));
    });
  }

  /// Adds up the rows `o .. o + height` and columns `window .. window + width` of gw, image by image.
  private static void addWeightGradient(ConvGeometry g, float[] x, float[] gy, float[] gw,
      int o, int height, int window, int width) {
    int plane = g.outPlane();
    Unfolding.Sources sources = Unfolding.Sources.of(g);
    for (int image = 0; image < g.n(); image++) {
      int gyStart = image * g.outSize() + o * plane;
      int gwStart = o * g.window() + window;
      if (Simd.AVAILABLE) {
        PackedGemm.multiply(false, height, width, plane, gy, gyStart, plane,
            unfoldedRows(g, sources, x, image, window), gw, gwStart, g.window(), true);
      } else {
        Gemm.sgemm(false, true, height, width, plane, gy, gyStart, plane,
            unfolded(g, sources, x, image), window * plane, plane, gw, gwStart, g.window(), true);
      }
    }
  }

  private static float[] unfolded(ConvGeometry g, Unfolding.Sources sources, float[] x, int image) {
    int plane = g.outPlane();
    float[] columns = new float[g.window() * plane];
    for (int window = 0; window < g.window(); window++) {
      Unfolding.unfold(g, sources, x, image * g.inSize(), window, 0, 0, plane, columns, window * plane);
    }
    return columns;
  }

  /// U as the right factor: step p of k is row p of U.
  private static PackedGemm.ColumnSource unfoldedColumns(ConvGeometry g, Unfolding.Sources sources,
      float[] x, int image) {
    int size = SimdGemmTile.COLUMNS;
    return (p, depth, j, width, panels, start) -> {
      for (int line = 0; line < width; line += size) {
        int lines = Math.min(size, width - line);
        int row = (j + line) / g.outWidth();
        int column = (j + line) % g.outWidth();
        for (int step = 0; step < depth; step++) {
          int to = start + line * depth + step * size;
          Unfolding.unfold(g, sources, x, image * g.inSize(), p + step, row, column, lines, panels, to);
          if (lines < size) {
            Arrays.fill(panels, to + lines, to + size, 0);
          }
        }
      }
    };
  }

  /// U^T as the right factor: step p of k is column p of U. It goes through a spare panel of rows of U.
  private static PackedGemm.ColumnSource unfoldedRows(ConvGeometry g, Unfolding.Sources sources,
      float[] x, int image, int window) {
    int size = SimdGemmTile.COLUMNS;
    return (p, depth, j, width, panels, start) -> {
      for (int line = 0; line < width; line += size) {
        int lines = Math.min(size, width - line);
        for (int row = 0; row < lines; row++) {
          Unfolding.unfold(g, sources, x, image * g.inSize(), window + j + line + row, p / g.outWidth(),
              p % g.outWidth(), depth, panels, PackedGemm.SPARE_PANEL + row * depth);
        }
        PackedGemm.packLines(size, depth, lines, panels, PackedGemm.SPARE_PANEL, depth,
            panels, start + line * depth);
      }
    };
  }

  /// The length of `pieces` equal pieces, rounded up to whole units.
  private static int pieceLength(int length, int pieces, int unit) {
    int units = (length + unit - 1) / unit;
    return (units + pieces - 1) / pieces * unit;
  }

  /// y = w * x, in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, double[] x, double[] w, double[] y) {
    g.requireArrays("conv forward", x.length, w.length, y.length);
    PlainConvolution.forward(g, PlainConvolution.Precision.FLOAT64, x, w, y);
  }

  /// gx = the gradient with respect to x, in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void inputGradient(ConvGeometry g, double[] gy, double[] w, double[] gx) {
    g.requireArrays("conv input gradient", gx.length, w.length, gy.length);
    PlainConvolution.inputGradient(g, PlainConvolution.Precision.FLOAT64, gy, w, gx);
  }

  /// gw = the gradient with respect to w, in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void weightGradient(ConvGeometry g, double[] x, double[] gy, double[] gw) {
    g.requireArrays("conv weight gradient", x.length, gw.length, gy.length);
    PlainConvolution.weightGradient(g, PlainConvolution.Precision.FLOAT64, x, gy, gw);
  }
}
