package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// What tensor operations should give, worked out element by element from multi-dimensional indices: no
/// strides, no views, no kernels.
final class Oracle {
  private Oracle() {}

  /// A tensor whose element at each index is `value(index)`.
  static Tensor build(DType dtype, int[] shape, ToDoubleFunction<int[]> value) {
    double[] data = new double[Shape.elementCount(shape)];
    for (int flat = 0; flat < data.length; flat++) {
      data[flat] = value.applyAsDouble(index(flat, shape));
    }
    return Tensor.wrap(data, shape).to(dtype);
  }

  /// Distinct, irregular numbers.
  static Tensor sample(DType dtype, int... shape) {
    int[] counter = {0};
    return build(dtype, shape, index -> Math.sin(1 + 37 * counter[0]++) * 3);
  }

  static int[] index(int flat, int[] shape) {
    int[] index = new int[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = flat % shape[axis];
      flat /= shape[axis];
    }
    return index;
  }

  /// The element that broadcasting puts at `index`.
  static double broadcast(Tensor t, int[] index) {
    int[] own = Arrays.copyOfRange(index, index.length - t.rank(), index.length);
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = t.size(axis) == 1 ? 0 : own[axis];
    }
    return t.get(own);
  }

  static void assertSame(Tensor expected, Tensor actual) {
    assertEquals(expected.dtype(), actual.dtype());
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
  }

  static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertEquals(expected.dtype(), actual.dtype());
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), tolerance);
  }

  /// The same numbers behind other strides: permuted, flipped and cut out of a larger array.
  static Tensor awkward(Tensor t) {
    int[] shape = t.shape();
    int[] reversed = new int[shape.length];
    int[] axes = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      reversed[i] = shape[shape.length - 1 - i];
      axes[i] = shape.length - 1 - i;
    }
    Tensor stored = build(t.dtype(), reversed, index -> {
      int[] own = new int[index.length];
      for (int i = 0; i < index.length; i++) {
        own[index.length - 1 - i] = reversed[i] - 1 - index[i];
      }
      return t.get(own);
    });
    int[] ones = new int[shape.length];
    Arrays.fill(ones, 1);
    Tensor padded = Joining.pad(stored, ones, ones, 99);
    for (int axis = 0; axis < shape.length; axis++) {
      padded = padded.slice(axis, 1, 1 + reversed[axis]);
    }
    return padded.flip().permute(axes);
  }
}
