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
      Tensor winners = x[0].equalTo(spread(y.detach(), x[0], axes));
      Tensor shares = winners.div(winners.sum(true, axes));
      return spread(g, x[0], axes).mul(Variable.constant(shares));
    }
  }

  /// `y = ln(sum(e^x))` over the axes: `dy/dx = e^x / sum(e^x)`, the softmax; 0 where all x are -infinity.
  ///
  /// As `e^(x - y)` it would be wrong for large x: near 1e8 a `float32` y is rounded to a multiple of 8, and what is
  /// lost there is lost in the exponent.
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
      Tensor largest = x[0].value().max(true, axes);
      Tensor shift = Tensor.where(largest.map(UnaryFunction.IS_FINITE), largest, Tensor.full(0, x[0].dtype()));
      Variable powers = x[0].sub(Variable.constant(shift)).exp();
      Variable total = powers.sum(true, axes);
      Variable divisor = total.where(total.notEqualTo(0), Variable.constant(Tensor.full(1, x[0].dtype())));
      return spread(g, x[0], axes).mul(powers.div(divisor));
    }
  }

  /// The length `y = sqrt(sum(x^2))` over the axes: `dy/dx = x / y`, the direction of x.
  ///
  /// At 0 there is no direction; the derivative is taken as 0, and all higher ones too. Numbers are divided by the
  /// largest before they are squared: a length of 1e30 or 1e-30 is right in `float32`, whose squares are not.
  record Norm(boolean keepDims, int... axes) implements ReduceOp {
    public Norm {
      axes = axes.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      Tensor scale = scale(x[0]);
      Tensor length = x[0].div(scale).square().sum(true, axes).map(UnaryFunction.SQRT).mul(scale);
      return keepDims ? length : length.reshape(Shape.reduced(x[0].shape(), Shape.axes(axes, x[0].shape()), false));
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable scaled = x[0].div(Variable.constant(scale(x[0].value())));
      Variable squares = scaled.square().sum(true, axes);
      Tensor somewhere = squares.notEqualTo(0);
      Variable length = squares.where(somewhere, Variable.constant(Tensor.full(1, g.dtype()))).sqrt();
      Variable slope = spread(g, x[0], axes).mul(scaled.div(length));
      return slope.where(somewhere, Variable.constant(Tensor.full(0, g.dtype())));
    }

    /// The largest `|x|` of each slice; 1 where that is 0 or no number, and for slices of nothing.
    private Tensor scale(Tensor x) {
      Tensor one = Tensor.full(1, x.dtype());
      if (x.elementCount() == 0) {
        return one;
      }
      Tensor largest = x.abs().max(true, axes);
      Tensor usable = largest.map(UnaryFunction.IS_FINITE).mul(largest.map(UnaryFunction.SIGN));
      return Tensor.where(usable, largest, one);
    }
  }

  /// Brings a reduced variable back to the shape of `x`, repeating it along the reduced axes.
  private static Variable spread(Variable reduced, Variable x, int[] axes) {
    int[] kept = Shape.reduced(x.shape(), Shape.axes(axes, x.shape()), true);
    return reduced.reshape(kept).expand(x.shape());
  }
}
