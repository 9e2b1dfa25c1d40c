package scrutable.tensor;

import java.util.Arrays;

/// Sums, means, extremes and the like over any axes.
///
/// The reduced axes are brought to the end, so that each output element is one row of a matrix
/// (rows = kept, columns = reduced), which is then reduced row by row in a fixed order.
public final class Reducing {
  private Reducing() {}

  /// The sum; 0 over nothing.
  public static Tensor sum(Tensor x, boolean keepDims, int... axes) {
    requireFloating("sum", x);
    int[] reduced = Shape.axes(axes, x.shape());
    return reduceRows(x, reduced, keepDims, (in, start, count) -> {
      double total = 0;
      for (int i = 0; i < count; i++) {
        total += in.get(start + i);
      }
      return total;
    });
  }

  /// The arithmetic mean; NaN over nothing.
  public static Tensor mean(Tensor x, boolean keepDims, int... axes) {
    return sum(x, keepDims, axes).div(count(x, axes));
  }

  /// The largest element; NaN if any is.
  ///
  /// @throws IllegalArgumentException if nothing is reduced over (there is no largest of no elements)
  public static Tensor max(Tensor x, boolean keepDims, int... axes) {
    int[] reduced = requireSome("max", x, axes);
    return reduceRows(x, reduced, keepDims, (in, start, count) -> {
      double largest = in.get(start);
      for (int i = 1; i < count; i++) {
        largest = Math.max(largest, in.get(start + i));
      }
      return largest;
    });
  }

  /// The smallest element; NaN if any is.
  ///
  /// @throws IllegalArgumentException if nothing is reduced over
  public static Tensor min(Tensor x, boolean keepDims, int... axes) {
    return max(x.neg(), keepDims, axes).neg();
  }

  /// The variance, `sum((x - mean)^2) / (count - correction)`; correction 0 is the variance of the data
  /// themselves, 1 the unbiased estimate.
  public static Tensor variance(Tensor x, int correction, boolean keepDims, int... axes) {
    Tensor deviations = x.sub(mean(x, true, axes));
    return sum(deviations.square(), keepDims, axes).div(count(x, axes) - correction);
  }

  /// `log(sum(exp(x)))`, shifted by the maximum so that nothing overflows.
  ///
  /// A slice that is all -infinity gives -infinity.
  public static Tensor logSumExp(Tensor x, boolean keepDims, int... axes) {
    Tensor largest = max(x, true, axes);
    Tensor shift = Tensor.where(largest.map(UnaryFunction.IS_FINITE), largest, Tensor.full(0, x.dtype()));
    Tensor result = sum(x.sub(shift).exp(), true, axes).log().add(shift);
    return keepDims ? result : result.reshape(Shape.reduced(x.shape(), Shape.axes(axes, x.shape()), false));
  }

  /// The index of the largest element along one axis, as `int32`; the first one if there are several, the
  /// first NaN if there is one.
  public static Tensor argmax(Tensor x, int requestedAxis) {
    int axis = Shape.axis(requestedAxis, x.shape());
    requireSome("argmax", x, axis);
    return argReduce(x, axis, 1);
  }

  /// The index of the smallest element along one axis, as `int32`; see [#argmax].
  public static Tensor argmin(Tensor x, int requestedAxis) {
    int axis = Shape.axis(requestedAxis, x.shape());
    requireSome("argmin", x, axis);
    return argReduce(x, axis, -1);
  }

  private static Tensor argReduce(Tensor x, int axis, int direction) {
    int[] axes = {axis};
    Tensor rows = rowsOf(x, axes);
    int columns = x.size(axis);
    int[] result = new int[rows.elementCount() / columns];
    for (int row = 0; row < result.length; row++) {
      int best = 0;
      double bestValue = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < columns; i++) {
        double value = direction * rows.storage().get(rows.offset() + row * columns + i);
        if (i == 0 || value > bestValue || (Double.isNaN(value) && !Double.isNaN(bestValue))) {
          best = i;
          bestValue = value;
        }
      }
      result[row] = best;
    }
    return Tensor.wrap(result, Shape.reduced(x.shape(), axes, false));
  }

  /// Reduces `count` neighbouring elements from `start` on to one number.
  private interface Reduction {
    double of(Storage in, int start, int count);
  }

  private static Tensor reduceRows(Tensor x, int[] reduced, boolean keepDims, Reduction reduction) {
    int[] shape = Shape.reduced(x.shape(), reduced, keepDims);
    Tensor rows = rowsOf(x, reduced);
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    int columns = columns(x, reduced);
    for (int row = 0; row < out.length(); row++) {
      out.set(row, reduction.of(rows.storage(), rows.offset() + row * columns, columns));
    }
    return Tensor.wrap(out, shape);
  }

  /// `x` with the reduced axes last, contiguous.
  private static Tensor rowsOf(Tensor x, int[] reduced) {
    int[] order = new int[x.rank()];
    int next = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (Arrays.binarySearch(reduced, axis) < 0) {
        order[next++] = axis;
      }
    }
    System.arraycopy(reduced, 0, order, next, reduced.length);
    return x.permute(order).contiguous();
  }

  private static int columns(Tensor x, int[] reduced) {
    int columns = 1;
    for (int axis : reduced) {
      columns *= x.size(axis);
    }
    return columns;
  }

  /// How many elements each result is made of.
  static int count(Tensor x, int... axes) {
    return columns(x, Shape.axes(axes, x.shape()));
  }

  private static int[] requireSome(String operation, Tensor x, int... axes) {
    int[] reduced = Shape.axes(axes, x.shape());
    if (columns(x, reduced) == 0) {
      throw new IllegalArgumentException(operation + ": there is no extreme of no elements: shape "
          + Shape.text(x.shape()) + " reduced over axes " + Arrays.toString(reduced));
    }
    return reduced;
  }

  private static void requireFloating(String operation, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(operation + ": int32 tensors hold labels and indices;"
          + " convert with to(DType.FLOAT32) to calculate with them");
    }
  }
}
