package scrutable.autograd;

import scrutable.tensor.Rectifier;
import scrutable.tensor.TanhGelu;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

//: hide 1.3
//: instead /// Functions of one number, applied to every element.
//: instead ///
//: instead /// Where the derivative is simplest in terms of the output (`exp' = exp`), the rule uses the output, which has
//: instead /// been computed already.
/// Functions of one number, applied to every element.
///
/// Where the derivative is simplest in terms of the output (`exp' = exp`, `tanh' = 1 - tanh^2`), the rule uses
/// the output, which has been computed already.
//: end
public sealed interface ElementOp extends Op {

  /// `y = -x`.
  record Neg() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].neg();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.neg();
    }
  }

  /// `y = e^x`, `dy/dx = y`.
  record Exp() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].exp();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(y);
    }
  }

  /// `y = ln x`, `dy/dx = 1 / x`.
  record Log() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].log();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.div(x[0]);
    }
  }

  /// `y = sqrt(x)`, `dy/dx = 1 / (2 y)`; infinite at 0.
  record Sqrt() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].sqrt();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.div(y).mul(0.5);
    }
  }

  /// `y = x^2`, `dy/dx = 2 x`.
  record Square() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].square();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0]).mul(2);
    }
  }

  /// `y = |x|`, `dy/dx = sign(x)`, and 0 at 0.
  record Abs() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].abs();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(Variable.constant(x[0].value().sign()));
    }
  }

  /// `y = sin x`, `dy/dx = cos x`.
  record Sin() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.SIN);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0].cos());
    }
  }

  /// `y = cos x`, `dy/dx = -sin x`.
  record Cos() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.COS);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0].sin()).neg();
    }
  }

  //: hide 1.3
  //: instead /// `y = tanh x`.
  /// `y = tanh x`, `dy/dx = 1 - y^2`.
  //: end
  record Tanh() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.TANH);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 1.3
      return g.mul(y.square().neg().add(1));
      //: end
    }
  }

  /// `y = 1 / (1 + e^-x)`, `dy/dx = y (1 - y)`.
  record Sigmoid() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.SIGMOID);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(y).mul(y.neg().add(1));
    }
  }

  /// `y = erf(x)`, `dy/dx = 2 / sqrt(pi) e^(-x^2)`.
  record Erf() implements ElementOp {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.ERF);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0].square().neg().exp()).mul(TWO_OVER_ROOT_PI);
    }
  }

  /// `y = ln(1 + e^x) = max(x, 0) + ln(1 + e^-|x|)`, `dy/dx = sigmoid(x)`; the second form cannot overflow.
  ///
  /// For small e, `1 + e` is rounded to some u, and `ln(1 + e)` is `ln(u) e / (u - 1)`, in which the rounding
  /// cancels; if u is 1, it is e itself (W. Kahan, in Goldberg, "What every computer scientist should know about
  /// floating-point arithmetic", 1991, theorem 4).
  record Softplus() implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      Tensor e = x[0].abs().neg().exp();
      Tensor u = e.add(1);
      Tensor one = Tensor.full(1, u.dtype());
      Tensor rounded = u.sub(1);
      Tensor logarithm = Tensor.where(rounded, u.log().mul(e).div(Tensor.where(rounded, rounded, one)), e);
      return x[0].map(UnaryFunction.RELU).add(logarithm);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0].sigmoid());
    }
  }

  /// `y = max(x, 0)`; the derivative at 0 is taken as 0.
  record Relu() implements ElementOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].map(UnaryFunction.RELU);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.where(y.greater(0), Variable.constant(Tensor.full(0, y.dtype())));
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      return Rectifier.gradient(g, y);
    }
  }

  //: hide 1.3
  //: instead /// `y = x (1 + t) / 2` with `t = tanh(u)` and `u = sqrt(2 / pi) (x + 0.044715 x^3)`, see [TanhGelu].
  /// `y = x (1 + t) / 2` with `t = tanh(u)` and `u = sqrt(2 / pi) (x + 0.044715 x^3)`, see [TanhGelu];
  /// `dy/dx = (1 + t) / 2 + x (1 - t^2) u' / 2`.
  //: end
  record GeluTanh() implements ElementOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return TanhGelu.of(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      double root = StrictMath.sqrt(2 / Math.PI);
      //: leak 1.3
      //: instead Variable near = x[0].clamp(-1000, 1000);
      Variable near = x[0].clamp(-1000, 1000);         // beyond, 1 - t^2 is 0, and times infinity it would be NaN
      //: end
      Variable square = near.square();
      Variable t = near.mul(square.mul(0.044715).add(1)).mul(root).tanh();
      Variable slope = square.mul(3 * 0.044715).add(1).mul(root);
      //: leak 1.3
      //: instead Variable bend = new Tanh().vjp(0, slope, new Variable[] {t}, t).mul(near);
      Variable bend = t.square().neg().add(1).mul(slope).mul(near);
      //: end
      return g.mul(t.add(1).add(bend).mul(0.5));
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      //: leak 1.3
      //: instead return vjp(i, Variable.constant(g), new Variable[] {Variable.constant(x[0])}, null).value();
      return TanhGelu.gradient(g, x[0]);
      //: end
    }
  }

  /// `y = x` for `x > 0`, `slope x` otherwise; the derivative at 0 is `slope`.
  record LeakyRelu(double slope) implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].mul(slopes(x[0]));
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(Variable.constant(slopes(x[0].value())));
    }

    private Tensor slopes(Tensor x) {
      Tensor positive = x.greater(0);
      return positive.mul(1 - slope).add(slope);
    }
  }

  /// `y = min(max(x, low), high)`: the gradient passes where `low <= x <= high` and is 0 elsewhere.
  record Clamp(double low, double high) implements ElementOp {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].clamp(low, high);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.where(x[0].equalTo(y), Variable.constant(Tensor.full(0, g.dtype())));
    }
  }
}
