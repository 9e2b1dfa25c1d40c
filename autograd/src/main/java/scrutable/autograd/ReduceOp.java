package scrutable.autograd;

import scrutable.tensor.Reducing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Reductions over axes. Mean and variance are composed of [Sum]; minimum of [Max].
public sealed interface ReduceOp extends Op {

  /// `y = sum of x` over the axes: every element receives the gradient of its sum.
  record Sum(boolean keepDims, int... axes) implements ReduceOp {
    public Sum {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].sum(keepDims, axes);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return spread(g, x[0], axes);
    }
  }

  /// `y = max of x` over the axes: the gradient goes to the largest element; equal ones share it evenly.
  record Max(boolean keepDims, int... axes) implements ReduceOp {
    public Max {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].max(keepDims, axes);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Tensor winners = x[0].equal(spread(y.detach(), x[0], axes));
      Tensor shares = winners.div(winners.sum(true, axes));
      return spread(g, x[0], axes).mul(Variable.constant(shares));
    }
  }

  /// `y = ln(sum(e^x))` over the axes: `dy/dx = e^(x - y)`, the softmax.
  record LogSumExp(boolean keepDims, int... axes) implements ReduceOp {
    public LogSumExp {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Reducing.logSumExp(x[0], keepDims, axes);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      // Where all x are -infinity, so is y; their difference would be NaN, but such a slice has no softmax: 0.
      Tensor finite = y.value().map(UnaryFunction.IS_FINITE);
      Variable shift = y.where(finite, Variable.constant(Tensor.full(0, y.dtype())));
      Variable softmax = x[0].sub(spread(shift, x[0], axes)).exp();
      return spread(g, x[0], axes).mul(softmax);
    }
  }

  /// Brings a reduced variable back to the shape of `x`, repeating it along the reduced axes.
  private static Variable spread(Variable reduced, Variable x, int[] axes) {
    int[] kept = Shape.reduced(x.shape(), Shape.axes(axes, x.shape()), true);
    return reduced.reshape(kept).expand(x.shape());
  }
}
