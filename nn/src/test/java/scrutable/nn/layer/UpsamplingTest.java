package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class UpsamplingTest {
  private static Tensor random(int... shape) {
    return Rng.seed(1).normal(shape).to(DType.FLOAT64);
  }

  @Test
  void nearestRepeatsEachPixel() {
    Tensor x = random(2, 3, 2, 4);
    Tensor y = new UpsampleNearest2d(3).forward(x).value();
    assertArrayEquals(new int[] {2, 3, 6, 12}, y.shape());
    for (int n = 0; n < 2; n++) {
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 6; i++) {
          for (int j = 0; j < 12; j++) {
            assertEquals(x.get(n, c, i / 3, j / 3), y.get(n, c, i, j));
          }
        }
      }
    }
  }

  /// PyTorch's documentation example of `Upsample(scale_factor=2, mode="bilinear")`.
  @Test
  void bilinearGivesThePublishedNumbers() {
    Tensor x = Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2);
    assertArrayEquals(new double[] {
        1, 1.25, 1.75, 2,
        1.5, 1.75, 2.25, 2.5,
        2.5, 2.75, 3.25, 3.5,
        3, 3.25, 3.75, 4}, new UpsampleBilinear2d(2).forward(x).value().toDoubleArray(), 1e-15);
  }

  /// The formula pixel by pixel, also for sizes that do not divide each other and for smaller pictures.
  @Test
  void bilinearIsTheFormulaOfPyTorchPixelByPixel() {
    for (int[] size : new int[][] {{10, 7}, {3, 9}, {5, 4}, {2, 1}, {16, 16}}) {
      Tensor x = random(2, 2, 5, 4);
      Tensor y = new ResizeBilinear2d(size[0], size[1]).forward(x).value();
      for (int n = 0; n < 2; n++) {
        for (int c = 0; c < 2; c++) {
          for (int i = 0; i < size[0]; i++) {
            for (int j = 0; j < size[1]; j++) {
              assertEquals(mixed(x, n, c, i * 5 + 2.5, size[0], j * 4 + 2.0, size[1]), y.get(n, c, i, j), 1e-14);
            }
          }
        }
      }
    }
  }

  /// With `(i + 1/2) H / height = above / height`, four pixels weighted by their distance.
  private static double mixed(Tensor x, int n, int c, double above, int height, double left, int width) {
    double row = Math.max(0, above / height - 0.5);
    double column = Math.max(0, left / width - 0.5);
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 4; j++) {
        double down = Math.max(0, 1 - Math.abs(Math.min(row, 4) - i));
        double across = Math.max(0, 1 - Math.abs(Math.min(column, 3) - j));
        sum += down * across * x.get(n, c, i, j);
      }
    }
    return sum;
  }

  /// `<g, R x> = <R^T g, x>` for all x and g.
  @Test
  void theGradientIsTheAdjoint() {
    for (Module layer : List.of(new UpsampleNearest2d(2), new UpsampleBilinear2d(3), new ResizeBilinear2d(3, 5))) {
      Variable x = Variable.tracked(random(2, 3, 4, 5));
      Variable y = layer.forward(x);
      Tensor g = Rng.seed(2).normal(y.shape()).to(DType.FLOAT64);
      Tensor back = Gradients.ofWeighted(y, Variable.constant(g), List.of(x), Gradients.Options.DEFAULT).get(x);
      Tensor other = Rng.seed(3).normal(2, 3, 4, 5).to(DType.FLOAT64);
      double there = layer.forward(other).value().mul(g).sum().item();
      assertEquals(there, back.mul(other).sum().item(), 1e-12, layer.toString());
    }
  }

  @Test
  void theGradientOfNearestIsTheSumOverTheCopies() {
    Variable x = Variable.tracked(random(1, 1, 2, 2));
    Variable y = new UpsampleNearest2d(2).forward(x);
    Tensor g = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}, 1, 1, 4, 4);
    Tensor back = Gradients.ofWeighted(y, Variable.constant(g), List.of(x), Gradients.Options.DEFAULT).get(x);
    assertArrayEquals(new double[] {1 + 2 + 5 + 6, 3 + 4 + 7 + 8, 9 + 10 + 13 + 14, 11 + 12 + 15 + 16},
        back.toDoubleArray());
  }

  @Test
  void theGradientsAreRightToSecondOrder() {
    for (Module layer : List.of(new UpsampleNearest2d(2), new UpsampleBilinear2d(2), new ResizeBilinear2d(2, 3))) {
      GradientCheck.check(v -> layer.forward(v[0]).square().sum(), random(1, 2, 3, 2)).require();
      GradientCheck.checkSecondOrder(v -> layer.forward(v[0]).square().sum(), random(1, 2, 3, 2)).require();
    }
  }

  @Test
  void aConstantPictureStaysConstantAndFloat32StaysFloat32() {
    Tensor grey = Tensor.full(0.3f, DType.FLOAT32, 1, 2, 3, 5);
    Tensor resized = new ResizeBilinear2d(7, 4).forward(grey).value();
    assertEquals(DType.FLOAT32, resized.dtype());
    assertEquals(0.3f, resized.min().item(), 1e-7);
    assertEquals(0.3f, resized.max().item(), 1e-7);
    assertArrayEquals(grey.toFloatArray(), new ResizeBilinear2d(3, 5).forward(grey).value().toFloatArray());
  }

  @Test
  void badSizesAreNamed() {
    assertEquals("UpsampleNearest2d: the factor must be at least 1, not 0",
        assertThrows(IllegalArgumentException.class, () -> new UpsampleNearest2d(0)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ResizeBilinear2d(0, 4));
    assertThrows(IllegalArgumentException.class, () -> new UpsampleBilinear2d(2).forward(Tensor.zeros(3, 4)));
    assertEquals("UpsampleNearest2d: the input should be (N, C, H, W), not (3, 4)",
        assertThrows(IllegalArgumentException.class,
            () -> new UpsampleNearest2d(2).forward(Tensor.zeros(3, 4))).getMessage());
  }
}
