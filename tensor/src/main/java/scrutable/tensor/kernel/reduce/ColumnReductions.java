package scrutable.tensor.kernel.reduce;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// Sums of the columns of a contiguous (rows, columns) matrix.
///
/// The order of adding is fixed: columns are added from the top to the bottom in chunks of 256 rows, whose
/// totals are added in order, in double, and rounded once. So a matrix of few long columns is shared among threads as
/// well as one of many short ones.
public final class ColumnReductions {

  /// Rows whose columns are added in float before their totals go to the double sums.
  private static final int ROW_CHUNK = 256;
  private static final int COLUMN_BLOCK = 1_024;
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 15;

  private ColumnReductions() {}

  private interface Block {
    void sum(int row, int column, int height, int width);
  }

  /// `out[j]` = sum of column j; 0 if there are no rows.
  public static void sumColumns(float[] x, int xOffset, int rows, int columns, float[] out, int outOffset) {
    checkColumns(rows, columns, x.length, xOffset, out.length, outOffset);
    int rowChunks = pieces(rows, ROW_CHUNK);
    float[] totals = Scratch.borrow(rowChunks * columns);
    forBlocks(rows, columns, (row, column, height, width) ->
        sumColumnsOfChunk(x, xOffset + row * columns + column, columns, height, width,
            totals, row / ROW_CHUNK * columns + column));
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int chunk = 0; chunk < rowChunks; chunk++) {
        sum += totals[chunk * columns + j];
      }
      out[outOffset + j] = (float) sum;
    }
    Scratch.giveBack(totals);
  }

  private static void sumColumnsOfChunk(float[] x, int start, int stride, int rows, int width,
      float[] out, int outStart) {
    if (Simd.AVAILABLE) {
      SimdReductions.sumColumns(x, start, stride, rows, width, out, outStart);
    } else {
      PlainReductions.sumColumns(x, start, stride, rows, width, out, outStart);
    }
  }

  /// `out[j]` = sum of column j; 0 if there are no rows.
  public static void sumColumns(double[] x, int xOffset, int rows, int columns, double[] out, int outOffset) {
    checkColumns(rows, columns, x.length, xOffset, out.length, outOffset);
    int rowChunks = pieces(rows, ROW_CHUNK);
    double[] totals = new double[rowChunks * columns];
    forBlocks(rows, columns, (row, column, height, width) ->
        PlainReductions.sumColumns(x, xOffset + row * columns + column, columns, height, width,
            totals, row / ROW_CHUNK * columns + column));
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      for (int chunk = 0; chunk < rowChunks; chunk++) {
        sum += totals[chunk * columns + j];
      }
      out[outOffset + j] = sum;
    }
  }

  /// Cuts the matrix in blocks no higher than a chunk, shared among threads.
  private static void forBlocks(int rows, int columns, Block block) {
    int columnBlocks = pieces(columns, COLUMN_BLOCK);
    int grain = Math.max(1, GRAIN / Math.max(1, ROW_CHUNK * Math.min(COLUMN_BLOCK, columns)));
    Parallel.forRange(pieces(rows, ROW_CHUNK) * columnBlocks, grain, (from, to) -> {
      for (int i = from; i < to; i++) {
        int row = i / columnBlocks * ROW_CHUNK;
        int column = i % columnBlocks * COLUMN_BLOCK;
        block.sum(row, column, Math.min(ROW_CHUNK, rows - row), Math.min(COLUMN_BLOCK, columns - column));
      }
    });
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  private static void checkColumns(int rows, int columns, int xLength, int xOffset,
      int outLength, int outOffset) {
    RowReductions.checkInput("sumColumns", rows, columns, xLength, xOffset);
    if (outOffset < 0 || outOffset + (long) columns > outLength) {
      throw new IllegalArgumentException("sumColumns: one element per column of (" + rows + ", " + columns
          + ") from offset " + outOffset + " on does not fit into an array of " + outLength);
    }
  }
}
