package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.convolution.WinogradMatrices;

/// What [WinogradErrors] measures is a convolution in all its forms.
class WinogradErrorsTest {

  private static final List<WinogradMatrices> ALL =
      List.of(WinogradPoints.two(), WinogradPoints.fourOfLavin(), WinogradMatrices.four());

  @Test
  void everyPointIsExactInPolynomials() {
    for (WinogradMatrices f : ALL) {
      for (int kernel = 0; kernel < 3; kernel++) {
        for (int input = 0; input < f.inputs(); input++) {
          for (int output = 0; output < f.outputs(); output++) {
            double sum = 0;
            for (int q = 0; q < f.inputs(); q++) {
              sum += f.output()[output][q] * f.kernel()[q][kernel] * f.input()[q][input];
            }
            assertEquals(input == output + kernel ? 1 : 0, sum, 1e-15, "input " + input + " to output " + output);
          }
        }
      }
    }
  }

  @Test
  void theGradientOfTheWeightsIsThatOfTheDefinition() {
    for (WinogradMatrices f : ALL) {
      ConvGeometry g = new ConvGeometry(9, 2, 7, 9, 3, 3, 3, 1, 1, 1, 0, 1, 1);
      double[] x = Rng.seed(1).normal(g.n() * g.inSize()).toDoubleArray();
      double[] gy = Rng.seed(2).normal(g.n() * g.outSize()).toDoubleArray();
      double[] exact = new double[g.outChannels() * g.window()];
      Convolution.weightGradient(g, x, gy, exact);
      double[] gw = new double[exact.length];
      WinogradWeightGradient.run(f, g, x, gy, gw);
      assertArrayEquals(exact, gw, 5e-4);
    }
  }
}
