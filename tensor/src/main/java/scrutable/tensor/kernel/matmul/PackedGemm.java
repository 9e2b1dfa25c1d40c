package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The fast matrix product: blocks that fit the caches, copied into the order in which the inner loop reads.
///
/// C is cut in rectangles, one task each; a task shares nothing with others. It walks along k in blocks. Of each block
/// it copies ("packs") its rows of A in panels as high as a tile, and its columns of B in panels as wide as a tile, so
/// that [SimdGemmTile] reads both from front to back. Panels at the edge are filled up with zeros; only one or two rows
/// that are left below the last tile are computed one by one instead.
///
/// A panel that can be read well where it lies is not copied: rows of A, as a tile reads eight of them from front to
/// back, and rows of B that are close together. Then the copying, which costs most where matrices are small, is left
/// out, except for panels at the edge. So rectangles become narrower first if threads are to share them, and lower only
/// then: each copies its columns of B, but few copy rows of A.
///
/// Tiles are gone through row by row of C, not column by column. So the panel of A stays near, B is read from front to
/// back, and C is written along the rows of one tile after another, which the processor can follow; column by column,
/// each tile would be written to other rows, whose lines no one has fetched.
///
/// If there are several blocks, the sums wait for the next one in tiles of their own, one behind the other, and go to C
/// at the end: rows of C may lie a power of two apart, and then the eight rows of a tile push each other out of the
/// caches. If there is one block, only tiles at the edge take this way.
///
/// Neither the rectangles nor the blocks change a bit: each element of C is one chain along k, which goes on
/// where the last block left it.
///
/// After K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.
final class PackedGemm {

  /// Steps of k in a block, by half more or less: a panel of A (8 KB) and one of B (32 KB) stay in the nearest caches.
  static final int BLOCK = 256;
  private static final int MAX_BLOCK = BLOCK + BLOCK / 2;
  /// Largest height and width of a rectangle: its packed blocks of A and B (512 KB each) share a 1 MB cache.
  private static final int MAX_SIDE = 512;
  /// Smallest height and width. Twice as many rows, unless there were no rectangle for some thread then.
  private static final int MIN_SIDE = 64;
  /// So many rectangles for each thread: beside a slower processor the other one takes over some of them. There are
  /// fewer where they would have less than [#ENOUGH] multiplications, some microseconds.
  private static final int TASKS_OF_THREAD = 4;
  private static final int ENOUGH = 1 << 18;
  /// Rows of B that are at most so far apart may be read where they lie; of others each lies on a page of its own, and
  /// a panel of them in few sets of the caches.
  private static final int MAX_APART = 256;
  /// Widest rectangle for which a transposed A is read where it lies: each copied number would be used too seldom.
  private static final int FEW_TILES = 64;

  /// If so few rows are left below the last whole tile, each is computed by itself: a tile would mostly multiply zeros.
  private static final int FEW_ROWS = 2;

  private static final int ROWS = SimdGemmTile.ROWS;
  private static final int COLUMNS = SimdGemmTile.COLUMNS;
  private static final int TILE = ROWS * COLUMNS;

  /// Rows of a rectangle from which on B is packed all the same: with so many rows it is read often enough that a copy
  /// costs less than vectors that reach across cache lines, and than the slower inner loop. That loop may be slower by
  /// half where there are only 16 registers.
  private static final int MANY = ROWS == 8 ? 96 : 24;

  private static final int A_START = Scratch.LINE_START;
  private static final int B_START = A_START + (MAX_SIDE / ROWS + 1) * panelOfA(MAX_BLOCK);
  private static final int SUMS_START = B_START + MAX_BLOCK * (MAX_SIDE + COLUMNS);

  private PackedGemm() {}

  static void multiply(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    int height = evenly(m, pieces(m, MAX_SIDE), ROWS);
    int width = evenly(n, pieces(n, MAX_SIDE), COLUMNS);
    int threads = Parallel.threads();
    long wanted = threads == 1 ? 1 : Math.min(threads * TASKS_OF_THREAD, (long) m * n * k / ENOUGH);
    for (int cut = pieces(m, height) * pieces(n, width); cut < wanted; cut = pieces(m, height) * pieces(n, width)) {
      if (width > MIN_SIDE) {
        width = evenly(width, 2, COLUMNS);
      } else if (height > (cut < threads ? MIN_SIDE : 2 * MIN_SIDE)) {
        height = evenly(height, 2, ROWS);
      } else {
        break;
      }
    }
    int taskHeight = height;
    int taskWidth = width;
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
    int blocks = Math.max(1, (k + BLOCK / 2) / BLOCK);
    int depth = pieces(k, blocks);
    int tilesAcross = pieces(width, COLUMNS);
    boolean allOfA = transposeA && width > FEW_TILES;
    boolean allOfB = transposeB || ldb > MAX_APART || height >= MANY;
    // From this row and this column on, panels are packed.
    int packedRow = allOfA ? 0 : height % ROWS <= FEW_ROWS ? height : height / ROWS * ROWS;
    int packedColumn = allOfB ? 0 : width / COLUMNS * COLUMNS;
    float[] buffer = Scratch.borrow(SUMS_START + (blocks == 1 ? 1 : pieces(height, ROWS) * tilesAcross) * TILE);
    int sumsOfRow = tilesAcross * TILE;
    for (int row = 0; row < height && blocks > 1 && accumulate; row += ROWS) {
      takeSums(Math.min(ROWS, height - row), width, c, cStart + row * ldc, ldc, buffer,
          SUMS_START + row / ROWS * sumsOfRow);
    }
    for (int p = 0; p < k; p += depth) {
      int steps = Math.min(depth, k - p);
      int aStart = transposeA ? aOffset + p * lda + i : aOffset + i * lda + p;
      int bStart = transposeB ? bOffset + j * ldb + p : bOffset + p * ldb + j;
      pack(ROWS, transposeA, packedRow, height, steps, a, aStart, lda, buffer, A_START, panelOfA(steps));
      pack(COLUMNS, !transposeB, packedColumn, width, steps, b, bStart, ldb, buffer, B_START, COLUMNS * steps);
      int aRow = transposeA ? 1 : lda;
      int aStep = transposeA ? lda : 1;
      if (blocks > 1) {
        tilesOfSums(height, width, steps, a, aStart, aRow, aStep, packedRow, b, bStart, ldb, packedColumn,
            buffer, accumulate || p > 0);
      } else {
        tilesOfC(height, width, steps, a, aStart, aRow, aStep, packedRow, b, bStart, ldb, packedColumn,
            buffer, c, cStart, ldc, accumulate);
      }
    }
    for (int row = 0; row < height && blocks > 1; row += ROWS) {
      giveSums(Math.min(ROWS, height - row), width, buffer, SUMS_START + row / ROWS * sumsOfRow,
          c, cStart + row * ldc, ldc);
    }
    Scratch.giveBack(buffer);
  }

  /// How far panels of A are apart. A transposed A is packed step by step, half a cache line for each panel; at a
  /// distance of a power of two the panels would push each other out of the nearest cache before the other half comes.
  private static int panelOfA(int steps) {
    return Scratch.spread(ROWS * steps);
  }

  /// Packs the lines `first` to `count` of a factor; the panels of the lines before them stay free.
  private static void pack(int size, boolean areSteps, int first, int count, int steps,
      float[] from, int fromStart, int stride, float[] buffer, int start, int apart) {
    int panel = start + first / size * apart;
    if (areSteps) {
      Packing.packSteps(size, steps, count - first, from, fromStart + first, stride, buffer, panel, apart);
    } else {
      Packing.packLines(size, steps, count - first, from, fromStart + first * stride, stride, buffer, panel, apart);
    }
  }

  private static void tilesOfSums(int height, int width, int depth,
      float[] a, int aStart, int aRow, int aStep, int packedRow, float[] b, int bStart, int ldb, int packedColumn,
      float[] buffer, boolean accumulate) {
    int sums = SUMS_START;
    for (int i = 0; i < height; i += ROWS) {
      for (int j = 0; j < width; j += COLUMNS) {
        tile(i, j, height - i, depth, a, aStart, aRow, aStep, packedRow, b, bStart, ldb, packedColumn,
            buffer, buffer, sums, COLUMNS, accumulate);
        sums += TILE;
      }
    }
  }

  private static void tilesOfC(int height, int width, int depth,
      float[] a, int aStart, int aRow, int aStep, int packedRow, float[] b, int bStart, int ldb, int packedColumn,
      float[] buffer, float[] c, int cStart, int ldc, boolean accumulate) {
    for (int i = 0; i < height; i += ROWS) {
      for (int j = 0; j < width; j += COLUMNS) {
        int tileStart = cStart + i * ldc + j;
        if ((i + ROWS <= height || height - i <= FEW_ROWS) && j + COLUMNS <= width) {
          tile(i, j, height - i, depth, a, aStart, aRow, aStep, packedRow, b, bStart, ldb, packedColumn,
              buffer, c, tileStart, ldc, accumulate);
        } else {
          int rows = Math.min(ROWS, height - i);
          int columns = Math.min(COLUMNS, width - j);
          if (accumulate) {
            takeSums(rows, columns, c, tileStart, ldc, buffer, SUMS_START);
          }
          tile(i, j, height - i, depth, a, aStart, aRow, aStep, packedRow, b, bStart, ldb, packedColumn,
              buffer, buffer, SUMS_START, COLUMNS, accumulate);
          giveSums(rows, columns, buffer, SUMS_START, c, tileStart, ldc);
        }
      }
    }
  }

  /// The tile at row i and column j of a rectangle; reads its panels in the buffer if they were packed.
  ///
  /// @param rows how many rows of the rectangle are left from row i on; few of them are computed one by one
  private static void tile(int i, int j, int rows, int depth,
      float[] a, int aStart, int aRow, int aStep, int packedRow, float[] b, int bStart, int ldb, int packedColumn,
      float[] buffer, float[] sums, int sumsStart, int sumsRow, boolean accumulate) {
    boolean aPacked = i >= packedRow;
    boolean bPacked = j >= packedColumn;
    float[] left = aPacked ? buffer : a;
    int leftStart = aPacked ? A_START + i / ROWS * panelOfA(depth) : aStart + i * aRow;
    int leftRow = aPacked ? 1 : aRow;
    int leftStep = aPacked ? ROWS : aStep;
    float[] right = bPacked ? buffer : b;
    int rightStart = bPacked ? B_START + j * depth : bStart + j;
    int rightStep = bPacked ? COLUMNS : ldb;
    if (rows > FEW_ROWS) {
      SimdGemmTile.run(depth, left, leftStart, leftRow, leftStep, right, rightStart, rightStep,
          sums, sumsStart, sumsRow, accumulate);
      return;
    }
    for (int row = 0; row < rows; row++) {
      SimdGemmTile.row(depth, left, leftStart + row * leftRow, leftStep, right, rightStart, rightStep,
          sums, sumsStart + row * sumsRow, accumulate);
    }
  }

  /// Copies rows of C, at most as many as a tile is high, into tiles one behind the other.
  private static void takeSums(int rows, int width, float[] c, int cStart, int ldc, float[] buffer, int start) {
    int whole = width / COLUMNS;
    SimdPacking.copy(COLUMNS, rows, whole, c, cStart, ldc, COLUMNS, buffer, start, COLUMNS, TILE);
    for (int i = 0; i < rows && width % COLUMNS > 0; i++) {
      System.arraycopy(c, cStart + i * ldc + whole * COLUMNS,
          buffer, start + i * COLUMNS + whole * TILE, width % COLUMNS);
    }
  }

  /// Copies tiles to where they belong in rows of C.
  private static void giveSums(int rows, int width, float[] buffer, int start, float[] c, int cStart, int ldc) {
    int whole = width / COLUMNS;
    SimdPacking.copy(COLUMNS, rows, whole, buffer, start, COLUMNS, TILE, c, cStart, ldc, COLUMNS);
    for (int i = 0; i < rows && width % COLUMNS > 0; i++) {
      System.arraycopy(buffer, start + i * COLUMNS + whole * TILE,
          c, cStart + i * ldc + whole * COLUMNS, width % COLUMNS);
    }
  }

  private static int pieces(int length, int size) {
    return (length + size - 1) / size;
  }

  /// The length of `count` pieces that are whole tiles, as equal as these allow.
  private static int evenly(int length, int count, int tile) {
    return pieces(pieces(length, count), tile) * tile;
  }
}
