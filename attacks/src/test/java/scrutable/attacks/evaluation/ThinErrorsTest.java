package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ThinErrorsTest {

  /// Along the direction of the slabs, step by step.
  @Test
  void theNearestSlabIsWhereTheFirstErrorIs() {
    ThinErrors slabs = ThinErrors.inFrontOf(images -> new int[images.size(0)], 10, Rng.seed(3), 1, 28, 28);
    Tensor images = Rng.seed(4).uniform(5, 1, 28, 28);
    double[] distances = slabs.distances(images);
    int looked = 0;
    for (int i = 0; i < 5; i++) {
      Tensor image = images.slice(0, i, i + 1);
      if (slabs.labels(image)[0] != 0) {
        continue;
      }
      double first = Double.POSITIVE_INFINITY;
      for (int step = -400; step <= 400; step++) {
        double along = step * 5e-5;
        if (slabs.labels(image.add(slabs.direction().mul(along)))[0] != 0) {
          first = Math.min(first, Math.abs(along));
        }
      }
      assertEquals(first, distances[i], 2e-4);
      looked++;
    }
    assertTrue(looked >= 3, "only " + looked + " images lie outside the slabs");
  }

  @Test
  void aTwentiethOfSpaceIsWrong() {
    ThinErrors slabs = ThinErrors.inFrontOf(images -> new int[images.size(0)], 3, Rng.seed(3), 4, 5);
    int[] labels = slabs.labels(Rng.seed(5).normal(20_000, 4, 5));
    assertEquals(ThinErrors.SHARE, Arrays.stream(labels).filter(label -> label == 1).count() / 20_000.0, 0.005);
    assertTrue(Arrays.stream(labels).allMatch(label -> label <= 1));
  }
}
