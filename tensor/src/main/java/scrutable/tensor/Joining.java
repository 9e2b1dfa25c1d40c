package scrutable.tensor;

import java.util.Arrays;

/// Putting tensors together and embedding them in larger ones.
public final class Joining {
  private Joining() {}

  /// Lays tensors behind one another along an existing axis: `(2, 3)` and `(4, 3)` along axis 0 give `(6, 3)`.
  ///
  /// @throws IllegalArgumentException if there is none, or types or other sizes differ
  public static Tensor concat(int requestedAxis, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: at least one tensor is needed");
    }
    int[] shape = parts[0].shape();
    int axis = Shape.axis(requestedAxis, shape);
    long length = 0;
    for (Tensor part : parts) {
      Broadcasting.requireSameType("concat", parts[0], part);
      int[] own = part.sizes();
      boolean fits = own.length == shape.length;
      for (int i = 0; fits && i < own.length; i++) {
        fits = i == axis || own[i] == shape[i];
      }
      if (!fits) {
        throw new IllegalArgumentException("concat: " + Shape.text(parts[0].sizes()) + " and "
            + Shape.text(own) + " may differ along axis " + axis + " only");
      }
      length += own[axis];
    }
    shape[axis] = requireSize("concat", axis, parts[0], length);
    Storage out = Storage.allocate(parts[0].dtype(), Shape.elementCount(shape));
    int[] strides = Shape.strides(shape);
    int start = 0;
    for (Tensor part : parts) {
      copy(part, out, start * strides[axis], strides);
      start += part.size(axis);
    }
    return new Tensor(out, shape);
  }

  /// Lays tensors of the same shape side by side along a new axis: two `(3,)` along axis 0 give `(2, 3)`.
  public static Tensor stack(int axis, Tensor... parts) {
    return concat(axis < 0 && parts.length > 0 ? axis + parts[0].rank() + 1 : axis,
        Arrays.stream(parts).map(part -> part.unsqueeze(axis)).toArray(Tensor[]::new));
  }

  /// Surrounds a tensor with `before[i]` and `after[i]` copies of `value` along each axis `i`.
  ///
  /// @throws IllegalArgumentException if there is not one non-negative number per axis, or the result is too large
  public static Tensor pad(Tensor x, int[] before, int[] after, double value) {
    int[] shape = x.shape();
    if (before.length != shape.length || after.length != shape.length) {
      throw new IllegalArgumentException("pad: " + Arrays.toString(before) + " and " + Arrays.toString(after)
          + " must have one number per axis of " + Shape.text(shape));
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (before[axis] < 0 || after[axis] < 0) {
        throw new IllegalArgumentException("pad: negative padding " + Arrays.toString(before) + ", "
            + Arrays.toString(after) + "; use slice to cut");
      }
      shape[axis] = requireSize("pad", axis, x, (long) shape[axis] + before[axis] + after[axis]);
    }
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    if (value != 0) {
      for (int i = 0; i < out.length(); i++) {
        out.set(i, value);
      }
    }
    int[] strides = Shape.strides(shape);
    int start = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      start += before[axis] * strides[axis];
    }
    copy(x, out, start, strides);
    return new Tensor(out, shape);
  }

  private static int requireSize(String operation, int axis, Tensor x, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(operation + ": axis " + axis + " of " + Shape.text(x.sizes()) + " would have "
          + size + " elements, more than 2^31 - 1, the limit of a Java array");
    }
    return (int) size;
  }

  /// The reverse of [Tensor#slice]: zeros of `shape` whose slice from `from` in steps of `step` along `axis`
  /// is `x`.
  public static Tensor place(Tensor x, int[] shape, int requestedAxis, int from, int step) {
    int axis = Shape.axis(requestedAxis, shape);
    int[] expected = shape.clone();
    expected[axis] = x.rank() == shape.length ? x.size(axis) : -1;
    if (!x.hasShape(expected) || from < 0 || step < 1
        || (x.size(axis) > 0 && from + (x.size(axis) - 1L) * step >= shape[axis])) {
      throw new IllegalArgumentException("place: " + Shape.text(x.sizes()) + " from " + from + " in steps of "
          + step + " along axis " + axis + " does not fit into " + Shape.text(shape));
    }
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    int[] strides = Shape.strides(shape);
    int start = from * strides[axis];
    strides[axis] *= step;
    copy(x, out, start, strides);
    return Tensor.wrap(out, shape);
  }

  private static void copy(Tensor part, Storage out, int start, int[] outStrides) {
    Tensor source = part.contiguous();
    Strided walk = Strided.over(part.sizes(), source.strides(), outStrides);
    int step = walk.innerStep(1);
    walk.forEach(new int[] {source.offset(), start}, (at, length) -> {
      if (step == 1) {
        Storage.copy(source.storage(), at[0], out, at[1], length);
        return;
      }
      for (int i = 0; i < length; i++) {
        out.set(at[1] + i * step, source.storage().get(at[0] + i));
      }
    });
  }
}
