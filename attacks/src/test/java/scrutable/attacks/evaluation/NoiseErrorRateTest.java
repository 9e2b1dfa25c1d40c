package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.DecisionAccess;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class NoiseErrorRateTest {

  /// 5 % of the noise lies beyond 1.645 standard deviations.
  @Test
  void aRateImpliesTheDistanceOfAPlane() {
    assertEquals(0.3 * 1.6448536269514722, new NoiseErrorRate(0.3, 0.05).impliedDistance(), 1e-12);
    assertTrue(Double.isNaN(new NoiseErrorRate(Double.NaN, Double.NaN).impliedDistance()));
  }

  /// Errors where the first pixel exceeds 0.7; the image is all zeros.
  @Test
  void theErrorsInNoiseBehindAPlaneImplyItsDistance() {
    DecisionAccess plane = images -> {
      int[] labels = new int[images.size(0)];
      Arrays.setAll(labels, i -> images.get(i, 0, 0, 0) > 0.7 ? 1 : 0);
      return labels;
    };
    NoiseErrorRate[] found = NoiseErrorRate.of(plane, Tensor.zeros(1, 1, 2, 2), new int[] {0},
        NoiseErrorRate.Noise.draw(500, 20_000, 4, Rng.seed(1)));
    assertTrue(found[0].rate() >= 0.02 && found[0].rate() <= 0.2, found[0].toString());
    assertEquals(0.7, found[0].impliedDistance(), 0.02);
  }

  @Test
  void withoutErrorsNothingIsMeasured() {
    NoiseErrorRate[] found = NoiseErrorRate.of(images -> new int[images.size(0)], Tensor.zeros(1, 1, 2, 2),
        new int[] {0}, NoiseErrorRate.Noise.draw(50, 100, 4, Rng.seed(1)));
    assertTrue(!found[0].isMeasured());
  }

  @Test
  void noiseOfAnotherSizeThanTheImageIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> NoiseErrorRate.of(images -> new int[images.size(0)],
        Tensor.zeros(1, 1, 2, 2), new int[] {0}, NoiseErrorRate.Noise.draw(50, 100, 5, Rng.seed(1))));
  }
}
