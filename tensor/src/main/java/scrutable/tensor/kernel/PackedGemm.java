package scrutable.tensor.kernel;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;

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
  /// Where in the buffer a [ColumnSource] may keep one panel while it packs.
  static final int SPARE_PANEL = SCRATCH_START + ROWS * COLUMNS;
  private static final int BUFFER_LENGTH = SPARE_PANEL + BLOCK * COLUMNS;

  /// Buffers between uses: at most one for each thread that ever multiplied at the same time.
  private static final ConcurrentLinkedQueue<float[]> SPARE_BUFFERS = new ConcurrentLinkedQueue<>();

  private PackedGemm() {}

  /// Where the numbers of B come from: an array, or something that only looks like a matrix.
  @FunctionalInterface
  interface ColumnSource {
    /// Copies rows `p .. p + depth` of columns `j .. j + width` into panels of [SimdGemmTile#COLUMNS]
    /// columns, each in the order `[step of k][column]`, the last one filled up with zeros. `panels` has
    /// room for one more panel at [#SPARE_PANEL], to be used as the source likes.
    void pack(int p, int depth, int j, int width, float[] panels, int start);
  }

  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    ColumnSource columns = transposeB
        ? (p, depth, j, width, panels, start) ->
            packLines(COLUMNS, depth, width, b, bOffset + j * ldb + p, ldb, panels, start)
        : (p, depth, j, width, panels, start) ->
            packSteps(COLUMNS, depth, width, b, bOffset + p * ldb + j, ldb, panels, start);
    multiply(transposeA, m, n, k, a, aOffset, lda, columns, c, cOffset, ldc, accumulate);
  }

  static void multiply(boolean transposeA, int m, int n, int k, float[] a, int aOffset, int lda,
      ColumnSource b, float[] c, int cOffset, int ldc, boolean accumulate) {
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
    Parallel.forRange(pieces(m, taskHeight) * tasksAcross, 1, (task, end) -> {
      int i = task / tasksAcross * taskHeight;
      int j = task % tasksAcross * taskWidth;
      rectangle(transposeA, i, Math.min(taskHeight, m - i), j, Math.min(taskWidth, n - j), k,
          a, aOffset, lda, b, c, cOffset + i * ldc + j, ldc, accumulate);
    });
  }

  private static void rectangle(boolean transposeA, int i, int height, int j, int width, int k,
      float[] a, int aOffset, int lda, ColumnSource b, float[] c, int cStart, int ldc, boolean accumulate) {
    float[] spare = SPARE_BUFFERS.poll();
    float[] buffer = spare != null ? spare : new float[BUFFER_LENGTH];
    for (int p = 0; p < k; p += BLOCK) {
      int depth = Math.min(BLOCK, k - p);
      if (transposeA) {
        packSteps(ROWS, depth, height, a, aOffset + p * lda + i, lda, buffer, 0);
      } else {
        packLines(ROWS, depth, height, a, aOffset + i * lda + p, lda, buffer, 0);
      }
      b.pack(p, depth, j, width, buffer, B_START);
      tiles(height, width, depth, buffer, c, cStart, ldc, accumulate || p > 0);
    }
    SPARE_BUFFERS.add(buffer);
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

  /// Packs `count` lines of a matrix that are next to each other in memory: step p of all of them is
  /// contiguous, the next step is `stride` away.
  static void packSteps(int size, int depth, int count, float[] from, int fromStart, int stride,
      float[] panels, int start) {
    for (int line = 0; line < count; line += size) {
      int lines = Math.min(size, count - line);
      int panel = start + line * depth;
      if (lines < size) {
        Arrays.fill(panels, panel, panel + size * depth, 0);
      }
      for (int p = 0; p < depth; p++) {
        System.arraycopy(from, fromStart + p * stride + line, panels, panel + p * size, lines);
      }
    }
  }

  /// Packs `count` lines of a matrix that are `stride` away from each other in memory: the steps of one line
  /// are contiguous. This transposes, so it goes in strips of four lines: four reads and one cache line
  /// written a step.
  static void packLines(int size, int depth, int count, float[] from, int fromStart, int stride,
      float[] panels, int start) {
    for (int line = 0; line < count; line += size) {
      int lines = Math.min(size, count - line);
      int panel = start + line * depth;
      if (lines < size) {
        Arrays.fill(panels, panel, panel + size * depth, 0);
      }
      int l = 0;
      for (; l + 4 <= lines; l += 4) {
        int line0 = fromStart + (line + l) * stride;
        int line1 = line0 + stride;
        int line2 = line1 + stride;
        int line3 = line2 + stride;
        int to = panel + l;
        for (int p = 0; p < depth; p++) {
          panels[to + p * size] = from[line0 + p];
          panels[to + p * size + 1] = from[line1 + p];
          panels[to + p * size + 2] = from[line2 + p];
          panels[to + p * size + 3] = from[line3 + p];
        }
      }
      for (; l < lines; l++) {
        for (int p = 0; p < depth; p++) {
          panels[panel + p * size + l] = from[fromStart + (line + l) * stride + p];
        }
      }
    }
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  private static int roundUp(int length, int size) {
    return pieces(length, size) * size;
  }
}
