package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class IndexingTest {
  private final Tensor x = Oracle.sample(DType.FLOAT64, 3, 4, 5);

  @Test
  void manyAdditionsToOneElementKeepCounting() {
    int n = 17_000_000;
    Tensor ones = Tensor.ones(n);
    Tensor first = Tensor.wrap(new int[n], n);
    assertEquals(1.7e7, Indexing.scatterAdd(ones, new int[] {2}, 0, first).get(0));
    assertEquals(1.7e7, Indexing.selectAdd(ones.reshape(n, 1), new int[] {2, 1}, 0, first).sum().item());
  }

  @Test
  void anIndexInPiecesAddsWhatOneByOneAdds() {
    Rng rng = Rng.seed(5);
    int n = 40_000;
    Tensor values = rng.split("values").normal(2, n).to(DType.FLOAT64);
    int[] picks = new int[2 * n];
    Rng draw = rng.split("index");
    double[] expected = new double[6];
    double[] numbers = values.toDoubleArray();
    for (int i = 0; i < picks.length; i++) {
      picks[i] = draw.nextInt(3);
      expected[i / n * 3 + picks[i]] += numbers[i];
    }
    Tensor sums = Indexing.scatterAdd(values, new int[] {2, 3}, 1, Tensor.wrap(picks, 2, n));
    assertArrayEquals(expected, sums.toDoubleArray(), 1e-9);
    int[] row = Arrays.copyOf(picks, n);
    double[] ofSelect = new double[6];
    for (int i = 0; i < numbers.length; i++) {
      ofSelect[i / n * 3 + row[i % n]] += numbers[i];
    }
    assertArrayEquals(ofSelect,
        Indexing.selectAdd(values, new int[] {2, 3}, 1, Tensor.wrap(row, n)).toDoubleArray(), 1e-9);
  }

  @Test
  void selectPicksSlicesAlongAnyAxis() {
    int[] picks = {2, 0, 2};
    Tensor index = Tensor.ofInts(picks, 3);
    Oracle.assertSame(Oracle.build(DType.FLOAT64, new int[] {3, 3, 5}, i -> x.get(i[0], picks[i[1]], i[2])),
        Indexing.select(Oracle.awkward(x), 1, index));
    Oracle.assertSame(Oracle.build(DType.FLOAT64, new int[] {3, 4, 3}, i -> x.get(i[0], i[1], picks[i[2]])),
        Indexing.select(x, -1, index));
  }

  @Test
  void anIndexMayBePartOfALongerTensor() {
    Tensor index = Tensor.ofInts(new int[] {2, 0, 2, 1}, 4);
    Tensor whole = Indexing.select(x, 1, index);
    Oracle.assertSame(whole.slice(1, 0, 3), Indexing.select(x, 1, index.slice(0, 0, 3)));
    Oracle.assertSame(whole.slice(1, 1, 4), Indexing.select(x, 1, index.slice(0, 1, 4)));
    Oracle.assertSame(whole.flip(1), Indexing.select(x, 1, index.flip(0)));
  }

  @Test
  void theFirstIndexOutsideIsFound() {
    Tensor indices = Tensor.ofInts(new int[] {0, 4, 2, 5, -1, 3}, 2, 3);
    assertEquals(OptionalInt.of(5), Indexing.firstOutside(indices, 5));
    assertEquals(OptionalInt.of(-1), Indexing.firstOutside(indices, 6));
    assertEquals(OptionalInt.empty(), Indexing.firstOutside(indices.slice(0, 0, 1), 5)); // a part: nothing behind it
    assertEquals(OptionalInt.of(5), Indexing.firstOutside(indices.t(), 4));
    assertThrows(IllegalArgumentException.class, () -> Indexing.firstOutside(x, 5));
  }

  @Test
  void aShapeThatWasGivenMayBeChangedAfterwards() {
    int[] shape = x.shape();
    Tensor slices = Tensor.ofInts(new int[] {1, 1, 3, 0}, 4);
    Tensor index = Oracle.build(DType.INT32, x.shape(), i -> i[2] % 4);
    Tensor[] results = {Indexing.selectAdd(x, shape, 1, slices), Indexing.scatterAdd(x, shape, 1, index),
        Joining.place(x, shape, 1, 0, 1), Tensor.full(1, DType.FLOAT32, shape), Tensor.zeros(shape)};
    shape[0] = 7;
    for (Tensor result : results) {
      assertArrayEquals(x.shape(), result.shape());
    }
  }

  @Test
  void gatherPicksElements() {
    Tensor index = Oracle.build(DType.INT32, new int[] {3, 2, 5}, i -> (i[0] + 2 * i[1] + i[2]) % 4);
    Oracle.assertSame(Oracle.build(DType.FLOAT64, new int[] {3, 2, 5},
        i -> x.get(i[0], (int) index.get(i), i[2])), Indexing.gather(x, 1, index));
  }

  /// `<A x, y> = <x, A^T y>` defines the transpose.
  @Test
  void theAddingOperationsAreTheTransposes() {
    Tensor slices = Tensor.ofInts(new int[] {1, 1, 3, 0, 1}, 5);
    Tensor y = Oracle.sample(DType.FLOAT64, 3, 5, 5);
    assertEquals(inner(Indexing.select(x, 1, slices), y), inner(x, Indexing.selectAdd(y, x.shape(), 1, slices)), 1e-12);
    Tensor index = Oracle.build(DType.INT32, new int[] {3, 6, 5}, i -> (i[0] * i[1] + i[2]) % 4);
    Tensor z = Oracle.sample(DType.FLOAT64, 3, 6, 5);
    assertEquals(inner(Indexing.gather(x, 1, index), z), inner(x, Indexing.scatterAdd(z, x.shape(), 1, index)), 1e-12);
    Tensor cut = x.slice(1, 1, 4, 2);
    Tensor v = Oracle.sample(DType.FLOAT64, cut.shape());
    assertEquals(inner(cut, v), inner(x, Joining.place(v, x.shape(), 1, 1, 2)), 1e-12);
  }

  private static double inner(Tensor a, Tensor b) {
    return a.mul(b).sum().item();
  }

  @Test
  void oneHotMarksTheLabel() {
    Tensor labels = Tensor.ofInts(new int[] {2, 0}, 2);
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, Indexing.oneHot(labels, 3, DType.FLOAT32).toFloatArray());
    ViewsTest.assertMessage("oneHot: label 2 at position 0, but there are 2 classes; labels begin at 0 and end at 1",
        () -> Indexing.oneHot(labels, 2, DType.FLOAT32));
  }

  @Test
  void concatAndStackLayTensorsTogether() {
    Tensor a = Oracle.sample(DType.FLOAT32, 2, 3);
    Tensor b = Oracle.sample(DType.FLOAT32, 2, 1).mul(5);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2, 4}, i -> i[1] < 3 ? a.get(i) : b.get(i[0], 0)),
        Joining.concat(1, Oracle.awkward(a), b));
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2, 2, 3}, i -> i[1] == 0 ? a.get(i[0], i[2])
        : -a.get(i[0], i[2])), Joining.stack(1, a, a.neg()));
    Oracle.assertSame(Joining.stack(2, a, a), Joining.stack(-1, a, a));
    ViewsTest.assertMessage("concat: (2, 3) and (3, 3) may differ along axis 1 only",
        () -> Joining.concat(1, a, Tensor.zeros(3, 3)));
  }

  @Test
  void padSurroundsWithAConstant() {
    Tensor a = Oracle.sample(DType.FLOAT32, 2, 3);
    Tensor padded = Joining.pad(a, new int[] {1, 0}, new int[] {0, 2}, 7);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {3, 5},
        i -> i[0] >= 1 && i[1] < 3 ? a.get(i[0] - 1, i[1]) : 7), padded);
  }

  @Test
  void sortingIsStableAndPutsNanLast() {
    Tensor values = Tensor.of(new double[] {2, Double.NaN, 1, 2, -0.0, 0.0}, 6);
    assertArrayEquals(new int[] {4, 5, 2, 0, 3, 1}, Sorting.argsort(values, 0, false).toIntArray());
    assertArrayEquals(new int[] {0, 3, 2, 4, 5, 1}, Sorting.argsort(values, 0, true).toIntArray());
    Sorting.TopK top = Sorting.topK(Tensor.of(new float[] {3, 1, 2, 5, 9, 4}, 2, 3).t(), 2, 0);
    assertArrayEquals(new float[] {3, 9, 2, 5}, top.values().toFloatArray());
    assertArrayEquals(new int[] {0, 1, 2, 0}, top.indices().toIntArray());
    assertArrayEquals(new double[] {2.5, 1},
        Sorting.median(Tensor.of(new double[] {4, 1, 1, 9, 2, 0, 3, 1}, 4, 2), 0).toDoubleArray());
  }

  @Test
  void theMedianShowsThatANumberIsMissing() {
    Tensor values = Tensor.of(new double[] {1, Double.NaN, 2, 3, 5, 4}, 2, 3);
    assertArrayEquals(new double[] {Double.NaN, 4}, Sorting.median(values, 1).toDoubleArray());
  }

  @Test
  void aHugeStepTakesTheFirstElement() {
    assertArrayEquals(new double[] {x.get(0, 1, 0)},
        x.select(0, 0).select(1, 0).slice(0, 1, 4, Integer.MAX_VALUE).toDoubleArray());
  }

  @Test
  void sizesThatNoArrayHasAreRefusedByName() {
    Tensor x = Tensor.zeros(3);
    int most = Integer.MAX_VALUE;
    ViewsTest.assertMessage("pad: axis 0 of (3,) would have 2147483650 elements, more than 2^31 - 1",
        () -> Joining.pad(x, new int[] {0}, new int[] {most}, 0));
    ViewsTest.assertMessage("pad: axis 0 of (3,) would have 4294967297 elements, more than 2^31 - 1",
        () -> Joining.pad(x, new int[] {most}, new int[] {most}, 0));
    Tensor huge = Tensor.full(1, DType.FLOAT32, most);
    ViewsTest.assertMessage("concat: axis 0 of (2147483647,) would have 4294967294 elements, more than 2^31 - 1",
        () -> Joining.concat(0, huge, huge));
    Window window = new Window(3, 3, 1, 1, most, most, 1, 1);
    ViewsTest.assertMessage("window: height 4 + 2 * padding 2147483647 = 4294967298 is more than 2^31 - 1",
        () -> window.outHeight(4));
    ViewsTest.assertMessage("convolution: height 4 + 2 * padding 2147483647 = 4294967298 is more than 2^31 - 1",
        () -> Convolution2d.forward(Tensor.zeros(1, 1, 4, 4), Tensor.zeros(1, 1, 3, 3), window));
  }
}
