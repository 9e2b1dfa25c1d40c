package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.autograd.Mistaken.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.tensor.Convolution2d;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;
import scrutable.tensor.Window;

/// Wrong rules as people write them, and the words that the gradient check finds for each.
class GradientDiagnosisTest {
  private static final Window SAME = Window.square(3, 1, 1).withKernel(3, 3);

  private final List<DynamicTest> tests = new ArrayList<>();

  private static Tensor[] signed(int[]... shapes) {
    return Mistaken.signed(71, shapes);
  }

  private static Tensor[] positive(int[]... shapes) {
    return Mistaken.positive(72, shapes);
  }

  /// Adds a test: the check of this wrong rule must fail, and say these words.
  private void mistake(String name, String words, Function<Tensor[], Tensor> function, Mistaken.Rule rule,
      Tensor... inputs) {
    tests.add(DynamicTest.dynamicTest(name, () -> {
      GradientReport report = Mistaken.check(function, rule, inputs);
      assertFalse(report.passed(), report::toString);
      assertTrue(report.diagnosis().contains(words), report::toString);
      assertFalse(report.diagnosis().contains("kink") && !words.contains("kink"), report::toString);
    }));
  }

  @TestFactory
  Stream<DynamicTest> saysWhatIsWrong() {
    matrixProducts();
    elementFunctions();
    masks();
    rows();
    convolutions();
    arrangements();
    sums();
    return tests.stream();
  }

  @Test
  void thereAreAtLeastThirtyMistakes() {
    assertTrue(saysWhatIsWrong().count() >= 30, () -> tests.size() + " mistakes");
  }

  /// `Y = A B` with square factors, where no shape gives the mistake away.
  private void matrixProducts() {
    Function<Tensor[], Tensor> product = x -> x[0].matmul(x[1]);
    Tensor[] square = signed(shape(3, 3), shape(3, 3));
    mistake("dL/dA = G B", "the rule computes g x1, right is g x1^T: a transpose is missing or one too many", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1]) : x[0].t().matmul(g), square);
    mistake("dL/dA = B^T G", "the rule computes x1^T g, right is g x1^T: the factors stand in the wrong order", product,
        (i, g, x, y) -> i == 0 ? x[1].t().matmul(g) : x[0].t().matmul(g), square);
    mistake("dL/dB = A G", "the rule computes x0 g, right is x0^T g: a transpose", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : x[0].matmul(g), square);
    mistake("dL/dB = G A^T", "the rule computes g x0^T, right is x0^T g: the factors stand in the wrong order", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : g.matmul(x[0].t()), square);
    mistake("dL/dB of a stack", "the rule computes x0 g, right is x0^T g: a transpose", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : x[0].matmul(g), signed(shape(2, 3, 3), shape(2, 3, 3)));
    mistake("dL/dA transposed", "transposed: a transpose is missing or one too many", product,
        (i, g, x, y) -> i == 0 ? x[1].matmul(g.t()) : x[0].t().matmul(g), square);
    mistake("a linear layer, x W^T", "the rule computes g x1^T, right is g x1: a transpose",
        x -> x[0].matmul(x[1].t()), (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : g.t().matmul(x[0]),
        signed(shape(4, 3), shape(3, 3)));
  }

  private void elementFunctions() {
    Tensor[] any = signed(shape(3, 4));
    Function<Tensor[], Tensor> tanh = x -> x[0].map(UnaryFunction.TANH);
    mistake("tanh' = 1 - x^2", "multiplies g by 1 - x^2, right is 1 - y^2", tanh,
        (i, g, x, y) -> g.mul(x[0].square().neg().add(1)), any);
    mistake("tanh' = 1 - y", "multiplies g by 1 - y, right is 1 - y^2", tanh,
        (i, g, x, y) -> g.mul(y.neg().add(1)), any);
    mistake("tanh' = that of the sigmoid", "multiplies g by y (1 - y), right is 1 - y^2", tanh,
        (i, g, x, y) -> g.mul(y).sub(g.mul(y).mul(y)), any);
    mistake("sigmoid' in x", "multiplies g by x (1 - x), right is y (1 - y)",
        x -> x[0].map(UnaryFunction.SIGMOID), (i, g, x, y) -> g.mul(x[0].sub(x[0].square())), any);
    mistake("sin' = sin", "multiplies g by y, right is cos x", x -> x[0].map(UnaryFunction.SIN),
        (i, g, x, y) -> g.mul(y), any);
    mistake("exp' = x e^x", "multiplies g by x y, right is e^x", x -> x[0].exp(),
        (i, g, x, y) -> g.mul(x[0]).mul(y), any);
    mistake("log' = x", "multiplies g by x, right is 1 / x", x -> x[0].log(), (i, g, x, y) -> g.mul(x[0]),
        positive(shape(3, 4)));
    mistake("sqrt' = x / 2", "multiplies g by 0.5 x, right is 0.5 (1 / y)", x -> x[0].sqrt(),
        (i, g, x, y) -> g.mul(x[0]).mul(0.5), positive(shape(3, 4)));
    mistake("db of a / b is a / b", "multiplies g by -(x0 / x1), right is -(x0 / x1^2)", x -> x[0].div(x[1]),
        (i, g, x, y) -> i == 0 ? g.div(x[1]) : g.mul(x[0]).div(x[1]).neg(), positive(shape(5), shape(5)));
    mistake("db of a / b is 1 / b^2", "multiplies g by -(1 / x1^2), right is -(x0 / x1^2)", x -> x[0].div(x[1]),
        (i, g, x, y) -> i == 0 ? g.div(x[1]) : g.div(x[1].square()).neg(), positive(shape(5), shape(5)));
    mistake("half of a product rule", "multiplies g by y / x, which is not the derivative: a factor is wrong, or a"
        + " term is missing", x -> x[0].mul(x[0].map(UnaryFunction.SIGMOID)),
        (i, g, x, y) -> g.mul(x[0].sigmoid()), any);
    mistake("x^3' = x^3", "multiplies g by x^3", x -> x[0].pow(3), (i, g, x, y) -> g.mul(x[0].pow(3)), any);
  }

  private void masks() {
    Tensor[] any = signed(shape(3, 4));
    Function<Tensor[], Tensor> relu = x -> x[0].map(UnaryFunction.RELU);
    Variable zero = Variable.constant(Tensor.scalar(0.0));
    mistake("relu passes everything", "multiplies g by 1, right is 1 where x > 0, else"
        + " 0", relu, (i, g, x, y) -> g, any);
    mistake("relu passes where x < 0", "multiplies g by 1 where x < 0, else 0, right is 1 where x > 0, else 0", relu,
        (i, g, x, y) -> g.where(x[0].less(0), zero), any);
    mistake("relu looks at the gradient", "multiplies g by 1 where g > 0, else 0, right is 1 where x > 0", relu,
        (i, g, x, y) -> g.where(g.greater(0), zero), any);
    mistake("relu multiplies by y", "multiplies g by y, right is 1 where x > 0, else 0", relu,
        (i, g, x, y) -> g.mul(y), any);
    mistake("abs without its sign", "multiplies g by 1, right is the sign of"
        + " x", x -> x[0].abs(), (i, g, x, y) -> g, any);
    mistake("leaky relu, wrong slope", "exactly those where the input is negative",
        x -> Tensor.where(x[0].greater(0), x[0], x[0].mul(0.1)),
        (i, g, x, y) -> g.where(x[0].greater(0), g.mul(0.25)), any);
  }

  private void rows() {
    Tensor[] any = signed(shape(3, 5));
    Function<Tensor[], Tensor> softmax = x -> softmax(x[0]);
    mistake("softmax' = y", "a term y times a sum over the row is missing", softmax, (i, g, x, y) -> g.mul(y), any);
    mistake("softmax' = y (1 - y)", "the rule is that of a function of single elements", softmax,
        (i, g, x, y) -> g.mul(y).mul(y.neg().add(1)), any);
    mistake("softmax, the last factor forgotten", "a factor y is missing", softmax,
        (i, g, x, y) -> g.sub(g.mul(y).sum(true, -1)), any);
    mistake("softmax, a mean for the sum", "a term y times a sum over the row is missing or wrong", softmax,
        (i, g, x, y) -> g.sub(g.mul(y).mean(true, -1)).mul(y), any);
    mistake("softmax, sum over the wrong axis", "a term y times a sum over the row is missing or wrong", softmax,
        (i, g, x, y) -> g.sub(g.mul(y).sum(true, 1).mul(0.3)).mul(y), any);
    mistake("log-softmax without its sum", "a multiple of e^y", x -> softmax(x[0]).log(), (i, g, x, y) -> g, any);
    mistake("log-softmax, e^y forgotten", "a multiple of 1 - e^y", x -> softmax(x[0]).log(),
        (i, g, x, y) -> g.sub(g.sum(true, -1)), any);
    mistake("a centred row without its mean", "every element is off by the same amount",
        x -> x[0].sub(x[0].mean(true, 1)), (i, g, x, y) -> g, any);
    mistake("standardize without the mean of g", "every element is off by the same amount", GradientDiagnosisTest
        ::standardize, (i, g, x, y) -> g.sub(y.mul(g.mul(y).mean(true, -1))).mul(deviation(x[0])), any);
    mistake("standardize without the term along y", "off by a multiple of y", GradientDiagnosisTest::standardize,
        (i, g, x, y) -> g.sub(g.mean(true, -1)).mul(deviation(x[0])), any);
    mistake("standardize, not divided by the deviation", "a factor that belongs to the row is missing or wrong",
        GradientDiagnosisTest::standardize,
        (i, g, x, y) -> g.sub(g.mean(true, -1)).sub(y.mul(g.mul(y).mean(true, -1))), any);
    mistake("a norm without its division", "a factor that belongs to the row is missing or wrong",
        x -> x[0].square().sum(true, 1).sqrt(), (i, g, x, y) -> g.mul(x[0]), any);
    Tensor target = Tensor.of(new double[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0}, 3, 5);
    mistake("cross-entropy without the target", "exactly one element is wrong: the term of a single place",
        x -> softmax(x[0]).log().mul(target).sum(true, 1).neg(), (i, g, x, y) -> Functions.softmax(x[0]).mul(g), any);
    mistake("cross-entropy without g", "the incoming gradient is ignored",
        x -> softmax(x[0]).log().mul(target).sum(true, 1).neg(),
        (i, g, x, y) -> Functions.softmax(x[0]).sub(Variable.constant(target)), any);
  }

  private static Tensor softmax(Tensor x) {
    return x.exp().div(x.exp().sum(true, -1));
  }

  private static Tensor standardize(Tensor[] x) {
    Tensor centred = x[0].sub(x[0].mean(true, -1));
    return centred.div(centred.square().mean(true, -1).sqrt());
  }

  private static Variable deviation(Variable x) {
    return x.variance(true, -1).pow(-0.5);
  }

  private void convolutions() {
    Function<Tensor[], Tensor> convolution = x -> Convolution2d.forward(x[0], x[1], SAME);
    Tensor[] images = signed(shape(2, 2, 4, 4), shape(2, 2, 3, 3));
    Mistaken.Rule right = (i, g, x, y) -> new ConvolutionOp.Conv2d(SAME).vjp(i, g, x, y);
    mistake("the gradient of the image with the kernel not flipped", "flipped along axes 2 and 3: a flip is missing",
        convolution, (i, g, x, y) -> right.of(i, g, i == 0 ? new Variable[] {x[0], x[1].flip(2, 3)} : x, y), images);
    mistake("the gradient of the kernel flipped", "the numeric one flipped along axes 2 and 3", convolution,
        (i, g, x, y) -> i == 1 ? right.of(i, g, x, y).flip(2, 3) : right.of(i, g, x, y), images);
    mistake("the channels of the kernel not exchanged", "with its axes in the order 1, 0, 2 and 3: a transpose is"
        + " missing",
        convolution, (i, g, x, y) -> right.of(i, g, i == 0 ? new Variable[] {x[0], x[1].transpose(0, 1)} : x, y),
        images);
    mistake("the gradient of the kernel as a mean over two images",
        "the size of axis 0 of the output (2, 2, 4, 4): the sum over the broadcast axis is missing, or a mean stands",
        convolution, (i, g, x, y) -> i == 1 ? right.of(i, g, x, y).mul(0.5) : right.of(i, g, x, y), images);
  }

  private void arrangements() {
    mistake("a permutation that is not undone", "with its axes in the order", x -> x[0].permute(1, 2, 0),
        (i, g, x, y) -> g.permute(1, 2, 0), signed(shape(3, 3, 3)));
    mistake("a flip that is not undone", "flipped along axis 1", x -> x[0].flip(1), (i, g, x, y) -> g,
        signed(shape(3, 4)));
    Tensor lower = Tensor.of(new double[] {1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1}, 4, 4);
    mistake("a running sum forwards again", "J g, not J^T g",
        x -> lower.matmul(x[0].reshape(4, 1)).reshape(4),
        (i, g, x, y) -> Variable.constant(lower).matmul(g.reshape(4, 1)).reshape(4), signed(shape(4)));
    mistake("a slice put back in the wrong place", "moved along axis 0 by 1 towards the beginning",
        x -> x[0].slice(0, 2, 5),
        (i, g, x, y) -> g.pad(new int[] {1}, new int[] {3}, 0), signed(shape(7)));
  }

  private void sums() {
    Tensor index = Tensor.ofInts(new int[] {1, 0, 1, 3}, 4);
    mistake("an element that is picked twice", "of one of them only: the shares must be added up",
        x -> Indexing.select(x[0], 0, index), (i, g, x, y) -> overwritten(g, index), signed(shape(4)));
    mistake("a square of a pair without its 2", "a factor 2 is missing (as of a square), or one of two uses is not"
        + " counted; or, as the size of axis 0 of the output (2, 3) is 2, a mean stands in place of a sum",
        x -> x[0].square(), (i, g, x, y) -> g.mul(x[0]), signed(shape(2, 3)));
    mistake("a sum over a pair as a mean", "axis 0 of the input (2, 3): the rule is that of a mean",
        x -> x[0].sum(false, 0), (i, g, x, y) -> g.expand(2, 3).mul(0.5), signed(shape(2, 3)));
    mistake("a maximum that feeds all", "should be zero: the rule sends a gradient to elements on which no output"
        + " depends",
        x -> x[0].max(false, 1), (i, g, x, y) -> g.reshape(3, 1).expand(3, 5), signed(shape(3, 5)));
    mistake("a dropout that forgets its scale", "a factor 2 is missing, or one of two uses is not counted",
        x -> x[0].mul(Tensor.of(new double[] {0, 2, 2, 0, 2}, 5)),
        (i, g, x, y) -> g.mul(Variable.constant(Tensor.of(new double[] {0, 1, 1, 0, 1}, 5))), signed(shape(5)));
    mistake("g squared", "not linear in the incoming gradient", x -> x[0].exp(), (i, g, x, y) -> g.square().mul(y),
        signed(shape(3, 4)));
    mistake("g clipped", "not linear in the incoming gradient", x -> x[0].square(),
        (i, g, x, y) -> g.clamp(-1, 1).mul(x[0]).mul(2), signed(shape(3, 4)));
    mistake("one rule for both inputs", "this is the gradient of input 0: the rule returns the same for both",
        x -> x[0].mul(x[1]), (i, g, x, y) -> g.mul(x[1]), signed(shape(5), shape(5)));
    mistake("rounding passed straight through", "only in steps",
        x -> x[0].map(UnaryFunction.FLOOR), (i, g, x, y) -> g, signed(shape(3, 4)));
  }

  /// `x[index[i]] = g[i]` instead of `+=`.
  private static Variable overwritten(Variable g, Tensor index) {
    double[] result = new double[4];
    for (int i = 0; i < index.elementCount(); i++) {
      result[(int) index.get(i)] = g.value().get(i);
    }
    return Variable.constant(Tensor.of(result, 4));
  }

  /// Such a function has no kink and no mistake in its rule: its differences mean nothing.
  @Test
  void roundingToFloat32InsideIsNoKink() {
    Tensor x = signed(shape(3, 4))[0];
    List<Function<Tensor[], Tensor>> rounding = List.of(t -> t[0].to(DType.FLOAT32).exp().to(DType.FLOAT64),
        t -> t[0].exp().to(DType.FLOAT32).to(DType.FLOAT64),
        t -> Tensor.of(t[0].toFloatArray(), 3, 4).to(DType.FLOAT64).exp().mul(t[0].mul(0).add(1)),
        t -> t[0].exp().to(DType.FLOAT32).to(DType.FLOAT64).add(t[0]).sub(t[0].mul(1)));
    for (Function<Tensor[], Tensor> function : rounding) {
      GradientReport report = GradientCheck.check(v -> Graph.apply(new Mistaken(function,
          (i, g, in, y) -> g.mul(in[0].exp())), v), x);
      assertFalse(report.passed());
      assertTrue(report.diagnosis().startsWith("the function is rough at tiny steps: it rounds to float32"),
          report::toString);
    }
  }

  @Test
  void aForwardPassThatChangesItsInputIsNamedAndNotCalledRandom() {
    Tensor x = signed(shape(3, 4))[0];
    double before = x.get(0, 0);
    String message = assertThrows(IllegalArgumentException.class, () -> GradientCheck.check(
        v -> Graph.apply(new Mistaken(t -> doubled(t[0]), (i, g, in, y) -> g.mul(2)), v), x)).getMessage();
    assertTrue(message.contains("the forward pass of Mistaken changes its input 0 of shape (3, 4), at index (0, 0)"
        + " from " + before + " to " + 2 * before), message);
    assertFalse(message.contains("random"), message);
    String inside = assertThrows(IllegalArgumentException.class, () -> GradientCheck.check(
        v -> Graph.apply(new Mistaken(t -> doubled(t[0]), (i, g, in, y) -> g.mul(2)), v[0].exp()), signed(shape(3))))
        .getMessage();
    assertTrue(inside.contains("the forward pass of Mistaken changes its input 0 of shape (3,)"), inside);
  }

  private static Tensor doubled(Tensor x) {
    if (x.storage() instanceof Storage.Float64(double[] values, _)) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= 2;
      }
    }
    return x.contiguous();
  }

  @Test
  void insideALargerGraphTheOperationIsNamedWithItsOwnMistake() {
    Mistaken tanh = new Mistaken(x -> x[0].map(UnaryFunction.TANH),
        (i, g, x, y) -> g.mul(x[0].square().neg().add(1)));
    GradientReport report = GradientCheck.check(x -> Graph.apply(tanh, x[0].mul(0.5)).exp().sum(),
        signed(shape(3, 4)));
    assertTrue(report.diagnosis().contains("where: Mistaken is wrong by itself, on inputs (3, 4)\n  there: the rule"
        + " multiplies g by 1 - x^2, right is 1 - y^2"), report::toString);
  }

  @Test
  void rightRulesOfTheSameFunctionsPass() {
    Tensor[] square = signed(shape(3, 3), shape(3, 3));
    GradientCheck.check(x -> Graph.apply(new Mistaken(t -> t[0].matmul(t[1]),
        (i, g, x2, y) -> i == 0 ? g.matmul(x2[1].t()) : x2[0].t().matmul(g)), x), square).require();
    GradientReport report = GradientCheck.check(x -> Graph.apply(new Mistaken(GradientDiagnosisTest::standardize,
        (i, g, in, y) -> g.sub(g.mean(true, -1)).sub(y.mul(g.mul(y).mean(true, -1))).mul(deviation(in[0]))), x),
        signed(shape(3, 5))).require();
    assertEquals("", report.diagnosis());
  }
}
