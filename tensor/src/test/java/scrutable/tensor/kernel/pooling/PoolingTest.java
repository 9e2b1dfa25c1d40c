package scrutable.tensor.kernel.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;

class PoolingTest {

  private static final List<PoolGeometry> GEOMETRIES = List.of(
      PoolGeometry.of(1, 1, 2, 2, 2),
      PoolGeometry.of(3, 5, 9, 7, 2),
      PoolGeometry.of(40, 30, 8, 8, 2),
      PoolGeometry.of(2, 3, 6, 10, 2),
      PoolGeometry.of(5, 9, 4, 2, 2),
      PoolGeometry.of(2, 3, 2, 16, 2),
      PoolGeometry.of(2, 3, 6, 24, 2),
      PoolGeometry.of(1, 2, 4, 30, 2),
      PoolGeometry.of(2, 1, 4, 32, 2),
      PoolGeometry.of(1, 2, 4, 34, 2),
      PoolGeometry.of(1, 2, 70, 66, 66),
      new PoolGeometry(2, 3, 7, 8, 3, 2, 1, 2, 1, 1),
      new PoolGeometry(2, 3, 7, 8, 3, 3, 2, 2, 1, 1),
      new PoolGeometry(1, 2, 5, 5, 1, 4, 3, 1, 0, 2));

  @Test
  void theMeanOfALargeImageIsRight() {
    int side = 1_500;
    float[] tenths = new float[side * side];
    Arrays.fill(tenths, 0.1f);
    float[] mean = new float[1];
    Pooling.averageForward(PoolGeometry.of(1, 1, side, side, side), tenths, mean);
    assertEquals(0.1f, mean[0], 1e-5);
  }

  @Test
  void theMaximumIsTheLargestElementOfTheWindowAndItsIndexPointsAtIt() {
    for (PoolGeometry g : GEOMETRIES) {
      float[] x = TestData.floats(1, g.n() * g.channels() * g.inPlane());
      float[] y = new float[g.n() * g.channels() * g.outPlane()];
      double[] wideY = new double[y.length];
      int[] argmax = new int[y.length];
      int[] wideArgmax = new int[y.length];
      Parallel.withThreads(2, () -> Pooling.maxForward(g, x, y, argmax));
      Pooling.maxForward(g, TestData.widen(x), wideY, wideArgmax);
      assertArrayEquals(argmax, wideArgmax);
      for (int out = 0; out < y.length; out++) {
        double[] largest = {Double.NEGATIVE_INFINITY};
        forWindow(g, out, at -> largest[0] = Math.max(largest[0], x[at]));
        assertEquals((float) largest[0], y[out]);
        assertEquals(largest[0], wideY[out]);
        assertEquals(y[out], x[out / g.outPlane() * g.inPlane() + argmax[out]]);
      }
    }
  }

  /// Equal elements, both zeros and NaN: the first of the largest wins, and NaN over all.
  @Test
  void theMaximumAloneAndItsGradientAgreeWithTheIndices() {
    float[] tricky = {0f, -0f, 1, 1, Float.NaN, -3, Float.NEGATIVE_INFINITY, 2};
    for (PoolGeometry g : GEOMETRIES) {
      float[] x = TestData.floats(1, g.n() * g.channels() * g.inPlane());
      for (int i = 0; i < x.length; i++) {
        int kind = i * 7 % 11;
        x[i] = kind < tricky.length && i > x.length / 3 ? tricky[kind] : x[i];
      }
      float[] y = new float[g.n() * g.channels() * g.outPlane()];
      int[] argmax = new int[y.length];
      Pooling.maxForward(g, x, y, argmax);
      float[] alone = TestData.floats(3, y.length);
      float[] gy = TestData.floats(2, y.length);
      gy[0] = -0f;
      float[] gx = TestData.floats(4, x.length);
      Parallel.withThreads(2, () -> Pooling.maxForward(g, x, alone));
      Parallel.withThreads(2, () -> Pooling.maxBackward(g, x, gy, gx));
      float[] expected = new float[x.length];
      for (int out = 0; out < y.length; out++) {
        expected[out / g.outPlane() * g.inPlane() + argmax[out]] += gy[out];
      }
      TestData.assertSameBits(y, alone, g.toString());
      TestData.assertSameBits(expected, gx, g.toString());
    }
  }

  @Test
  void theAverageCountsPaddingAsZeros() {
    for (PoolGeometry g : GEOMETRIES) {
      float[] x = TestData.floats(1, g.n() * g.channels() * g.inPlane());
      float[] y = new float[g.n() * g.channels() * g.outPlane()];
      double[] wideY = new double[y.length];
      Pooling.averageForward(g, x, y);
      Pooling.averageForward(g, TestData.widen(x), wideY);
      for (int out = 0; out < y.length; out++) {
        double[] sum = {0};
        forWindow(g, out, at -> sum[0] += x[at]);
        assertEquals(sum[0] / (g.kernelHeight() * g.kernelWidth()), wideY[out], 1e-14);
        assertEquals(wideY[out], y[out], 1e-6);
      }
    }
  }

  @Test
  void allHaveTheBitsOfThePlainLoops() {
    for (PoolGeometry g : GEOMETRIES) {
      int planes = g.n() * g.channels();
      float[] x = TestData.floats(1, planes * g.inPlane());
      float[] gy = TestData.floats(2, planes * g.outPlane());
      double[] largest = new double[gy.length];
      double[] average = new double[gy.length];
      double[] gx = new double[x.length];
      int[] winners = new int[gy.length];
      for (int plane = 0; plane < planes; plane++) {
        PlainPooling.max(g, plane, TestData.widen(x), largest, winners);
        PlainPooling.average(g, Precision.FLOAT32, plane, TestData.widen(x), average);
        PlainPooling.spread(g, Precision.FLOAT32, plane, TestData.widen(gy), gx);
      }
      float[] actual = new float[gy.length];
      int[] argmax = new int[gy.length];
      float[] actualGx = new float[x.length];
      Pooling.maxForward(g, x, actual, argmax);
      assertArrayEquals(winners, argmax, g.toString());
      assertArrayEquals(largest, TestData.widen(actual), g.toString());
      Pooling.averageForward(g, x, actual);
      assertArrayEquals(average, TestData.widen(actual), g.toString());
      Pooling.averageBackward(g, gy, actualGx);
      assertArrayEquals(gx, TestData.widen(actualGx), g.toString());
    }
  }

  @Test
  void theBackwardPassIsTheAdjointOfTheAverage() {
    for (PoolGeometry g : GEOMETRIES) {
      double[] x = TestData.widen(TestData.floats(1, g.n() * g.channels() * g.inPlane()));
      double[] y = new double[g.n() * g.channels() * g.outPlane()];
      float[] gy = TestData.floats(2, y.length);
      double[] gx = new double[x.length];
      float[] floatGx = new float[x.length];
      Pooling.averageForward(g, x, y);
      Pooling.averageBackward(g, TestData.widen(gy), gx);
      Pooling.averageBackward(g, gy, floatGx);
      double left = 0;
      double right = 0;
      for (int i = 0; i < y.length; i++) {
        left += y[i] * gy[i];
      }
      for (int i = 0; i < x.length; i++) {
        right += x[i] * gx[i];
      }
      assertEquals(left, right, 1e-11);
      assertArrayEquals(gx, TestData.widen(floatGx), 1e-6);
    }
  }

  @Test
  void theFirstOfEqualElementsWinsAndNanWinsOverAll() {
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {
        7, 7, -inf, -inf, 1, nan,
        7, 7, -inf, -inf, inf, nan};
    float[] y = new float[3];
    int[] argmax = new int[3];
    Pooling.maxForward(PoolGeometry.of(1, 1, 2, 6, 2), x, y, argmax);
    assertArrayEquals(new float[] {7, -inf, nan}, y);
    assertArrayEquals(new int[] {0, 2, 5}, argmax);
  }

  @Test
  void paddingNeverWins() {
    float[] x = {-5, -6, -7, -8};
    float[] y = new float[9];
    int[] argmax = new int[9];
    Pooling.maxForward(new PoolGeometry(1, 1, 2, 2, 2, 2, 1, 1, 1, 1), x, y, argmax);
    assertArrayEquals(new float[] {-5, -5, -6, -5, -5, -6, -7, -7, -8}, y);
    assertArrayEquals(new int[] {0, 0, 1, 0, 0, 1, 2, 2, 3}, argmax);
  }

  @Test
  void theBitsDoNotDependOnTheNumberOfThreads() {
    PoolGeometry g = new PoolGeometry(4, 20, 17, 19, 3, 3, 2, 2, 1, 1);
    float[] x = TestData.floats(1, g.n() * g.channels() * g.inPlane());
    float[] expected = null;
    for (int threads : new int[] {1, 2, 4}) {
      float[] gx = new float[x.length];
      Parallel.withThreads(threads, () -> {
        float[] y = new float[g.n() * g.channels() * g.outPlane()];
        Pooling.averageForward(g, x, y);
        Pooling.averageBackward(g, y, gx);
      });
      expected = expected == null ? gx : expected;
      TestData.assertSameBits(expected, gx, "threads " + threads);
    }
  }

  @Test
  void impossibleGeometriesAreExplained() {
    var padding = assertThrows(IllegalArgumentException.class,
        () -> new PoolGeometry(1, 1, 4, 4, 2, 2, 2, 2, 2, 0));
    assertTrue(padding.getMessage().contains("more than half the kernel"), padding.getMessage());
    assertThrows(IllegalArgumentException.class, () -> PoolGeometry.of(1, 1, 2, 4, 3));
    assertThrows(IllegalArgumentException.class, () -> PoolGeometry.of(1, 1, 4, 4, 0));
    assertThrows(IllegalArgumentException.class,
        () -> Pooling.averageForward(PoolGeometry.of(1, 1, 4, 4, 2), new float[16], new float[3]));
  }

  private interface IndexConsumer {
    void accept(int at);
  }

  private static void forWindow(PoolGeometry g, int out, IndexConsumer body) {
    int plane = out / g.outPlane();
    int i = out % g.outPlane() / g.outWidth();
    int j = out % g.outWidth();
    for (int u = 0; u < g.kernelHeight(); u++) {
      for (int v = 0; v < g.kernelWidth(); v++) {
        int row = i * g.strideHeight() - g.paddingHeight() + u;
        int column = j * g.strideWidth() - g.paddingWidth() + v;
        if (row >= 0 && row < g.inHeight() && column >= 0 && column < g.inWidth()) {
          body.accept(plane * g.inPlane() + row * g.inWidth() + column);
        }
      }
    }
  }
}
