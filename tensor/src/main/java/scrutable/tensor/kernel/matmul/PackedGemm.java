package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The fast matrix product: blocks that fit the caches, copied into the order in which the inner loop reads.
///
/// C is cut in rectangles, one task each; a task shares nothing with others. It walks along k in blocks. Of
/// each block it copies ("packs") its rows of A in panels as high as a tile, and its columns of B in panels
/// as wide as a tile, so that [SimdGemmTile] reads both from front to back. Panels at the edge are filled up
/// with zeros, and their tiles are computed in a scratch tile.
///
/// Neither the rectangles nor the blocks change a bit: each element of C is one chain along k, which goes on
/// where the last block left it in C.
///
/// After K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.
final class PackedGemm {

  /// Steps of k in a block: a panel of A (8 KB) and one of B (32 KB) stay in the nearest caches.
  static final int BLOCK = 256;
  /// Largest height and width of a rectangle: its packed blocks of A and B (512 KB each) share a 1 MB cache.
  private static final int MAX_SIDE = 512;
  private static final int MIN_SIDE = 64;

  private static final int ROWS = SimdGemmTile.ROWS;
  private static final int COLUMNS = SimdGemmTile.COLUMNS;

  private static final int B_START = BLOCK * (MAX_SIDE + ROWS);
  private static final int SCRATCH_START = B_START + BLOCK * (MAX_SIDE + COLUMNS);
  private static final int BUFFER_LENGTH = SCRATCH_START + ROWS * COLUMNS;

  private PackedGemm() {}

  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    int height = Math.min(m, MAX_SIDE);
    int width = Math.min(n, MAX_SIDE);
    int threads = Parallel.threads();
    while (pieces(m, height) * pieces(n, width) < threads && Math.max(height, width) > MIN_SIDE) {
      if (height >= width) {
        height = roundUp((height + 1) / 2, ROWS);
      } else {
        width = roundUp((width + 1) / 2, COLUMNS);
      }
    }
    int taskHeight = roundUp(height, ROWS);
    int taskWidth = roundUp(width, COLUMNS);
    int tasksAcross = pieces(n, taskWidth);
    int tasks = pieces(m, taskHeight) * tasksAcross;
    if (tasks == 1) {
      rectangle(transposeA, transposeB, 0, m, 0, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, accumulate);
      return;
    }
    Parallel.forRange(tasks, 1, (task, end) -> {
      int i = task / tasksAcross * taskHeight;
      int j = task % tasksAcross * taskWidth;
      rectangle(transposeA, transposeB, i, Math.min(taskHeight, m - i), j, Math.min(taskWidth, n - j), k,
          a, aOffset, lda, b, bOffset, ldb, c, cOffset + i * ldc + j, ldc, accumulate);
    });
  }

  private static void rectangle(boolean transposeA, boolean transposeB, int i, int height, int j, int width, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb, float[] c, int cStart, int ldc,
      boolean accumulate) {
    float[] buffer = Scratch.borrow(BUFFER_LENGTH);
    for (int p = 0; p < k; p += BLOCK) {
      int depth = Math.min(BLOCK, k - p);
      if (transposeA) {
        Packing.packSteps(ROWS, depth, height, a, aOffset + p * lda + i, lda, buffer, 0);
      } else {
        Packing.packLines(ROWS, depth, height, a, aOffset + i * lda + p, lda, buffer, 0);
      }
      if (transposeB) {
        Packing.packLines(COLUMNS, depth, width, b, bOffset + j * ldb + p, ldb, buffer, B_START);
      } else {
        Packing.packSteps(COLUMNS, depth, width, b, bOffset + p * ldb + j, ldb, buffer, B_START);
      }
      tiles(height, width, depth, buffer, c, cStart, ldc, accumulate || p > 0);
    }
    Scratch.giveBack(buffer);
  }

  private static void tiles(int height, int width, int depth, float[] buffer,
      float[] c, int cStart, int ldc, boolean accumulate) {
    for (int j = 0; j < width; j += COLUMNS) {
      int bStart = B_START + j * depth;
      for (int i = 0; i < height; i += ROWS) {
        int tileStart = cStart + i * ldc + j;
        if (i + ROWS <= height && j + COLUMNS <= width) {
          SimdGemmTile.run(depth, buffer, i * depth, buffer, bStart, c, tileStart, ldc, accumulate);
        } else {
          int rows = Math.min(ROWS, height - i);
          int columns = Math.min(COLUMNS, width - j);
          if (accumulate) {
            copy(rows, columns, c, tileStart, ldc, buffer, SCRATCH_START, COLUMNS);
          }
          SimdGemmTile.run(depth, buffer, i * depth, buffer, bStart,
              buffer, SCRATCH_START, COLUMNS, accumulate);
          copy(rows, columns, buffer, SCRATCH_START, COLUMNS, c, tileStart, ldc);
        }
      }
    }
  }

  private static void copy(int rows, int columns, float[] from, int fromStart, int fromStep,
      float[] to, int toStart, int toStep) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromStart + i * fromStep, to, toStart + i * toStep, columns);
    }
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  private static int roundUp(int length, int size) {
    return pieces(length, size) * size;
  }
}
