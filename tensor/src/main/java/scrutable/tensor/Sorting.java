package scrutable.tensor;

import java.util.Comparator;
import java.util.stream.IntStream;

/// Orders: argsort and the k largest.
public final class Sorting {
  private Sorting() {}

  /// The indices that sort `x` along one axis, as `int32` of the shape of `x`.
  ///
  /// Equal elements keep their order; NaN comes last in either direction.
  public static Tensor argsort(Tensor x, int requestedAxis, boolean descending) {
    int axis = Shape.axis(requestedAxis, x.sizes());
    Tensor rows = x.transpose(axis, -1).contiguous();
    int columns = x.size(axis);
    int[] result = new int[x.elementCount()];
    for (int start = 0; start < result.length; start += columns) {
      double[] values = new double[columns];
      for (int i = 0; i < columns; i++) {
        values[i] = rows.storage().get(rows.offset() + start + i);
      }
      Comparator<Integer> byValue = Comparator.comparingDouble(i -> (descending ? -values[i] : values[i]) + 0.0);
      int[] order = IntStream.range(0, columns).boxed().sorted(byValue).mapToInt(i -> i).toArray();
      System.arraycopy(order, 0, result, start, columns);
    }
    return Tensor.wrap(result, rows.shape()).transpose(axis, -1).contiguous();
  }

  /// The `k` largest elements along one axis, largest first, and where they stood.
  ///
  /// @throws IllegalArgumentException if `k` is not between 0 and the size of the axis
  public static TopK topK(Tensor x, int k, int requestedAxis) {
    int axis = Shape.axis(requestedAxis, x.sizes());
    if (k < 0 || k > x.size(axis)) {
      throw new IllegalArgumentException("topK: k = " + k + " does not lie in 0 .. " + x.size(axis)
          + ", the size of axis " + axis + " of " + Shape.text(x.sizes()));
    }
    Tensor indices = argsort(x, axis, true).slice(axis, 0, k).contiguous();
    return new TopK(Indexing.gather(x, axis, indices), indices);
  }

  /// The largest elements and their indices (`int32`), in the same shape.
  public record TopK(Tensor values, Tensor indices) {}

  /// The elements of `x` in order along one axis; see [#argsort].
  public static Tensor sort(Tensor x, int axis, boolean descending) {
    return Indexing.gather(x, axis, argsort(x, axis, descending));
  }

  /// The median along one axis, the mean of the two middle elements if their number is even; NaN if any is.
  ///
  /// @throws IllegalArgumentException if the axis is empty
  public static Tensor median(Tensor x, int requestedAxis) {
    int axis = Shape.axis(requestedAxis, x.sizes());
    int size = x.size(axis);
    if (size == 0) {
      throw new IllegalArgumentException("median: axis " + axis + " of " + Shape.text(x.sizes()) + " is empty");
    }
    Tensor sorted = sort(x, axis, false);
    Tensor low = sorted.select(axis, (size - 1) / 2);
    Tensor median = low.add(sorted.select(axis, size / 2)).mul(0.5);
    Tensor last = sorted.select(axis, size - 1);
    return Tensor.where(last.equalTo(last), median, last);
  }
}
