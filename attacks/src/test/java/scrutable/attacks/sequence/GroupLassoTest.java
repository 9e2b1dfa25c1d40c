package scrutable.attacks.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class GroupLassoTest {
  @Test
  void aLongRowIsShortenedAndAShortOneIsGone() {
    Tensor rows = Tensor.of(new float[] {3, 4, 0.6f, -0.8f, 0, 0, -30, 40}, 4, 2);
    assertArrayEquals(new double[] {2.4, 3.2, 0, 0, 0, 0, -29.4, 39.2},
        GroupLasso.prox(rows, 1).toDoubleArray(), 1e-5);
  }

  @Test
  void whatIsZeroIsExactlyZeroAndNotAQuotientOfZeros() {
    float[] result = GroupLasso.prox(Tensor.of(new float[] {0, 0, -0.1f, 0.1f}, 2, 2), 0.5).toFloatArray();
    for (float value : result) {
      assertEquals(0, Float.floatToIntBits(value));
    }
    assertArrayEquals(new float[] {0, 0}, GroupLasso.prox(Tensor.zeros(1, 2), 0).toFloatArray());
  }

  @Test
  void withoutAThresholdNothingChangesToTheBit() {
    Tensor rows = Rng.seed(1).normal(2, 5, 3);
    assertArrayEquals(rows.toFloatArray(), GroupLasso.prox(rows, 0).toFloatArray());
  }

  /// The function is convex: a point that is better than everything around it is the minimiser.
  @Test
  void nothingNearbyIsBetter() {
    Rng rng = Rng.seed(2);
    for (int trial = 0; trial < 40; trial++) {
      double threshold = 2 * rng.nextDouble();
      Tensor row = rng.normal(1, 3);
      Tensor minimiser = GroupLasso.prox(row, threshold);
      double least = objective(minimiser, row, threshold);
      for (int i = 0; i < 200; i++) {
        Tensor other = minimiser.add(rng.normal(1, 3).mul(i % 2 == 0 ? 0.03 : 0.5));
        assertTrue(objective(other, row, threshold) > least, "threshold " + threshold + ": " + other + " is better");
      }
    }
  }

  private static double objective(Tensor p, Tensor d, double threshold) {
    double[] point = p.toDoubleArray();
    double[] from = d.toDoubleArray();
    double square = 0;
    double away = 0;
    for (int i = 0; i < point.length; i++) {
      square += point[i] * point[i];
      away += (point[i] - from[i]) * (point[i] - from[i]);
    }
    return threshold * Math.sqrt(square) + away / 2;
  }

  @Test
  void hugeRowsDoNotOverflow() {
    assertArrayEquals(new float[] {3e30f, 4e30f},
        GroupLasso.prox(Tensor.of(new float[] {3e30f, 4e30f}, 1, 2), 1).toFloatArray(), 1e24f);
  }

  @Test
  void theArgumentStaysAsItIsAndNonsenseIsRefused() {
    Tensor rows = Tensor.of(new float[] {0.1f, 0.1f}, 1, 2);
    GroupLasso.prox(rows, 1);
    assertArrayEquals(new float[] {0.1f, 0.1f}, rows.toFloatArray());
    assertThrows(IllegalArgumentException.class, () -> GroupLasso.prox(rows, -1));
    assertThrows(IllegalArgumentException.class, () -> GroupLasso.prox(rows, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> GroupLasso.prox(rows.to(DType.FLOAT64), 1));
  }
}
