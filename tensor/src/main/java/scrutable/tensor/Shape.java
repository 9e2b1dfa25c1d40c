package scrutable.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The arithmetic of shapes: counting, strides, broadcasting, axes.
///
/// A shape is an `int[]` with one size per axis; the empty array is the shape of a scalar (rank 0).
public final class Shape {
  private Shape() {}

  /// The number of elements, the product of all sizes; 1 for rank 0.
  ///
  /// @throws IllegalArgumentException if a size is negative or the product exceeds `Integer.MAX_VALUE`,
  ///     the longest Java array
  public static int elementCount(int... shape) {
    long count = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("shape " + text(shape) + " has the negative size " + size);
      }
      count = Math.multiplyExact(Math.min(count, Integer.MAX_VALUE + 1L), size);
    }
    if (count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("shape " + text(shape) + " has more than 2^31 - 1 elements,"
          + " the limit of a Java array");
    }
    return (int) count;
  }

  /// Row-major strides: how many elements to step over for one step along each axis.
  public static int[] strides(int... shape) {
    int[] strides = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= Math.max(shape[axis], 1);
    }
    return strides;
  }

  /// The shape that two shapes broadcast to, by NumPy's rule: aligned at the last axis, sizes must be
  /// equal or one of them 1; a missing axis counts as 1.
  ///
  /// @throws IllegalArgumentException naming both shapes and the first pair of sizes that differ
  public static int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] result = new int[rank];
    for (int back = 1; back <= rank; back++) {
      int sizeA = back <= a.length ? a[a.length - back] : 1;
      int sizeB = back <= b.length ? b[b.length - back] : 1;
      if (sizeA != sizeB && sizeA != 1 && sizeB != 1) {
        throw new IllegalArgumentException("cannot broadcast " + text(a) + " with " + text(b) + ": axis -"
            + back + " has sizes " + sizeA + " and " + sizeB + ", which are neither equal nor 1");
      }
      result[rank - back] = sizeA == 1 ? sizeB : sizeA;
    }
    return result;
  }

  /// Turns an axis that may count from the end (-1 is the last) into one that counts from 0.
  ///
  /// @throws IllegalArgumentException if there is no such axis
  public static int axis(int axis, int[] shape) {
    int result = axis < 0 ? axis + shape.length : axis;
    if (result < 0 || result >= shape.length) {
      throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + text(shape)
          + " of rank " + shape.length);
    }
    return result;
  }

  /// Normalises several axes; none at all means every axis. The result is ascending.
  ///
  /// @throws IllegalArgumentException if an axis does not exist or is named twice
  public static int[] axes(int[] axes, int[] shape) {
    int[] result = new int[axes.length == 0 ? shape.length : axes.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = axes.length == 0 ? i : axis(axes[i], shape);
    }
    Arrays.sort(result);
    for (int i = 1; i < result.length; i++) {
      if (result[i] == result[i - 1]) {
        throw new IllegalArgumentException("axis " + result[i] + " is named twice in " + Arrays.toString(axes)
            + " for shape " + text(shape));
      }
    }
    return result;
  }

  /// The shape after reducing `axes` (normalised): size 1 when kept, gone otherwise.
  public static int[] reduced(int[] shape, int[] axes, boolean keepDims) {
    int[] result = new int[keepDims ? shape.length : shape.length - axes.length];
    int next = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (Arrays.binarySearch(axes, axis) < 0) {
        result[next++] = shape[axis];
      } else if (keepDims) {
        result[next++] = 1;
      }
    }
    return result;
  }

  /// The shape as Python would print it: `(64, 784)`, `(5,)`, `()`.
  public static String text(int... shape) {
    if (shape.length == 1) {
      return "(" + shape[0] + ",)";
    }
    return Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
  }

  /// Checks that an index has one number per axis, each within its size.
  static void requireIndex(int[] index, int[] shape) {
    if (index.length != shape.length) {
      throw new IllegalArgumentException("get: index " + Arrays.toString(index) + " has " + index.length
          + " numbers, shape " + text(shape) + " has " + shape.length + " axes");
    }
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IllegalArgumentException("get: index " + Arrays.toString(index) + " lies outside shape "
            + text(shape));
      }
    }
  }

  /// Whether strides are those of elements that lie behind one another in row-major order.
  static boolean isRowMajor(int[] shape, int[] strides) {
    int expected = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] == 0) {
        return true;
      }
      if (shape[axis] != 1) {
        if (strides[axis] != expected) {
          return false;
        }
        expected *= shape[axis];
      }
    }
    return true;
  }
}
