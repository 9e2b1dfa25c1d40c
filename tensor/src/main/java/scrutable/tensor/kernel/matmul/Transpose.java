package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// Matrices written down the other way round.
///
/// One of the two sides is always touched across its rows, a cache line for each element. So the work goes in strips
/// as narrow as a cache line: what a strip fetches is used to the full before it is forgotten.
public final class Transpose {

  /// Floats in a cache line of 64 bytes.
  private static final int STRIP = 16;
  private static final int SIDE = 8;
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
    for (int j = 0; j < columns; j += STRIP) {
      strip(rows, Math.min(STRIP, columns - j), from, fromStart + j, fromStride, to, toStart + j * toStride, toStride);
    }
  }

  private static void strip(int rows, int columns, float[] from, int fromStart, int fromStride,
      float[] to, int toStart, int toStride) {
    int i = 0;
    for (; i + SIDE <= rows; i += SIDE) {
      int j = 0;
      for (; Simd.AVAILABLE && j + SIDE <= columns; j += SIDE) {
        SimdTranspose.block(from, fromStart + i * fromStride + j, fromStride, to, toStart + j * toStride + i, toStride);
      }
      for (; j < columns; j++) {
        column(SIDE, from, fromStart + i * fromStride + j, fromStride, to, toStart + j * toStride + i);
      }
    }
    for (int j = 0; j < columns && i < rows; j++) {
      column(rows - i, from, fromStart + i * fromStride + j, fromStride, to, toStart + j * toStride + i);
    }
  }

  private static void column(int count, float[] from, int fromStart, int fromStride, float[] to, int toStart) {
    for (int i = 0; i < count; i++) {
      to[toStart + i] = from[fromStart + i * fromStride];
    }
  }
}
