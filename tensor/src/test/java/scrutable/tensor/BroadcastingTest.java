package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BroadcastingTest {

  static Stream<int[][]> pairs() {
    return Stream.of(
        new int[][] {{2, 3}, {2, 3}}, new int[][] {{2, 3}, {}}, new int[][] {{}, {2, 3}},
        new int[][] {{4, 3}, {3}}, new int[][] {{4, 1}, {1, 5}}, new int[][] {{2, 3, 4, 5}, {3, 1, 1}},
        new int[][] {{2, 1, 4}, {3, 1}}, new int[][] {{0, 3}, {3}}, new int[][] {{1}, {5}}, new int[][] {{}, {}},
        new int[][] {{130, 67}, {67}}, new int[][] {{3, 70}, {3, 1}},
        new int[][] {{600, 67}, {67}}, new int[][] {{40, 7, 100}, {7, 1}});   // enough to be shared among threads
  }

  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  void everyFunctionFollowsItsDefinitionForEveryPairOfShapes(BinaryFunction function) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      pairs().forEach(pair -> {
        Tensor a = Oracle.sample(dtype, pair[0]);
        Tensor b = Oracle.sample(dtype, pair[1]).add(0.25);
        int[] shape = Shape.broadcast(pair[0], pair[1]);
        Tensor expected = Oracle.build(dtype, shape, i -> function.reference().applyAsDouble(
            Oracle.broadcast(a, i), Oracle.broadcast(b, i)));
        Oracle.assertSame(expected, a.with(b, function));
        Oracle.assertSame(expected, Oracle.awkward(a).with(b, function));
        Oracle.assertSame(expected, a.with(Oracle.awkward(b), function));
      });
    }
  }

  @Test
  void specialNumbersFollowIeee() {
    float[] special = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE,
        Float.MAX_VALUE, 1f, -1f, 1e-40f};
    int n = special.length;
    Tensor column = Tensor.of(special, n, 1).expand(n, n).contiguous();
    Tensor row = Tensor.of(special, 1, n).expand(n, n).contiguous();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        float a = special[i];
        float b = special[j];
        assertBits(a + b, column.add(row).get(i, j));
        assertBits(a - b, column.sub(row).get(i, j));
        assertBits(a * b, column.mul(row).get(i, j));
        assertBits(a / b, column.div(row).get(i, j));
        assertBits(Math.max(a, b), column.with(row, BinaryFunction.MAX).get(i, j));
        assertBits(Math.min(a, b), column.with(row, BinaryFunction.MIN).get(i, j));
      }
    }
  }

  private static void assertBits(float expected, double actual) {
    assertEquals(Float.floatToIntBits(expected), Float.floatToIntBits((float) actual));
  }

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void everyFunctionOfOneNumberFollowsItsDefinition(UnaryFunction function) {
    Tensor x = Oracle.sample(DType.FLOAT64, 3, 70).abs().add(0.01).mul(Oracle.sample(DType.FLOAT64, 3, 70).sign());
    Tensor in = function == UnaryFunction.LOG || function == UnaryFunction.SQRT ? x.abs() : x;
    Tensor expected = Oracle.build(DType.FLOAT64, x.shape(), i -> function.reference().applyAsDouble(in.get(i)));
    Oracle.assertSame(expected, in.map(function));
    Oracle.assertSame(expected, Oracle.awkward(in).map(function));
    Oracle.assertClose(in.to(DType.FLOAT32).to(DType.FLOAT64).map(function).to(DType.FLOAT32),
        in.to(DType.FLOAT32).map(function), 4e-6);
  }

  /// Rows are copied as a whole; what is chosen must be what is chosen element by element, NaN being true and -0 false.
  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void aConditionForEachRowChoosesTheWholeRow(DType dtype) {
    Tensor a = Oracle.sample(dtype, 5, 3, 7);
    Tensor b = Oracle.sample(dtype, 5, 3, 7).sub(100);
    Tensor flags = Tensor.of(new double[] {1, 0, Double.NaN, -0.0, 2}, 5, 1, 1).to(dtype);
    Tensor everywhere = flags.expand(5, 3, 7).contiguous();
    Tensor expected = Oracle.build(dtype, new int[] {5, 3, 7}, i -> everywhere.get(i) != 0 ? a.get(i) : b.get(i));
    for (Tensor left : new Tensor[] {a, Oracle.awkward(a)}) {
      for (Tensor right : new Tensor[] {b, Oracle.awkward(b)}) {
        Oracle.assertSame(expected, Tensor.where(flags, left, right));
        Oracle.assertSame(expected, Tensor.where(everywhere, left, right));
      }
    }
    Oracle.assertSame(expected.slice(0, 1, 4), Tensor.where(flags.slice(0, 1, 4), a.slice(0, 1, 4), b.slice(0, 1, 4)));
  }

  @Test
  void whereChoosesElementByElement() {
    Tensor condition = Tensor.of(new float[] {1, 0, 2}, 3);
    Tensor a = Oracle.sample(DType.FLOAT32, 2, 3);
    Tensor b = Tensor.scalar(7f);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2, 3}, i -> i[1] == 1 ? 7 : a.get(i)),
        Tensor.where(condition, a, b));
  }

  @Test
  void clampKeepsNanAndLimits() {
    Tensor t = Tensor.of(new float[] {-2, 0.5f, 3, Float.NaN}, 4).clamp(0, 1);
    assertArrayEquals(new float[] {0, 0.5f, 1, Float.NaN}, t.toFloatArray());
    ViewsTest.assertMessage("clamp: low 1.0 is not <= high 0.0", () -> t.clamp(1, 0));
  }

  /// IEEE 754-2019, section 9.2.1.
  @Test
  void oneToAnyPowerIsOneEvenToNan() {
    double[] base = {1, 1, 1, -1, -1, -1, Double.NaN, Double.NaN, 2, 0};
    double[] exponent = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN, 0, 1, Double.NaN, Double.NaN};
    double[] expected = {1, 1, 1, 1, 1, Double.NaN, 1, Double.NaN, Double.NaN, Double.NaN};
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor power = Tensor.of(base, 10).to(dtype).with(Tensor.of(exponent, 10).to(dtype), BinaryFunction.POW);
      assertArrayEquals(expected, power.toDoubleArray());
      assertEquals(1, Tensor.scalar(1.0).to(dtype).pow(Double.NaN).item());
    }
  }

  @Test
  void comparisonsReadAsTheirNames() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor x = Tensor.of(new float[] {1, 2, 3, Float.NaN, -0f}, 5).to(dtype);
      Tensor y = Tensor.of(new float[] {2, 2, 2, Float.NaN, 0}, 5).to(dtype);
      assertArrayEquals(new int[] {0, 0, 1, 0, 0}, x.greater(y).toIntArray());
      assertArrayEquals(new int[] {0, 1, 1, 0, 1}, x.greaterOrEqual(y).toIntArray());
      assertArrayEquals(new int[] {1, 0, 0, 0, 0}, x.less(y).toIntArray());
      assertArrayEquals(new int[] {1, 1, 0, 0, 1}, x.lessOrEqual(y).toIntArray());
      assertArrayEquals(new int[] {0, 1, 0, 0, 1}, x.equalTo(y).toIntArray());
      assertArrayEquals(new int[] {1, 0, 1, 1, 0}, x.notEqualTo(y).toIntArray());
      assertArrayEquals(new int[] {0, 0, 1, 0, 0}, x.greater(2).toIntArray());
      assertArrayEquals(new int[] {0, 1, 1, 0, 0}, x.greaterOrEqual(2).toIntArray());
      assertArrayEquals(new int[] {1, 0, 0, 0, 1}, x.less(2).toIntArray());
      assertArrayEquals(new int[] {1, 1, 0, 0, 1}, x.lessOrEqual(2).toIntArray());
      assertArrayEquals(new int[] {0, 1, 0, 0, 0}, x.equalTo(2).toIntArray());
      assertArrayEquals(new int[] {1, 0, 1, 1, 1}, x.notEqualTo(2).toIntArray());
      assertEquals(dtype, x.greater(2).dtype());
    }
  }

  @Test
  void integersCompareButDoNotCalculate() {
    Tensor labels = Tensor.ofInts(new int[] {1, 2, 3}, 3);
    assertArrayEquals(new int[] {0, 1, 0},
        labels.equalTo(Tensor.ofInts(new int[] {2}, 1)).toIntArray());
    assertArrayEquals(new int[] {0, 1, 0}, labels.equalTo(2).toIntArray());
    ViewsTest.assertMessage("EQUAL: int32 (3,) can be compared with int32 numbers only, not with 2.5",
        () -> labels.equalTo(2.5));
    ViewsTest.assertMessage("int32 tensors hold labels", () -> labels.add(labels));
    ViewsTest.assertMessage("int32 tensors hold labels", labels::exp);
  }

  @Test
  void nothingIsConvertedOrStretchedSilently() {
    ViewsTest.assertMessage("types differ: float32 (2,) with float64 (2,)",
        () -> Tensor.zeros(2).add(Tensor.zeros(DType.FLOAT64, 2)));
    ViewsTest.assertMessage("cannot broadcast (2, 3) with (4, 3): axis -2 has sizes 2 and 4",
        () -> Tensor.zeros(2, 3).add(Tensor.zeros(4, 3)));
  }

  @Test
  void conversionRoundsToNearest() {
    assertEquals((double) (float) 0.1, Tensor.scalar(0.1).to(DType.FLOAT32).item());
    assertTrue(Tensor.scalar(2f).to(DType.INT32).dtype() == DType.INT32);
  }
}
