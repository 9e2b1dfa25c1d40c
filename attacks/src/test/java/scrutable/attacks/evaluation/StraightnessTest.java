package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Classifier;
import scrutable.autograd.Variable;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

class StraightnessTest {
  private static final double[] PLACES = {0, 0.1, 0.2, 0.4};

  @Test
  void aStraightLineExplainsAStraightLineAndAQuarterOfALineWithAHump() {
    double[] x = {-1, 0, 1};
    assertEquals(1, Straightness.rSquared(x, new double[] {5, 3, 1}), 1e-12);
    assertEquals(0, Straightness.rSquared(x, new double[] {1, 0, 1}), 1e-12);
    // The line has the variation 2, the hump (1, -2, 1) has 6, and they are orthogonal.
    assertEquals(2.0 / 8, Straightness.rSquared(x, new double[] {0, -2, 2}), 1e-12);
  }

  /// The logits are plus and minus the sum of the pixels: away from class 0 each pixel falls, so its logit falls by the
  /// number of pixels times eps.
  @Test
  void alongTheSignOfTheGradientALinearLogitFallsByEpsTimesTheWeights() {
    Classifier linear = Classifier.of(x -> {
      Variable sum = x.sum(true, 1);
      return Variable.concat(1, sum, sum.neg());
    });
    Dataset images = new Dataset("pixels", Tensor.of(new float[] {0.5f, 0.25f, 0.125f}, 1, 3),
        Tensor.ofInts(new int[] {0}, 1), List.of("light", "dark"));
    Straightness along = Straightness.of(linear, images, PLACES);
    assertArrayEquals(new double[] {0.875, 0.575, 0.275, -0.325}, along.curve(0, 0), 1e-6);
    assertArrayEquals(new double[] {-0.875, -0.575, -0.275, 0.325}, along.curve(0, 1), 1e-6);
    assertEquals(1, along.medianRSquared(), 1e-9);
  }
}
