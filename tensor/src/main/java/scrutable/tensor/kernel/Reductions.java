package scrutable.tensor.kernel;

import java.util.Arrays;

/// Sums, maxima and minima of the rows, and sums of the columns, of a contiguous (rows, columns) matrix.
///
/// The order of adding is fixed. A row is cut in chunks of [#CHUNK] elements; in a chunk, element i goes to
/// lane i % 16, and the lanes are added in a fixed tree ([PlainReductions]); the totals of the chunks are
/// added in order, in double, and rounded once. Columns are added from the top to the bottom in chunks of
/// [#ROW_CHUNK] rows, whose totals are again added in order in double. So one large row, one large column and
/// many small ones are all shared among threads without a change of a bit.
///
/// Entries for float use vectors where there are any, those for double are plain.
public final class Reductions {

  /// Elements of a row that are added in lanes before their total goes to the double sum.
  static final int CHUNK = 4_096;
  /// Rows whose columns are added in float before their totals go to the double sums.
  static final int ROW_CHUNK = 256;

  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 15;
  private static final int COLUMN_BLOCK = 1_024;
  /// Elements from which on vectors pay.
  private static final int VECTORS_PAY = 32;

  private Reductions() {}

  private interface FloatChunk {
    float reduce(int row, int start, int n, float[] lanes);
  }

  private interface DoubleChunk {
    double reduce(int row, int start, int n, double[] lanes);
  }

  private interface Combiner {
    double of(double left, double right);
  }

  /// `out[r]` = sum of row r; 0 for rows of no elements.
  public static void sumRows(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    check("sumRows", rows, columns, x.length, xOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum,
        (row, start, n, lanes) -> sum(x, start, n, lanes));
  }

  /// Whether none of the first `n` elements is NaN or infinite.
  public static boolean allFinite(float[] x, int n) {
    check("allFinite", 1, n, x.length, 0, 1, 0);
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      if (!(Simd.AVAILABLE ? SimdReductions.allFinite(x, i, length) : PlainReductions.allFinite(x, i, length))) {
        return false;
      }
    }
    return true;
  }

  /// `out[r]` = sum of `(x - mean[r])^2` over row r; 0 for rows of no elements.
  public static void sumSquaredDeviationRows(float[] x, int xOffset, int rows, int columns,
      float[] mean, int meanOffset, float[] out, int outOffset) {
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, mean.length, meanOffset);
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        squaredDeviations(x, start, n, mean[meanOffset + row], lanes));
  }

  /// `out[r]` = sum of x y over row r; 0 for rows of no elements.
  public static void dotRows(float[] x, int xOffset, float[] y, int yOffset, int rows, int columns,
      float[] out, int outOffset) {
    check("dotRows", rows, columns, x.length, xOffset, out.length, outOffset);
    check("dotRows", rows, columns, y.length, yOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        dot(x, start, y, start - xOffset + yOffset, n, lanes));
  }

  /// `out[r]` = largest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void maxRows(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    check("maxRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("maxRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::max,
        (row, start, n, lanes) -> max(x, start, n));
  }

  /// `out[r]` = smallest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void minRows(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    check("minRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("minRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::min,
        (row, start, n, lanes) -> min(x, start, n));
  }

  /// `out[r]` = index of the largest element in row r: of the first one, if several are equal, and of the first
  /// NaN, if there is one.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void argmaxRows(float[] x, int xOffset, int rows, int columns, int[] out, int outOffset) {
    check("argmaxRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("argmaxRows", columns);
    Parallel.forRange(rows, Math.max(1, GRAIN / columns), (from, to) -> {
      for (int row = from; row < to; row++) {
        out[outOffset + row] = argmax(x, xOffset + row * columns, columns);
      }
    });
  }

  private static int argmax(float[] x, int start, int n) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      if (Float.isNaN(x[start + i])) {
        return i;
      }
      if (x[start + i] > x[start + best]) {
        best = i;
      }
    }
    return best;
  }

  /// `out[j]` = sum of column j; 0 if there are no rows.
  public static void sumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    checkColumns(rows, columns, x.length, xOffset, out.length, outOffset);
    int rowChunks = pieces(rows, ROW_CHUNK);
    int columnBlocks = pieces(columns, COLUMN_BLOCK);
    int grain = Math.max(1, GRAIN / Math.max(1, ROW_CHUNK * Math.min(COLUMN_BLOCK, columns)));
    float[] totals = Scratch.borrow(rowChunks * columns);
    Parallel.forRange(rowChunks * columnBlocks, grain, (from, to) -> {
      for (int i = from; i < to; i++) {
        int row = i / columnBlocks * ROW_CHUNK;
        int column = i % columnBlocks * COLUMN_BLOCK;
        sumColumnsOfChunk(x, xOffset + row * columns + column, columns, Math.min(ROW_CHUNK, rows - row),
            Math.min(COLUMN_BLOCK, columns - column), totals, row / ROW_CHUNK * columns + column);
      }
    });
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int chunk = 0; chunk < rowChunks; chunk++) {
        sum += totals[chunk * columns + j];
      }
      out[outOffset + j] = (float) sum;
    }
    Scratch.giveBack(totals);
  }

  private static void reduceRows(int xOffset, int rows, int columns, float[] out, int outOffset,
      Combiner combiner, FloatChunk chunk) {
    if (columns == 0) {
      Arrays.fill(out, outOffset, outOffset + rows, 0);
      return;
    }
    int chunks = pieces(columns, CHUNK);
    float[] totals = chunks == 1 ? out : Scratch.borrow(rows * chunks);
    int totalsStart = chunks == 1 ? outOffset : 0;
    Parallel.forRange(rows * chunks, Math.max(1, GRAIN / Math.min(columns, CHUNK)), (from, to) -> {
      float[] lanes = Scratch.borrow(PlainReductions.LANES);
      for (int i = from; i < to; i++) {
        int row = i / chunks;
        int column = i % chunks * CHUNK;
        totals[totalsStart + i] = chunk.reduce(
            row, xOffset + row * columns + column, Math.min(CHUNK, columns - column), lanes);
      }
      Scratch.giveBack(lanes);
    });
    for (int row = 0; row < rows && chunks > 1; row++) {
      double result = totals[row * chunks];
      for (int i = 1; i < chunks; i++) {
        result = combiner.of(result, totals[row * chunks + i]);
      }
      out[outOffset + row] = (float) result;
    }
    if (chunks > 1) {
      Scratch.giveBack(totals);
    }
  }

  /// `out[r]` = sum of row r; 0 for rows of no elements.
  public static void sumRows(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
    check("sumRows", rows, columns, x.length, xOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum,
        (row, start, n, lanes) -> PlainReductions.sum(x, start, n, lanes));
  }

  /// `out[r]` = sum of `(x - mean[r])^2` over row r; 0 for rows of no elements.
  public static void sumSquaredDeviationRows(double[] x, int xOffset, int rows, int columns,
      double[] mean, int meanOffset, double[] out, int outOffset) {
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, mean.length, meanOffset);
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        PlainReductions.squaredDeviations(x, start, n, mean[meanOffset + row], lanes));
  }

  /// `out[r]` = sum of x y over row r; 0 for rows of no elements.
  public static void dotRows(double[] x, int xOffset, double[] y, int yOffset, int rows, int columns,
      double[] out, int outOffset) {
    check("dotRows", rows, columns, x.length, xOffset, out.length, outOffset);
    check("dotRows", rows, columns, y.length, yOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        PlainReductions.dot(x, start, y, start - xOffset + yOffset, n, lanes));
  }

  /// `out[r]` = largest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void maxRows(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
    check("maxRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("maxRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::max,
        (row, start, n, lanes) -> PlainReductions.max(x, start, n));
  }

  /// `out[r]` = smallest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void minRows(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
    check("minRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("minRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::min,
        (row, start, n, lanes) -> PlainReductions.min(x, start, n));
  }

  /// `out[r]` = index of the largest element in row r: of the first one, if several are equal, and of the first
  /// NaN, if there is one.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void argmaxRows(double[] x, int xOffset, int rows, int columns, int[] out, int outOffset) {
    check("argmaxRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("argmaxRows", columns);
    Parallel.forRange(rows, Math.max(1, GRAIN / columns), (from, to) -> {
      for (int row = from; row < to; row++) {
        out[outOffset + row] = argmax(x, xOffset + row * columns, columns);
      }
    });
  }

  private static int argmax(double[] x, int start, int n) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      if (Double.isNaN(x[start + i])) {
        return i;
      }
      if (x[start + i] > x[start + best]) {
        best = i;
      }
    }
    return best;
  }

  /// `out[j]` = sum of column j; 0 if there are no rows.
  public static void sumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
    checkColumns(rows, columns, x.length, xOffset, out.length, outOffset);
    int rowChunks = pieces(rows, ROW_CHUNK);
    int columnBlocks = pieces(columns, COLUMN_BLOCK);
    int grain = Math.max(1, GRAIN / Math.max(1, ROW_CHUNK * Math.min(COLUMN_BLOCK, columns)));
    double[] totals = new double[rowChunks * columns];
    Parallel.forRange(rowChunks * columnBlocks, grain, (from, to) -> {
      for (int i = from; i < to; i++) {
        int row = i / columnBlocks * ROW_CHUNK;
        int column = i % columnBlocks * COLUMN_BLOCK;
        sumColumnsOfChunk(x, xOffset + row * columns + column, columns, Math.min(ROW_CHUNK, rows - row),
            Math.min(COLUMN_BLOCK, columns - column), totals, row / ROW_CHUNK * columns + column);
      }
    });
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int chunk = 0; chunk < rowChunks; chunk++) {
        sum += totals[chunk * columns + j];
      }
      out[outOffset + j] = sum;
    }
  }

  private static void reduceRows(int xOffset, int rows, int columns, double[] out, int outOffset,
      Combiner combiner, DoubleChunk chunk) {
    if (columns == 0) {
      Arrays.fill(out, outOffset, outOffset + rows, 0);
      return;
    }
    int chunks = pieces(columns, CHUNK);
    double[] totals = chunks == 1 ? out : new double[rows * chunks];
    int totalsStart = chunks == 1 ? outOffset : 0;
    Parallel.forRange(rows * chunks, Math.max(1, GRAIN / Math.min(columns, CHUNK)), (from, to) -> {
      double[] lanes = new double[PlainReductions.LANES];
      for (int i = from; i < to; i++) {
        int row = i / chunks;
        int column = i % chunks * CHUNK;
        totals[totalsStart + i] = chunk.reduce(
            row, xOffset + row * columns + column, Math.min(CHUNK, columns - column), lanes);
      }
    });
    for (int row = 0; row < rows && chunks > 1; row++) {
      double result = totals[row * chunks];
      for (int i = 1; i < chunks; i++) {
        result = combiner.of(result, totals[row * chunks + i]);
      }
      out[outOffset + row] = result;
    }
  }

  static float sum(float[] x, int start, int n, float[] lanes) {
    return vectorsPay(n) ? SimdReductions.sum(x, start, n, lanes) : PlainReductions.sum(x, start, n, lanes);
  }

  /// The sum of a row of any length, not yet rounded to float.
  static double sumOfRow(float[] x, int start, int n, float[] lanes) {
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += sum(x, start + i, Math.min(CHUNK, n - i), lanes);
    }
    return total;
  }

  /// The sum of the squared deviations of a row of any length, not yet rounded to float.
  static double squaredDeviationsOfRow(float[] x, int start, int n, float mean, float[] lanes) {
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += squaredDeviations(x, start + i, Math.min(CHUNK, n - i), mean, lanes);
    }
    return total;
  }

  static float squaredDeviations(float[] x, int start, int n, float mean, float[] lanes) {
    return vectorsPay(n) ? SimdReductions.squaredDeviations(x, start, n, mean, lanes)
        : PlainReductions.squaredDeviations(x, start, n, mean, lanes);
  }

  /// The sum of the products of two rows of any length, not yet rounded to float.
  static double dotOfRow(float[] x, float[] y, int start, int n, float[] lanes) {
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += dot(x, start + i, y, start + i, Math.min(CHUNK, n - i), lanes);
    }
    return total;
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int n, float[] lanes) {
    return vectorsPay(n) ? SimdReductions.dot(x, xStart, y, yStart, n, lanes)
        : PlainReductions.dot(x, xStart, y, yStart, n, lanes);
  }

  static float max(float[] x, int start, int n) {
    return vectorsPay(n) ? SimdReductions.max(x, start, n) : PlainReductions.max(x, start, n);
  }

  static float min(float[] x, int start, int n) {
    return vectorsPay(n) ? SimdReductions.min(x, start, n) : PlainReductions.min(x, start, n);
  }

  private static void sumColumnsOfChunk(float[] x, int start, int stride, int rows, int width,
      float[] out, int outStart) {
    if (Simd.AVAILABLE) {
      SimdReductions.sumColumns(x, start, stride, rows, width, out, outStart);
    } else {
      PlainReductions.sumColumns(x, start, stride, rows, width, out, outStart);
    }
  }

  private static void sumColumnsOfChunk(double[] x, int start, int stride, int rows, int width,
      double[] out, int outStart) {
    PlainReductions.sumColumns(x, start, stride, rows, width, out, outStart);
  }

  static boolean vectorsPay(int n) {
    return Simd.AVAILABLE && n >= VECTORS_PAY;
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  private static void checkNotEmpty(String kernel, int columns) {
    if (columns == 0) {
      throw new IllegalArgumentException(kernel + ": a row of no elements has no largest or smallest one");
    }
  }

  private static void check(String kernel, int rows, int columns, int xLength, int xOffset,
      int outLength, int outOffset) {
    checkInput(kernel, rows, columns, xLength, xOffset);
    if (outOffset < 0 || outOffset + (long) rows > outLength) {
      throw new IllegalArgumentException(kernel + ": one element per row of (" + rows + ", " + columns
          + ") from offset " + outOffset + " on does not fit into an array of " + outLength);
    }
  }

  private static void checkColumns(int rows, int columns, int xLength, int xOffset,
      int outLength, int outOffset) {
    checkInput("sumColumns", rows, columns, xLength, xOffset);
    if (outOffset < 0 || outOffset + (long) columns > outLength) {
      throw new IllegalArgumentException("sumColumns: one element per column of (" + rows + ", " + columns
          + ") from offset " + outOffset + " on does not fit into an array of " + outLength);
    }
  }

  private static void checkInput(String kernel, int rows, int columns, int length, int offset) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(kernel + ": negative size (" + rows + ", " + columns + ")");
    }
    if (offset < 0 || offset + (long) rows * columns > length) {
      throw new IllegalArgumentException(kernel + ": (" + rows + ", " + columns + ") from offset " + offset
          + " on does not fit into an array of " + length);
    }
  }
}
