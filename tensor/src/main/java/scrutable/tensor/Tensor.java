package scrutable.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/// An n-dimensional array of numbers: a shape and strides over a flat [Storage].
///
/// Tensors cannot be changed by their users: every operation makes a new tensor. Views (reshape, permute, slice, ...)
/// share the storage of the tensor they look at and copy nothing. Binary operations broadcast by NumPy's rule
/// ([Shape#broadcast]). Both operands must have the same [DType]; nothing is converted silently.
///
/// ```java
/// Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
/// Tensor centred = x.sub(x.mean(true, 1));          // (2, 3) - (2, 1)
/// Tensor gram = centred.matmul(centred.t());        // (2, 2)
/// ```
///
/// This file says, in this order, how a tensor is made, looked at and viewed in another shape, and lists the
/// arithmetic, the comparisons and the reductions. How they work is explained in [Views], [Broadcasting], [Mapping],
/// [Reducing] and [MatMul]; [Joining], [Indexing] and [Sorting] hold more.
public final class Tensor {
  private final Storage storage;
  private final int offset;
  private final int[] shape;
  private final int[] strides;
  private final int elementCount;

  Tensor(Storage storage, int offset, int[] shape, int[] strides) {
    this.storage = storage;
    this.shape = shape;
    this.strides = strides;
    this.elementCount = Shape.elementCount(shape);
    this.offset = elementCount == 0 ? 0 : offset;      // slicing and flipping nothing may step off the array
  }

  /// All of `storage` in row-major order; the caller gives the array `shape` up.
  Tensor(Storage storage, int[] shape) {
    this(storage, 0, shape, Shape.strides(shape));
    if (elementCount != storage.length()) {
      throw new IllegalArgumentException("shape " + Shape.text(shape) + " holds " + elementCount + " elements but "
          + storage.length() + " were given");
    }
  }

  /// All of `storage`, which has as many elements, in row-major order and in the shape of another tensor.
  Tensor(Storage storage, Tensor like) {
    this(storage, 0, like.shape, like.isContiguous() ? like.strides : Shape.strides(like.shape));
  }

  /// A `float32` tensor with a copy of `data` in row-major order.
  ///
  /// @throws IllegalArgumentException if the shape does not hold exactly `data.length` elements
  public static Tensor of(float[] data, int... shape) {
    return wrap(data.clone(), shape);
  }

  /// A `float64` tensor with a copy of `data` in row-major order.
  public static Tensor of(double[] data, int... shape) {
    return wrap(data.clone(), shape);
  }

  /// An `int32` tensor (labels, indices) with a copy of `data` in row-major order.
  public static Tensor ofInts(int[] data, int... shape) {
    return wrap(data.clone(), shape);
  }

  /// Like [#of(float\[\], int...)] but without copying: the caller gives the array up.
  public static Tensor wrap(float[] data, int... shape) {
    return wrap(new Storage.Float32(data), shape);
  }

  /// Like [#of(double\[\], int...)] but without copying: the caller gives the array up.
  public static Tensor wrap(double[] data, int... shape) {
    return wrap(new Storage.Float64(data), shape);
  }

  /// Like [#ofInts] but without copying: the caller gives the array up.
  public static Tensor wrap(int[] data, int... shape) {
    return wrap(new Storage.Int32(data), shape);
  }

  static Tensor wrap(Storage storage, int... shape) {
    return new Tensor(storage, shape.clone());
  }

  /// A `float32` tensor of rank 0.
  public static Tensor scalar(float value) {
    return wrap(new float[] {value});
  }

  /// A `float64` tensor of rank 0.
  public static Tensor scalar(double value) {
    return wrap(new double[] {value});
  }

  /// A `float32` tensor of zeros.
  public static Tensor zeros(int... shape) {
    return zeros(DType.FLOAT32, shape);
  }

  /// A tensor of zeros.
  public static Tensor zeros(DType dtype, int... shape) {
    return wrap(Storage.allocate(dtype, Shape.elementCount(shape)), shape);
  }

  /// A `float32` tensor of ones.
  public static Tensor ones(int... shape) {
    return full(1, DType.FLOAT32, shape);
  }

  /// A tensor with the same value everywhere; one element is stored, whatever the shape.
  public static Tensor full(double value, DType dtype, int... shape) {
    Storage single = Storage.allocate(dtype, 1);
    single.set(0, value);
    return new Tensor(single, 0, shape.clone(), new int[shape.length]);
  }

  /// The integers 0, 1, ..., `count - 1`, as `int32`.
  public static Tensor range(int count) {
    Storage numbers = Storage.uncleared(DType.INT32, Shape.elementCount(count));
    Arrays.setAll((int[]) numbers.array(), i -> i);
    return wrap(numbers, count);
  }

  /// The identity matrix (n, n).
  public static Tensor identity(int n, DType dtype) {
    Tensor result = zeros(dtype, n, n);
    IntStream.range(0, n).forEach(i -> result.storage.set(i * n + i, 1));
    return result;
  }

  public DType dtype() {
    return storage.dtype();
  }

  /// The sizes of all axes; a copy.
  public int[] shape() {
    return shape.clone();
  }

  /// The sizes of all axes themselves: only to be read.
  int[] sizes() {
    return shape;
  }

  /// The number of axes.
  public int rank() {
    return shape.length;
  }

  /// The size of one axis; -1 is the last.
  public int size(int axis) {
    return shape[Shape.axis(axis, shape)];
  }

  /// The product of all sizes.
  public int elementCount() {
    return elementCount;
  }

  /// Whether these are the sizes of all axes.
  public boolean hasShape(int... shape) {
    return Arrays.equals(this.shape, shape);
  }

  /// Whether both tensors have the same shape.
  public boolean sameShape(Tensor other) {
    return Arrays.equals(shape, other.shape);
  }

  /// The element at an index, one number per axis.
  ///
  /// @throws IllegalArgumentException if the index does not lie in the shape
  public double get(int... index) {
    Shape.requireIndex(index, shape);
    int at = offset;
    for (int axis = 0; axis < shape.length; axis++) {
      at += index[axis] * strides[axis];
    }
    return storage.get(at);
  }

  /// The only element of a tensor that has one.
  ///
  /// @throws IllegalArgumentException if there are none or several
  public double item() {
    if (elementCount != 1) {
      throw new IllegalArgumentException("item: a tensor of shape " + Shape.text(shape) + " has " + elementCount
          + " elements, not one");
    }
    return storage.get(offset);
  }

  /// The elements in row-major order, as `float`s; a copy.
  public float[] toFloatArray() {
    return Elements.toFloats(this);
  }

  /// The elements in row-major order, as `double`s; a copy.
  public double[] toDoubleArray() {
    return Elements.toDoubles(this);
  }

  /// The elements in row-major order, as `int`s (truncated towards zero); a copy.
  public int[] toIntArray() {
    return Elements.toInts(this);
  }

  /// The same numbers in another type, rounded to the nearest (to `int32`: truncated); `this` if it has that type.
  public Tensor to(DType dtype) {
    return dtype == dtype() ? this : Elements.copy(this, dtype);
  }

  /// This tensor in memory that lasts: a copy if it was made inside of [Recycler#run], else the tensor itself.
  public Tensor keep() {
    return storage.lasts() ? this : Recycler.lasting(() -> Elements.copy(this, dtype()));
  }

  /// The array behind this tensor and its views: for kernels and optimisers, see [Storage].
  public Storage storage() {
    return storage;
  }

  /// Where in [#storage] the first element lies.
  public int offset() {
    return offset;
  }

  /// The steps along all axes themselves: only to be read.
  int[] strides() {
    return strides;
  }

  int stride(int axis) {
    return strides[axis];
  }

  /// Whether the elements lie behind one another in row-major order from [#offset] on.
  public boolean isContiguous() {
    return Shape.isRowMajor(shape, strides);
  }

  /// The tensor printed like NumPy would; large ones are shortened in the middle.
  @Override
  public String toString() {
    return Printing.print(this);
  }

  /// The same elements in another shape; one size may be -1 and is worked out.
  ///
  /// @throws IllegalArgumentException if the number of elements differs
  public Tensor reshape(int... newShape) {
    return Views.reshape(this, newShape);
  }

  /// Reorders the axes: axis `i` of the result is axis `axes[i]` of this tensor.
  public Tensor permute(int... axes) {
    return Views.permute(this, axes);
  }

  /// Swaps two axes.
  public Tensor transpose(int axisA, int axisB) {
    return Views.transpose(this, axisA, axisB);
  }

  /// The transposed matrix; for higher ranks the last two axes are swapped.
  public Tensor t() {
    return transpose(-2, -1);
  }

  /// Repeats axes of size 1, and new leading axes, to the given shape, without copying (stride 0).
  public Tensor expand(int... newShape) {
    return Arrays.equals(shape, newShape) ? this : Views.expand(this, newShape);
  }

  /// The part `from <= i < to` of one axis.
  public Tensor slice(int axis, int from, int to) {
    return Views.slice(this, axis, from, to, 1);
  }

  /// Every `step`-th element of `from <= i < to` of one axis.
  public Tensor slice(int axis, int from, int to, int step) {
    return Views.slice(this, axis, from, to, step);
  }

  /// Position `index` of one axis; that axis disappears.
  public Tensor select(int axis, int index) {
    return Views.squeeze(Views.slice(this, axis, index, index + 1, 1), axis);
  }

  /// Removes an axis of size 1.
  public Tensor squeeze(int axis) {
    return Views.squeeze(this, axis);
  }

  /// Inserts an axis of size 1 at a position.
  public Tensor unsqueeze(int axis) {
    return Views.unsqueeze(this, axis);
  }

  /// Reverses the order along the given axes (all axes if none is given).
  public Tensor flip(int... axes) {
    return Views.flip(this, axes);
  }

  /// The same elements behind one another in row-major order; `this` if they are so already.
  public Tensor contiguous() {
    return Views.contiguous(this);
  }

  /// `this + other`, element by element; shapes broadcast ([Shape#broadcast]), types must be equal.
  public Tensor add(Tensor other) {
    return Broadcasting.apply(BinaryFunction.ADD, this, other);
  }

  /// `this - other`, element by element; shapes broadcast ([Shape#broadcast]), types must be equal.
  public Tensor sub(Tensor other) {
    return Broadcasting.apply(BinaryFunction.SUB, this, other);
  }

  /// `this * other`, element by element; shapes broadcast ([Shape#broadcast]), types must be equal.
  public Tensor mul(Tensor other) {
    return Broadcasting.apply(BinaryFunction.MUL, this, other);
  }

  /// `this / other`, element by element; shapes broadcast ([Shape#broadcast]), types must be equal.
  public Tensor div(Tensor other) {
    return Broadcasting.apply(BinaryFunction.DIV, this, other);
  }

  public Tensor add(double number) {
    return add(full(number, dtype()));
  }

  public Tensor sub(double number) {
    return sub(full(number, dtype()));
  }

  public Tensor mul(double number) {
    return mul(full(number, dtype()));
  }

  public Tensor div(double number) {
    return div(full(number, dtype()));
  }

  /// 1 where this is larger than `other`, else 0 (also where either is NaN); shapes broadcast, types must be equal.
  public Tensor greater(Tensor other) {
    return with(other, BinaryFunction.GREATER);
  }

  /// 1 where this is at least `other`, else 0; see [#greater(Tensor)].
  public Tensor greaterOrEqual(Tensor other) {
    return with(other, BinaryFunction.GREATER_OR_EQUAL);
  }

  /// 1 where this is smaller than `other`, else 0; see [#greater(Tensor)].
  public Tensor less(Tensor other) {
    return with(other, BinaryFunction.LESS);
  }

  /// 1 where this is at most `other`, else 0; see [#greater(Tensor)].
  public Tensor lessOrEqual(Tensor other) {
    return with(other, BinaryFunction.LESS_OR_EQUAL);
  }

  /// 1 where both are the same number, else 0; NaN equals nothing; see [#greater(Tensor)].
  public Tensor equalTo(Tensor other) {
    return with(other, BinaryFunction.EQUAL);
  }

  /// 0 where both are the same number, else 1; see [#equalTo(Tensor)].
  public Tensor notEqualTo(Tensor other) {
    return with(other, BinaryFunction.NOT_EQUAL);
  }

  public Tensor greater(double number) {
    return Broadcasting.compare(BinaryFunction.GREATER, this, number);
  }

  public Tensor greaterOrEqual(double number) {
    return Broadcasting.compare(BinaryFunction.GREATER_OR_EQUAL, this, number);
  }

  public Tensor less(double number) {
    return Broadcasting.compare(BinaryFunction.LESS, this, number);
  }

  public Tensor lessOrEqual(double number) {
    return Broadcasting.compare(BinaryFunction.LESS_OR_EQUAL, this, number);
  }

  public Tensor equalTo(double number) {
    return Broadcasting.compare(BinaryFunction.EQUAL, this, number);
  }

  public Tensor notEqualTo(double number) {
    return Broadcasting.compare(BinaryFunction.NOT_EQUAL, this, number);
  }

  /// Applies any two-argument function with broadcasting; comparisons give 0 or 1.
  public Tensor with(Tensor other, BinaryFunction function) {
    return Broadcasting.apply(function, this, other);
  }

  /// Applies any one-argument function to every element.
  public Tensor map(UnaryFunction function) {
    return Mapping.apply(function, this);
  }

  public Tensor neg() {
    return map(UnaryFunction.NEG);
  }

  public Tensor exp() {
    return map(UnaryFunction.EXP);
  }

  public Tensor log() {
    return map(UnaryFunction.LOG);
  }

  public Tensor sqrt() {
    return map(UnaryFunction.SQRT);
  }

  public Tensor square() {
    return map(UnaryFunction.SQUARE);
  }

  public Tensor abs() {
    return map(UnaryFunction.ABS);
  }

  public Tensor sign() {
    return map(UnaryFunction.SIGN);
  }

  /// Every element raised to a constant power.
  public Tensor pow(double exponent) {
    return exponent == 2 ? square() : with(full(exponent, dtype()), BinaryFunction.POW);
  }

  /// Limits every element to `[low, high]`; NaN stays NaN.
  public Tensor clamp(double low, double high) {
    return Broadcasting.clamp(this, low, high);
  }

  /// `ifTrue` where `condition` is not 0, `ifFalse` elsewhere; all three broadcast.
  public static Tensor where(Tensor condition, Tensor ifTrue, Tensor ifFalse) {
    return Broadcasting.where(condition, ifTrue, ifFalse);
  }

  /// The sum over the axes, which are kept with size 1 or dropped; 0 over nothing.
  public Tensor sum(boolean keepDims, int... axes) {
    return Reducing.sum(this, keepDims, axes);
  }

  /// The mean over the axes; NaN over nothing.
  public Tensor mean(boolean keepDims, int... axes) {
    return Reducing.mean(this, keepDims, axes);
  }

  /// The largest element over the axes; NaN if any is; an error over nothing.
  public Tensor max(boolean keepDims, int... axes) {
    return Reducing.max(this, keepDims, axes);
  }

  /// The smallest element over the axes; see [#max(boolean, int...)].
  public Tensor min(boolean keepDims, int... axes) {
    return Reducing.min(this, keepDims, axes);
  }

  public Tensor sum() {
    return sum(false);
  }

  public Tensor mean() {
    return mean(false);
  }

  public Tensor max() {
    return max(false);
  }

  public Tensor min() {
    return min(false);
  }

  /// The index of the largest element along one axis, as `int32`; the first one if there are several.
  public Tensor argmax(int axis) {
    return Reducing.argmax(this, axis);
  }

  /// The matrix product; see [MatMul].
  public Tensor matmul(Tensor other) {
    return MatMul.matmul(this, other);
  }
}
