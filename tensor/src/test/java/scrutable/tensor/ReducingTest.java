package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReducingTest {
  private static final int[][] AXES = {{0}, {1}, {2}, {3}, {0, 1}, {0, 2, 3}, {1, 2}, {1, 3}, {2, 3}, {0, 3}, {}};

  /// Collects, for each output index, the inputs that reduce to it, and applies `of` to them.
  private static Tensor expected(Tensor x, boolean keepDims, int[] axes, ToDoubleFunction<double[]> of) {
    int[] reduced = Shape.axes(axes, x.shape());
    int[] keptShape = Shape.reduced(x.shape(), reduced, true);
    Tensor kept = Oracle.build(x.dtype(), keptShape, index -> {
      double[] values = new double[x.elementCount()];
      int count = 0;
      for (int flat = 0; flat < x.elementCount(); flat++) {
        int[] at = Oracle.index(flat, x.shape());
        boolean belongs = true;
        for (int axis = 0; axis < at.length; axis++) {
          belongs &= Arrays.binarySearch(reduced, axis) >= 0 || at[axis] == index[axis];
        }
        if (belongs) {
          values[count++] = x.get(at);
        }
      }
      return of.applyAsDouble(Arrays.copyOf(values, count));
    });
    return keepDims ? kept : kept.reshape(Shape.reduced(x.shape(), reduced, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyReductionOverEveryAxesAgreesWithItsDefinition(boolean keepDims) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      double tolerance = dtype == DType.FLOAT32 ? 2e-5 : 1e-12;
      Tensor sample = Oracle.sample(dtype, 2, 3, 4, 5);
      for (Tensor x : new Tensor[] {sample, Oracle.awkward(sample)}) {
        for (int[] axes : AXES) {
          Oracle.assertClose(expected(x, keepDims, axes, v -> Arrays.stream(v).sum()), x.sum(keepDims, axes),
              tolerance);
          Oracle.assertClose(expected(x, keepDims, axes, v -> Arrays.stream(v).average().orElseThrow()),
              x.mean(keepDims, axes), tolerance);
          Oracle.assertSame(expected(x, keepDims, axes, v -> Arrays.stream(v).max().orElseThrow()),
              x.max(keepDims, axes));
          Oracle.assertSame(expected(x, keepDims, axes, v -> Arrays.stream(v).min().orElseThrow()),
              x.min(keepDims, axes));
          Oracle.assertClose(expected(x, keepDims, axes, ReducingTest::sampleVariance),
              Reducing.variance(x, 1, keepDims, axes), tolerance);
          Oracle.assertClose(expected(x, keepDims, axes,
              v -> Math.log(Arrays.stream(v).map(Math::exp).sum())), Reducing.logSumExp(x, keepDims, axes), tolerance);
        }
      }
    }
  }

  private static double sampleVariance(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
  }

  @Test
  void argmaxTakesTheFirstOfEqualsAndNanBeforeNumbers() {
    Tensor x = Tensor.of(new float[] {1, 3, 3, Float.NaN, 2, 5, -1, -2, -1}, 3, 3);
    assertArrayEquals(new int[] {1, 0, 0}, x.argmax(1).toIntArray());
    assertArrayEquals(new int[] {0, 0, 1}, Reducing.argmin(x, 1).toIntArray());
    assertArrayEquals(new int[] {1, 0, 1}, x.argmax(0).toIntArray());
  }

  @Test
  void nothingToReduce() {
    assertArrayEquals(new float[] {0, 0, 0}, Tensor.zeros(0, 3).sum(false, 0).toFloatArray());
    assertEquals(0, Tensor.zeros(3, 0).sum(false, 0).elementCount());
    assertTrue(Double.isNaN(Tensor.zeros(0).mean().item()));
    ViewsTest.assertMessage("no extreme of no elements: shape (0, 3) reduced over axes [0]",
        () -> Tensor.zeros(0, 3).max(false, 0));
    assertEquals(4.0, Tensor.scalar(4f).sum().item());
  }

  @Test
  void logSumExpNeitherOverflowsNorLosesInfinities() {
    double inf = Double.POSITIVE_INFINITY;
    Tensor x = Tensor.of(new double[] {1000, 1000, -inf, -inf, -inf, 3, inf, 0}, 4, 2);
    double[] result = Reducing.logSumExp(x, false, 1).toDoubleArray();
    assertArrayEquals(new double[] {1000 + Math.log(2), -inf, 3, inf}, result, 1e-12);
  }

  @Test
  void aLongSumIsMoreAccurateThanAddingOneByOne() {
    int n = 1 << 20;
    Tensor ones = Tensor.full(0.1, DType.FLOAT32, n).contiguous();
    double exact = (double) 0.1f * n;
    float oneByOne = 0;
    for (int i = 0; i < n; i++) {
      oneByOne += 0.1f;
    }
    // Each lane is a chain of 4096 / 16 additions, each rounded by at most 2^-24 of the sum so far.
    assertEquals(exact, ones.sum().item(), exact * 256 * 0x1p-24);
    assertTrue(Math.abs(oneByOne - exact) > 100 * Math.abs(ones.sum().item() - exact));
  }

  @Test
  void aVarianceOfTooFewNumbersIsNan() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor none = Tensor.zeros(dtype, 2, 0);
      assertArrayEquals(new double[] {Double.NaN, Double.NaN}, Reducing.variance(none, 0, false, 1).toDoubleArray());
      assertArrayEquals(new double[] {Double.NaN, Double.NaN}, Reducing.variance(none, 1, false, 1).toDoubleArray());
      Tensor three = Tensor.of(new double[] {1, 2, 6}, 3).to(dtype);
      assertEquals(14 / 3.0, Reducing.variance(three, 0, false).item(), 1e-6);
      assertEquals(7, Reducing.variance(three, 1, false).item(), 1e-6);
      assertEquals(14, Reducing.variance(three, 2, false).item(), 1e-6);
      assertEquals(Double.NaN, Reducing.variance(three, 3, false).item());
      assertEquals(Double.NaN, Reducing.variance(three, 4, false).item());
      assertEquals(Double.NaN, Reducing.variance(three.slice(0, 0, 1), 2, false).item());
    }
  }
}
