package scrutable.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Rows of [ElementOp] and [ArithmeticOp], and of the methods of [Variable] that apply them.
final class ElementRows {
  /// Awkward for kernels that work on 4, 8 or 16 elements at once; then rank 0 and nothing at all.
  private static final int[][] SHAPES = {{3, 4}, {37}, {}, {1, 1}, {0}, {2, 0, 3}};
  private static final int[][][] BROADCASTS = {
      {{3, 4}, {3, 4}}, {{3, 4}, {4}}, {{4}, {3, 4}}, {{3, 1}, {1, 4}}, {{}, {2, 3}}, {{2, 3}, {}}, {{}, {}},
      {{2, 1, 4}, {3, 1}}, {{5}, {2, 1, 5}}, {{2, 3, 4, 2}, {3, 1, 2}}, {{1}, {2, 17}}, {{1, 3}, {0, 3}},
      {{0, 3}, {3}}, {{2, 0, 3}, {2, 1, 1}}};

  private final List<OpRow> rows = new ArrayList<>();

  static List<OpRow> all() {
    ElementRows catalogue = new ElementRows();
    catalogue.functions();
    catalogue.withConstants();
    catalogue.arithmetic();
    catalogue.activations();
    return catalogue.rows;
  }

  private void functions() {
    Samples any = Samples.SIGNED;
    element(new ElementOp.Neg(), "neg", Variable::neg, x -> -x, any);
    element(new ElementOp.Exp(), "exp", Variable::exp, Math::exp, any);
    element(new ElementOp.Log(), "log", Variable::log, Math::log, Samples.POSITIVE);
    element(new ElementOp.Sqrt(), "sqrt", Variable::sqrt, Math::sqrt, Samples.POSITIVE);
    element(new ElementOp.Square(), "square", Variable::square, x -> x * x, any);
    element(new ElementOp.Abs(), "abs", Variable::abs, x -> x < 0 ? -x : x, any);
    element(new ElementOp.Sin(), "sin", Variable::sin, Math::sin, any);
    element(new ElementOp.Cos(), "cos", Variable::cos, Math::cos, any);
    element(new ElementOp.Tanh(), "tanh", Variable::tanh, x -> 1 - 2 / (Math.exp(2 * x) + 1), any);
    element(new ElementOp.Sigmoid(), "sigmoid", Variable::sigmoid, x -> 1 / (1 + Math.exp(-x)), any);
    element(new ElementOp.Erf(), "erf", Variable::erf, ElementRows::erf, any);
    element(new ElementOp.GeluTanh(), "geluTanh", Functions::geluTanh,
        x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))), any);
    element(new ElementOp.Softplus(), "softplus", Variable::softplus, x -> Math.log1p(Math.exp(x)), any);
    element(new ElementOp.Relu(), "relu", Variable::relu, x -> x > 0 ? x : 0, any);
    element(new ElementOp.LeakyRelu(0.1), "leakyRelu", x -> x.leakyRelu(0.1), x -> x > 0 ? x : 0.1 * x, any);
    element(new ElementOp.Clamp(-0.5, 0.8), "clamp", x -> x.clamp(-0.5, 0.8),
        x -> x < -0.5 ? -0.5 : x > 0.8 ? 0.8 : x, new Samples(-2, 2, -0.5, 0.8));
  }

  private void withConstants() {
    Samples any = Samples.SIGNED;
    element(new ArithmeticOp.Scale(-2.5), "mul", x -> x.mul(-2.5), x -> -2.5 * x, any);
    element(new ArithmeticOp.Shift(0.75), "add", x -> x.add(0.75), x -> x + 0.75, any);
    method("sub", "(0.75)", x -> x[0].sub(0.75), x -> x - 0.75, any);
    method("div", "(3)", x -> x[0].div(3), x -> x / 3, any);
    for (double exponent : new double[] {3, 2, 1, 0, -1}) {
      row(new ArithmeticOp.Power(exponent), "" + exponent, x -> power(x, (int) exponent), any);
    }
    row(new ArithmeticOp.Power(0.5), "0.5", Math::sqrt, Samples.POSITIVE);
    row(new ArithmeticOp.Power(-1.5), "-1.5", x -> 1 / (x * Math.sqrt(x)), Samples.POSITIVE);
    method("pow", "(3)", x -> x[0].pow(3), x -> x * x * x, any);
  }

  private void arithmetic() {
    binary(new ArithmeticOp.Add(), "add", x -> x[0].add(x[1]), (a, b) -> a + b);
    binary(new ArithmeticOp.Sub(), "sub", x -> x[0].sub(x[1]), (a, b) -> a - b);
    binary(new ArithmeticOp.Mul(), "mul", x -> x[0].mul(x[1]), (a, b) -> a * b);
    binary(new ArithmeticOp.Div(), "div", x -> x[0].div(x[1]), (a, b) -> a / b);
    binary(new ArithmeticOp.Maximum(), "maximum", x -> x[0].maximum(x[1]), (a, b) -> a > b ? a : b);
    binary(new ArithmeticOp.Minimum(), "minimum", x -> x[0].minimum(x[1]), (a, b) -> a < b ? a : b);
    binary(new ArithmeticOp.LogAddExp(), "logAddExp", x -> x[0].logAddExp(x[1]),
        (a, b) -> Math.log(Math.exp(a) + Math.exp(b)));
    Tensor condition = Tensor.of(new double[] {1, 0, 0, 1, 0, -2}, 2, 3);
    OpRow.Formula where = x -> NdArray.fill(new int[] {2, 3},
        at -> condition.get(at) != 0 ? x[0].repeatedAt(at) : x[1].repeatedAt(at));
    rows.add(OpRow.of(new ArithmeticOp.Where(condition), "", where,
        Samples.SIGNED.draw(1, new int[] {2, 3}, new int[] {2, 3})));
    rows.add(OpRow.of(new ArithmeticOp.Where(Tensor.zeros(DType.FLOAT64, 2, 0)), "", x -> x[0],
        Samples.SIGNED.draw(1, new int[] {2, 0}, new int[] {2, 0})));
    for (double single : new double[] {0, 1}) {
      rows.add(OpRow.of(new ArithmeticOp.Where(Tensor.scalar(single)), "of " + single,
          x -> single == 0 ? x[1] : x[0], Samples.SIGNED.draw(1, new int[] {}, new int[] {})));
    }
    for (int[][] shapes : new int[][][] {{{3}, {2, 1}}, {{}, {2, 3}}, {{2, 1}, {}}}) {
      rows.add(OpRow.method("where", "", x -> x[0].where(condition, x[1]), where,
          Samples.SIGNED.draw(2, shapes)));
    }
    Tensor column = Tensor.ofInts(new int[] {1, 0}, 2, 1);
    rows.add(OpRow.method("where", "(2, 1) int32", x -> x[0].where(column, x[1]),
        x -> NdArray.fill(new int[] {2, 3}, at -> at[0] == 0 ? x[0].at(at[1]) : x[1].at()),
        Samples.SIGNED.draw(3, new int[] {3}, new int[] {})));
  }

  private void activations() {
    Samples any = Samples.SIGNED;
    method("gelu", "", x -> Functions.gelu(x[0]), x -> x * (1 + erf(x / Math.sqrt(2))) / 2, any);
    method("silu", "", x -> Functions.silu(x[0]), x -> x / (1 + Math.exp(-x)), any);
  }

  /// The power series, which is exact enough for `|x| <= 2.5`.
  static double erf(double x) {
    double term = x;
    double total = x;
    for (int n = 1; n < 80; n++) {
      term *= -x * x / n;
      total += term / (2 * n + 1);
    }
    return total * 2 / Math.sqrt(Math.PI);
  }

  private static double power(double x, int exponent) {
    double result = 1;
    for (int i = 0; i < Math.abs(exponent); i++) {
      result *= x;
    }
    return exponent < 0 ? 1 / result : result;
  }

  private void element(Op op, String method, Function<Variable, Variable> function,
      DoubleUnaryOperator formula, Samples samples) {
    row(op, "", formula, samples);
    method(method, "", x -> function.apply(x[0]), formula, samples);
  }

  private void row(Op op, String constants, DoubleUnaryOperator formula, Samples samples) {
    for (int[] shape : SHAPES) {
      rows.add(OpRow.of(op, constants, x -> x[0].map(formula), samples.draw(11, shape)));
    }
  }

  private void method(String subject, String constants, Function<Variable[], Variable> function,
      DoubleUnaryOperator formula, Samples samples) {
    rows.add(OpRow.method(subject, constants, function, x -> x[0].map(formula),
        samples.draw(12, new int[] {5})));
  }

  private void binary(Op op, String method, Function<Variable[], Variable> function,
      DoubleBinaryOperator formula) {
    for (int[] shape : SHAPES) {
      rows.add(OpRow.of(op, "", x -> NdArray.combine(formula, x[0], x[1]),
          Samples.SIGNED.draw(13, shape, shape)));
    }
    for (int[][] shapes : BROADCASTS) {
      rows.add(OpRow.method(method, "broadcast", function, x -> NdArray.combine(formula, x[0], x[1]),
          Samples.SIGNED.draw(14, shapes)));
    }
  }
}
