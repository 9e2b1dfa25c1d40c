package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Reference;
import scrutable.nn.Sequential;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

@DisplayName("Convolution and pooling layers")
class ConvolutionLayersTest {
  private final Rng rng = Rng.seed(5);

  static List<Window> windows() {
    return List.of(Window.square(3, 1, 0), Window.square(1, 1, 0), Window.square(3, 2, 1),
        new Window(3, 2, 1, 2, 2, 1, 1, 2), new Window(2, 3, 2, 1, 0, 1, 2, 1));
  }

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolutionIsTheCorrelationOfTheDefinition(Window w) {
    Tensor x = normal(2, 3, 7, 8);
    Tensor weight = normal(4, 3, w.kernelHeight(), w.kernelWidth());
    Tensor bias = normal(4);
    Tensor y = Conv2d.of(weight, bias, w).forward(x).value();
    double[] expected = new double[y.elementCount()];
    int at = 0;
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < 4; o++) {
        for (int i = 0; i < y.size(2); i++) {
          for (int j = 0; j < y.size(3); j++) {
            expected[at++] = bias.get(o) + correlation(x, weight, w, n, o, i, j);
          }
        }
      }
    }
    Reference.assertClose("convolution", Tensor.of(expected, y.shape()), y, 1e-13);
  }

  /// A sequence computes both together; alone they are two operations.
  @ParameterizedTest
  @MethodSource("windows")
  void aRectifierAfterAConvolutionChangesNoBit(Window w) {
    for (Conv2d convolution : List.of(new Conv2d(3, 4, w, rng), Conv2d.withoutBias(3, 20, w, rng))) {
      Sequential network = new Sequential(convolution, new Relu());
      Variable x = Variable.tracked(rng.normal(2, 3, 7, 8));
      Variable together = network.forward(x);
      Variable apart = new Relu().forward(convolution.forward(x));
      assertArrayEquals(apart.value().toFloatArray(), together.value().toFloatArray());
      List<Variable> targets = new ArrayList<>(network.parameters());
      targets.add(x);
      Gradients expected = Gradients.of(apart.square().sum(), targets);
      Gradients actual = Gradients.of(together.square().sum(), targets);
      for (Variable target : targets) {
        assertArrayEquals(expected.get(target).toFloatArray(), actual.get(target).toFloatArray());
      }
    }
  }

  private static double correlation(Tensor x, Tensor weight, Window w, int n, int o, int i, int j) {
    double sum = 0;
    for (int c = 0; c < x.size(1); c++) {
      for (int p = 0; p < weight.size(2); p++) {
        for (int q = 0; q < weight.size(3); q++) {
          int row = i * w.strideHeight() - w.paddingHeight() + p * w.dilationHeight();
          int column = j * w.strideWidth() - w.paddingWidth() + q * w.dilationWidth();
          if (row >= 0 && row < x.size(2) && column >= 0 && column < x.size(3)) {
            sum += x.get(n, c, row, column) * weight.get(o, c, p, q);
          }
        }
      }
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("windows")
  @DisplayName("transposed convolution is the adjoint: <conv(x), y> = <x, convT(y)>")
  void transposedConvolutionIsTheAdjoint(Window w) {
    Tensor weight = normal(4, 3, w.kernelHeight(), w.kernelWidth());
    Conv2d convolution = Conv2d.of(weight, Tensor.zeros(DType.FLOAT64, 4), w);
    for (int padding = 0; padding < Math.min(w.strideHeight(), w.strideWidth()); padding++) {
      ConvTranspose2d transposed = ConvTranspose2d.of(weight, Tensor.zeros(DType.FLOAT64, 3), w, padding);
      Tensor y = normal(2, 4, 3, 4);
      Tensor back = transposed.forward(y).value();
      Tensor x = normal(back.shape());
      Tensor there = convolution.forward(x).value();
      assertArrayEquals(y.shape(), there.shape());
      assertEquals(there.mul(y).sum().item(), x.mul(back).sum().item(), 1e-11);
    }
  }

  @Test
  void aTransposedConvolutionOfStrideTwoCanDoubleAnImage() {
    ConvTranspose2d layer = new ConvTranspose2d(3, 2, Window.square(4, 2, 1), 0, rng);
    assertArrayEquals(new int[] {1, 2, 10, 14}, layer.forward(rng.normal(1, 3, 5, 7)).shape());
  }

  @Test
  void convolutionAlongTimeIsAConvolutionOfHeightOne() {
    Tensor weight = normal(4, 3, 3);
    Tensor bias = normal(4);
    Tensor x = normal(2, 3, 11);
    Tensor y = Conv1d.of(weight, bias, 2, 1, 2).forward(x).value();
    Tensor flat = Conv2d.of(weight.unsqueeze(2), bias, new Window(1, 3, 1, 2, 0, 1, 1, 2))
        .forward(x.unsqueeze(2)).value();
    Reference.assertClose("conv1d", flat.squeeze(2), y, 1e-15);
  }

  @Test
  void poolingTakesTheLargestOrTheAverageOfEachWindow() {
    Tensor x = Tensor.range(30).to(DType.FLOAT64).reshape(1, 1, 5, 6);
    assertArrayEquals(new double[] {7, 9, 11, 19, 21, 23},
        new MaxPool2d(2).forward(x).value().toDoubleArray());
    assertArrayEquals(new double[] {3.5, 5.5, 7.5, 15.5, 17.5, 19.5},
        new AveragePool2d(2).forward(x).value().toDoubleArray());
    MaxPool2d padded = new MaxPool2d(new Window(3, 3, 2, 2, 1, 1, 1, 1));
    assertArrayEquals(new double[] {-23, -21, -19, -11, -9, -7},
        padded.forward(x.slice(2, 0, 4).sub(30)).value().toDoubleArray(), "padding never wins");
  }

  @Test
  void theGlobalAverageIsTheAverageOverOneWindowAsLargeAsTheImage() {
    Tensor x = normal(2, 3, 4, 5);
    Tensor pooled = new AveragePool2d(new Window(4, 5, 1, 1, 0, 0, 1, 1)).forward(x).value();
    Tensor global = new GlobalAveragePool2d().forward(x).value();
    Reference.assertClose("average", pooled.reshape(2, 3), global, 1e-14);
  }

  @Test
  void flattenKeepsTheExamplesApart() {
    Tensor x = Tensor.range(24).to(DType.FLOAT32).reshape(2, 3, 2, 2);
    Tensor y = new Flatten().forward(x).value();
    assertArrayEquals(new int[] {2, 12}, y.shape());
    assertEquals(x.get(1, 2, 0, 1), y.get(1, 9));
    assertArrayEquals(new int[] {0, 12}, new Flatten().forward(Tensor.zeros(0, 3, 2, 2)).shape());
  }

  @Test
  void weightsAndBiasesAreUniformWithinOneOverRootFanIn() {
    Map<Module, Integer> fanIns = Map.of(
        new Linear(50, 400, rng), 50,
        new Conv2d(5, 400, 3, rng), 5 * 9,
        new Conv1d(5, 400, 7, rng), 5 * 7,
        new ConvTranspose2d(5, 400, 3, rng), 400 * 9,
        new Gru(50, 200, rng), 200);
    fanIns.forEach((layer, fanIn) -> layer.namedParameters().forEach((name, parameter) -> {
      String what = layer.getClass().getSimpleName() + " " + name;
      double bound = 1 / Math.sqrt(fanIn);
      Tensor w = parameter.value();
      assertTrue(w.abs().max().item() <= bound * (1 + 1e-6), what);
      int count = w.elementCount();
      assertTrue(w.abs().max().item() > bound * (1 - 10.0 / count), what + " reaches its bound");
      double variance = w.square().mean().item();
      double deviation = bound * bound * Math.sqrt(4 / 45.0 / count);     // u^2 has the variance 4 / 45
      assertEquals(bound * bound / 3, variance, 5 * deviation, what);
      assertEquals(0, w.mean().item(), 5 * bound / Math.sqrt(3.0 * count), what);
    }));
  }

  @Test
  void theSameSeedMakesTheSameLayer() {
    Tensor first = new Conv2d(2, 3, 3, Rng.seed(9)).weight().value();
    assertArrayEquals(first.toFloatArray(), new Conv2d(2, 3, 3, Rng.seed(9)).weight().value().toFloatArray());
  }

  @Test
  void aLayerWithoutBiasHasOneParameterAndAddsNothing() {
    Window w = Window.square(3, 2, 1);
    Conv2d plain = Conv2d.withoutBias(2, 4, w, rng);
    Conv1d along = Conv1d.withoutBias(2, 4, 3, 1, 0, 1, rng);
    Linear linear = Linear.withoutBias(5, 4, rng);
    for (Module layer : List.of(plain, along, linear)) {
      assertEquals(Set.of("weight"), layer.namedParameters().keySet());
    }
    Tensor x = rng.normal(1, 2, 5, 5);
    Reference.assertClose("conv2d", Conv2d.of(plain.weight().value(), Tensor.zeros(4), w).forward(x).value(),
        plain.forward(x).value(), 0);
    Tensor sequence = rng.normal(1, 2, 5);
    Reference.assertClose("conv1d",
        Conv1d.of(along.weight().value(), Tensor.zeros(4), 1, 0, 1).forward(sequence).value(),
        along.forward(sequence).value(), 0);
    Reference.assertClose("linear",
        Linear.of(linear.weight().value(), Tensor.zeros(4)).forward(sequence).value(),
        linear.forward(sequence).value(), 0);
  }

  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    Conv2d convolution = Conv2d.of(normal(3, 2, 3, 2), normal(3), new Window(3, 2, 2, 1, 1, 0, 1, 2));
    ConvTranspose2d transposed = ConvTranspose2d.of(normal(2, 3, 3, 3), normal(3), Window.square(3, 2, 1), 1);
    GradientCheck.check(x -> convolution.forward(x[0]), normal(2, 2, 5, 4)).require();
    GradientCheck.check(x -> transposed.forward(x[0]), normal(2, 2, 3, 3)).require();
    GradientCheck.checkSecondOrder(x -> convolution.forward(x[0]).tanh(), normal(1, 2, 5, 4)).require();
    GradientCheck.checkSecondOrder(x -> new GlobalAveragePool2d().forward(x[0].tanh()),
        normal(1, 2, 3, 3)).require();
  }

  @Test
  void errorsTellWhichShapeWasExpected() {
    Conv2d convolution = new Conv2d(1, 16, 3, rng);
    assertMessage("Conv2d: the input should be (N, 1, H, W) for weight (16, 1, 3, 3), not (8, 28, 28); a"
        + " single image or channel needs an axis of size 1",
        () -> convolution.forward(Tensor.zeros(8, 28, 28)));
    assertMessage("Conv2d: the input should be (N, 1, H, W) for weight (16, 1, 3, 3), not (8, 3, 28, 28)",
        () -> convolution.forward(Tensor.zeros(8, 3, 28, 28)));
    assertMessage("Conv2d: the number of input channels must be at least 1, not 0",
        () -> new Conv2d(0, 1, 3, rng));
    assertMessage("Conv2d: weight (O, C, KH, KW) and bias (O,) cannot be (4, 3, 3, 3) and (3,)",
        () -> Conv2d.of(Tensor.zeros(4, 3, 3, 3), Tensor.zeros(3), Window.square(3, 1, 0)));
    assertMessage("Conv1d: the input should be (N, 2, L) for weight (3, 2, 4), not (5, 3, 9)",
        () -> new Conv1d(2, 3, 4, rng).forward(Tensor.zeros(5, 3, 9)));
    assertMessage("ConvTranspose2d: the input should be (N, 2, H, W) for weight (2, 3, 4, 4), not"
        + " (5, 3, 9, 9)",
        () -> new ConvTranspose2d(2, 3, 4, rng).forward(Tensor.zeros(5, 3, 9, 9)));
    assertMessage("ConvTranspose2d: the output padding should lie in 0 .. 1, below the stride 2, not be 2",
        () -> new ConvTranspose2d(2, 3, Window.square(3, 2, 1), 2, rng));
    assertMessage("GlobalAveragePool2d: the input should be (N, C, H, W), not (5, 3, 9)",
        () -> new GlobalAveragePool2d().forward(Tensor.zeros(5, 3, 9)));
    assertMessage("Linear: the last axis of (5, 7) should be 3, the inputs of weight (2, 3)",
        () -> new Linear(3, 2, rng).forward(Tensor.zeros(5, 7)));
  }

  static void assertMessage(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
