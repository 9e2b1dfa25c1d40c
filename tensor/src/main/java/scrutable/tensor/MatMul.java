package scrutable.tensor;

import java.util.Arrays;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.parallel.Parallel;

/// The matrix product.
///
/// `(m, k) x (k, n) -> (m, n)`; with more axes the leading ones are a batch and broadcast:
/// `(B, H, m, k) x (k, n) -> (B, H, m, n)`. A transposed view costs nothing: its strides are recognised and
/// handed to the kernel as a flag, so `x.matmul(weight.t())` copies neither.
public final class MatMul {
  /// Products from which on each is computed by one thread.
  private static final int MANY = 8;
  /// Multiply-adds worth a task for another thread.
  private static final long TASK = 1 << 18;

  private MatMul() {}

  /// The product of two matrices, or of two stacks of matrices.
  ///
  /// @throws IllegalArgumentException if a rank is below 2, the types differ, the inner dimensions differ or
  ///     the batches do not broadcast
  public static Tensor matmul(Tensor a, Tensor b) {
    Broadcasting.requireSameType("matmul", a, b);
    requireShapes(a, b);
    int m = a.size(-2);
    int k = a.size(-1);
    int n = b.size(-1);
    int[] shape = shapeOfProduct(a, b, m, n);
    int count = Shape.elementCount(shape);
    Storage out = k == 0 ? Storage.allocate(a.dtype(), count) : Storage.uncleared(a.dtype(), count);
    if (out.length() == 0 || k == 0) {
      return new Tensor(out, shape);
    }
    Tensor left = readable(expandStack(a, shape));
    Tensor right = readable(expandStack(b, shape));
    if (shape.length == 2) {
      multiply(m, n, k, left, left.offset(), right, right.offset(), out, 0);
    } else {
      multiplyAll(m, n, k, left, right, starts(leading(shape), left, right), out);
    }
    return new Tensor(out, shape);
  }

  /// Whether the columns of the matrices, not their rows, lie behind one another: a transposed view.
  public static boolean isTransposed(Tensor matrices) {
    return Views.isTransposed(matrices);
  }

  /// The axes of both batches, broadcast, then (m, n).
  private static int[] shapeOfProduct(Tensor a, Tensor b, int m, int n) {
    int[] batch = sameBatch(a, b.sizes()) ? a.sizes() : Shape.broadcast(leading(a.sizes()), leading(b.sizes()));
    int axes = Math.max(a.rank(), b.rank());
    int[] shape = Arrays.copyOf(batch, axes);
    shape[axes - 2] = m;
    shape[axes - 1] = n;
    return shape;
  }

  /// Whether all axes but the last two are those of another shape.
  private static boolean sameBatch(Tensor t, int[] shape) {
    return Arrays.equals(t.sizes(), 0, t.rank() - 2, shape, 0, shape.length - 2);
  }

  /// A stack of matrices repeated along the axes of the batch, `t` itself if it has as many.
  private static Tensor expandStack(Tensor t, int[] shapeOfProduct) {
    int batch = shapeOfProduct.length - 2;
    if (sameBatch(t, shapeOfProduct)) {
      return t;
    }
    int[] shape = shapeOfProduct.clone();
    shape[batch] = t.size(-2);
    shape[batch + 1] = t.size(-1);
    return t.expand(shape);
  }

  /// Where the matrices of each pair begin: one of `left`, one of `right`, and so on.
  private static int[] starts(int[] batch, Tensor left, Tensor right) {
    int[] starts = (int[]) Storage.uncleared(DType.INT32, 2 * Shape.elementCount(batch)).array();
    int[] first = {left.offset(), right.offset()};
    Strided walk = Strided.over(batch, left.strides(), right.strides());
    int[] count = {0};
    walk.forEach(first, (at, length) -> {
      for (int i = 0; i < length; i++) {
        starts[count[0]++] = at[0] + i * walk.innerStep(0);
        starts[count[0]++] = at[1] + i * walk.innerStep(1);
      }
    });
    return starts;
  }

  /// Many products are shared among threads as wholes, few are cut by the kernel.
  private static void multiplyAll(int m, int n, int k, Tensor left, Tensor right, int[] starts, Storage out) {
    int products = starts.length / 2;
    Parallel.RangeBody some = (from, to) -> {
      for (int i = from; i < to; i++) {
        multiply(m, n, k, left, starts[2 * i], right, starts[2 * i + 1], out, i * m * n);
      }
    };
    if (products < MANY) {
      some.run(0, products);
    } else {
      Parallel.forRange(products, (int) Math.max(1, TASK / ((long) m * n * k)), some);
    }
  }

  private static void requireShapes(Tensor a, Tensor b) {
    if (a.dtype().isFloating() && a.rank() >= 2 && b.rank() >= 2 && a.size(-1) == b.size(-2)) {
      return;
    }
    String shapes = Shape.text(a.sizes()) + " x " + Shape.text(b.sizes());
    if (!a.dtype().isFloating()) {
      throw new IllegalArgumentException("matmul: int32 tensors hold labels and indices: " + shapes);
    }
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException("matmul: both operands need rank 2 or more: " + shapes
          + "; unsqueeze a vector to make it a row or a column");
    }
    throw new IllegalArgumentException("matmul: inner dimensions differ: " + shapes + "; " + a.size(-1)
        + " != " + b.size(-2));
  }

  private static int[] leading(int[] shape) {
    return Arrays.copyOf(shape, shape.length - 2);
  }

  /// A stack of matrices as the kernel can read it, row by row or column by column: `t` itself unless its elements lie
  /// some other way.
  private static Tensor readable(Tensor t) {
    return hasRows(t) || hasColumns(t) ? t : t.contiguous();
  }

  private static boolean hasRows(Tensor t) {
    return hasLines(t, t.rank() - 1, t.rank() - 2);
  }

  private static boolean hasColumns(Tensor t) {
    return hasLines(t, t.rank() - 2, t.rank() - 1);
  }

  /// Whether elements that are neighbours along one axis lie behind one another, in lines that do not overlap.
  private static boolean hasLines(Tensor t, int along, int across) {
    return (t.stride(along) == 1 || t.size(along) == 1) && (t.stride(across) >= t.size(along) || t.size(across) == 1);
  }

  /// How far apart the rows begin, or the columns of a matrix that is read by columns.
  private static int leadingDimension(Tensor t) {
    int along = hasRows(t) ? t.rank() - 1 : t.rank() - 2;
    int across = hasRows(t) ? t.rank() - 2 : t.rank() - 1;
    return Math.max(t.size(across) == 1 ? t.size(along) : t.stride(across), 1);
  }

  private static void multiply(int m, int n, int k, Tensor a, int startA, Tensor b, int startB,
      Storage c, int startC) {
    switch (c) {
      case Storage.Float32(float[] out, _) -> Gemm.sgemm(!hasRows(a), !hasRows(b), m, n, k,
          (float[]) a.storage().array(), startA, leadingDimension(a),
          (float[]) b.storage().array(), startB, leadingDimension(b), out, startC, Math.max(n, 1), false);
      case Storage.Float64(double[] out, _) -> Gemm.dgemm(!hasRows(a), !hasRows(b), m, n, k,
          (double[]) a.storage().array(), startA, leadingDimension(a),
          (double[]) b.storage().array(), startB, leadingDimension(b), out, startC, Math.max(n, 1), false);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
  }
}
