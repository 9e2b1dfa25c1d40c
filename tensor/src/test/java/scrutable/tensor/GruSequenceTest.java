package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GruSequenceTest {
  private final Rng rng = Rng.seed(5);

  private Tensor mask(int count, int steps) {
    float[] values = new float[count * steps];
    for (int i = 0; i < values.length; i++) {
      values[i] = rng.nextInt(2);
    }
    return Tensor.of(values, count, steps);
  }

  @Test
  void theKernelHasTheBitsOfSingleOperations() {
    for (int[] size : new int[][] {{1, 1, 1}, {3, 4, 7}, {2, 5, 16}, {5, 3, 37}, {130, 2, 40}, {0, 2, 3}, {2, 2, 0}}) {
      GruSequence sizes = new GruSequence(size[0], size[1], size[2]);
      Tensor joint = rng.normal(sizes.ends()[3]);
      for (Tensor mask : new Tensor[] {null, mask(size[0], size[1])}) {
        assertArrayEquals(sizes.composed(joint, mask).toFloatArray(), sizes.run(joint, mask).toFloatArray(),
            Arrays.toString(size));
      }
    }
  }

  /// What goes in may be the beginning, or the middle, of a longer array.
  @Test
  void whereTheInputLiesDoesNotMatter() {
    GruSequence sizes = new GruSequence(3, 4, 17);
    int length = sizes.ends()[3];
    Tensor longer = rng.normal(length + 20);
    Tensor weights = rng.normal(3, 4, 85);
    for (int from : new int[] {0, 7}) {
      Tensor view = longer.slice(0, from, from + length);
      Tensor alone = Tensor.of(view.toFloatArray(), length);
      assertArrayEquals(sizes.run(alone, null).toFloatArray(), sizes.run(view, null).toFloatArray());
      Tensor record = sizes.run(alone, null);
      assertArrayEquals(sizes.gradient(weights, alone, null, record).toFloatArray(),
          sizes.gradient(weights.transpose(0, 1).contiguous().transpose(0, 1), view, null, record).toFloatArray());
    }
  }

  @Test
  void aMaskOfZerosCarriesTheStateThroughAndLetsTheGradientBack() {
    GruSequence sizes = new GruSequence(2, 3, 5);
    Tensor joint = rng.normal(sizes.ends()[3]);
    Tensor mask = Tensor.zeros(2, 3);
    Tensor record = sizes.run(joint, mask);
    Tensor initial = sizes.parts(joint)[1];
    for (int t = 0; t < 3; t++) {
      assertArrayEquals(initial.toFloatArray(), record.select(1, t).slice(1, 0, 5).toFloatArray());
    }
    Tensor states = Joining.place(Tensor.full(1, DType.FLOAT32, 2, 3, 5), new int[] {2, 3, 25}, 2, 0, 1);
    Tensor[] gradients = sizes.parts(sizes.gradient(states, joint, mask, record));
    assertArrayEquals(Tensor.full(3, DType.FLOAT32, 2, 5).toFloatArray(), gradients[1].toFloatArray());
    assertEquals(0, gradients[0].map(UnaryFunction.ABS).sum().item() + gradients[2].map(UnaryFunction.ABS).sum().item()
        + gradients[3].map(UnaryFunction.ABS).sum().item());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    GruSequence sizes = new GruSequence(2, 3, 4);
    Tensor joint = Tensor.zeros(sizes.ends()[3]);
    Tensor record = Tensor.zeros(2, 3, 20);
    refused("at least one step, not N = 2, T = 0, H = 4", () -> new GruSequence(2, 0, 4));
    refused("needs a row of 140 elements, not (151,)", () -> sizes.run(Tensor.zeros(151), null));
    refused("the mask should be float32 (2, 3), not float32 (3, 2)", () -> sizes.run(joint, Tensor.zeros(3, 2)));
    refused("the mask should be float32 (2, 3), not float64 (2, 3)",
        () -> sizes.run(joint, Tensor.zeros(DType.FLOAT64, 2, 3)));
    refused("a record should be float32 (2, 3, 20), not float32 (2, 3, 19)",
        () -> sizes.gradient(record, joint, null, Tensor.zeros(2, 3, 19)));
    refused("a record should be float32 (2, 3, 20), not float64 (2, 3, 20)",
        () -> sizes.gradient(Tensor.zeros(DType.FLOAT64, 2, 3, 20), joint, null, record));
    refused("float64", () -> sizes.gradient(record, joint.to(DType.FLOAT64), null, record));
    refused("(N, T, 3 H), (N, H), (3 H, H) and (3 H,) are needed, not (2, 3, 12), (2, 5), (12, 4) and (12,)",
        () -> GruSequence.of(Tensor.zeros(2, 3, 12), Tensor.zeros(2, 5), Tensor.zeros(12, 4), Tensor.zeros(12)));
  }

  private static void refused(String part, Runnable work) {
    String message = assertThrows(IllegalArgumentException.class, work::run).getMessage();
    assertEquals(true, message.contains(part), message);
  }
}
