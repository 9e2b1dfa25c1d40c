package scrutable.tensor;

import java.util.Arrays;
import scrutable.tensor.kernel.matmul.Transpose;

/// Views: other shapes and strides over the same storage; nothing is copied.
///
/// An element with index (i0, i1, ...) lives at `offset + i0 * stride0 + i1 * stride1 + ...`. Permuting axes
/// permutes strides, slicing moves the offset and multiplies a stride, flipping negates one, and expanding
/// an axis of size 1 sets its stride to 0.
final class Views {
  private Views() {}

  static Tensor reshape(Tensor t, int... requested) {
    int[] shape = resolve(t, requested);
    Tensor source = t.contiguous();
    return new Tensor(source.storage(), source.offset(), shape, Shape.strides(shape));
  }

  /// Fills in the one size that may be given as -1.
  private static int[] resolve(Tensor t, int[] requested) {
    int[] shape = requested.clone();
    int unknown = -1;
    long known = 1;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == -1 && unknown < 0) {
        unknown = axis;
      } else if (shape[axis] < 0) {
        throw new IllegalArgumentException("reshape: " + Shape.text(requested)
            + " may have one size -1 (to be worked out) and no other negative size");
      } else {
        known *= shape[axis];
      }
    }
    if (unknown >= 0 && known > 0 && t.elementCount() % known == 0) {
      shape[unknown] = (int) (t.elementCount() / known);
      known *= shape[unknown];
    }
    if (known != t.elementCount() || (unknown >= 0 && shape[unknown] < 0)) {
      throw new IllegalArgumentException("reshape: " + Shape.text(t.sizes()) + " has " + t.elementCount()
          + " elements and cannot become " + Shape.text(requested));
    }
    return shape;
  }

  static Tensor permute(Tensor t, int... axes) {
    int rank = t.rank();
    if (axes.length != rank) {
      throw new IllegalArgumentException("permute: " + Arrays.toString(axes) + " names " + axes.length
          + " axes of " + Shape.text(t.sizes()) + ", which has " + rank);
    }
    int[] shape = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = Shape.axis(axes[i], t.sizes());
      for (int earlier = 0; earlier < i; earlier++) {
        if (Shape.axis(axes[earlier], t.sizes()) == axis) {
          throw new IllegalArgumentException("permute: axis " + axis + " is named twice in "
              + Arrays.toString(axes));
        }
      }
      shape[i] = t.size(axis);
      strides[i] = t.stride(axis);
    }
    return new Tensor(t.storage(), t.offset(), shape, strides);
  }

  static Tensor transpose(Tensor t, int requestedA, int requestedB) {
    int a = Shape.axis(requestedA, t.sizes());
    int b = Shape.axis(requestedB, t.sizes());
    return new Tensor(t.storage(), t.offset(), swapped(t.sizes(), a, b), swapped(t.strides(), a, b));
  }

  private static int[] swapped(int[] values, int a, int b) {
    int[] result = values.clone();
    result[a] = values[b];
    result[b] = values[a];
    return result;
  }

  static Tensor expand(Tensor t, int... shape) {
    int[] own = t.sizes();
    int missing = shape.length - own.length;
    int[] strides = new int[shape.length];
    for (int axis = 0; axis < shape.length; axis++) {
      int size = axis < missing ? 1 : own[axis - missing];
      if (size == shape[axis]) {
        strides[axis] = axis < missing ? 0 : t.stride(axis - missing);
      } else if (size != 1) {
        missing = -1;
        break;
      }
    }
    if (missing < 0) {
      throw new IllegalArgumentException("expand: " + Shape.text(own) + " cannot become " + Shape.text(shape)
          + "; only axes of size 1 and new leading axes can be repeated");
    }
    return new Tensor(t.storage(), t.offset(), shape.clone(), strides);
  }

  static Tensor slice(Tensor t, int requestedAxis, int from, int to, int step) {
    int axis = Shape.axis(requestedAxis, t.sizes());
    int size = t.size(axis);
    if (step < 1 || from < 0 || to < from || to > size) {
      throw new IllegalArgumentException("slice: [" + from + ", " + to + ") with step " + step
          + " does not fit axis " + axis + " of " + Shape.text(t.sizes())
          + "; needed: 0 <= from <= to <= " + size + " and step >= 1");
    }
    int[] shape = t.shape();
    int[] strides = t.strides().clone();
    shape[axis] = to == from ? 0 : (to - from - 1) / step + 1;
    strides[axis] = shape[axis] <= 1 ? 0 : strides[axis] * step;
    int offset = shape[axis] == 0 ? t.offset() : t.offset() + from * t.stride(axis);
    return new Tensor(t.storage(), offset, shape, strides);
  }

  static Tensor squeeze(Tensor t, int requestedAxis) {
    int axis = Shape.axis(requestedAxis, t.sizes());
    if (t.size(axis) != 1) {
      throw new IllegalArgumentException("squeeze: axis " + axis + " of " + Shape.text(t.sizes())
          + " has size " + t.size(axis) + ", not 1");
    }
    return new Tensor(t.storage(), t.offset(), without(t.sizes(), axis), without(t.strides(), axis));
  }

  private static int[] without(int[] values, int axis) {
    int[] result = new int[values.length - 1];
    System.arraycopy(values, 0, result, 0, axis);
    System.arraycopy(values, axis + 1, result, axis, result.length - axis);
    return result;
  }

  static Tensor unsqueeze(Tensor t, int requestedAxis) {
    int rank = t.rank() + 1;
    int axis = requestedAxis < 0 ? requestedAxis + rank : requestedAxis;
    if (axis < 0 || axis >= rank) {
      throw new IllegalArgumentException("unsqueeze: position " + requestedAxis + " does not exist for "
          + Shape.text(t.sizes()) + "; allowed: " + -rank + " to " + (rank - 1));
    }
    return new Tensor(t.storage(), t.offset(), with(t.sizes(), axis, 1), with(t.strides(), axis, 0));
  }

  private static int[] with(int[] values, int axis, int value) {
    int[] result = new int[values.length + 1];
    System.arraycopy(values, 0, result, 0, axis);
    result[axis] = value;
    System.arraycopy(values, axis, result, axis + 1, values.length - axis);
    return result;
  }

  static Tensor flip(Tensor t, int... requestedAxes) {
    int[] strides = t.strides().clone();
    int offset = t.offset();
    for (int axis : Shape.axes(requestedAxes, t.sizes())) {
      offset += Math.max(t.size(axis) - 1, 0) * strides[axis];
      strides[axis] = -strides[axis];
    }
    return new Tensor(t.storage(), offset, t.sizes(), strides);
  }

  /// The same elements in row-major order in an array of their own; `t` itself if it is so already.
  static Tensor contiguous(Tensor t) {
    if (t.isContiguous()) {
      return t;
    }
    Storage from = t.storage();
    Storage to = Storage.uncleared(t.dtype(), t.elementCount());
    Tensor result = new Tensor(to, t);
    if (to instanceof Storage.Float32(float[] out, _) && isTransposed(t)) {
      transposeMatrices(t, out, result.strides());
      return result;
    }
    Strided walk = Strided.over(t.sizes(), t.strides(), result.strides());
    int step = walk.innerStep(0);
    walk.forEachShared(new int[] {t.offset(), 0}, 1, (at, length) -> copyRun(from, at[0], step, to, at[1], length));
    return result;
  }

  static boolean isTransposed(Tensor t) {
    return t.rank() >= 2 && t.elementCount() > 0 && t.stride(t.rank() - 2) == 1 && t.size(-1) > 1
        && t.stride(t.rank() - 1) >= t.size(-2);
  }

  /// Writes out a stack of matrices whose columns are contiguous.
  private static void transposeMatrices(Tensor t, float[] out, int[] outStrides) {
    int[] stack = Arrays.copyOf(t.sizes(), t.rank() - 2);
    int rows = t.size(-2);
    int columns = t.size(-1);
    float[] in = (float[]) t.storage().array();
    Strided walk = Strided.over(stack, t.strides(), outStrides);
    walk.forEachShared(new int[] {t.offset(), 0}, rows * columns, (at, length) -> {
      for (int i = 0; i < length; i++) {
        Transpose.transpose(columns, rows, in, at[0] + i * walk.innerStep(0), t.stride(t.rank() - 1),
            out, at[1] + i * walk.innerStep(1), columns);
      }
    });
  }

  private static void copyRun(Storage from, int start, int step, Storage to, int target, int length) {
    if (step == 1) {
      Storage.copy(from, start, to, target, length);
      return;
    }
    switch (to) {
      case Storage.Float32(float[] out, _) -> {
        float[] in = (float[]) from.array();
        for (int i = 0; i < length; i++) {
          out[target + i] = in[start + i * step];
        }
      }
      case Storage.Float64(double[] out, _) -> {
        double[] in = (double[]) from.array();
        for (int i = 0; i < length; i++) {
          out[target + i] = in[start + i * step];
        }
      }
      case Storage.Int32(int[] out, _) -> {
        int[] in = (int[]) from.array();
        for (int i = 0; i < length; i++) {
          out[target + i] = in[start + i * step];
        }
      }
    }
  }
}
