package scrutable.tensor.kernel.normalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.elementwise.FloatMath;
import scrutable.tensor.kernel.parallel.Parallel;

class SoftmaxKernelTest {

  private static final int[][] SHAPES = {
      {1, 1}, {3, 2}, {64, 10}, {500, 17}, {7, 1000}, {3, 4097}, {2, 9000}, {1500, 10}};

  @Test
  void floatsAgreeWithADirectDoubleComputation() {
    for (int[] shape : SHAPES) {
      int rows = shape[0];
      int columns = shape[1];
      float[] x = logits(rows, columns);
      int[] labels = labels(rows, columns);
      float[] softmax = new float[x.length];
      float[] logSoftmax = new float[x.length];
      float[] logSumExp = new float[rows];
      float[] losses = new float[rows];
      float[] probabilities = new float[x.length];
      SoftmaxKernel.softmaxRows(x, rows, columns, softmax);
      SoftmaxKernel.logSoftmaxRows(x, rows, columns, logSoftmax);
      SoftmaxKernel.logSumExpRows(x, rows, columns, logSumExp);
      SoftmaxKernel.crossEntropyRows(x, labels, rows, columns, losses, probabilities);
      TestData.assertSameBits(softmax, probabilities, "probabilities");
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int i = 0; i < columns; i++) {
          sum += Math.exp((double) x[row * columns + i]);
        }
        assertEquals(Math.log(sum), logSumExp[row], 4e-6);
        assertEquals(Math.log(sum) - x[row * columns + labels[row]], losses[row], 8e-6);
        for (int i = 0; i < columns; i++) {
          double value = x[row * columns + i];
          double probability = Math.exp(value) / sum;
          assertEquals(probability, softmax[row * columns + i], 2e-6 * probability);
          assertEquals(value - Math.log(sum), logSoftmax[row * columns + i], 8e-6);
        }
      }
    }
  }

  @Test
  void doublesAgreeWithADirectComputation() {
    int rows = 5;
    int columns = 7;
    double[] x = TestData.widen(logits(rows, columns));
    int[] labels = labels(rows, columns);
    double[] softmax = new double[x.length];
    double[] logSoftmax = new double[x.length];
    double[] logSumExp = new double[rows];
    double[] losses = new double[rows];
    double[] probabilities = new double[x.length];
    SoftmaxKernel.softmaxRows(x, rows, columns, softmax);
    SoftmaxKernel.logSoftmaxRows(x, rows, columns, logSoftmax);
    SoftmaxKernel.logSumExpRows(x, rows, columns, logSumExp);
    SoftmaxKernel.crossEntropyRows(x, labels, rows, columns, losses, probabilities);
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < columns; i++) {
        sum += Math.exp(x[row * columns + i]);
      }
      assertEquals(Math.log(sum), logSumExp[row], 1e-14);
      assertEquals(Math.log(sum) - x[row * columns + labels[row]], losses[row], 1e-14);
      for (int i = 0; i < columns; i++) {
        double value = x[row * columns + i];
        assertEquals(Math.exp(value) / sum, softmax[row * columns + i], 1e-15);
        assertEquals(Math.exp(value) / sum, probabilities[row * columns + i], 1e-15);
        assertEquals(value - Math.log(sum), logSoftmax[row * columns + i], 1e-14);
      }
    }
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    float[] x = {1000, 999, -1000};
    float[] out = new float[3];
    SoftmaxKernel.softmaxRows(x, 1, 3, out);
    assertEquals(1 / (1 + Math.exp(-1)), out[0], 1e-6);
    assertEquals(0, out[2]);
    SoftmaxKernel.logSoftmaxRows(x, 1, 3, out);
    assertEquals(-2000 - Math.log1p(Math.exp(-1)), out[2], 1e-3);
    float[] losses = new float[1];
    SoftmaxKernel.crossEntropyRows(x, new int[] {2}, 1, 3, losses, out);
    assertEquals(2000 + Math.log1p(Math.exp(-1)), losses[0], 1e-3);
  }

  @Test
  void infinitiesAndNansFollowTheDocumentation() {
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {-inf, -inf, /**/ 1, -inf, /**/ inf, 1, /**/ 1, Float.NaN, /**/ 0, 0};
    float[] out = new float[10];
    SoftmaxKernel.softmaxRows(x, 5, 2, out);
    TestData.assertSameBits(new float[] {Float.NaN, Float.NaN, 1, 0, Float.NaN, Float.NaN,
        Float.NaN, Float.NaN, 0.5f, 0.5f}, out, "softmax");
    float[] logSumExp = new float[5];
    SoftmaxKernel.logSumExpRows(x, 5, 2, logSumExp);
    TestData.assertSameBits(new float[] {-inf, 1, inf, Float.NaN, FloatMath.log(2)}, logSumExp, "logSumExp");
    double[] wide = new double[5];
    SoftmaxKernel.logSumExpRows(TestData.widen(x), 5, 2, wide);
    assertEquals(Double.NEGATIVE_INFINITY, wide[0]);
    assertEquals(Double.POSITIVE_INFINITY, wide[2]);
  }

  @Test
  void theBitsDependNeitherOnThreadsNorOnNeighbouringRows() {
    int rows = 700;
    int columns = 33;
    float[] x = logits(rows, columns);
    float[] expected = new float[x.length];
    for (int row = 0; row < rows; row++) {
      float[] one = new float[columns];
      System.arraycopy(x, row * columns, one, 0, columns);
      SoftmaxKernel.softmaxRows(one, 1, columns, one);
      System.arraycopy(one, 0, expected, row * columns, columns);
    }
    for (int threads : new int[] {1, 2, 4}) {
      float[] actual = new float[x.length];
      Parallel.withThreads(threads, () -> SoftmaxKernel.softmaxRows(x, rows, columns, actual));
      TestData.assertSameBits(expected, actual, "threads " + threads);
    }
  }

  @Test
  void aLabelThatIsNoClassIsNamed() {
    var thrown = assertThrows(IllegalArgumentException.class, () -> SoftmaxKernel.crossEntropyRows(
        new float[6], new int[] {0, 3}, 2, 3, new float[2], new float[6]));
    assertTrue(thrown.getMessage().contains("label 3 of row 1"), thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SoftmaxKernel.softmaxRows(new float[5], 2, 3, new float[6]));
    assertThrows(IllegalArgumentException.class,
        () -> SoftmaxKernel.logSumExpRows(new float[6], 2, 3, new float[1]));
  }

  private static float[] logits(int rows, int columns) {
    float[] x = TestData.floats(5, rows * columns);
    for (int i = 0; i < x.length; i++) {
      x[i] *= 8;
    }
    return x;
  }

  private static int[] labels(int rows, int columns) {
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row * 7 % columns;
    }
    return labels;
  }
}
