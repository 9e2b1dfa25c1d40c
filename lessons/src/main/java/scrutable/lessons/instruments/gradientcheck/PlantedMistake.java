package scrutable.lessons.instruments.gradientcheck;

import java.util.List;
import scrutable.autograd.CustomOp;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The mistakes that everybody makes once in a hand-written gradient, each right in value and shape.
sealed interface PlantedMistake extends CustomOp {

  /// `(x^2)' = x`: the factor 2 is missing.
  record MissingFactor() implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].square();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0]);
    }
  }

  /// `(a - b)' = 1` for both inputs: the sign of the second is missing.
  record WrongSign() implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].sub(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g;
    }
  }

  /// `dL/dA = G B` instead of `G B^T`: with square matrices the shapes do not give it away.
  record NotTransposed() implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].matmul(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0 ? g.matmul(x[1]) : x[0].t().matmul(g);
    }
  }

  /// The gradient of a bias that was added to several rows is taken from the first row alone, not summed.
  record NotSummed() implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].add(x[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0 ? g : g.select(0, 0);
    }
  }

  /// `(e^x)' = 1.0001 e^x`: a hundredth of a percent too much.
  record SlightlyOff() implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].exp();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(y).mul(1.0001);
    }
  }

  /// Each mistake at inputs of its own.
  static List<CheckedFunction> all(Rng rng) {
    return List.of(
        new CheckedFunction("square, factor 2 missing", x -> Graph.apply(new MissingFactor(), x[0]),
            CheckedFunction.normal(rng, 4, 5)),
        new CheckedFunction("a - b, wrong sign", x -> Graph.apply(new WrongSign(), x[0], x[1]),
            CheckedFunction.normal(rng, 4, 5), CheckedFunction.normal(rng, 4, 5)),
        new CheckedFunction("matrix product, not transposed", x -> Graph.apply(new NotTransposed(), x[0], x[1]),
            CheckedFunction.normal(rng, 4, 4), CheckedFunction.normal(rng, 4, 4)),
        new CheckedFunction("bias, not summed over rows", x -> Graph.apply(new NotSummed(), x[0], x[1]),
            CheckedFunction.normal(rng, 4, 5), CheckedFunction.normal(rng, 5)),
        new CheckedFunction("exp, 0.01 % too large", x -> Graph.apply(new SlightlyOff(), x[0]),
            CheckedFunction.normal(rng, 4, 5)));
  }
}
