package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// Matrices written down the other way round.
///
/// One of the two sides is always touched across its rows, a cache line for each element. So the work goes in strips
/// as narrow as a cache line: what a strip fetches is used to the full before it is forgotten.
public final class Transpose {

  /// Floats in a cache line of 64 bytes.
  private static final int STRIP = 16;
  /// Columns from which on whole blocks are worth reading for a narrow matrix.
  private static final int NARROW = 4;
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 15;

  private Transpose() {}

  /// `to[j, i] = from[i, j]` for a (rows, columns) matrix; its rows are `fromStride` apart, those of the result
  /// `toStride`.
  public static void transpose(int rows, int columns, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    int grain = Math.max(1, GRAIN / (STRIP * Math.max(rows, 1))) * STRIP;
    if (columns <= grain) {
      strips(rows, columns, from, fromStart, fromStride, to, toStart, toStride);
      return;
    }
    Parallel.forRange(columns, grain, (first, last) -> strips(rows, last - first, from, fromStart + first, fromStride,
        to, toStart + first * toStride, toStride));
  }

  private static void strips(int rows, int columns, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    boolean blocks = Simd.AVAILABLE && SimdTranspose.AVAILABLE && rows >= SimdTranspose.SIDE;
    if (blocks && columns >= SimdTranspose.SIDE) {
      for (int j = 0; j < columns; j += SimdTranspose.SIDE) {
        int column = Math.min(j, columns - SimdTranspose.SIDE);
        strip(rows, from, fromStart + column, fromStride, to, toStart + column * toStride, toStride);
      }
    } else if (blocks && columns >= NARROW) {
      int whole = narrowStrip(rows, columns, from, fromStart, fromStride, to, toStart, toStride);
      plainStrips(rows - whole, columns, from, fromStart + whole * fromStride, fromStride,
          to, toStart + whole, toStride);
    } else {
      plainStrips(rows, columns, from, fromStart, fromStride, to, toStart, toStride);
    }
  }

  /// A strip as wide as a block. The last block overlaps the one before it.
  private static void strip(int rows, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    for (int i = 0; i < rows; i += SimdTranspose.SIDE) {
      int row = Math.min(i, rows - SimdTranspose.SIDE);
      SimdTranspose.block(from, fromStart + row * fromStride, fromStride, to, toStart + row, toStride);
    }
  }

  /// A strip narrower than a block: whole blocks are read, and of their rows only those that belong to the result are
  /// copied to it. So the last rows may have to be left: a block must not reach beyond the end of the array.
  ///
  /// @return how many rows were done
  private static int narrowStrip(int rows, int columns, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    int side = SimdTranspose.SIDE;
    int readable = Math.min(rows, Math.floorDiv(from.length - side - fromStart, fromStride) + 1);
    if (readable < side) {
      return 0;
    }
    float[] block = Scratch.borrow(side * side);
    for (int i = 0; i < readable; i += side) {
      int row = Math.min(i, readable - side);
      SimdTranspose.block(from, fromStart + row * fromStride, fromStride, block, 0, side);
      for (int j = 0; j < columns; j++) {
        System.arraycopy(block, j * side, to, toStart + row + j * toStride, side);
      }
    }
    Scratch.giveBack(block);
    return readable;
  }

  private static void plainStrips(int rows, int columns, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    for (int strip = 0; strip < columns; strip += STRIP) {
      for (int i = 0; i < rows; i++) {
        for (int j = strip; j < Math.min(strip + STRIP, columns); j++) {
          to[toStart + j * toStride + i] = from[fromStart + i * fromStride + j];
        }
      }
    }
  }
}
