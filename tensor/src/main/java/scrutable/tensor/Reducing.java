package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import java.util.Arrays;
import scrutable.tensor.kernel.reduce.ChannelReductions;
import scrutable.tensor.kernel.reduce.ColumnReductions;
import scrutable.tensor.kernel.reduce.RowReductions;

/// Sums, means, extremes and the like over any axes.
///
/// Kernels reduce matrices: the columns of each row, or the rows of each column. So neighbouring axes that
/// are all kept or all reduced are merged first, and the tensor becomes (kept, reduced), (reduced, kept) or
/// (reduced, kept, reduced); the last is how a bias per channel of `(N, C, H, W)` is summed. Any other pattern
/// is permuted to the first.
public final class Reducing {
  private Reducing() {}

  /// The sum; 0 over nothing.
  public static Tensor sum(Tensor x, boolean keepDims, int... axes) {
    requireFloating("sum", x);
    int[] reduced = Shape.axes(axes, x.sizes());
    int[] shape = Shape.reduced(x.sizes(), reduced, keepDims);
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    int[] groups = groups(x, reduced);
    if (x.elementCount() == 0) {
      return new Tensor(out, shape);
    }
    if (groups == null) {
      Tensor rows = rowsOf(x, reduced);
      sumGroups(rows, out, 1, out.length(), rows.elementCount() / out.length());
    } else {
      sumGroups(x, out, groups[0], groups[1], groups[2]);
    }
    return new Tensor(out, shape);
  }

  /// Sums `(before, kept, after)` over the first and the last axis.
  private static void sumGroups(Tensor x, Storage out, int before, int kept, int after) {
    switch (out) {
      case Storage.Float32(float[] sums, _) -> {
        if (before == 1) {
          RowReductions.sumRows(floats(x), 0, kept, after, sums, 0);
        } else if (after == 1) {
          ColumnReductions.sumColumns(floats(x), 0, before, kept, sums, 0);
        } else {
          ChannelReductions.sumChannels(floats(x), before, kept, after, sums);
        }
      }
      case Storage.Float64(double[] sums, _) -> {
        if (before == 1) {
          RowReductions.sumRows(doubles(x), 0, kept, after, sums, 0);
        } else if (after == 1) {
          ColumnReductions.sumColumns(doubles(x), 0, before, kept, sums, 0);
        } else {
          ChannelReductions.sumChannels(doubles(x), before, kept, after, sums);
        }
      }
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
  }

  /// The arithmetic mean; NaN over nothing.
  public static Tensor mean(Tensor x, boolean keepDims, int... axes) {
    return sum(x, keepDims, axes).div(count(x, axes));
  }

  /// The largest element; NaN if any is.
  ///
  /// @throws IllegalArgumentException if nothing is reduced over (there is no largest of no elements)
  public static Tensor max(Tensor x, boolean keepDims, int... axes) {
    requireFloating("max", x);
    int[] reduced = requireSome("max", x, axes);
    int[] shape = Shape.reduced(x.sizes(), reduced, keepDims);
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    Tensor rows = rowsOf(x, reduced);
    int columns = columns(x, reduced);
    switch (out) {
      case Storage.Float32(float[] best, _) -> RowReductions.maxRows(floats(rows), 0, best.length, columns, best, 0);
      case Storage.Float64(double[] best, _) -> RowReductions.maxRows(doubles(rows), 0, best.length, columns, best, 0);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, shape);
  }

  /// The smallest element; NaN if any is.
  ///
  /// @throws IllegalArgumentException if nothing is reduced over
  public static Tensor min(Tensor x, boolean keepDims, int... axes) {
    requireFloating("min", x);
    requireSome("min", x, axes);
    return max(x.neg(), keepDims, axes).neg();
  }

  /// The variance, `sum((x - mean)^2) / (count - correction)`; correction 0 is the variance of the data themselves, 1
  /// the unbiased estimate. NaN unless there are more elements than the correction.
  public static Tensor variance(Tensor x, int correction, boolean keepDims, int... axes) {
    Tensor deviations = x.sub(mean(x, true, axes));
    int freedom = count(x, axes) - correction;
    return sum(deviations.square(), keepDims, axes).div(freedom > 0 ? freedom : Double.NaN);
  }

  /// `log(sum(exp(x)))`, shifted by the maximum so that nothing overflows.
  ///
  /// A slice that is all -infinity gives -infinity.
  public static Tensor logSumExp(Tensor x, boolean keepDims, int... axes) {
    Tensor largest = max(x, true, axes);
    Tensor shift = Tensor.where(largest.map(UnaryFunction.IS_FINITE), largest, Tensor.full(0, x.dtype()));
    Tensor result = sum(x.sub(shift).exp(), true, axes).log().add(shift);
    return keepDims ? result : result.reshape(Shape.reduced(x.sizes(), Shape.axes(axes, x.sizes()), false));
  }

  /// The index of the largest element along one axis, as `int32`; the first one if there are several, the
  /// first NaN if there is one.
  public static Tensor argmax(Tensor x, int requestedAxis) {
    requireFloating("argmax", x);
    int axis = Shape.axis(requestedAxis, x.sizes());
    int[] reduced = requireSome("argmax", x, axis);
    int[] shape = Shape.reduced(x.sizes(), reduced, false);
    Tensor rows = rowsOf(x, reduced);
    int[] best = new int[Shape.elementCount(shape)];
    if (x.dtype() == DType.FLOAT32) {
      RowReductions.argmaxRows(floats(rows), 0, best.length, x.size(axis), best, 0);
    } else {
      RowReductions.argmaxRows(doubles(rows), 0, best.length, x.size(axis), best, 0);
    }
    return Tensor.wrap(best, shape);
  }

  /// The index of the smallest element along one axis, as `int32`; see [#argmax].
  public static Tensor argmin(Tensor x, int requestedAxis) {
    requireFloating("argmin", x);
    requireSome("argmin", x, requestedAxis);
    return argmax(x.neg(), requestedAxis);
  }

  /// The sizes of (reduced, kept, reduced) if the axes of a contiguous `x` fall into that pattern; else null.
  private static int[] groups(Tensor x, int[] reduced) {
    int[] groups = {1, 1, 1};
    int group = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (x.size(axis) == 1) {
        continue;
      }
      boolean isReduced = Arrays.binarySearch(reduced, axis) >= 0;
      if (isReduced && group == 1) {
        group = 2;
      } else if (!isReduced && group == 0) {
        group = 1;
      } else if (!isReduced && group == 2) {
        return null;
      }
      groups[group] *= x.size(axis);
    }
    // Nothing kept: one row is shared among its chunks, while one column would be a single chain.
    return group == 0 ? new int[] {1, 1, groups[0]} : groups;
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
    return columns(x, Shape.axes(axes, x.sizes()));
  }

  private static int[] requireSome(String operation, Tensor x, int... axes) {
    int[] reduced = Shape.axes(axes, x.sizes());
    if (columns(x, reduced) == 0) {
      throw new IllegalArgumentException(operation + ": there is no extreme of no elements: shape "
          + Shape.text(x.sizes()) + " reduced over axes " + Arrays.toString(reduced));
    }
    return reduced;
  }

  private static void requireFloating(String operation, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(operation + ": int32 tensors hold labels and indices;"
          + " convert the tensor with to(DType.FLOAT32) to calculate with it");
    }
  }
}
