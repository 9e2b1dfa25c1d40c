package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatMulTest {

  private static Tensor naive(Tensor a, Tensor b) {
    int[] batch = Shape.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2),
        Arrays.copyOf(b.shape(), b.rank() - 2));
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = a.size(-2);
    shape[batch.length + 1] = b.size(-1);
    return Oracle.build(DType.FLOAT64, shape, index -> {
      double total = 0;
      for (int p = 0; p < a.size(-1); p++) {
        int[] left = index.clone();
        int[] right = index.clone();
        left[batch.length + 1] = p;
        right[batch.length] = p;
        total += at(a, left) * at(b, right);
      }
      return total;
    });
  }

  private static double at(Tensor t, int[] index) {
    int[] own = Arrays.copyOfRange(index, index.length - t.rank(), index.length);
    for (int axis = 0; axis < t.rank() - 2; axis++) {
      own[axis] = t.size(axis) == 1 ? 0 : own[axis];
    }
    return t.get(own);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "3,4,5", "5,1,7", "17,33,9", "64,64,64", "1,200,3", "40,3,70", "0,3,2", "3,0,2", "3,2,0"})
  void productsAgreeWithTheTripleSumForEveryLayout(int m, int k, int n) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor a = Oracle.sample(dtype, m, k);
      Tensor b = Oracle.sample(dtype, k, n);
      Tensor expected = naive(a, b).to(dtype);
      double tolerance = dtype == DType.FLOAT32 ? 1e-5 * (k + 1) : 1e-12 * (k + 1);
      Tensor[] lefts = {a, a.t().contiguous().t(), Oracle.awkward(a)};
      Tensor[] rights = {b, b.t().contiguous().t(), Oracle.awkward(b)};
      for (Tensor left : lefts) {
        for (Tensor right : rights) {
          Oracle.assertClose(expected, left.matmul(right), tolerance);
        }
      }
    }
  }

  @Test
  void batchesBroadcast() {
    Tensor a = Oracle.sample(DType.FLOAT64, 2, 1, 3, 4);
    Tensor b = Oracle.sample(DType.FLOAT64, 5, 4, 6);
    Oracle.assertClose(naive(a, b), a.matmul(b), 1e-12);
    Tensor single = Oracle.sample(DType.FLOAT64, 4, 2);
    Oracle.assertClose(naive(a, single), a.matmul(single), 1e-12);
    assertArrayEquals(new int[] {0, 3, 6}, Tensor.zeros(0, 3, 4).matmul(Tensor.zeros(4, 6)).shape());
  }

  /// Stacks that are shared among threads, one of them a permuted view, against one product after another.
  @Test
  void eachProductOfALargeStackIsThatOfItsMatrices() {
    Tensor a = Oracle.sample(DType.FLOAT32, 4, 40, 3, 50).permute(0, 2, 1, 3);           // (4, 3, 40, 50)
    Tensor b = Oracle.sample(DType.FLOAT32, 3, 50, 60);
    Tensor products = a.matmul(b);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 3; j++) {
        Oracle.assertSame(a.select(0, i).select(0, j).matmul(b.select(0, j)), products.select(0, i).select(0, j));
      }
    }
  }

  @Test
  void aRepeatedRowNeedsNoCopyToBeRight() {
    Tensor row = Oracle.sample(DType.FLOAT32, 1, 4).expand(3, 4);
    Tensor b = Oracle.sample(DType.FLOAT32, 4, 5);
    Oracle.assertSame(row.contiguous().matmul(b), row.matmul(b));
  }

  @Test
  void errorsTeach() {
    ViewsTest.assertMessage("matmul: inner dimensions differ: (64, 784) x (512, 10); 784 != 512",
        () -> Tensor.zeros(64, 784).matmul(Tensor.zeros(512, 10)));
    ViewsTest.assertMessage("rank 2 or more: (3,) x (3, 2)", () -> Tensor.zeros(3).matmul(Tensor.zeros(3, 2)));
    ViewsTest.assertMessage("cannot broadcast (2,) with (3,)",
        () -> Tensor.zeros(2, 1, 1).matmul(Tensor.zeros(3, 1, 1)));
  }

  @Test
  void aSumOverNothingIsZeroForViewsAndStacksToo() {
    Tensor b = Tensor.zeros(4, 3).slice(0, 2, 2);
    assertArrayEquals(new float[6], Tensor.zeros(2, 0).matmul(b).toFloatArray());
    assertArrayEquals(new int[] {5, 2, 3}, Tensor.zeros(5, 2, 0).matmul(Tensor.zeros(5, 0, 3)).shape());
  }
}
