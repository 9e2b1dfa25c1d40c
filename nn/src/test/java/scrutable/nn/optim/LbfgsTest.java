package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.ReferenceFiles;
import scrutable.nn.optim.StrongWolfeSearch.Probe;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

class LbfgsTest {

  @Test
  void tenStepsWithoutLineSearchAreThoseOfTheReference() {
    Safetensors expected = ReferenceFiles.read("mlp_lbfgs");
    Mlp network = new Mlp(DType.FLOAT64);
    Lbfgs lbfgs = new Lbfgs(network.parameters(), new Lbfgs.Options(0.8, 4, 1, false, 1e-7, 1e-9));
    for (int step = 0; step < 10; step++) {
      Lbfgs.Report report = lbfgs.step(network::loss);
      assertEquals(1, report.evaluations());
      assertEquals(expected.tensor("losses").get(step), report.firstLoss(), 1e-11);
      if (step == 0) {
        network.assertParameters(expected, "after1.", 1e-11);
      }
    }
    network.assertParameters(expected, "after10.", 1e-9);
    assertEquals(expected.tensor("losses").get(10), network.loss().item(), 1e-11);
  }

  @Test
  void tenIterationsWithLineSearchAreThoseOfTheReference() {
    Safetensors expected = ReferenceFiles.read("mlp_lbfgs_wolfe");
    Mlp network = new Mlp(DType.FLOAT64);
    List<Double> evaluated = new ArrayList<>();
    Lbfgs.Report report = new Lbfgs(network.parameters(), new Lbfgs.Options(1, 10, 10, true, 1e-7, 1e-9))
        .step(() -> {
          Variable loss = network.loss();
          evaluated.add(loss.item());
          return loss;
        });
    assertEquals(10, report.iterations());
    assertEquals(12, report.evaluations());
    assertArrayEquals(expected.tensor("evaluated_losses").toDoubleArray(),
        evaluated.stream().mapToDouble(x -> x).toArray(), 1e-11);
    assertEquals(expected.tensor("losses").get(10), report.lastLoss(), 1e-11);
    network.assertParameters(expected, "after10.", 1e-9);
  }

  @Test
  void oneIterationAtATimeTakesTheRecordedStepLengths() {
    Tensor lengths = ReferenceFiles.read("mlp_lbfgs_wolfe").tensor("step_lengths");
    Mlp network = new Mlp(DType.FLOAT64);
    Lbfgs lbfgs = new Lbfgs(network.parameters(), new Lbfgs.Options(1, 10, 1, true, 1e-7, 1e-9));
    for (int i = 0; i < 10; i++) {
      assertEquals(lengths.get(i), lbfgs.step(network::loss).lastLength(), 1e-10);
    }
  }

  private static Variable rosenbrock(Variable p) {
    Variable x = p.select(0, 0);
    Variable y = p.select(0, 1);
    Variable valley = y.sub(x.square()).square().mul(100);
    return valley.add(x.neg().add(1).square());
  }

  @Test
  void findsTheMinimumOfRosenbrocksValley() {
    Parameter p = new Parameter(Tensor.of(new double[] {-1.2, 1}, 2));
    Lbfgs lbfgs = new Lbfgs(List.of(p), new Lbfgs.Options(1, 10, 100, true, 1e-10, 1e-16));
    Lbfgs.Report report = lbfgs.step(() -> rosenbrock(p));
    assertArrayEquals(new double[] {1, 1}, p.value().toDoubleArray(), 1e-8);
    assertTrue(report.evaluations() < 60, report.toString());
  }

  @Test
  void aQuadraticOfAsManyAxesAsPairsIsSolvedToTheLastDigits() {
    Tensor curvatures = Tensor.of(new double[] {1, 10, 100, 1000}, 4);
    Parameter p = new Parameter(Tensor.of(new double[] {1, 1, 1, 1}, 4));
    new Lbfgs(List.of(p), new Lbfgs.Options(1, 10, 60, true, 1e-12, 0))
        .step(() -> p.square().mul(Variable.constant(curvatures)).sum());
    assertArrayEquals(new double[4], p.value().toDoubleArray(), 1e-12);
  }

  @Test
  void severalParametersOfBothTypesAreOneVector() {
    Parameter wide = new Parameter(Tensor.of(new float[] {5, -3}, 2));
    Parameter other = new Parameter(Tensor.of(new float[] {2, 2, 2, 2}, 2, 2));
    Supplier<Variable> loss = () -> wide.sub(1).square().sum().add(other.add(2).square().square().sum());
    new Lbfgs(List.of(wide, other), new Lbfgs.Options(1, 10, 100, true, 1e-7, 0)).step(loss);
    assertArrayEquals(new float[] {1, 1}, wide.value().toFloatArray(), 1e-5f);
    assertArrayEquals(new float[] {-2, -2, -2, -2}, other.value().toFloatArray(), 2e-2f);
  }

  @Test
  void aRestoredRunContinuesToTheSameBits() {
    Lbfgs.Options options = new Lbfgs.Options(1, 3, 2, true, 0, 0);
    Parameter straight = new Parameter(Tensor.of(new double[] {-1.2, 1}, 2));
    Lbfgs first = new Lbfgs(List.of(straight), options);
    for (int step = 0; step < 5; step++) {
      first.step(() -> rosenbrock(straight));
    }
    Parameter resumed = new Parameter(straight.value());
    Lbfgs second = new Lbfgs(List.of(resumed), options);
    second.load(first.state());
    for (int step = 0; step < 5; step++) {
      first.step(() -> rosenbrock(straight));
      second.step(() -> rosenbrock(resumed));
    }
    assertArrayEquals(straight.value().toDoubleArray(), resumed.value().toDoubleArray());
    second.load(Map.of());
    assertTrue(second.state().isEmpty());
    assertThrows(IllegalArgumentException.class, () -> second.load(Map.of("last_step", Tensor.zeros(2))));
  }

  @Test
  void aLossThatIsNotFiniteIsAnErrorAtTheStartAndAvoidedAlongTheLine() {
    Parameter p = new Parameter(Tensor.of(new double[] {-1}, 1));
    assertThrows(ArithmeticException.class, () -> new Lbfgs(List.of(p)).step(() -> p.log().sum()));
    Parameter near = new Parameter(Tensor.of(new double[] {0.05}, 1));
    // x - log x: a first step of full length lands at a negative x, whose logarithm is NaN.
    new Lbfgs(List.of(near), new Lbfgs.Options(1, 5, 50, true, 1e-10, 0))
        .step(() -> near.sub(near.log()).sum());
    assertEquals(1, near.value().get(0), 1e-9);
  }

  private static Probe probe(DoubleUnaryOperator f, DoubleUnaryOperator slope, double t) {
    return new Probe(t, f.applyAsDouble(t), slope.applyAsDouble(t), new double[0]);
  }

  /// The test functions of Moré and Thuente, "Line search algorithms with guaranteed sufficient decrease",
  /// 1994, section 5: the first two, with slopes worked out by hand.
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1000})
  void everyAcceptedLengthSatisfiesTheStrongWolfeConditions(double firstLength) {
    assertWolfe(t -> -t / (t * t + 2), t -> (t * t - 2) / ((t * t + 2) * (t * t + 2)), firstLength);
    if (firstLength <= 10) {                                   // from 1000, where it is 1e15, it gives up
      assertWolfe(t -> Math.pow(t + 0.004, 5) - 2 * Math.pow(t + 0.004, 4),
          t -> 5 * Math.pow(t + 0.004, 4) - 8 * Math.pow(t + 0.004, 3), firstLength);
    }
    assertWolfe(t -> (t - 3) * (t - 3), t -> 2 * (t - 3), firstLength);
    assertWolfe(t -> t < 4 ? -Math.log(4 - t) * 1e-3 - t : Double.NaN,
        t -> t < 4 ? 1e-3 / (4 - t) - 1 : Double.NaN, firstLength);
  }

  private static void assertWolfe(DoubleUnaryOperator f, DoubleUnaryOperator slope, double firstLength) {
    Probe start = probe(f, slope, 0);
    Probe found = new StrongWolfeSearch(t -> probe(f, slope, t), start).from(firstLength);
    String where = "at " + found.length() + " from " + firstLength;
    assertTrue(found.length() > 0, where);
    assertTrue(found.loss() <= start.loss() + 1e-4 * found.length() * start.slope(), where);
    assertTrue(Math.abs(found.slope()) <= 0.9 * Math.abs(start.slope()), where);
  }

  @Test
  void theCubicThroughTwoProbesOfACubicHasItsMinimum() {
    DoubleUnaryOperator f = t -> t * t * t - 3 * t;                       // minimum at 1
    DoubleUnaryOperator slope = t -> 3 * t * t - 3;
    assertEquals(1, StrongWolfeSearch.cubicMinimum(probe(f, slope, 0), probe(f, slope, 5)), 1e-12);
    assertEquals(1, StrongWolfeSearch.cubicMinimum(probe(f, slope, 2), probe(f, slope, 0.5)), 1e-12);
    DoubleUnaryOperator falling = t -> -t * t * t - t;
    assertTrue(Double.isNaN(StrongWolfeSearch.cubicMinimum(
        probe(falling, t -> -3 * t * t - 1, 0), probe(falling, t -> -3 * t * t - 1, 1))));
  }
}
