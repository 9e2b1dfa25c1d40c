package scrutable.autograd;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The poorest possible n-d array, for formulas that are independent of the engine: a row-major array of
/// doubles and a shape; no strides, no views, no kernels.
record NdArray(double[] values, int... shape) {

  NdArray {
    if (values.length != count(shape)) {
      throw new IllegalArgumentException(values.length + " values for shape "
          + Arrays.toString(shape));
    }
  }

  static int count(int... shape) {
    int count = 1;
    for (int size : shape) {
      count *= size;
    }
    return count;
  }

  /// An array whose element at each index is `element(index)`.
  static NdArray fill(int[] shape, ToDoubleFunction<int[]> element) {
    double[] values = new double[count(shape)];
    for (int flat = 0; flat < values.length; flat++) {
      values[flat] = element.applyAsDouble(index(flat, shape));
    }
    return new NdArray(values, shape);
  }

  static int[] index(int flat, int[] shape) {
    int[] index = new int[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = flat % shape[axis];
      flat /= shape[axis];
    }
    return index;
  }

  double at(int... index) {
    if (index.length != shape.length) {
      throw new IllegalArgumentException("index of the wrong rank");
    }
    int flat = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IllegalArgumentException("index outside");
      }
      flat = flat * shape[axis] + index[axis];
    }
    return values[flat];
  }

  int size(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  NdArray map(DoubleUnaryOperator function) {
    return fill(shape, index -> function.applyAsDouble(at(index)));
  }

  /// Element by element, by the broadcasting rule: aligned at the last axis, size 1 repeats.
  static NdArray combine(DoubleBinaryOperator function, NdArray a, NdArray b) {
    int rank = Math.max(a.shape.length, b.shape.length);
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int sizeA = axis < rank - a.shape.length ? 1 : a.shape[axis - rank + a.shape.length];
      int sizeB = axis < rank - b.shape.length ? 1 : b.shape[axis - rank + b.shape.length];
      shape[axis] = sizeA == 1 ? sizeB : sizeA;
    }
    return fill(shape, index -> function.applyAsDouble(a.repeatedAt(index), b.repeatedAt(index)));
  }

  /// The element that repeating (broadcasting) this array puts at a longer index.
  double repeatedAt(int... index) {
    int[] own = new int[shape.length];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = shape[axis] == 1 ? 0 : index[axis + index.length - own.length];
    }
    return at(own);
  }

  static NdArray of(Tensor t) {
    return new NdArray(t.toDoubleArray(), t.shape());
  }

  Tensor tensor(DType dtype) {
    return Tensor.of(values, shape).to(dtype);
  }
}
