package scrutable.autograd;

import java.util.Arrays;
import java.util.function.Function;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// A function with a rule of derivation that may be wrong, for tests of what the gradient check says about it.
record Mistaken(Function<Tensor[], Tensor> function, Rule rule) implements CustomOp {
  /// A rule, as [CustomOp#vjp] has it.
  interface Rule {
    Variable of(int i, Variable g, Variable[] x, Variable y);
  }

  static GradientReport check(Function<Tensor[], Tensor> function, Rule rule, Tensor... inputs) {
    return GradientCheck.check(x -> Graph.apply(new Mistaken(function, rule), x), inputs);
  }

  /// Inputs of these shapes, of both signs.
  static Tensor[] signed(long seed, int[]... shapes) {
    return draw(Samples.SIGNED, seed, shapes);
  }

  static Tensor[] positive(long seed, int[]... shapes) {
    return draw(Samples.POSITIVE, seed, shapes);
  }

  private static Tensor[] draw(Samples samples, long seed, int[]... shapes) {
    return Arrays.stream(samples.draw(seed, shapes)).map(x -> x.tensor(DType.FLOAT64)).toArray(Tensor[]::new);
  }

  static int[] shape(int... sizes) {
    return sizes;
  }

  @Override
  public Tensor forward(Tensor... x) {
    return function.apply(x);
  }

  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    return rule.of(i, g, x, y);
  }
}
