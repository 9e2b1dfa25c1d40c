package scrutable.tensor.kernel.reduce;

import java.util.Arrays;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// Sums, maxima and minima of the rows of a contiguous (rows, columns) matrix.
///
/// The order of adding is fixed. A row is cut in chunks of [ChunkReductions#CHUNK] elements; in a chunk, element i goes
/// to lane i % 16, and the lanes are added in a fixed tree ([PlainReductions]); the totals of the chunks are added in
/// order, in double, and rounded once. So one large row and many small ones are shared among threads without a change
/// of a bit.
///
/// Entries for float use vectors where there are any, those for double are plain.
public final class RowReductions {

  private static final int CHUNK = ChunkReductions.CHUNK;
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 15;
  /// Elements of a row, 16 MB, from which on it is likely to come from memory and not from a cache.
  private static final int LONG_ROW = 1 << 22;

  private RowReductions() {}

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
    if (columns >= LONG_ROW && ChunkReductions.sumsFour()) {
      for (int row = 0; row < rows; row++) {
        out[outOffset + row] = sumOfLongRow(x, xOffset + row * columns, columns);
      }
      return;
    }
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum,
        (row, start, n, lanes) -> ChunkReductions.sum(x, start, n, lanes));
  }

  /// Four chunks at a time, as memory gives more if it is asked in four places. From a cache they would come more
  /// slowly than one by one: chunks lie a power of two apart and compete for the same places.
  private static float sumOfLongRow(float[] x, int start, int n) {
    int chunks = pieces(n, CHUNK);
    int fours = n / (4 * CHUNK);
    float[] totals = Scratch.borrow(chunks);
    Parallel.forRange(fours, GRAIN / (4 * CHUNK), (from, to) -> {
      float[] lanes = Scratch.borrow(PlainReductions.LANES);
      for (int i = 4 * from; i < 4 * to; i += 4) {
        ChunkReductions.sumFour(x, start + i * CHUNK, CHUNK, lanes, totals, i);
      }
      Scratch.giveBack(lanes);
    });
    float[] lanes = Scratch.borrow(PlainReductions.LANES);
    for (int i = 4 * fours; i < chunks; i++) {
      totals[i] = ChunkReductions.sum(x, start + i * CHUNK, Math.min(CHUNK, n - i * CHUNK), lanes);
    }
    Scratch.giveBack(lanes);
    double sum = 0;
    for (int i = 0; i < chunks; i++) {
      sum += totals[i];
    }
    Scratch.giveBack(totals);
    return (float) sum;
  }

  /// `out[r]` = sum of `(x - mean[r])^2` over row r; 0 for rows of no elements.
  public static void sumSquaredDeviationRows(float[] x, int xOffset, int rows, int columns,
      float[] mean, int meanOffset, float[] out, int outOffset) {
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, mean.length, meanOffset);
    check("sumSquaredDeviationRows", rows, columns, x.length, xOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        ChunkReductions.squaredDeviations(x, start, n, mean[meanOffset + row], lanes));
  }

  /// `out[r]` = sum of x y over row r; 0 for rows of no elements.
  public static void dotRows(float[] x, int xOffset, float[] y, int yOffset, int rows, int columns,
      float[] out, int outOffset) {
    check("dotRows", rows, columns, x.length, xOffset, out.length, outOffset);
    check("dotRows", rows, columns, y.length, yOffset, out.length, outOffset);
    reduceRows(xOffset, rows, columns, out, outOffset, Double::sum, (row, start, n, lanes) ->
        ChunkReductions.dot(x, start, y, start - xOffset + yOffset, n, lanes));
  }

  /// `out[r]` = largest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void maxRows(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    check("maxRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("maxRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::max,
        (row, start, n, lanes) -> ChunkReductions.max(x, start, n));
  }

  /// `out[r]` = smallest element of row r; NaN if there is one in it.
  ///
  /// @throws IllegalArgumentException if the rows have no elements
  public static void minRows(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    check("minRows", rows, columns, x.length, xOffset, out.length, outOffset);
    checkNotEmpty("minRows", columns);
    reduceRows(xOffset, rows, columns, out, outOffset, Math::min,
        (row, start, n, lanes) -> ChunkReductions.min(x, start, n));
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

  private static void checkNotEmpty(String kernel, int columns) {
    if (columns == 0) {
      throw new IllegalArgumentException(kernel + ": a row of no elements has no largest or smallest one");
    }
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  private static void check(String kernel, int rows, int columns, int xLength, int xOffset,
      int outLength, int outOffset) {
    checkInput(kernel, rows, columns, xLength, xOffset);
    if (outOffset < 0 || outOffset + (long) rows > outLength) {
      throw new IllegalArgumentException(kernel + ": one element per row of (" + rows + ", " + columns
          + ") from offset " + outOffset + " on does not fit into an array of " + outLength);
    }
  }

  static void checkInput(String kernel, int rows, int columns, int length, int offset) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(kernel + ": negative size (" + rows + ", " + columns + ")");
    }
    if (offset < 0 || offset + (long) rows * columns > length) {
      throw new IllegalArgumentException(kernel + ": (" + rows + ", " + columns + ") from offset " + offset
          + " on does not fit into an array of " + length);
    }
  }
}
