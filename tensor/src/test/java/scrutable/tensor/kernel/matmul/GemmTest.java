package scrutable.tensor.kernel.matmul;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

class GemmTest {

  /// (m, n, k): around tiles and vectors, longer than a block of k, wider than a task, tall, flat, tiny.
  private static final int[][] SHAPES = {
      {0, 3, 4}, {3, 0, 4}, {3, 4, 0}, {1, 1, 1}, {2, 3, 7}, {7, 9, 15}, {8, 32, 16}, {16, 16, 16},
      {17, 33, 31}, {6, 16, 65}, {13, 65, 129}, {1, 257, 63}, {257, 1, 63}, {64, 10, 128}, {33, 127, 257},
      {5, 31, 1000},
      {8, 33, 513}, {63, 65, 769}, {600, 40, 20}, {40, 600, 20}, {515, 530, 3}, {3, 5, 4096}, {3, 5, 4097},
      {9, 34, 9_000}, {1, 1, 12_289}, {9, 70, 383}, {70, 100, 384}, {12, 40, 640}, {32, 25, 1500}, {40, 33, 700},
      {21, 300, 700}, {10, 100, 300}, {66, 300, 520}, {26, 33, 700}, {25, 600, 32}};

  @Test
  void theDefinitionGivesAKnownProductAndItsTranspose() {
    double[] a = {1, 2, 3, 4, 5, 6};
    double[] b = {7, 8, 9, 10, 11, 12};
    double[] c = {1000, 0, 0, 0};
    var left = new MatrixProduct.Entries(a, 0, 3, 1);
    var right = new MatrixProduct.Entries(b, 0, 2, 1);
    MatrixProduct.multiply(Precision.FLOAT64, 2, 2, 3, left, right, new MatrixProduct.Entries(c, 0, 2, 1), false);
    assertArrayEquals(new double[] {58, 64, 139, 154}, c);
    var leftTransposed = new MatrixProduct.Entries(a, 0, 1, 3);
    var rightTransposed = new MatrixProduct.Entries(b, 0, 1, 2);
    double[] sum = {1000, 0, 0, 0, 0, 0, 0, 0, 0};
    MatrixProduct.multiply(Precision.FLOAT64, 3, 3, 2, leftTransposed, rightTransposed,
        new MatrixProduct.Entries(sum, 0, 3, 1), true);
    assertArrayEquals(new double[] {1039, 49, 59, 54, 68, 82, 69, 87, 105}, sum);
  }

  @Test
  void theDefinitionRoundsOnceAStepToItsPrecision() {
    float third = 1 / 3f;
    float[] expected = {0};
    double[] narrow = {0};
    double[] wide = {0};
    double exact = 0;
    for (int p = 0; p < 100; p++) {
      expected[0] = Math.fma(third, third, expected[0]);
      exact = Math.fma(third, third, exact);
    }
    double[] thirds = new double[100];
    Arrays.fill(thirds, third);
    var row = new MatrixProduct.Entries(thirds, 0, 100, 1);
    var column = new MatrixProduct.Entries(thirds, 0, 1, 1);
    MatrixProduct.multiply(Precision.FLOAT32, 1, 1, 100, row, column,
        new MatrixProduct.Entries(narrow, 0, 1, 1), false);
    MatrixProduct.multiply(Precision.FLOAT64, 1, 1, 100, row, column,
        new MatrixProduct.Entries(wide, 0, 1, 1), false);
    assertEquals(expected[0], narrow[0]);
    assertEquals(exact, wide[0]);
    assertNotEquals(exact, narrow[0]);
  }

  @Test
  void theProductHasTheBitsOfItsChainsAlongK() {
    forEveryCase((problem, threads) -> {
      float[] actual = problem.c.clone();
      Parallel.withThreads(threads, () -> problem.sgemm(actual));
      TestData.assertSameBits(problem.chains(), actual, problem + " on " + threads + " threads");
    });
  }

  /// A rectangle of C as large and as deep as they come, with both factors packed: every part of the buffer is full.
  @Test
  void theLargestRectangleHasTheBitsOfItsChainsAlongK() {
    Problem problem = new Problem(512, 512, 383, true, true, false);
    float[] actual = problem.c.clone();
    Parallel.withThreads(1, () -> problem.sgemm(actual));
    TestData.assertSameBits(problem.chains(), actual, problem.toString());
  }

  @Test
  void theRowwiseProductHasTheBitsOfItsChainsAlongK() {
    forEveryCase((problem, threads) -> {
      if (threads == 1 && problem.k <= MatrixProduct.CHAIN) {
        float[] actual = problem.c.clone();
        problem.rowwise(actual);
        TestData.assertSameBits(problem.chains(), actual, problem.toString());
      }
    });
  }

  @Test
  void thePackedProductHasTheSameBitsHoweverSmall() {
    forEveryCase((problem, threads) -> {
      if (Simd.AVAILABLE && problem.m > 0 && problem.n > 0 && problem.k > 0
          && problem.k <= MatrixProduct.CHAIN) {
        float[] actual = problem.c.clone();
        Parallel.withThreads(threads, () -> problem.packed(actual));
        TestData.assertSameBits(problem.chains(), actual, problem + " on " + threads + " threads");
      }
    });
  }

  @Test
  void thePlainAndTheFastProductStayTheSameWhenCompiled() {
    var problem = new Problem(65, 70, 600, false, false, true);
    float[] expected = problem.chains();
    for (int repeat = 0; repeat < 300; repeat++) {
      float[] actual = problem.c.clone();
      problem.sgemm(actual);
      TestData.assertSameBits(expected, actual, "repeat " + repeat);
    }
  }

  /// One chain would stop at 2^24 and drift by a percent.
  @Test
  void aLongSumKeepsCounting() {
    float[] ones = new float[20_000_000];
    Arrays.fill(ones, 1);
    float[] sum = new float[1];
    Gemm.sgemm(false, false, 1, 1, ones.length, ones, 0, ones.length, ones, 0, 1, sum, 0, 1, false);
    assertEquals(2e7f, sum[0]);
    float[] tenths = new float[1_000_000];
    Arrays.fill(tenths, 0.1f);
    Gemm.sgemm(false, true, 1, 1, tenths.length, tenths, 0, tenths.length, ones, 0, tenths.length, sum, 0, 1, false);
    assertEquals(1e5, sum[0], 5);
  }

  @Test
  void theErrorIsWithinTheBoundOfASumOfKProducts() {
    forEveryCase((problem, threads) -> {
      float[] actual = problem.c.clone();
      problem.sgemm(actual);
      for (int i = 0; i < problem.m; i++) {
        for (int j = 0; j < problem.n; j++) {
          double sum = problem.accumulate ? problem.c[problem.cAt(i, j)] : 0;
          double size = Math.abs(sum);
          for (int p = 0; p < problem.k; p++) {
            double product = (double) problem.a[problem.aAt(i, p)] * problem.b[problem.bAt(p, j)];
            sum += product;
            size += Math.abs(product);
          }
          // Higham, "Accuracy and Stability of Numerical Algorithms", section 3.1: gamma_k times the sizes.
          assertEquals(sum, actual[problem.cAt(i, j)], problem.k * 0x1p-24 * 1.01 * size + 1e-45,
              problem.toString());
        }
      }
    });
  }

  @Test
  void doublesHaveTheBitsOfItsChainsAlongKToo() {
    for (int[] shape : SHAPES) {
      for (int flags = 0; flags < 8; flags++) {
        var problem = Problem.of(shape, flags);
        double[] a = fine(problem.a);
        double[] b = fine(problem.b);
        double[] c = fine(problem.c);
        double[] actual = c.clone();
        Parallel.withThreads(1 + flags % 2, () -> Gemm.dgemm(problem.transposeA, problem.transposeB,
            problem.m, problem.n, problem.k, a, Problem.A_OFFSET, problem.lda,
            b, Problem.B_OFFSET, problem.ldb, actual, Problem.C_OFFSET, problem.ldc, problem.accumulate));
        assertArrayEquals(problem.defined(Precision.FLOAT64, a, b, c), actual, problem.toString());
      }
    }
  }

  @Test
  void infinityAndNanTravelAlongTheirRowAndColumn() {
    float[] a = new float[20 * 20];
    Arrays.fill(a, 1);
    float[] b = a.clone();
    a[3 * 20 + 5] = Float.POSITIVE_INFINITY;
    b[7 * 20 + 2] = Float.NaN;
    float[] c = new float[20 * 20];
    Gemm.sgemm(false, false, 20, 20, 20, a, 0, 20, b, 0, 20, c, 0, 20, false);
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        float expected = j == 2 ? Float.NaN : i == 3 ? Float.POSITIVE_INFINITY : 20;
        assertEquals(expected, c[i * 20 + j]);
      }
    }
  }

  @Test
  void badArgumentsAreExplainedAndLeaveTheOutputAlone() {
    float[] c = {5};
    var tooShort = assertThrows(IllegalArgumentException.class, () ->
        Gemm.sgemm(false, false, 1, 1, 3, new float[3], 0, 3, new float[2], 0, 1, c, 0, 1, false));
    assertTrue(tooShort.getMessage().contains("B (3, 1)"), tooShort.getMessage());
    var overlapping = assertThrows(IllegalArgumentException.class, () ->
        Gemm.sgemm(false, false, 1, 1, 3, new float[3], 0, 2, new float[3], 0, 1, c, 0, 1, false));
    assertTrue(overlapping.getMessage().contains("leading dimension 2 < 3"), overlapping.getMessage());
    assertThrows(IllegalArgumentException.class, () ->
        Gemm.sgemm(false, false, -1, 1, 3, new float[3], 0, 3, new float[3], 0, 1, c, 0, 1, false));
    assertEquals(5, c[0]);
  }

  private interface Check {
    void run(Problem problem, int threads);
  }

  private static void forEveryCase(Check check) {
    for (int[] shape : SHAPES) {
      for (int flags = 0; flags < 8; flags++) {
        var problem = Problem.of(shape, flags);
        for (int threads : new int[] {1, 2, 4}) {
          check.run(problem, threads);
        }
      }
    }
  }

  /// Doubles with more digits than a float has.
  private static double[] fine(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i] / 3.0;
    }
    return result;
  }

  /// A product of matrices that begin at odd offsets and whose rows have gaps between them.
  private static final class Problem {
    static final int A_OFFSET = 3;
    static final int B_OFFSET = 5;
    static final int C_OFFSET = 2;

    final int m;
    final int n;
    final int k;
    final boolean transposeA;
    final boolean transposeB;
    final boolean accumulate;
    final int lda;
    final int ldb;
    final int ldc;
    final float[] a;
    final float[] b;
    final float[] c;

    Problem(int m, int n, int k, boolean transposeA, boolean transposeB, boolean accumulate) {
      this.m = m;
      this.n = n;
      this.k = k;
      this.transposeA = transposeA;
      this.transposeB = transposeB;
      this.accumulate = accumulate;
      this.lda = (transposeA ? m : k) + 2;
      this.ldb = (transposeB ? k : n) + 1;
      this.ldc = n + 3;
      this.a = TestData.floats(1, A_OFFSET + (transposeA ? k : m) * lda);
      this.b = TestData.floats(2, B_OFFSET + (transposeB ? n : k) * ldb);
      this.c = TestData.floats(3, C_OFFSET + m * ldc);
    }

    static Problem of(int[] shape, int flags) {
      return new Problem(
          shape[0], shape[1], shape[2], (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
    }

    int aAt(int i, int p) {
      return A_OFFSET + (transposeA ? p * lda + i : i * lda + p);
    }

    int bAt(int p, int j) {
      return B_OFFSET + (transposeB ? j * ldb + p : p * ldb + j);
    }

    int cAt(int i, int j) {
      return C_OFFSET + i * ldc + j;
    }

    void sgemm(float[] result) {
      Gemm.sgemm(transposeA, transposeB, m, n, k, a, A_OFFSET, lda, b, B_OFFSET, ldb,
          result, C_OFFSET, ldc, accumulate);
    }

    void rowwise(float[] result) {
      RowwiseGemm.multiply(transposeA, transposeB, m, n, k, a, A_OFFSET, lda, b, B_OFFSET, ldb,
          result, C_OFFSET, ldc, accumulate);
    }

    void packed(float[] result) {
      PackedGemm.multiply(transposeA, transposeB, m, n, k, a, A_OFFSET, lda, b, B_OFFSET, ldb,
          result, C_OFFSET, ldc, accumulate);
    }

    /// What the definition gives.
    float[] chains() {
      double[] wide = defined(Precision.FLOAT32, TestData.widen(a), TestData.widen(b), TestData.widen(c));
      float[] result = new float[wide.length];
      for (int i = 0; i < wide.length; i++) {
        result[i] = (float) wide[i];
      }
      return result;
    }

    double[] defined(Precision precision, double[] a, double[] b, double[] c) {
      double[] result = c.clone();
      MatrixProduct.multiply(precision, m, n, k,
          new MatrixProduct.Entries(a, A_OFFSET, transposeA ? 1 : lda, transposeA ? lda : 1),
          new MatrixProduct.Entries(b, B_OFFSET, transposeB ? 1 : ldb, transposeB ? ldb : 1),
          new MatrixProduct.Entries(result, C_OFFSET, ldc, 1), accumulate);
      return result;
    }

    @Override
    public String toString() {
      return "(" + m + ", " + k + ") x (" + k + ", " + n + ")" + (transposeA ? " A transposed" : "")
          + (transposeB ? " B transposed" : "") + (accumulate ? " accumulating" : "");
    }
  }
}
