package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Activations")
class ActivationsTest {
  private static final double[] X = {-3, -0.5, 0, 1, 2.5};

  private static void assertValues(Module activation, double... expected) {
    Tensor x = Tensor.of(X, X.length);
    assertArrayEquals(expected, activation.forward(x).value().toDoubleArray(), 1e-12);
    assertArrayEquals(expected, activation.forward(x.to(DType.FLOAT32)).value().toDoubleArray(), 2e-6);
  }

  @Test
  void haveTheValuesOfTheirFormulas() {
    assertValues(new Relu(), 0, 0, 0, 1, 2.5);
    assertValues(new LeakyRelu(), -0.03, -0.005, 0, 1, 2.5);
    assertValues(new LeakyRelu(0.2), -0.6, -0.1, 0, 1, 2.5);
    assertValues(new Tanh(), apply(Math::tanh));
    assertValues(new Sigmoid(), apply(x -> 1 / (1 + Math.exp(-x))));
    assertValues(new Silu(), apply(x -> x / (1 + Math.exp(-x))));
  }

  private static double[] apply(DoubleUnaryOperator f) {
    return Arrays.stream(X).map(f).toArray();
  }

  @Test
  @DisplayName("GELU is x times the normal distribution function: Phi(1) = 0.841344746068543 (Abramowitz,"
      + " Stegun 26.2)")
  void geluIsXTimesTheNormalDistributionFunction() {
    assertEquals(0.841344746068543, new Gelu().forward(Tensor.of(new double[] {1}, 1)).value().item(), 1e-14);
    assertEquals(-2 * 0.022750131948179, new Gelu().forward(Tensor.of(new double[] {-2}, 1)).value().item(),
        1e-14);
  }

  @Test
  void theTwoGelusDifferByLessThanFiveTenThousandths() {
    double[] grid = new double[2001];
    Arrays.setAll(grid, i -> (i - 1000) / 100.0);
    Tensor x = Tensor.of(grid, grid.length);
    double gap = new Gelu().forward(x).value().sub(new GeluTanh().forward(x).value()).abs().max().item();
    assertTrue(gap > 4e-4 && gap < 5e-4, "the largest gap is " + gap);
  }

  @Test
  void softmaxRowsAreProbabilities() {
    Tensor x = Rng.seed(3).normalAround(0, 20, 5, 4, 7);
    Tensor p = new Softmax().forward(x).value();
    assertArrayEquals(new int[] {5, 4, 7}, p.shape());
    for (double sum : p.sum(false, -1).toDoubleArray()) {
      assertEquals(1, sum, 1e-6);
    }
    assertTrue(p.min().item() >= 0);
    double ratio = p.get(0, 0, 1) / p.get(0, 0, 0);
    double exact = Math.exp(x.get(0, 0, 1) - x.get(0, 0, 0));
    assertEquals(1, ratio / exact, 1e-5, "e^x ratios");
  }
}
