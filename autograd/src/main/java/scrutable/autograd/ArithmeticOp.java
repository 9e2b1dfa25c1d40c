package scrutable.autograd;

import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

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

  //: hide 1.1
  //: instead /// `y = a b`.
  /// `y = a b`, the product rule: each input receives the gradient times the other input.
  //: end
  record Mul() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].mul(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 1.1
      return g.mul(x[1 - i]);
      //: end
    }
  }

  //: hide 1.2
  //: instead /// `y = a / b`.
  /// `y = a / b`: `dy/da = 1 / b`, `dy/db = -a / b^2 = -y / b`.
  //: end
  record Div() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].div(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 1.2
      return i == 0 ? g.div(x[1]) : g.mul(y).div(x[1]).neg();
      //: end
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
      return g.mul(Variable.constant(winner(x[i].greater(x[1 - i]), x[i].equalTo(x[1 - i]))));
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
      return g.mul(Variable.constant(winner(x[i].less(x[1 - i]), x[i].equalTo(x[1 - i]))));
    }
  }

  /// The share of an input: 1 where it wins, 1/2 where both tie, 0 elsewhere.
  private static Tensor winner(Tensor wins, Tensor ties) {
    return wins.add(ties.mul(0.5));
  }

  /// `y = ln(e^a + e^b)`, the sum of two numbers that are given by their logarithms: `max(a, b) + ln(1 + e^-|a - b|)`,
  /// `dy/da = e^a / (e^a + e^b) = sigmoid(a - b)`.
  ///
  /// Zero is the logarithm -infinity: added to another number it changes nothing and has the derivative 0, also where
  /// both are -infinity and y is too. If both are +infinity, they share the gradient half and half.
  record LogAddExp() implements ArithmeticOp {
    @Override
    public Tensor forward(Tensor... x) {
      Tensor far = x[0].sub(x[1]).abs();
      Tensor distance = Tensor.where(x[0].equalTo(x[1]), Tensor.full(0, far.dtype()), far);
      return x[0].with(x[1], BinaryFunction.MAX).add(new ElementOp.Softplus().forward(distance.neg()));
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable zero = Variable.constant(Tensor.full(0, g.dtype()));
      Tensor distinct = x[0].notEqualTo(x[1]);
      Tensor finite = y.value().map(UnaryFunction.IS_FINITE);
      Variable lead = x[i].sub(x[1 - i]).where(distinct.add(finite), zero);        // not infinity - infinity
      return g.mul(lead.sigmoid()).where(y.notEqualTo(Double.NEGATIVE_INFINITY), zero);
    }
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
