package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class InputTransformationTest {
  private static final Tensor IMAGE =
      Tensor.of(new double[] {0, 0.1, 0.2, 0.4, 0.55, 0.8, 0.9, 1}, 1, 1, 2, 4);

  private static double[] gradientOfSum(Module module, Tensor images) {
    Variable input = Variable.tracked(images);
    return Gradients.of(module.forward(input).sum(), input).get(input).toDoubleArray();
  }

  @Test
  void twoBitsLeaveFourGreys() {
    double third = 1 / 3.0;
    assertArrayEquals(new double[] {0, 0, third, third, 2 * third, 2 * third, 1, 1},
        new BitDepthReduction(2).apply(IMAGE).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {0, 0, 0, 0, 1, 1, 1, 1},
        new BitDepthReduction(1).apply(IMAGE).toDoubleArray());
  }

  @Test
  void aGreyThatHasFewBitsStaysAsItIs() {
    for (int bits = 1; bits <= 8; bits++) {
      Tensor once = new BitDepthReduction(bits).apply(Rng.seed(1).uniform(1, 1, 5, 5));
      assertArrayEquals(once.toFloatArray(), new BitDepthReduction(bits).apply(once).toFloatArray());
    }
  }

  @Test
  void deployedItHasNoGradientAndStraightThroughThatOfItsSurrogate() {
    for (InputTransformation defence : new InputTransformation[] {new BitDepthReduction(3),
        new DctQuantization(50)}) {
      assertArrayEquals(new double[8], gradientOfSum(defence, IMAGE));
      double[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
      assertArrayEquals(ones, gradientOfSum(defence.straightThrough(), IMAGE));
      assertArrayEquals(defence.apply(IMAGE).toDoubleArray(),
          defence.straightThrough().forward(IMAGE).value().toDoubleArray());
      assertArrayEquals(defence.apply(IMAGE).toDoubleArray(), defence.forward(IMAGE).value().toDoubleArray());
    }
  }

  /// With four levels channel `k` asks whether the pixel is above k/4.
  @Test
  void aThermometerStandsAtItsPixel() {
    Tensor encoded = new ThermometerEncoding(4).apply(IMAGE);
    assertArrayEquals(new int[] {1, 4, 2, 4}, encoded.shape());
    assertArrayEquals(new double[] {
        0, 1, 1, 1, 1, 1, 1, 1,
        0, 0, 0, 1, 1, 1, 1, 1,
        0, 0, 0, 0, 1, 1, 1, 1,
        0, 0, 0, 0, 0, 1, 1, 1}, encoded.toDoubleArray());
  }

  @Test
  void channelsOfAColourImageAreEncodedOneAfterTheOther() {
    Tensor colours = Rng.seed(2).uniform(3, 2, 4, 4);
    Tensor together = new ThermometerEncoding(3).apply(colours);
    Tensor second = new ThermometerEncoding(3).apply(colours.slice(1, 1, 2));
    assertArrayEquals(second.toFloatArray(), together.slice(1, 3, 6).toFloatArray());
  }

  @Test
  void theRampsOfAThermometerSumUpToItsPixel() {
    ThermometerEncoding defence = new ThermometerEncoding(5);
    Variable ramps = defence.surrogate(Variable.constant(IMAGE));
    assertArrayEquals(IMAGE.mul(5).toDoubleArray(), ramps.value().sum(false, 1).toDoubleArray(), 1e-12);
    for (double difference : ramps.value().sub(defence.apply(IMAGE)).toDoubleArray()) {
      assertTrue(Math.abs(difference) < 1);
    }
    Tensor inside = Tensor.of(new double[] {0.11, 0.33, 0.77, 0.95}, 1, 1, 2, 2);
    assertArrayEquals(new double[] {5, 5, 5, 5}, gradientOfSum(defence.straightThrough(), inside), 1e-12);
    assertArrayEquals(new double[4], gradientOfSum(defence, inside));
  }

  @Test
  void theCosinesAreOrthogonal() {
    Tensor cosines = DctQuantization.cosines(DType.FLOAT64);
    assertArrayEquals(Tensor.identity(8, DType.FLOAT64).toDoubleArray(),
        cosines.matmul(cosines.t()).toDoubleArray(), 1e-15);
  }

  /// One block by the sums of the standard (ITU-T T.81, A.3.3), without matrices; quality 50 leaves its steps
  /// as they are, and the first five of them are 16, 11, 10, 16, 24.
  @Test
  void aBlockIsRoundedAsTheSumsOfTheStandardSay() {
    Tensor image = Rng.seed(3).uniform(1, 1, 8, 8).to(DType.FLOAT64).mul(0.4).add(0.3);
    double[] greys = image.mul(255).sub(128).toDoubleArray();
    double[] before = coefficients(greys);
    double[] after =
        coefficients(new DctQuantization(50).apply(image).mul(255).sub(128).toDoubleArray());
    int[] steps = {16, 11, 10, 16, 24};
    for (int v = 0; v < steps.length; v++) {
      assertEquals(steps[v] * Math.rint(before[v] / steps[v]), after[v], 1e-9, "coefficient (0, " + v + ")");
    }
    assertEquals(99 * Math.rint(before[63] / 99), after[63], 1e-9);
  }

  private static double[] coefficients(double[] block) {
    double[] result = new double[64];
    for (int u = 0; u < 8; u++) {
      for (int v = 0; v < 8; v++) {
        double sum = 0;
        for (int i = 0; i < 64; i++) {
          sum += block[i] * Math.cos((2 * (i / 8) + 1) * u * Math.PI / 16)
              * Math.cos((2 * (i % 8) + 1) * v * Math.PI / 16);
        }
        result[8 * u + v] = 0.25 * (u == 0 ? Math.sqrt(0.5) : 1) * (v == 0 ? Math.sqrt(0.5) : 1) * sum;
      }
    }
    return result;
  }

  @Test
  void theFinestQualityHardlyChangesAnythingAndACoarserOneMore() {
    Tensor images = Rng.seed(4).uniform(2, 3, 28, 20).mul(0.8).add(0.1);
    double previous = 0;
    for (int quality : new int[] {100, 75, 40, 10}) {
      Tensor change = new DctQuantization(quality).apply(images).sub(images);
      double size = change.square().mean().item();
      assertTrue(size > previous, "quality " + quality);
      previous = size;
      if (quality == 100) {
        assertTrue(Math.sqrt(size) < 0.5 / 255, "rounding to whole steps moves a grey by less than a half");
      }
    }
  }

  @Test
  void aBlockKnowsNothingOfItsNeighbours() {
    Tensor left = Rng.seed(5).uniform(1, 1, 8, 8);
    Tensor right = Rng.seed(6).uniform(1, 1, 8, 8);
    Tensor both = Joining.concat(3, left, right);
    DctQuantization defence = new DctQuantization(30);
    Tensor coded = defence.apply(both);
    assertArrayEquals(defence.apply(left).toFloatArray(), coded.slice(3, 0, 8).toFloatArray());
    assertArrayEquals(defence.apply(right).toFloatArray(), coded.slice(3, 8, 16).toFloatArray());
  }

  @Test
  void anImageThatIsNoMultipleOfEightIsContinuedByItsEdge() {
    Tensor grey = Tensor.full(0.25, DType.FLOAT32, 1, 1, 11, 13);
    Tensor coded = new DctQuantization(50).apply(grey);
    assertArrayEquals(new int[] {1, 1, 11, 13}, coded.shape());
    float first = (float) coded.get(0, 0, 0, 0);
    for (float pixel : coded.toFloatArray()) {
      assertEquals(first, pixel, 1e-6f);
    }
    assertEquals(0.25, first, 1.01 / 255);
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new BitDepthReduction(0));
    assertThrows(IllegalArgumentException.class, () -> new ThermometerEncoding(1));
    assertThrows(IllegalArgumentException.class, () -> new DctQuantization(0));
    assertThrows(IllegalArgumentException.class, () -> new DctQuantization(50).apply(Tensor.zeros(8, 8)));
    assertThrows(IllegalArgumentException.class, () -> new ThermometerEncoding(4).apply(Tensor.zeros(8, 8)));
  }
}
