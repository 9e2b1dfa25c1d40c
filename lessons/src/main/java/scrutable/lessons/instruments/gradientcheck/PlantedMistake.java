package scrutable.lessons.instruments.gradientcheck;

import java.util.List;
import java.util.function.Function;
import scrutable.autograd.CustomOp;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.format.Numbers;
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

  /// `(e^x)' = 1.0001 e^x`: a hundredth of a percent too much, if that is the `excess`.
  record SlightlyOff(double excess) implements PlantedMistake {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].exp();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(y).mul(1 + excess);
    }
  }

  /// A mistake beside the function that it is a mistake of, at the same inputs.
  record Pair(CheckedFunction wrong, CheckedFunction right) {
    private static Pair of(String name, PlantedMistake mistake, Function<Variable[], Variable> right,
        Tensor... inputs) {
      return new Pair(new CheckedFunction(name, x -> Graph.apply(mistake, x), inputs),
          new CheckedFunction(name + ", mended", right, inputs));
    }

    /// The largest difference of their values: a mistake that shows in the value is no mistake of a gradient.
    double inValue() {
      return wrong.value().sub(right.value()).abs().max().item();
    }

    /// How wrong the gradient is, by the right one and not by differences: the largest difference of an element, over
    /// the largest element of the right gradient.
    double inGradient() {
      double largest = 0;
      for (int i = 0; i < right.inputs().length; i++) {
        Tensor truth = right.gradient(i);
        double difference = wrong.gradient(i).sub(truth).abs().max().item();
        largest = Math.max(largest, difference / truth.abs().max().item());
      }
      return largest;
    }
  }

  /// Each mistake at inputs of its own.
  ///
  /// @param excess by which share the smallest of them is too large
  static List<Pair> all(double excess, Rng rng) {
    return List.of(
        Pair.of("square, factor 2 missing", new MissingFactor(), x -> x[0].square(), CheckedFunction.normal(rng, 4, 5)),
        Pair.of("a - b, wrong sign", new WrongSign(), x -> x[0].sub(x[1]),
            CheckedFunction.normal(rng, 4, 5), CheckedFunction.normal(rng, 4, 5)),
        Pair.of("matrix product, not transposed", new NotTransposed(), x -> x[0].matmul(x[1]),
            CheckedFunction.normal(rng, 4, 4), CheckedFunction.normal(rng, 4, 4)),
        Pair.of("bias, not summed over rows", new NotSummed(), x -> x[0].add(x[1]),
            CheckedFunction.normal(rng, 4, 5), CheckedFunction.normal(rng, 5)),
        Pair.of("exp, " + Numbers.shortest(100 * excess) + " % too large", new SlightlyOff(excess), x -> x[0].exp(),
            CheckedFunction.normal(rng, 4, 5)));
  }
}
