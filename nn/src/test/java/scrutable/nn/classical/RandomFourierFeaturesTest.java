package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RandomFourierFeaturesTest {
  @Test
  void productsOfManyFeaturesApproachTheGaussianKernel() {
    int count = 40_000;
    Tensor x = Rng.seed(1).normal(6, 3);
    Tensor phi = RandomFourierFeatures.draw(3, count, 0.7, Rng.seed(2)).of(x).to(DType.FLOAT64);
    Tensor products = phi.matmul(phi.t());
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        double square = x.select(0, i).sub(x.select(0, j)).square().sum().item();
        double kernel = StrictMath.exp(-0.7 * 0.7 * square / 2);
        // 2 cos(a) cos(b) has a standard deviation of at most 1.
        assertEquals(kernel, products.get(i, j), 4 / Math.sqrt(count), i + ", " + j);
      }
    }
  }

  @Test
  void eachFeatureIsACosineOfTheInputScaledByTheCount() {
    var features = RandomFourierFeatures.draw(2, 5, 1, Rng.seed(3));
    double[] atZero = features.of(Tensor.zeros(DType.FLOAT64, 1, 2)).toDoubleArray();
    double[] atX = features.of(Tensor.of(new double[] {0.1, 0}, 1, 2)).toDoubleArray();
    double[] atMinusX = features.of(Tensor.of(new double[] {-0.1, 0}, 1, 2)).toDoubleArray();
    double[] atTwoX = features.of(Tensor.of(new double[] {0.2, 0}, 1, 2)).toDoubleArray();
    for (int j = 0; j < 5; j++) {
      assertTrue(Math.abs(atZero[j]) <= Math.sqrt(2.0 / 5));
      double cosine = (atX[j] + atMinusX[j]) / (2 * atZero[j]);   // cos(b+h) + cos(b-h) = 2 cos(b) cos(h)
      assertEquals((2 * cosine * cosine - 1) * atZero[j] * 2,     // and the same with 2h
          atTwoX[j] + features.of(Tensor.of(new double[] {-0.2, 0}, 1, 2)).toDoubleArray()[j], 1e-12);
    }
  }

  @Test
  void theFirstFeaturesAreTheSameDrawsWithTheScaleOfTheirNumber() {
    var features = RandomFourierFeatures.draw(4, 9, 0.5, Rng.seed(4));
    Tensor x = Rng.seed(5).normal(3, 4);
    Tensor expected = features.of(x).slice(1, 0, 2).mul(StrictMath.sqrt(9.0 / 2));
    assertArrayEquals(expected.toFloatArray(), features.first(2).of(x).toFloatArray(), 1e-6f);
    assertEquals(2, features.first(2).count());
  }

  @Test
  void impossibleArgumentsAreExplained() {
    assertThrows(IllegalArgumentException.class, () -> RandomFourierFeatures.draw(4, 0, 1, Rng.seed(0)));
    assertThrows(IllegalArgumentException.class, () -> RandomFourierFeatures.draw(4, 2, 0, Rng.seed(0)));
    var features = RandomFourierFeatures.draw(4, 2, 1, Rng.seed(0));
    assertThrows(IllegalArgumentException.class, () -> features.first(3));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> features.of(Tensor.zeros(2, 1, 2, 2)))
        .getMessage().contains("(n, 4)"));
  }
}
