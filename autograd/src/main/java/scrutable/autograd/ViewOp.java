package scrutable.autograd;

import java.util.Arrays;
import scrutable.tensor.Joining;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Operations that move elements without changing them.
///
/// They are linear, and their gradients are their transposes: what was copied to several places is summed,
/// what was cut away receives 0. Each one stands beside its transpose: [Expand] and [ReduceOp.Sum], [Slice]
/// and [Place], [Concat] and [Slice], [Permute] and the inverse [Permute]; [Transpose] is its own.
public sealed interface ViewOp extends Op {

  /// The same elements in another shape.
  record Reshape(int... newShape) implements ViewOp {
    public Reshape {
      newShape = newShape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].reshape(newShape);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.reshape(x[0].shape());
    }
  }

  /// Reorders the axes; the gradient undoes it.
  record Permute(int... axes) implements ViewOp {
    public Permute {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].permute(axes);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      int[] inverse = new int[axes.length];
      int[] shape = x[0].shape();
      for (int to = 0; to < axes.length; to++) {
        inverse[Shape.axis(axes[to], shape)] = to;
      }
      return g.permute(inverse);
    }
  }

  /// Swaps two axes; the gradient swaps them back.
  record Transpose(int axisA, int axisB) implements ViewOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].transpose(axisA, axisB);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.transpose(axisA, axisB);
    }
  }

  /// Repeats axes of size 1 and new leading axes: broadcasting, made visible.
  ///
  /// An element used several times receives several gradients; they add up. Whatever [ElementArithmetic] and
  /// [Variable#matmul] broadcast is "un-broadcast" here. Only fused operations repeat a bias or a scale without it, and
  /// add up its gradient themselves: [ConvolutionOp.Conv2d], [NormalizeOp.LayerNorm], [NormalizeOp.BatchNorm].
  record Expand(int... newShape) implements ViewOp {
    public Expand {
      newShape = newShape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].expand(newShape);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 1.4
      int[] own = x[0].shape();
      int added = newShape.length - own.length;
      int[] repeated = new int[newShape.length];
      int times = 0;
      for (int axis = 0; axis < newShape.length; axis++) {
        if (axis < added || own[axis - added] != newShape[axis]) {
          repeated[times++] = axis;
        }
      }
      Variable summed = times == 0 ? g : g.sum(false, Arrays.copyOf(repeated, times));
      return summed.reshape(own);
      //: end
    }
  }

  /// Every `step`-th position of `from <= i < to` along one axis.
  record Slice(int axis, int from, int to, int step) implements ViewOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].slice(axis, from, to, step);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new Place(x[0].shape(), axis, from, step), g);
    }
  }

  /// Zeros of `shape` with the input at every `step`-th position from `from` on: the transpose of [Slice].
  record Place(int[] shape, int axis, int from, int step) implements ViewOp {
    public Place {
      shape = shape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Joining.place(x[0], shape, axis, from, step);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      int count = x[0].size(axis);
      return g.slice(axis, from, count == 0 ? from : from + (count - 1) * step + 1, step);
    }
  }

  /// Reverses the order along some axes.
  record Flip(int... axes) implements ViewOp {
    public Flip {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].flip(axes);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.flip(axes);
    }
  }

  /// Lays the inputs behind one another along an axis; each receives its part of the gradient.
  record Concat(int axis) implements ViewOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Joining.concat(axis, x);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      int start = 0;
      for (int earlier = 0; earlier < i; earlier++) {
        start += x[earlier].size(axis);
      }
      return g.slice(axis, start, start + x[i].size(axis));
    }
  }

  /// Surrounds the input with a constant; the padding's gradient is dropped.
  record Pad(int[] before, int[] after, double value) implements ViewOp {
    public Pad {
      before = before.clone();
      after = after.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Joining.pad(x[0], before, after, value);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable inner = g;
      for (int axis = 0; axis < before.length; axis++) {
        inner = inner.slice(axis, before[axis], before[axis] + x[0].size(axis));
      }
      return inner;
    }
  }
}
