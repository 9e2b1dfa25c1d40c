package scrutable.tensor.kernel.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

class ReductionsTest {

  /// From here on a row is summed four chunks at a time.
  private static final int LONG_ROW = 1 << 22;

  @Test
  void oneBadElementAnywhereIsSeen() {
    for (int n : new int[] {0, 1, 15, 16, 17, 100}) {
      float[] x = TestData.floats(1, n);
      assertTrue(ChunkReductions.allWithin(Float.MAX_VALUE, x, n));
      for (int i = 0; i < n; i++) {
        float before = x[i];
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
          x[i] = bad;
          assertFalse(ChunkReductions.allWithin(Float.MAX_VALUE, x, n), "element " + i + " of " + n);
        }
        for (float large : new float[] {1e20f, -1e20f}) {
          x[i] = large;
          assertTrue(ChunkReductions.allWithin(1e20f, x, n), "element " + i + " of " + n);
          assertFalse(ChunkReductions.allWithin(Math.nextDown(1e20f), x, n), "element " + i + " of " + n);
        }
        x[i] = before;
      }
    }
  }

  @Test
  void theVectorTwinsHaveTheBitsOfThePlainOnes() {
    float[] lanes = new float[16];
    for (int n : TestData.AWKWARD) {
      for (int offset : new int[] {0, 3}) {
        float[] x = TestData.floats(n, n + 8);
        float[] y = TestData.floats(n + 1, n + 8);
        String what = "n " + n;
        if (Simd.AVAILABLE) {
          assertEquals(PlainReductions.sum(x, offset, n, lanes),
              SimdReductions.sum(x, offset, n, lanes), what);
          assertEquals(PlainReductions.squaredDeviations(x, offset, n, 0.3f, lanes),
              SimdReductions.squaredDeviations(x, offset, n, 0.3f, lanes), what);
          assertEquals(PlainReductions.dot(x, offset, y, 1, n, lanes),
              SimdReductions.dot(x, offset, y, 1, n, lanes), what);
          if (n > 0) {
            assertEquals(PlainReductions.max(x, offset, n), SimdReductions.max(x, offset, n), what);
            assertEquals(PlainReductions.min(x, offset, n), SimdReductions.min(x, offset, n), what);
          }
          for (int width : new int[] {1, 15, 16, 17, 64, 65, 130}) {
            if (n * width < 200_000) {
              float[] matrix = TestData.floats(n, n * (width + 1) + 3);
              float[] expected = new float[width + 2];
              float[] actual = new float[width + 2];
              PlainReductions.sumColumns(matrix, offset, width + 1, n, width, expected, 1);
              SimdReductions.sumColumns(matrix, offset, width + 1, n, width, actual, 1);
              TestData.assertSameBits(expected, actual, what + ", width " + width);
            }
          }
        }
      }
    }
  }

  @Test
  void aSumGoesThroughSixteenLanesATreeAndDoubleTotals() {
    for (int n : new int[] {5, 16, 100, 4096, 4097, 3 * 4096 + 77, LONG_ROW - 1, LONG_ROW, LONG_ROW + 12_365}) {
      float[] x = TestData.floats(n, 3 + 2 * n);
      double total = 0;
      for (int chunk = 0; chunk < n; chunk += 4096) {
        float[] lanes = new float[16];
        for (int i = 0; i < 4096 && chunk + i < n; i++) {
          lanes[i % 16] += x[3 + n + chunk + i];
        }
        for (int half : new int[] {8, 4, 2, 1}) {
          for (int lane = 0; lane < half; lane++) {
            lanes[lane] += lanes[lane + half];
          }
        }
        total += lanes[0];
      }
      float[] out = new float[4];
      RowReductions.sumRows(x, 3, 2, n, out, 1);
      assertEquals((float) total, out[2], "n " + n);
    }
  }

  @Test
  void sumsAreAsCloseToTheTruthAsTheirDepthAllows() {
    for (int[] shape : new int[][] {{1, 1}, {3, 10}, {7, 4099}, {300, 17}, {1, 100_000}, {1000, 5}}) {
      int rows = shape[0];
      int columns = shape[1];
      float[] x = TestData.floats(9, rows * columns + 1);
      float[] y = TestData.floats(10, rows * columns + 2);
      float[] mean = TestData.floats(11, rows);
      float[] sums = new float[rows];
      float[] deviations = new float[rows];
      float[] dots = new float[rows];
      float[] columnSums = new float[columns];
      RowReductions.sumRows(x, 1, rows, columns, sums, 0);
      RowReductions.sumSquaredDeviationRows(x, 1, rows, columns, mean, 0, deviations, 0);
      RowReductions.dotRows(x, 1, y, 2, rows, columns, dots, 0);
      ColumnReductions.sumColumns(x, 1, rows, columns, columnSums, 0);
      double[] trueColumnSums = new double[columns];
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        double deviation = 0;
        double dot = 0;
        for (int j = 0; j < columns; j++) {
          double value = x[1 + row * columns + j];
          sum += value;
          deviation += (value - mean[row]) * (value - mean[row]);
          dot += value * y[2 + row * columns + j];
          trueColumnSums[j] += value;
        }
        // A chunk adds at most 256 numbers a lane, then 4 levels of the tree.
        assertEquals(sum, sums[row], 260 * 0x1p-24 * columns);
        assertEquals(deviation, deviations[row], 4 * 262 * 0x1p-24 * columns);
        assertEquals(dot, dots[row], 261 * 0x1p-24 * columns);
      }
      for (int j = 0; j < columns; j++) {
        assertEquals(trueColumnSums[j], columnSums[j], 257 * 0x1p-24 * rows);
      }
    }
  }

  @Test
  void doublesAreReducedAsWell() {
    double[] x = {1, 2, 3, -4, 5, 7};
    double[] y = {1, 0.5, 2, 1, 1, -1};
    double[] out = new double[2];
    RowReductions.sumRows(x, 0, 2, 3, out, 0);
    assertArrayEquals(new double[] {6, 8}, out);
    RowReductions.sumSquaredDeviationRows(x, 0, 2, 3, new double[] {2, 1}, 0, out, 0);
    assertArrayEquals(new double[] {2, 77}, out);
    RowReductions.dotRows(x, 0, y, 0, 2, 3, out, 0);
    assertArrayEquals(new double[] {8, -6}, out);
    RowReductions.maxRows(x, 0, 2, 3, out, 0);
    assertArrayEquals(new double[] {3, 7}, out);
    RowReductions.minRows(x, 0, 2, 3, out, 0);
    assertArrayEquals(new double[] {1, -4}, out);
    int[] index = new int[2];
    RowReductions.argmaxRows(x, 0, 2, 3, index, 0);
    assertArrayEquals(new int[] {2, 2}, index);
    double[] columns = new double[3];
    ColumnReductions.sumColumns(x, 0, 2, 3, columns, 0);
    assertArrayEquals(new double[] {-3, 7, 10}, columns);
    double[] many = new double[1_000_001];
    Arrays.fill(many, 0.25);
    RowReductions.sumRows(many, 0, 1, many.length, out, 1);
    assertEquals(250_000.25, out[1]);
    ColumnReductions.sumColumns(many, 0, many.length, 1, out, 0);
    assertEquals(250_000.25, out[0]);
  }

  @Test
  void theBitsDoNotDependOnTheNumberOfThreads() {
    for (int[] shape : new int[][] {{1, 300_000}, {2, 70_000}, {5000, 33}, {70_000, 3}, {1000, 1500},
        {1, LONG_ROW + 50_000}}) {
      int rows = shape[0];
      int columns = shape[1];
      float[] x = TestData.floats(3, rows * columns);
      float[] expected = null;
      for (int threads : new int[] {1, 2, 4}) {
        float[] out = new float[3 * rows + columns];
        Parallel.withThreads(threads, () -> {
          RowReductions.sumRows(x, 0, rows, columns, out, 0);
          RowReductions.maxRows(x, 0, rows, columns, out, rows);
          RowReductions.dotRows(x, 0, x, 0, rows, columns, out, 2 * rows);
          ColumnReductions.sumColumns(x, 0, rows, columns, out, 3 * rows);
        });
        expected = expected == null ? out : expected;
        TestData.assertSameBits(expected, out, rows + " x " + columns + ", threads " + threads);
      }
    }
  }

  @Test
  void nanIsTheLargestAndTheSmallestOfAll() {
    for (int columns : new int[] {3, 20, 100, 5000}) {
      float[] x = TestData.floats(1, 2 * columns);
      x[columns + 2] = Float.NaN;
      x[2 * columns - 1] = Float.NaN;
      float[] out = new float[2];
      int[] index = new int[2];
      RowReductions.maxRows(x, 0, 2, columns, out, 0);
      assertEquals(Float.NaN, out[1]);
      assertEquals(false, Float.isNaN(out[0]));
      RowReductions.minRows(x, 0, 2, columns, out, 0);
      assertEquals(Float.NaN, out[1]);
      RowReductions.argmaxRows(x, 0, 2, columns, index, 0);
      assertEquals(2, index[1]);
    }
  }

  @Test
  void theFirstOfSeveralEqualMaximaWins() {
    float[] x = {1, 3, 3, 2, /**/ -0f, 0f, -0f, -1, /**/ 5, 5, 5, 5};
    int[] index = new int[4];
    RowReductions.argmaxRows(x, 0, 3, 4, index, 1);
    assertArrayEquals(new int[] {0, 1, 0, 0}, index);
  }

  @Test
  void positiveZeroIsLargerThanNegativeZero() {
    for (int n : new int[] {2, 40, 100}) {
      float[] x = new float[n];
      Arrays.fill(x, -0f);
      x[n - 1] = 0f;
      float[] out = new float[1];
      RowReductions.maxRows(x, 0, 1, n, out, 0);
      assertEquals(0f, out[0]);
      RowReductions.minRows(x, 0, 1, n, out, 0);
      assertEquals(-0f, out[0]);
    }
  }

  @Test
  void emptySumsAreZeroAndEmptyMaximaAreRefused() {
    float[] out = {7, 7, 7};
    RowReductions.sumRows(new float[0], 0, 2, 0, out, 0);
    assertArrayEquals(new float[] {0, 0, 7}, out);
    out[0] = 7;
    ColumnReductions.sumColumns(new float[0], 0, 0, 3, out, 0);
    assertArrayEquals(new float[] {0, 0, 0}, out);
    assertThrows(IllegalArgumentException.class, () -> RowReductions.maxRows(new float[0], 0, 2, 0, out, 0));
    assertThrows(IllegalArgumentException.class,
        () -> RowReductions.argmaxRows(new float[0], 0, 2, 0, new int[2], 0));
    assertThrows(IllegalArgumentException.class, () -> RowReductions.sumRows(new float[5], 0, 2, 3, out, 0));
    assertThrows(IllegalArgumentException.class, () -> RowReductions.sumRows(new float[6], 0, 2, 3, out, 2));
  }
}
