package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The tool itself: it passes what is right, and says what is wrong with what is wrong.
class GradientCheckTest {
  private static final Rng RNG = Rng.seed(5);

  private final Tensor a = random(3, 4);
  private final Tensor b = random(3, 4);

  private static Tensor random(int... shape) {
    double[] values = new double[Shape.elementCount(shape)];
    Arrays.setAll(values, i -> 0.3 + RNG.nextDouble());
    return Tensor.wrap(values, shape);
  }

  /// A function with a rule of the test's choice: forward and vjp `(g, x) -> gradient`, one input.
  private record Wrong(Function<Tensor, Tensor> function, BiFunction<Variable, Variable, Variable> rule)
      implements CustomOp {
    @Override
    public Tensor forward(Tensor... x) {
      return function.apply(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return rule.apply(g, x[0]);
    }
  }

  private static GradientReport checkRule(Function<Tensor, Tensor> function,
      BiFunction<Variable, Variable, Variable> rule, Tensor input) {
    return GradientCheck.check(x -> Graph.apply(new Wrong(function, rule), x), input);
  }

  private static void assertDiagnosed(String expected, GradientReport report) {
    assertFalse(report.passed(), report::toString);
    assertTrue(report.diagnosis().contains(expected), report::toString);
    String message = assertThrows(IllegalStateException.class, report::require).getMessage();
    assertTrue(message.contains(expected), message);
  }

  @Test
  void passesRightGradientsFarBelowTheTolerance() {
    GradientReport report = GradientCheck.check(x -> x[0].mul(x[1]).tanh().div(x[1]), a, b).require();
    assertEquals(24, report.checked());
    assertTrue(report.worstError() < 1e-8, report::toString);
    assertTrue(GradientCheck.checkSecondOrder(x -> x[0].mul(x[1]).tanh().div(x[1]), a, b).require()
        .worstError() < 1e-8);
  }

  @Test
  void seesAFactorThatIsWrongByAMillionth() {
    GradientReport report = checkRule(Tensor::exp, (g, x) -> g.mul(x.exp()).mul(1 + 3e-6), a);
    assertDiagnosed("x numeric in every element: a constant factor is wrong", report);
  }

  @Test
  void float32CannotSeeThatFactorAndIsRefused() {
    Tensor narrow = a.to(DType.FLOAT32);
    String message = assertThrows(IllegalArgumentException.class,
        () -> GradientCheck.check(x -> x[0].exp(), narrow)).getMessage();
    assertTrue(message.contains("float32") && message.contains("(3, 4)"), message);
    Wrong exp = new Wrong(Tensor::exp, (g, x) -> g.mul(x.exp()).mul(1.001));
    assertTrue(GradientCheck.checkFloat32(x -> Graph.apply(exp, x), narrow).passed());
    assertFalse(GradientCheck.check(x -> Graph.apply(exp, x), a).passed());
  }

  @Test
  void namesTheWorstElement() {
    double[] factors = {1, 1, 1, 1, 1, 1, 1.5, 1, 1, 1, 1, 1};
    Variable factor = Variable.constant(Tensor.of(factors, 3, 4));
    GradientReport report = checkRule(Tensor::exp, (g, x) -> g.mul(x.exp()).mul(factor), a);
    assertEquals(1, report.failed());
    assertEquals(0, report.worst().input());
    assertEquals("(1, 2)", Shape.text(report.worst().index()));
    assertEquals(1.5, report.worst().analytic() / report.worst().numeric(), 1e-7);
    assertEquals(1 / 3.0, report.worst().relativeError(), 1e-7);
    assertDiagnosed("1 of 12 elements", report);
  }

  @Test
  void diagnosesByRatio() {
    assertDiagnosed("a sign is wrong", checkRule(Tensor::neg, (g, x) -> g, a));
    assertDiagnosed("accumulated twice", checkRule(Tensor::exp, (g, x) -> g.mul(x.exp()).mul(2), a));
    assertDiagnosed("a factor 2 is missing", checkRule(Tensor::square, (g, x) -> g.mul(x), a));
    assertDiagnosed("that of a sum, the function is a mean",
        checkRule(Tensor::mean, (g, x) -> g.expand(3, 4), a));
    assertDiagnosed("that of a mean, the function is a sum",
        checkRule(Tensor::sum, (g, x) -> g.expand(3, 4).mul(1 / 12.0), a));
  }

  @Test
  void diagnosesByShape() {
    Tensor row = random(4);
    assertDiagnosed("sum over the broadcast axis is missing, or a mean",
        checkRule(x -> x.expand(3, 4), (g, x) -> g.mean(false, 0), row));
    assertDiagnosed("the sum over the broadcast axes is missing",
        checkRule(x -> x.expand(3, 4), (g, x) -> g.select(0, 0), row));
    assertDiagnosed("transposed", checkRule(x -> x.t().square(), (g, x) -> g.mul(x.t()).mul(2),
        random(3, 3)));
    assertDiagnosed("the incoming gradient is ignored", checkRule(Tensor::exp, (g, x) -> x.exp(), a));
  }

  @Test
  void diagnosesSwappedInputs() {
    record Swapped() implements CustomOp {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].mul(x[1]);
      }

      @Override
      public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
        return g.mul(x[i]);
      }
    }

    assertDiagnosed("swapped", GradientCheck.check(x -> Graph.apply(new Swapped(), x), a, b));
  }

  @Test
  void diagnosesWhatIsNotConnected() {
    assertDiagnosed("not connected", GradientCheck.check(x -> x[0].detach().mul(x[1]), a, b));
    assertDiagnosed("not connected", GradientCheck.check(x -> Variable.constant(x[0].value().exp()), a));
    assertDiagnosed("raw tensors", GradientCheck.checkSecondOrder(x -> Graph.apply(new Wrong(Tensor::exp,
        (g, input) -> g.mul(Variable.constant(input.value().exp()))), x), a));
  }

  @Test
  void tellsAKinkFromAMistakeAndSkipsItWhenAsked() {
    Tensor atKink = Tensor.of(new double[] {-1, 0, 2e-6, 1}, 4);
    GradientReport report = GradientCheck.check(x -> x[0].relu(), atKink);
    assertDiagnosed("a kink: the one-sided differences disagree", report);
    assertEquals(2, report.failed());
    GradientReport skipping = GradientCheck.check(
        GradientCheck.Options.FLOAT64.skippingKinksWithin(1e-3), x -> x[0].relu(), atKink).require();
    assertEquals(2, skipping.skipped());
    assertEquals(2, skipping.checked());
  }

  @Test
  void aStrongCurvatureIsNoKink() {
    GradientCheck.Options options = GradientCheck.Options.FLOAT64.skippingKinksWithin(1e-3);
    GradientReport report = GradientCheck.check(options, x -> x[0].mul(8).exp(), a).require();
    assertEquals(0, report.skipped());
  }

  @Test
  void skippingEverythingIsNotPassing() {
    GradientReport report = GradientCheck.check(GradientCheck.Options.FLOAT64.skippingKinksWithin(1e-3),
        x -> x[0].relu(), Tensor.of(new double[] {0, 1e-5}, 2));
    assertFalse(report.passed());
    assertTrue(assertThrows(IllegalStateException.class, report::require).getMessage()
        .contains("nothing was compared"));
  }

  @Test
  void namesTheOperationThatIsWrongInsideALargerGraph() {
    Wrong square = new Wrong(Tensor::square, (g, x) -> g.mul(x));
    GradientReport report = GradientCheck.check(
        x -> Graph.apply(square, x[0].mul(x[1]).tanh()).exp().sum(), a, b);
    assertDiagnosed("where: Wrong is wrong by itself, on inputs (3, 4)", report);
    GradientReport detached = GradientCheck.check(x -> x[0].exp().detach().mul(x[0]), a);
    assertDiagnosed("each operation is right by itself", detached);
  }

  @Test
  void refusesRandomFunctions() {
    Rng rng = Rng.seed(1);
    String message = assertThrows(IllegalArgumentException.class,
        () -> GradientCheck.check(x -> Functions.dropout(x[0], 0.5, rng), a)).getMessage();
    assertTrue(message.contains("random"), message);
    GradientCheck.check(x -> Functions.dropout(x[0], 0.5, Rng.seed(1)), a).require();
  }

  @Test
  void saysWhenTheFunctionLeavesItsDomain() {
    Tensor nearZero = Tensor.of(new double[] {1e-9, 1}, 2);
    assertDiagnosed("leaves its domain", GradientCheck.check(x -> x[0].log(), nearZero));
    assertDiagnosed("divides by zero",
        checkRule(x -> x, (g, x) -> g.div(x.sub(1)), Tensor.of(new double[] {1, 2}, 2)));
  }

  @Test
  void worksInsideAScopeThatDoesNotRecord() {
    Graph.withoutRecording(() -> {
      GradientCheck.check(x -> x[0].exp(), a).require();
      GradientCheck.checkSecondOrder(x -> x[0].exp(), a).require();
    });
  }

  @Test
  void checksNothingInEmptyInputs() {
    GradientReport report = GradientCheck.check(x -> x[0].exp(), random(2, 0, 3)).require();
    assertEquals(0, report.checked());
    assertEquals(0, report.worstError());
  }

  @Test
  void aWrongRuleBesideAConstantIsReportedAndNotSearchedForEver() {
    record WrongProduct() implements CustomOp {
      @Override
      public Tensor forward(Tensor... x) {
        return x[0].mul(x[1]);
      }

      @Override
      public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
        return g;
      }
    }

    Variable constant = Variable.constant(Tensor.of(new double[] {2, 3}, 2));
    GradientReport report = GradientCheck.check(x -> Graph.apply(new WrongProduct(), x[0], constant),
        Tensor.of(new double[] {1, 2}, 2));
    assertFalse(report.passed());
    assertTrue(report.diagnosis().contains("WrongProduct is wrong by itself"), report.diagnosis());
  }
}
