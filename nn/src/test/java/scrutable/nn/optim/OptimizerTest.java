package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Closed forms, and what every optimiser promises.
class OptimizerTest {

  private static Parameter parameter(double... values) {
    return new Parameter(Tensor.of(values, values.length));
  }

  private static Gradients gradients(Parameter parameter, double... values) {
    return Gradients.ofTensors(Map.of(parameter, Tensor.of(values, values.length).to(parameter.dtype())));
  }

  @Test
  void gradientDescentOnAQuadraticShrinksByAConstantFactor() {
    Parameter p = parameter(1, -2);
    Sgd sgd = new Sgd(List.of(p), 0.25);
    for (int step = 0; step < 20; step++) {
      sgd.step(Gradients.of(p.square().sum(), p));                       // gradient 2 p, so p = p / 2
    }
    assertArrayEquals(new double[] {0x1p-20, -0x1p-19}, p.value().toDoubleArray());
  }

  @Test
  void momentumOnAConstantGradientApproachesTheGeometricSum() {
    Parameter p = parameter(0);
    Sgd sgd = new Sgd(List.of(p), 1, 0.5, false, 0);
    for (int step = 1; step <= 30; step++) {
      double before = p.value().get(0);
      sgd.step(gradients(p, 1));
      assertEquals(2 - 2 * Math.pow(0.5, step), before - p.value().get(0), 1e-12);
    }
  }

  @Test
  void nesterovLooksOneVelocityAhead() {
    // In Nesterov's own form y is where the gradient is taken: x' = y - r g(y), y' = x' + c (x' - x).
    double rate = 0.1;
    double momentum = 0.8;
    Parameter p = parameter(3);
    Sgd sgd = new Sgd(List.of(p), rate, momentum, true, 0);
    double x = 3;
    double y = 3;
    for (int step = 0; step < 25; step++) {
      sgd.step(Gradients.of(p.square().sum(), p));
      double next = y - rate * 2 * y;
      y = next + momentum * (next - x);
      x = next;
      assertEquals(y, p.value().get(0), 1e-14);
    }
  }

  @Test
  void weightDecayOfSgdIsTheGradientOfAPenalty() {
    Parameter p = parameter(2);
    new Sgd(List.of(p), 0.5, 0, false, 0.1).step(gradients(p, 3));
    assertEquals(2 - 0.5 * (3 + 0.1 * 2), p.value().get(0));
  }

  @Test
  void theFirstStepOfAdamHasTheLengthOfTheLearningRateWhateverTheScale() {
    for (double scale : new double[] {1e-4, 1, 1e6}) {
      Parameter p = parameter(0, 0);
      new Adam(List.of(p), 0.01).step(gradients(p, scale, -3 * scale));
      assertEquals(-0.01, p.value().get(0), 0.01 * 2e-8 / scale);
      assertEquals(0.01, p.value().get(1), 0.01 * 2e-8 / scale);
    }
  }

  @Test
  void adamWithAConstantGradientStepsTheLearningRateEachTime() {
    Parameter p = parameter(0);
    Adam adam = new Adam(List.of(p), 0.1, 0.9, 0.999, 0);
    for (int step = 1; step <= 50; step++) {
      adam.step(gradients(p, 7));
      assertEquals(-0.1 * step, p.value().get(0), 1e-12);
    }
  }

  @Test
  void adamStandsStillWhereTheGradientHasAlwaysBeenZero() {
    Parameter p = parameter(5);
    new Adam(List.of(p), 0.1).step(gradients(p, 0));
    assertEquals(5, p.value().get(0));
  }

  @Test
  void withoutAnyGradientAdamWDecaysGeometrically() {
    Parameter p = parameter(1, -8);
    AdamW adamW = new AdamW(List.of(p), 0.1, 0.5);
    for (int step = 0; step < 40; step++) {
      adamW.step(gradients(p, 0, 0));
    }
    assertEquals(Math.pow(0.95, 40), p.value().get(0), 1e-15);
    assertEquals(-8 * Math.pow(0.95, 40), p.value().get(1), 1e-14);
  }

  @Test
  void theDecayOfAdamWDoesNotDependOnTheGradient() {
    Parameter decayed = parameter(4);
    Parameter plain = parameter(4);
    new AdamW(List.of(decayed), 0.1, 0.5).step(gradients(decayed, 1000));
    new Adam(List.of(plain), 0.1).step(gradients(plain, 1000));
    assertEquals(0.1 * 0.5 * 4, plain.value().get(0) - decayed.value().get(0), 1e-14);
  }

  @Test
  void theFirstStepOfRmsPropIsLongAndLaterOnesApproachTheRate() {
    Parameter p = parameter(0);
    RmsProp rmsProp = new RmsProp(List.of(p), 0.01, 0.99, 0, 0);
    rmsProp.step(gradients(p, 2));
    assertEquals(-0.1, p.value().get(0), 1e-15);                         // 0.01 / sqrt(1 - 0.99)
    double before = 0;
    for (int step = 0; step < 3000; step++) {
      before = p.value().get(0);
      rmsProp.step(gradients(p, 2));
    }
    assertEquals(0.01, before - p.value().get(0), 1e-9);
  }

  static Stream<Named<Function<List<Parameter>, Optimizer>>> optimizers() {
    return Stream.of(
        Named.of("SGD", parameters -> new Sgd(parameters, 0.1, 0, false, 0.1)),
        Named.of("SGD with momentum", parameters -> new Sgd(parameters, 0.1, 0.9, false, 0.1)),
        Named.of("SGD of Nesterov", parameters -> new Sgd(parameters, 0.1, 0.9, true, 0.1)),
        Named.of("Adam", parameters -> new Adam(parameters, 0.01)),
        Named.of("AdamW", parameters -> new AdamW(parameters, 0.01, 0.1)),
        Named.of("RMSProp", parameters -> new RmsProp(parameters, 0.01, 0.9, 1e-6, 0.9)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theFormulaInFloat32IsTheFormulaInFloat64(Function<List<Parameter>, Optimizer> make) {
    int size = 1003;
    Rng rng = Rng.seed(3);
    Parameter single = new Parameter(rng.normal(size));
    Parameter twice = new Parameter(single.value().to(DType.FLOAT64));
    Optimizer inSingle = make.apply(List.of(single));
    Optimizer inDouble = make.apply(List.of(twice));
    for (int step = 0; step < 20; step++) {
      Tensor gradient = rng.normal(size);
      inSingle.step(Gradients.ofTensors(Map.of(single, gradient)));
      inDouble.step(Gradients.ofTensors(Map.of(twice, gradient.to(DType.FLOAT64))));
    }
    assertArrayEquals(twice.value().toDoubleArray(), single.value().toDoubleArray(), 2e-5);
  }

  private static List<double[]> numbers(List<Parameter> parameters) {
    return parameters.stream().map(parameter -> parameter.value().toDoubleArray()).toList();
  }

  private static void assertSameBits(List<Parameter> expected, List<Parameter> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(numbers(expected).get(i), numbers(actual).get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRestoredOptimizerContinuesToTheSameBits(Function<List<Parameter>, Optimizer> make) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Mlp straight = new Mlp(dtype);
      Optimizer optimizer = make.apply(straight.parameters());
      Mlp resumed = new Mlp(dtype);
      Optimizer fresh = make.apply(resumed.parameters());
      for (int step = 0; step < 10; step++) {
        if (step == 5) {
          optimizer.setLearningRate(0.02);
          for (int i = 0; i < straight.parameters().size(); i++) {
            resumed.parameters().get(i).assign(straight.parameters().get(i).value());
          }
          Map<String, Tensor> state = optimizer.state();
          optimizer.step(straight.gradients());                           // the saved state must not follow
          fresh.load(state);
          fresh.step(resumed.gradients());
          continue;
        }
        optimizer.step(straight.gradients());
        if (step > 5) {
          fresh.step(resumed.gradients());
        }
      }
      assertSameBits(straight.parameters(), resumed.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aGradientThatIsNotFiniteChangesNothingAndNamesItsParameter(Function<List<Parameter>, Optimizer> make) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Parameter first = parameter(1, 2);
      Parameter second = new Parameter(Tensor.of(new float[] {3, 4, 5}, 3));
      List<Parameter> both = List.of(first, second);
      Optimizer optimizer = make.apply(both);
      Map<Parameter, Tensor> values = new LinkedHashMap<>();
      values.put(first, Tensor.of(new double[] {1, 1}, 2));
      values.put(second, Tensor.of(new float[] {1, (float) bad, 1}, 3));
      List<double[]> before = numbers(both);
      String stateBefore = optimizer.state().toString();
      String message = assertThrows(ArithmeticException.class,
          () -> optimizer.step(Gradients.ofTensors(values))).getMessage();
      assertTrue(message.contains("parameter 1 (3,) is " + bad + " at element 1"), message);
      assertArrayEquals(before.get(0), first.value().toDoubleArray());
      assertArrayEquals(before.get(1), second.value().toDoubleArray());
      assertEquals(stateBefore, optimizer.state().toString());
    }
  }

  /// Divided by an infinite root it would be 0, and so would be every step after it.
  @Test
  void aGradientWhoseSquareOverflowsIsNamedWhereItIsSquared() {
    for (double sign : new double[] {1, -1}) {
      Parameter single = new Parameter(Tensor.of(new float[] {1}, 1));
      Map<Parameter, Tensor> large = Map.of(single, Tensor.of(new float[] {(float) (sign * 1.8e19)}, 1));
      Map<Parameter, Tensor> tooLarge = Map.of(single, Tensor.of(new float[] {(float) (sign * 1.9e19)}, 1));
      for (Optimizer optimizer : List.of(new Adam(List.of(single), 0.1), new AdamW(List.of(single), 0.1, 0),
          new RmsProp(List.of(single), 0.1, 0, 1e-8, 0))) {
        single.assign(Tensor.of(new float[] {1}, 1));
        optimizer.step(Gradients.ofTensors(large));
        assertEquals(1 - sign * 0.1, single.value().get(0), 1e-6);
        String message = assertThrows(ArithmeticException.class,
            () -> optimizer.step(Gradients.ofTensors(tooLarge))).getMessage();
        assertTrue(message.contains("its square is more than float32 can hold"), message);
        assertEquals(1 - sign * 0.1, single.value().get(0), 1e-6);
      }
      Optimizer plain = new Sgd(List.of(single), 1e-20);
      double before = single.value().get(0);
      plain.step(Gradients.ofTensors(tooLarge));
      assertEquals(before - sign * 0.19, single.value().get(0), 1e-6);
    }
    Parameter exact = parameter(1);
    Map<Parameter, Tensor> gradient = Map.of(exact, Tensor.of(new double[] {1e155}, 1));
    assertThrows(ArithmeticException.class, () -> new Adam(List.of(exact), 0.1).step(Gradients.ofTensors(gradient)));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aStateOfOtherParametersIsRefusedNamingEveryDifference(Function<List<Parameter>, Optimizer> make) {
    Optimizer optimizer = make.apply(List.of(parameter(1, 2)));
    Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
    state.remove("step");
    state.put("learning_rate", Tensor.scalar(1f));
    state.put("7.exp_avg", Tensor.scalar(1f));
    String message = assertThrows(IllegalArgumentException.class, () -> optimizer.load(state)).getMessage();
    assertTrue(message.contains("step is missing"), message);
    assertTrue(message.contains("learning_rate is float32 () but should be float64 ()"), message);
    assertTrue(message.contains("7.exp_avg is unknown"), message);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aGradientThatIsAViewIsReadRight(Function<List<Parameter>, Optimizer> make) {
    Tensor wide = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4);
    List<Tensor> views = List.of(wide.slice(1, 1, 3).t(), wide.slice(0, 1, 2).reshape(2, 2),
        Tensor.full(0.5, DType.FLOAT32, 2, 2));
    for (Tensor view : views) {
      Parameter one = new Parameter(Tensor.ones(2, 2));
      Parameter two = new Parameter(Tensor.ones(2, 2));
      make.apply(List.of(one)).step(Gradients.ofTensors(Map.of(one, view)));
      make.apply(List.of(two)).step(Gradients.ofTensors(Map.of(two, Tensor.of(view.toFloatArray(), 2, 2))));
      assertArrayEquals(two.value().toFloatArray(), one.value().toFloatArray());
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    List<Parameter> one = List.of(parameter(1));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(one, -1));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(one, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(one, 1, 1, false, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(one, 1, 0, true, 0));
    assertThrows(IllegalArgumentException.class, () -> new Sgd(one, 1, 0.9, true, -1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(one, 1, 1, 0.9, 1e-8));
    assertThrows(IllegalArgumentException.class, () -> new AdamW(one, 1, -0.1));
    assertThrows(IllegalArgumentException.class, () -> new RmsProp(one, 1, 0.9, 1e-8, 1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(List.of(one.get(0), one.get(0)), 1));
    assertThrows(IllegalArgumentException.class, () -> new Adam(one, 1).setLearningRate(-1));
  }
}
