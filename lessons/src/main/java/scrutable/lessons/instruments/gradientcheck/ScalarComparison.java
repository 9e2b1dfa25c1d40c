package scrutable.lessons.instruments.gradientcheck;

import java.util.List;
import java.util.function.UnaryOperator;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.lessons.instruments.Scalar;
import scrutable.tensor.Tensor;

/// The derivative of one function at one place, three times: by [Scalar], by the engine, and by [Scalar] in the wrong
/// order.
///
/// @param name       what the table calls the function
/// @param scalar     the derivative by the scalar engine
/// @param engine     the derivative by the engine, in float64
/// @param depthFirst the derivative when every number passes its gradient on at once
record ScalarComparison(String name, double scalar, double engine, double depthFirst) {
  private static final double X = 0.7;

  static List<ScalarComparison> all() {
    return List.of(
        of("x x + x", x -> x.times(x).plus(x), x -> x.mul(x).add(x)),
        of("tanh(x) exp(x)", x -> x.tanh().times(x.exp()), x -> x.tanh().mul(x.exp())),
        of("h h, where h = tanh(x)", x -> square(x.tanh()), x -> x.tanh().square()),
        of("((x x)(x x)) squared", x -> square(square(square(x))), x -> x.square().square().square()));
  }

  private static Scalar square(Scalar x) {
    return x.times(x);
  }

  private static ScalarComparison of(String name, UnaryOperator<Scalar> byScalar, UnaryOperator<Variable> byEngine) {
    Scalar x = Scalar.of(X);
    byScalar.apply(x).backward();
    Scalar wrong = Scalar.of(X);
    byScalar.apply(wrong).backwardDepthFirst();
    Variable v = Variable.tracked(Tensor.of(new double[] {X}, 1));
    return new ScalarComparison(name, x.gradient(), Gradients.of(byEngine.apply(v).sum(), v).get(v).item(),
        wrong.gradient());
  }

  /// How far the scalar engine is from the engine, relative to it.
  double error() {
    return Math.abs(scalar / engine - 1);
  }

  /// How many times the right derivative the wrong order gives.
  double ratio() {
    return depthFirst / engine;
  }
}
