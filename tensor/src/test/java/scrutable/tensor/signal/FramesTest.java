package scrutable.tensor.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class FramesTest {
  /// Whole numbers, so that every sum is exact.
  private static Tensor integers(DType dtype, Rng rng, int... shape) {
    return rng.uniform(shape).mul(200).sub(100).to(DType.INT32).to(dtype);
  }

  @Test
  void aShortSignalIsCutAsWrittenDown() {
    Tensor signals = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6}, 2, 6);
    Tensor frames = new Frames(3, 2).of(signals);
    assertArrayEquals(new int[] {2, 2, 3}, frames.shape());
    assertArrayEquals(new float[] {1, 2, 3, 3, 4, 5, -1, -2, -3, -3, -4, -5}, frames.toFloatArray());
    Tensor back = new Frames(3, 2).overlapAdd(frames, 6);
    assertArrayEquals(new float[] {1, 2, 6, 4, 5, 0, -1, -2, -6, -4, -5, 0}, back.toFloatArray());
  }

  @ParameterizedTest
  @CsvSource({"10, 4, 2", "10, 4, 3", "10, 4, 4", "11, 3, 5", "7, 7, 1", "9, 1, 1", "200, 50, 20", "5, 2, 9"})
  void cuttingAndOverlapAddAreEachOthersTransposeExactly(int samples, int length, int hop) {
    var frames = new Frames(length, hop);
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Tensor x = integers(dtype, Rng.seed(1), 3, samples);
      Tensor y = integers(dtype, Rng.seed(2), 3, frames.count(samples), length);
      double left = frames.of(x).to(DType.FLOAT64).mul(y.to(DType.FLOAT64)).sum().item();
      double right = x.to(DType.FLOAT64).mul(frames.overlapAdd(y, samples).to(DType.FLOAT64)).sum().item();
      assertEquals(left, right);
      assertTrue(left != 0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void everyElementIsTheSampleThatTheFormulaNames(DType dtype) {
    var frames = new Frames(5, 3);
    Tensor x = integers(dtype, Rng.seed(3), 2, 21);
    Tensor cut = frames.of(x);
    assertEquals(dtype, cut.dtype());
    for (int n = 0; n < 2; n++) {
      for (int f = 0; f < 6; f++) {
        for (int i = 0; i < 5; i++) {
          assertEquals(x.get(n, 3 * f + i), cut.get(n, f, i));
        }
      }
    }
  }

  @Test
  void aSampleCountsAsOftenAsItLiesInAFrame() {
    Tensor ones = Tensor.ones(1, 4, 4);
    assertArrayEquals(new float[] {1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 0},
        new Frames(4, 2).overlapAdd(ones, 11).toFloatArray());
  }

  @Test
  void viewsAreReadAsTheyLook() {
    Tensor x = integers(DType.FLOAT32, Rng.seed(4), 12, 5);
    Tensor view = x.t().slice(1, 2, 10);
    var frames = new Frames(4, 2);
    assertArrayEquals(frames.of(view.contiguous()).toFloatArray(), frames.of(view).toFloatArray());
    Tensor y = frames.of(view).flip(2);
    assertArrayEquals(frames.overlapAdd(y.contiguous(), 8).toFloatArray(),
        frames.overlapAdd(y, 8).toFloatArray());
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Tensor x = Rng.seed(5).normal(33, 4000);
    var frames = new Frames(200, 80);
    Tensor one = Parallel.withThreads(1, () -> frames.overlapAdd(frames.of(x), 4000));
    Tensor two = Parallel.withThreads(2, () -> frames.overlapAdd(frames.of(x), 4000));
    assertArrayEquals(one.toFloatArray(), two.toFloatArray());
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheNumbers() {
    var frames = new Frames(4, 2);
    assertMessage("frames: a signal of 3 samples is shorter than one frame, which takes 4; pad it with zeros",
        () -> frames.of(Tensor.zeros(2, 3)));
    assertMessage("overlapAdd: signals of 8 samples have frames (N, 3, 4), but these are (1, 2, 4)",
        () -> frames.overlapAdd(Tensor.zeros(1, 2, 4), 8));
    assertMessage("frames of signals (N, T): a tensor of floating-point numbers of rank 2 is needed, not"
        + " float32 (8,)", () -> frames.of(Tensor.zeros(8)));
    assertMessage("frames of signals (N, T): a tensor of floating-point numbers of rank 2 is needed, not"
        + " int32 (1, 8)", () -> frames.of(Tensor.zeros(DType.INT32, 1, 8)));
    assertMessage("frames: length 0 and hop 1 must be at least 1", () -> new Frames(0, 1));
    assertMessage("frames: length 1 and hop 0 must be at least 1", () -> new Frames(1, 0));
  }

  private static void assertMessage(String message, org.junit.jupiter.api.function.Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
