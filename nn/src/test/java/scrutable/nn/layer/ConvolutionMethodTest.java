package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;
import static scrutable.tensor.ConvolutionMethod.DIRECT;
import static scrutable.tensor.ConvolutionMethod.WINOGRAD;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Reference;
import scrutable.nn.Sequential;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;
import scrutable.tensor.kernel.parallel.Parallel;

@DisplayName("A convolution by one method or another")
class ConvolutionMethodTest {
  /// What the catalogue of operations allows a gradient in float32, relative to the scale of the numbers.
  private static final double NEARLY = 1e-5;

  private final Rng rng = Rng.seed(6);

  private Tensor wide(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private static Conv2d layer(int padding, ConvolutionMethod method) {
    return new Conv2d(5, 18, Window.square(3, 1, padding), method, Rng.seed(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void winogradsMethodGivesNearlyWhatTheDirectOneGives(int padding) {
    Conv2d direct = layer(padding, DIRECT);
    Conv2d winograd = layer(padding, WINOGRAD);
    Variable x = Variable.tracked(rng.normal(3, 5, 10, 9));
    Variable expected = direct.forward(x);
    Variable actual = winograd.forward(x);
    Reference.assertClose("output", expected.value(), actual.value(), NEARLY);
    assertFalse(Arrays.equals(expected.value().toFloatArray(), actual.value().toFloatArray()), "another method");
    Variable slopes = Variable.constant(rng.normal(expected.shape()));
    Gradients ofExpected = Gradients.of(expected.mul(slopes).sum(), x, direct.weight(), direct.bias());
    Gradients ofActual = Gradients.of(actual.mul(slopes).sum(), x, winograd.weight(), winograd.bias());
    Reference.assertClose("gradient", ofExpected.get(x), ofActual.get(x), NEARLY);
    assertFalse(Arrays.equals(ofExpected.get(x).toFloatArray(), ofActual.get(x).toFloatArray()), "another method");
    assertArrayEquals(ofExpected.get(direct.weight()).toFloatArray(),
        ofActual.get(winograd.weight()).toFloatArray(), "the gradient of the weights is direct");
    assertArrayEquals(ofExpected.get(direct.bias()).toFloatArray(), ofActual.get(winograd.bias()).toFloatArray());
  }

  @Test
  void aRectifierAfterwardsChangesNoBit() {
    for (Conv2d convolution : List.of(layer(1, WINOGRAD),
        Conv2d.withoutBias(5, 3, Window.square(3, 1, 0), WINOGRAD, rng))) {
      Sequential network = new Sequential(convolution, new Relu());
      Variable x = Variable.tracked(rng.normal(2, 5, 7, 8));
      Variable together = network.forward(x);
      Variable apart = new Relu().forward(convolution.forward(x));
      assertEquals("Conv2dRelu", together.op().name());
      assertArrayEquals(apart.value().toFloatArray(), together.value().toFloatArray());
      List<Variable> targets = new ArrayList<>(network.parameters());
      targets.add(x);
      Variable slopes = Variable.constant(rng.normal(apart.shape()));
      Gradients expected = Gradients.of(apart.mul(slopes).sum(), targets);
      Gradients actual = Gradients.of(together.mul(slopes).sum(), targets);
      for (Variable target : targets) {
        assertArrayEquals(expected.get(target).toFloatArray(), actual.get(target).toFloatArray());
      }
    }
  }

  /// In float64 the formula itself is computed, so that it is what is checked.
  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    Tensor weight = wide(3, 2, 3, 3);
    Tensor bias = wide(3);
    Conv2d convolution = Conv2d.of(weight, bias, Window.square(3, 1, 1), WINOGRAD);
    GradientCheck.check(x -> convolution.forward(x[0]), wide(2, 2, 5, 6)).require();
    GradientCheck.checkSecondOrder(x -> convolution.forward(x[0]).tanh(), wide(1, 2, 5, 6)).require();
    Tensor x = wide(1, 2, 5, 6);
    Tensor direct = Conv2d.of(weight, bias, Window.square(3, 1, 1)).forward(x).value();
    Reference.assertClose("output", direct, convolution.forward(x).value(), 1e-13);
    assertFalse(Arrays.equals(direct.toDoubleArray(), convolution.forward(x).value().toDoubleArray()));
  }

  /// Sharpness, gradient matching and the like in float32.
  @Test
  void aGradientOfAGradientIsNearlyThatOfTheDirectMethod() {
    Tensor x = rng.normal(2, 5, 8, 8);
    Reference.assertClose("second order", ofGradientNorm(layer(1, DIRECT), x), ofGradientNorm(layer(1, WINOGRAD), x),
        NEARLY);
  }

  private static Tensor ofGradientNorm(Conv2d layer, Tensor input) {
    Variable x = Variable.tracked(input);
    Variable loss = layer.forward(x).tanh().sum();
    Gradients first = Gradients.of(loss, List.of(x), Gradients.Options.CREATE_GRAPH);
    return Gradients.of(first.variable(x).square().mean(), layer.weight()).get(layer.weight());
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    Tensor x = rng.normal(9, 5, 12, 12);
    float[] expected = gradientOnThreads(1, x);
    assertArrayEquals(expected, gradientOnThreads(2, x));
    assertArrayEquals(expected, gradientOnThreads(3, x));
  }

  private static float[] gradientOnThreads(int threads, Tensor input) {
    return Parallel.withThreads(threads, () -> {
      Variable x = Variable.tracked(input);
      Variable y = new Sequential(layer(1, WINOGRAD), new Relu()).forward(x);
      return Gradients.of(y.square().sum(), x).get(x).toFloatArray();
    });
  }

  @Test
  void theTextNamesTheMethodAndTheStateDoesNotKnowIt() {
    Module direct = new Sequential(layer(1, DIRECT));
    Module winograd = new Sequential(new Conv2d(5, 18, Window.square(3, 1, 1), WINOGRAD, Rng.seed(8)));
    assertEquals("Conv2d: weight (18, 5, 3, 3), bias (18,), window 3x3, padding 1, method WINOGRAD",
        layer(1, WINOGRAD).outline().lines().findFirst().orElseThrow());
    assertFalse(direct.outline().contains("method"));
    assertEquals(direct.state().keySet(), winograd.state().keySet());
    winograd.load(direct.state());
    Tensor x = rng.normal(1, 5, 6, 6);
    Reference.assertClose("loaded", direct.forward(Variable.constant(x)).value(),
        winograd.forward(Variable.constant(x)).value(), NEARLY);
  }

  @Test
  void theSameSeedMakesTheSameNumbersForEachMethod() {
    assertArrayEquals(layer(0, DIRECT).weight().value().toFloatArray(),
        layer(0, WINOGRAD).weight().value().toFloatArray());
    assertEquals(DIRECT, new Conv2d(5, 18, 3, rng).method(), "what nobody asked for");
  }

  @Test
  void whatTheMethodCannotComputeIsRefusedByName() {
    assertMessage("Conv2d: Winograd's method needs a kernel of 3x3, stride 1x1, dilation 1x1 and a padding of at most"
        + " 2x2, not kernel 5x5, stride 1x1, dilation 1x1, padding 2x2; the direct method (ConvolutionMethod.DIRECT)"
        + " computes it", () -> new Conv2d(1, 6, Window.square(5, 1, 2), WINOGRAD, rng));
    assertMessage("Conv2d: Winograd's method needs a kernel of 3x3, stride 1x1, dilation 1x1 and a padding of at most"
        + " 2x2, not kernel 3x3, stride 2x2, dilation 1x1, padding 0x0; the direct method (ConvolutionMethod.DIRECT)"
        + " computes it", () -> Conv2d.withoutBias(1, 6, Window.square(3, 2, 0), WINOGRAD, rng));
    assertMessage("Conv2d: Winograd's method needs a kernel of 3x3, stride 1x1, dilation 1x1 and a padding of at most"
        + " 2x2, not kernel 3x3, stride 1x1, dilation 1x1, padding 3x3; the direct method (ConvolutionMethod.DIRECT)"
        + " computes it",
        () -> Conv2d.of(Tensor.zeros(4, 3, 3, 3), Tensor.zeros(4), Window.square(3, 1, 3), WINOGRAD));
  }
}
