package scrutable.autograd;

import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Tensor;

/// Arithmetic of two variables of the same shape, and of a variable with a constant.
///
/// Broadcasting is not done here: [ElementArithmetic#add(Variable)] and its like insert an explicit [ViewOp.Expand]
/// first, whose gradient is a sum. So no rule below has to think about shapes.
public sealed interface ArithmeticOp extends Op {

  /// `y = a + b`: both inputs receive the gradient as it is.
  record Add() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].add(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g;
    }
  }

  /// `y = a - b`.
  record Sub() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].sub(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0 ? g : g.neg();
    }
  }

  /// `y = a b`, the product rule: each input receives the gradient times the other input.
  record Mul() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].mul(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[1 - i]);
    }
  }

  /// `y = a / b`: `dy/da = 1 / b`, `dy/db = -a / b^2 = -y / b`.
  record Div() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].div(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0 ? g.div(x[1]) : g.mul(y).div(x[1]).neg();
    }
  }

  /// `y = max(a, b)`: the gradient goes to the larger input; equal inputs share it half and half.
  record Maximum() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].with(x[1], BinaryFunction.MAX);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(Variable.constant(winner(x[i].greater(x[1 - i]), x[i].equal(x[1 - i]))));
    }
  }

  /// `y = min(a, b)`: the gradient goes to the smaller input; equal inputs share it half and half.
  record Minimum() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].with(x[1], BinaryFunction.MIN);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(Variable.constant(winner(x[i].less(x[1 - i]), x[i].equal(x[1 - i]))));
    }
  }

  /// The share of an input: 1 where it wins, 1/2 where both tie, 0 elsewhere.
  private static Tensor winner(Tensor wins, Tensor ties) {
    return wins.add(ties.mul(0.5));
  }

  /// `y = factor x`.
  record Scale(double factor) implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].mul(factor);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(factor);
    }
  }

  /// `y = x + amount`.
  record Shift(double amount) implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].add(amount);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g;
    }
  }

  /// `y = x^exponent`: `dy/dx = exponent x^(exponent - 1)`.
  record Power(double exponent) implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].pow(exponent);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return exponent == 0 ? g.mul(0) : g.mul(x[0].pow(exponent - 1)).mul(exponent);
    }
  }

  /// `y = a` where the condition is not 0, `b` elsewhere; the condition is a constant.
  record Where(Tensor condition) implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Tensor.where(condition, x[0], x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable nothing = Variable.constant(Tensor.full(0, g.dtype(), g.shape()));
      return i == 0 ? g.where(condition, nothing) : nothing.where(condition, g);
    }
  }
}
