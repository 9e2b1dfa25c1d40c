package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintingTest {

  @Test
  void matricesLineUpInColumns() {
    assertEquals("""
        float32 (2, 3)
        [[    1.    2.5     3.]
         [-0.125     0.  1e+10]]""", Tensor.of(new float[] {1, 2.5f, 3, -0.125f, 0, 1e10f}, 2, 3).toString());
  }

  @Test
  void scalarsEmptyTensorsAndSpecialNumbersHaveAForm() {
    assertEquals("float64 () 3.", Tensor.scalar(3.0).toString());
    assertEquals("float32 (0,)\n[]", Tensor.zeros(0).toString());
    assertEquals("int32 (2,)\n[-1 10]", Tensor.ofInts(new int[] {-1, 10}, 2).toString());
    assertEquals("float32 (3,)\n[ nan  inf -inf]",
        Tensor.of(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, 3).toString());
  }

  @Test
  void blocksAreSeparatedByEmptyLines() {
    assertEquals("""
        int32 (2, 1, 2)
        [[[0 1]]

         [[2 3]]]""", Tensor.range(4).reshape(2, 1, 2).toString());
  }

  @Test
  void largeTensorsAreShortenedInTheMiddle() {
    assertEquals("int32 (2000,)\n[   0    1    2 ... 1997 1998 1999]", Tensor.range(2000).toString());
  }
}
