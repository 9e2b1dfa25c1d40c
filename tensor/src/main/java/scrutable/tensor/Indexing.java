package scrutable.tensor;

import static scrutable.tensor.Elements.floats;
import static scrutable.tensor.Elements.ints;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.BinaryOperator;
import scrutable.tensor.kernel.parallel.Parallel;

/// Picking elements by index, and adding them back: gather and scatter-add.
///
/// Each picking operation stands beside its transpose: [#select] and [#selectAdd], [#gather] and
/// [#scatterAdd]. The transposes add in row-major order of the source, so repeated indices always sum up in
/// the same order; where there are very many, in pieces of fixed length along the axis, whose sums are added in order.
public final class Indexing {
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 14;
  /// Additions to one element in one chain, at most: a float32 sum of 2^24 does not notice a 1 any more.
  private static final int CHAIN = 1 << 14;

  private Indexing() {}

  /// Whole slices along one axis: result slice `i` is slice `index[i]` of `x`.
  ///
  /// Shapes: `x (V, D)`, `index (T,)`, axis 0 gives `(T, D)`; an embedding is just that.
  ///
  /// @throws IllegalArgumentException if `index` is not an `int32` vector or points outside the axis
  public static Tensor select(Tensor x, int requestedAxis, Tensor index) {
    int axis = Shape.axis(requestedAxis, x.sizes());
    int[] picks = indices("select", index, 1, x.size(axis));
    int[] shape = x.shape();
    shape[axis] = picks.length;
    Tensor source = x.contiguous();
    int inner = innerSize(x.sizes(), axis);
    int outer = outerSize(x.sizes(), axis);
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < picks.length; i++) {
        Storage.copy(source.storage(), source.offset() + (o * x.size(axis) + picks[i]) * inner,
            out, (o * picks.length + i) * inner, inner);
      }
    }
    return new Tensor(out, shape);
  }

  /// The transpose of [#select]: zeros of `shape`, to whose slice `index[i]` slice `i` of `x` is added.
  public static Tensor selectAdd(Tensor x, int[] shape, int requestedAxis, Tensor index) {
    int axis = Shape.axis(requestedAxis, shape);
    int[] picks = indices("selectAdd", index, 1, shape[axis]);
    int[] expected = shape.clone();
    expected[axis] = picks.length;
    if (!x.hasShape(expected)) {
      throw new IllegalArgumentException("selectAdd: " + Shape.text(x.sizes()) + " should be "
          + Shape.text(expected) + " to be added into " + Shape.text(shape) + " along axis " + axis);
    }
    if (picks.length > CHAIN) {
      return inPieces(x, index, axis, 0, (values, some) -> selectAdd(values, shape, axis, some));
    }
    Tensor source = x.contiguous();
    int inner = innerSize(shape, axis);
    int outer = outerSize(shape, axis);
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < picks.length; i++) {
        int from = source.offset() + (o * picks.length + i) * inner;
        int to = (o * shape[axis] + picks[i]) * inner;
        for (int j = 0; j < inner; j++) {
          out.set(to + j, out.get(to + j) + source.storage().get(from + j));
        }
      }
    }
    return Tensor.wrap(out, shape);
  }

  /// Single elements along one axis: `result[i][j] = x[i][index[i][j]]` for axis 1 of a matrix.
  ///
  /// `index` has the rank of `x` and its sizes except along the axis.
  ///
  /// @throws IllegalArgumentException if the shapes do not match or an index lies outside the axis
  public static Tensor gather(Tensor x, int requestedAxis, Tensor index) {
    int axis = Shape.axis(requestedAxis, x.sizes());
    int[] picks = indices("gather", index, x.rank(), x.size(axis));
    requireAligned("gather", x.sizes(), axis, index.sizes());
    Tensor source = x.contiguous();
    Storage out = Storage.allocate(x.dtype(), picks.length);
    int inner = innerSize(x.sizes(), axis);
    int along = index.size(axis);
    int size = x.size(axis);
    Storage in = source.storage();
    eachPick(picks.length, along, inner, (i, block, lane) ->
        out.set(i, in.get(source.offset() + (block * size + picks[i]) * inner + lane)));
    return new Tensor(out, index);
  }

  /// The transpose of [#gather]: zeros of `shape`, to whose element `index[i][j]` in row `i` the element
  /// `x[i][j]` is added.
  public static Tensor scatterAdd(Tensor x, int[] shape, int requestedAxis, Tensor index) {
    int axis = Shape.axis(requestedAxis, shape);
    int[] picks = indices("scatterAdd", index, shape.length, shape[axis]);
    requireAligned("scatterAdd", shape, axis, index.sizes());
    if (!x.sameShape(index)) {
      throw new IllegalArgumentException("scatterAdd: values " + Shape.text(x.sizes()) + " and index "
          + Shape.text(index.sizes()) + " must have the same shape");
    }
    if (index.size(axis) > CHAIN) {
      return inPieces(x, index, axis, axis, (values, some) -> scatterAdd(values, shape, axis, some));
    }
    Tensor source = x.contiguous();
    Storage out = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    int inner = innerSize(shape, axis);
    int along = index.size(axis);
    int size = shape[axis];
    if (inner == 1 && out instanceof Storage.Float32(float[] sums, _)) {
      scatterRows(floats(source), picks, along, size, sums);
    } else {
      Storage in = source.storage();
      eachPick(picks.length, along, inner, (i, block, lane) -> {
        int at = (block * size + picks[i]) * inner + lane;
        out.set(at, out.get(at) + in.get(source.offset() + i));
      });
    }
    return Tensor.wrap(out, shape);
  }

  /// The sum of what is made of the pieces of x along an axis, with the pieces of the index that belong to them.
  private static Tensor inPieces(Tensor x, Tensor index, int axis, int indexAxis, BinaryOperator<Tensor> add) {
    Tensor sum = null;
    for (int from = 0; from < x.size(axis); from += CHAIN) {
      int to = Math.min(from + CHAIN, x.size(axis));
      Tensor piece = add.apply(x.slice(axis, from, to), index.slice(indexAxis, from, to));
      sum = sum == null ? piece : sum.add(piece);
    }
    return sum;
  }

  /// Labels as rows of zeros with a single 1: `(N,)` becomes `(N, classes)`; any shape gains a last axis.
  ///
  /// @throws IllegalArgumentException if a label is not in `0 .. classes - 1`
  public static Tensor oneHot(Tensor labels, int classes, DType dtype) {
    int[] picks = labels(labels, classes);
    int[] shape = Arrays.copyOf(labels.sizes(), labels.rank() + 1);
    shape[labels.rank()] = classes;
    Storage out = Storage.allocate(dtype, Shape.elementCount(shape));
    for (int i = 0; i < picks.length; i++) {
      out.set(i * classes + picks[i], 1);
    }
    return new Tensor(out, shape);
  }

  /// The checked labels: only to be read, as they may be the array behind the tensor.
  private static int[] labels(Tensor labels, int classes) {
    if (labels.dtype() != DType.INT32) {
      throw new IllegalArgumentException("oneHot: labels are int32, the numbers of classes, not " + labels.dtype()
          + " " + Shape.text(labels.sizes()));
    }
    int[] values = ints(labels);
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new IllegalArgumentException("oneHot: label " + values[i] + " at position " + i + ", but there are "
            + classes + " classes; labels begin at 0 and end at " + (classes - 1));
      }
    }
    return values;
  }

  /// The fast path for the last axis, which is how max pooling sends its gradients back.
  private static void scatterRows(float[] values, int[] picks, int along, int size, float[] sums) {
    Parallel.forRange(picks.length / Math.max(along, 1), Math.max(1, GRAIN / Math.max(along, 1)), (from, to) -> {
      for (int row = from; row < to; row++) {
        for (int i = row * along; i < (row + 1) * along; i++) {
          sums[row * size + picks[i]] += values[i];
        }
      }
    });
  }

  private interface Pick {
    void at(int i, int block, int lane);
  }

  /// Visits `count` elements laid out as (blocks, along, inner).
  private static void eachPick(int count, int along, int inner, Pick pick) {
    int i = 0;
    for (int block = 0; i < count; block++) {
      for (int position = 0; position < along; position++) {
        for (int lane = 0; lane < inner; lane++) {
          pick.at(i++, block, lane);
        }
      }
    }
  }

  /// The checked indices: only to be read, as they may be the array behind the tensor.
  /// The first of some `int32` indices that does not lie in `0 .. limit - 1`, in row-major order; none if all do.
  ///
  /// @throws IllegalArgumentException if the tensor is not `int32`
  public static OptionalInt firstOutside(Tensor indices, int limit) {
    if (indices.dtype() != DType.INT32) {
      throw new IllegalArgumentException("firstOutside: indices are int32, not " + indices.dtype());
    }
    int[] values = ints(indices);
    for (int value : values) {
      if (value < 0 || value >= limit) {
        return OptionalInt.of(value);
      }
    }
    return OptionalInt.empty();
  }

  private static int[] indices(String operation, Tensor index, int rank, int limit) {
    if (index.dtype() != DType.INT32 || index.rank() != rank) {
      throw new IllegalArgumentException(operation + ": the index must be an int32 tensor of rank " + rank
          + ", not " + index.dtype() + " " + Shape.text(index.sizes()));
    }
    int[] values = ints(index);
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= limit) {
        throw new IllegalArgumentException(operation + ": index " + values[i] + " at position " + i
            + " does not lie in 0 .. " + (limit - 1));
      }
    }
    return values;
  }

  private static void requireAligned(String operation, int[] shape, int axis, int[] index) {
    for (int i = 0; i < shape.length; i++) {
      if (i != axis && index[i] != shape[i]) {
        throw new IllegalArgumentException(operation + ": index " + Shape.text(index) + " and tensor "
            + Shape.text(shape) + " may differ along axis " + axis + " only");
      }
    }
  }

  private static int innerSize(int[] shape, int axis) {
    return product(shape, axis + 1, shape.length);
  }

  private static int outerSize(int[] shape, int axis) {
    return product(shape, 0, axis);
  }

  private static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product *= sizes[i];
    }
    return product;
  }
}
