package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewsTest {

  @ParameterizedTest
  @EnumSource(DType.class)
  void permuteMovesEveryElement(DType dtype) {
    Tensor t = Oracle.sample(dtype, 2, 3, 4);
    Oracle.assertSame(Oracle.build(dtype, new int[] {4, 2, 3}, i -> t.get(i[1], i[2], i[0])),
        t.permute(2, 0, 1));
    Oracle.assertSame(t, t.permute(2, 0, 1).permute(1, 2, 0));
  }

  @Test
  void aShapeIsACopyAndCanBeAskedFor() {
    Tensor t = Oracle.sample(DType.FLOAT32, 2, 3);
    t.shape()[0] = 5;
    assertTrue(t.hasShape(2, 3) && t.hasShape(t.shape()));
    assertFalse(t.hasShape(3, 2) || t.hasShape(2, 3, 1) || t.hasShape());
    assertTrue(Tensor.scalar(1f).hasShape());
  }

  @Test
  void swappedAxesChangePlacesAndTheOthersStay() {
    Tensor t = Oracle.sample(DType.FLOAT32, 2, 3, 4, 5).slice(3, 1, 5, 2);
    Oracle.assertSame(t.permute(0, 3, 2, 1), t.transpose(1, -1));
    Oracle.assertSame(t, t.transpose(1, 1));
    assertMessage("axis 4 does not exist", () -> t.transpose(0, 4));
  }

  @Test
  void viewsShareTheStorage() {
    Tensor t = Oracle.sample(DType.FLOAT32, 4, 6);
    assertSame(t.storage(), t.reshape(2, 12).storage());
    assertSame(t.storage(), t.t().storage());
    assertSame(t.storage(), t.slice(1, 1, 5, 2).flip(0).expand(3, 4, 2).unsqueeze(0).storage());
  }

  @Test
  void reshapeReadsInRowMajorOrderWhateverTheStrides() {
    Tensor t = Oracle.sample(DType.FLOAT64, 3, 4);
    Oracle.assertSame(Oracle.build(DType.FLOAT64, new int[] {2, 6}, i -> {
      int flat = i[0] * 6 + i[1];
      return t.get(flat % 3, flat / 3);
    }), t.t().reshape(2, 6));
    Oracle.assertSame(t, t.reshape(-1).reshape(3, -1));
    assertArrayEquals(new int[] {0, 5}, Tensor.zeros(5, 0).reshape(0, 5).shape());
  }

  @Test
  void sliceTakesEveryStepthElement() {
    Tensor t = Oracle.sample(DType.FLOAT32, 2, 7);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2, 3}, i -> t.get(i[0], 1 + 2 * i[1])),
        t.slice(1, 1, 6, 2));
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2}, i -> t.get(i[0], 3)), t.select(-1, 3));
    assertEquals(0, t.slice(1, 4, 4).elementCount());
  }

  @Test
  void flipReversesAndUndoesItself() {
    Tensor t = Oracle.sample(DType.FLOAT32, 2, 3, 4);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, t.shape(), i -> t.get(1 - i[0], i[1], 3 - i[2])), t.flip(0, 2));
    Oracle.assertSame(t, t.flip(1).flip(1));
    Oracle.assertSame(t.flip(0, 1, 2), t.flip());
  }

  @Test
  void expandRepeatsWithoutCopying() {
    Tensor t = Oracle.sample(DType.FLOAT32, 3, 1);
    Tensor expanded = t.expand(2, 3, 4);
    Oracle.assertSame(Oracle.build(DType.FLOAT32, new int[] {2, 3, 4}, i -> t.get(i[1], 0)), expanded);
    assertEquals(3, expanded.storage().length());
    assertFalse(expanded.isContiguous());
  }

  @Test
  void contiguousCopiesOnlyWhenItMust() {
    Tensor t = Oracle.sample(DType.FLOAT32, 4, 3);
    assertSame(t, t.contiguous());
    Tensor rows = t.slice(0, 1, 3);
    assertTrue(rows.isContiguous());
    assertSame(rows, rows.contiguous());
    assertTrue(t.t().contiguous().isContiguous());
    Oracle.assertSame(t, Oracle.awkward(t));
    assertFalse(Oracle.awkward(t).isContiguous());
  }

  @Test
  void unsqueezeAndSqueezeUndoEachOther() {
    Tensor t = Oracle.sample(DType.FLOAT64, 2, 3);
    assertArrayEquals(new int[] {2, 3, 1}, t.unsqueeze(-1).shape());
    assertArrayEquals(new int[] {1, 2, 3}, t.unsqueeze(0).shape());
    Oracle.assertSame(t, t.unsqueeze(1).squeeze(1));
  }

  @Test
  void aTensorCannotBeChangedThroughItsSourceArray() {
    float[] data = {1, 2, 3};
    Tensor t = Tensor.of(data, 3);
    data[0] = 9;
    t.toFloatArray()[1] = 9;
    t.shape()[0] = 9;
    assertArrayEquals(new float[] {1, 2, 3}, t.toFloatArray());
  }

  @Test
  void errorsNameTheShapesAndTheRule() {
    Tensor t = Tensor.zeros(2, 3);
    assertMessage("reshape: (2, 3) has 6 elements and cannot become (4, 2)", () -> t.reshape(4, 2));
    assertMessage("cannot become (4, -1)", () -> t.reshape(4, -1));
    assertMessage("one size -1", () -> t.reshape(-1, -1));
    assertMessage("axis 2 does not exist in shape (2, 3) of rank 2", () -> t.size(2));
    assertMessage("expand: (2, 3) cannot become (2, 6)", () -> t.expand(2, 6));
    assertMessage("slice: [1, 5) with step 1 does not fit axis 1 of (2, 3)", () -> t.slice(1, 1, 5));
    assertMessage("axis 0 of (2, 3) has size 2, not 1", () -> t.squeeze(0));
    assertMessage("named twice", () -> t.permute(0, 0));
    assertMessage("get: index [2, 0] lies outside shape (2, 3)", () -> t.get(2, 0));
    assertMessage("item: a tensor of shape (2, 3) has 6 elements", t::item);
    assertMessage("negative size -1", () -> Tensor.zeros(3, -1));
    assertMessage("more than 2^31 - 1", () -> Shape.elementCount(65536, 65536, 65536, 65536, 65536));
    assertMessage("shape (2, 2) holds 4 elements but 3 were given", () -> Tensor.of(new float[3], 2, 2));
  }

  static void assertMessage(String part, org.junit.jupiter.api.function.Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(part), () -> "expected «" + part + "» in: " + message);
  }

  @Test
  void viewsOfNothingStayInsideTheirArray() {
    Tensor nothing = Tensor.zeros(DType.FLOAT64, 2, 0, 3);
    for (Tensor view : new Tensor[] {nothing.flip(), nothing.slice(2, 1, 3), nothing.slice(0, 1, 2),
        Tensor.zeros(DType.FLOAT64, 4).slice(0, 4, 4).flip()}) {
      assertEquals(0, view.toDoubleArray().length);
      assertEquals(0, view.reshape(-1).toFloatArray().length);
    }
  }
}
