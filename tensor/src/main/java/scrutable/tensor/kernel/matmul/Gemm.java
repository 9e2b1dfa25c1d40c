package scrutable.tensor.kernel.matmul;

import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// The general matrix product: C = op(A) op(B), or C = C + op(A) op(B), where op may transpose.
///
/// [MatrixProduct] defines the bits: each element of C is a chain of fused multiply-adds along k, in order, or, where k
/// is long, a sum of such chains. So the result does not depend on blocks, vectors or threads, nor on which of
/// [PackedGemm] and [RowwiseGemm] computes the chains.
///
/// op(A) is (m, k), op(B) is (k, n), C is (m, n), all row-major. Row i of A begins at `aOffset + i * lda`;
/// with `transposeA` the array holds a (k, m) matrix. The same goes for B, a (k, n) or (n, k) matrix. C must
/// not overlap A or B.
public final class Gemm {

  private static final int CHAIN = MatrixProduct.CHAIN;
  /// Multiply-adds below which packing costs more than it saves.
  private static final long SMALL = 4_096;
  /// Elements of C, when k is long, of which threads share the chains, as there are too few elements to be shared.
  private static final int FEW = 1 << 12;
  /// Multiply-adds worth a task for another thread.
  private static final long TASK = 65_536;

  private Gemm() {}

  /// The float32 product.
  ///
  /// @throws IllegalArgumentException if a size is negative, a leading dimension is too small or an array too
  ///     short
  public static void sgemm(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    check(transposeA, transposeB, m, n, k, a.length, aOffset, lda, b.length, bOffset, ldb,
        c.length, cOffset, ldc);
    if (k <= CHAIN) {
      schains(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, accumulate);
      return;
    }
    int chains = (k - 1) / CHAIN + 1;
    int together = (long) m * n <= FEW ? Math.min(chains, Parallel.threads()) : 1;
    float[] sums = Scratch.borrow(m * n * together);
    for (int group = 0; group < chains; group += together) {
      int first = group;
      int count = Math.min(together, chains - first);
      Parallel.forRange(count, 1, (i, end) -> {
        int p = (first + i) * CHAIN;
        boolean toC = p == 0;
        schains(transposeA, transposeB, m, n, Math.min(CHAIN, k - p),
            a, transposeA ? aOffset + p * lda : aOffset + p, lda, b, transposeB ? bOffset + p : bOffset + p * ldb, ldb,
            toC ? c : sums, toC ? cOffset : i * m * n, toC ? ldc : n, toC && accumulate);
      });
      for (int row = first == 0 ? m : 0; row < count * m; row++) {
        int to = cOffset + row % m * ldc;
        Elementwise.add(c, to, sums, row * n, c, to, n);
      }
    }
    Scratch.giveBack(sums);
  }

  private static void schains(boolean transposeA, boolean transposeB, int m, int n, int k,
      float[] a, int aOffset, int lda, float[] b, int bOffset, int ldb,
      float[] c, int cOffset, int ldc, boolean accumulate) {
    long work = (long) m * n * k;
    if (Simd.AVAILABLE && work >= SMALL) {
      PackedGemm.multiply(transposeA, transposeB, m, n, k,
          a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc, accumulate);
    } else {
      Parallel.forRange(m, rowsPerTask(m, work), (i, end) ->
          RowwiseGemm.multiply(transposeA, transposeB, end - i, n, k,
              a, aOffset + (transposeA ? i : i * lda), lda, b, bOffset, ldb,
              c, cOffset + i * ldc, ldc, accumulate));
    }
  }

  /// The float64 product.
  ///
  /// @throws IllegalArgumentException if a size is negative, a leading dimension is too small or an array too
  ///     short
  public static void dgemm(boolean transposeA, boolean transposeB, int m, int n, int k,
      double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb,
      double[] c, int cOffset, int ldc, boolean accumulate) {
    check(transposeA, transposeB, m, n, k, a.length, aOffset, lda, b.length, bOffset, ldb,
        c.length, cOffset, ldc);
    dchains(transposeA, transposeB, m, n, Math.min(k, CHAIN), a, aOffset, lda, b, bOffset, ldb,
        c, cOffset, ldc, accumulate);
    for (int p = CHAIN; p < k; p += CHAIN) {
      double[] sums = new double[m * n];
      dchains(transposeA, transposeB, m, n, Math.min(CHAIN, k - p), a,
          transposeA ? aOffset + p * lda : aOffset + p, lda,
          b, transposeB ? bOffset + p : bOffset + p * ldb, ldb, sums, 0, n, false);
      for (int at = 0; at < m * n; at++) {
        c[cOffset + at / n * ldc + at % n] += sums[at];
      }
    }
  }

  private static void dchains(boolean transposeA, boolean transposeB, int m, int n, int k,
      double[] a, int aOffset, int lda, double[] b, int bOffset, int ldb,
      double[] c, int cOffset, int ldc, boolean accumulate) {
    Parallel.forRange(m, rowsPerTask(m, (long) m * n * k), (i, end) ->
        RowwiseGemm.multiply(transposeA, transposeB, end - i, n, k,
            a, aOffset + (transposeA ? i : i * lda), lda, b, bOffset, ldb,
            c, cOffset + i * ldc, ldc, accumulate));
  }

  /// As few rows as are worth a task, but no more tasks than can be kept busy.
  private static int rowsPerTask(int m, long work) {
    long worthwhile = work / TASK + 1;
    int tasks = (int) Math.min(worthwhile, 2L * Parallel.threads());
    return Math.max(1, (m + tasks - 1) / tasks);
  }

  private static void check(boolean transposeA, boolean transposeB, int m, int n, int k,
      int aLength, int aOffset, int lda, int bLength, int bOffset, int ldb,
      int cLength, int cOffset, int ldc) {
    if (m < 0 || n < 0 || k < 0) {
      throw new IllegalArgumentException("gemm: negative size: m = " + m + ", n = " + n + ", k = " + k);
    }
    checkMatrix("A", transposeA ? k : m, transposeA ? m : k, aLength, aOffset, lda);
    checkMatrix("B", transposeB ? n : k, transposeB ? k : n, bLength, bOffset, ldb);
    checkMatrix("C", m, n, cLength, cOffset, ldc);
  }

  private static void checkMatrix(String name, int rows, int columns, int length, int offset, int stride) {
    if (stride < columns) {
      throw new IllegalArgumentException("gemm: rows of " + name + " overlap: leading dimension " + stride
          + " < " + columns + " columns");
    }
    long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
    if (offset < 0 || end > length) {
      throw new IllegalArgumentException("gemm: " + name + " (" + rows + ", " + columns
          + ") at offset " + offset + " with leading dimension " + stride + " ends at " + end
          + ", but its array has " + length
          + " elements");
    }
  }
}
