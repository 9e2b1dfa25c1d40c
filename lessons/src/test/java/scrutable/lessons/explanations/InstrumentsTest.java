package scrutable.lessons.explanations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The instruments of the lessons of this chapter, on what is known.
class InstrumentsTest {

  /// 5 % of the noise lies beyond 1.645 standard deviations.
  @Test
  void aRateImpliesTheDistanceOfAPlane() {
    assertEquals(0.3 * 1.6448536269514722, new ErrorInNoise(0.3, 0.05).impliedDistance(), 1e-12);
    assertTrue(Double.isNaN(new ErrorInNoise(Double.NaN, Double.NaN).impliedDistance()));
  }

  /// Errors where the first pixel exceeds 0.7; the image is all zeros.
  @Test
  void theErrorsInNoiseBehindAPlaneImplyItsDistance() {
    DecisionAccess plane = images -> {
      int[] labels = new int[images.size(0)];
      Arrays.setAll(labels, i -> images.get(i, 0, 0, 0) > 0.7 ? 1 : 0);
      return labels;
    };
    ErrorInNoise[] found = ErrorInNoise.of(plane, Tensor.zeros(1, 1, 2, 2), new int[] {0},
        ErrorInNoise.Noise.draw(500, 20_000, 4, Rng.seed(1)));
    assertTrue(found[0].rate() >= 0.02 && found[0].rate() <= 0.2, found[0].toString());
    assertEquals(0.7, found[0].impliedDistance(), 0.02);
  }

  @Test
  void withoutErrorsNothingIsMeasured() {
    ErrorInNoise[] found = ErrorInNoise.of(images -> new int[images.size(0)], Tensor.zeros(1, 1, 2, 2),
        new int[] {0}, ErrorInNoise.Noise.draw(50, 100, 4, Rng.seed(1)));
    assertTrue(!found[0].isMeasured());
  }

  /// Along the direction of the slabs, step by step.
  @Test
  void theNearestSlabIsWhereTheFirstErrorIs() {
    Slabs slabs = Slabs.inFrontOf(images -> new int[images.size(0)], Rng.seed(3));
    Tensor images = Rng.seed(4).uniform(5, 1, 28, 28);
    double[] distances = slabs.distances(images);
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
    }
  }

  @Test
  void theNearestNeighbourIsFoundAsByALoop() {
    Dataset known = Glyphs.generate(60, Rng.seed(5));
    Tensor changed = known.inputs().slice(0, 0, 20).add(Rng.seed(6).normalAround(0, 0.3, 20, 1, 28, 28));
    int[] labels = known.labels().toIntArray();
    int[] expected = new int[20];
    for (int i = 0; i < 20; i++) {
      double least = Double.POSITIVE_INFINITY;
      for (int j = 0; j < 60; j++) {
        double distance = changed.select(0, i).sub(known.inputs().select(0, j)).square().sum().item();
        if (j != i && distance < least) {
          least = distance;
          expected[i] = labels[j];
        }
      }
    }
    assertArrayEquals(expected, new NearestNeighbour(known).read(changed));
  }

  @Test
  void halfOfThePointsAreWithinTheMedianDistanceOfAnotherClass() {
    Dataset line = new Dataset("line", Tensor.of(new float[] {0, 3, 10, 12}, 4, 1),
        Tensor.ofInts(new int[] {0, 1, 1, 0}, 4), List.of("a", "b"));
    assertEquals(3, new NearestNeighbour(line).medianDistanceToAnotherClass(4), 1e-6);
  }

  @Test
  void powersOfOneAnotherAreCorrelatedPerfectly() {
    double[] x = {1, 2, 3, 5, Double.NaN};
    double[] cubes = {1, 8, 27, 125, 1};
    assertEquals(1, Correlation.ofLogarithms(x, cubes), 1e-12);
    double[] inverse = {1, 0.5, 1 / 3.0, 0.2, 4};
    assertEquals(-1, Correlation.ofLogarithms(x, inverse), 1e-12);
  }

  @Test
  void theDataSetsOfL30AreLabelledAsTheyAreMoved() {
    Dataset data = Glyphs.generate(40, Rng.seed(7));
    Relabelling next = Relabelling.of(data, Relabelling.Kind.NEXT, Learner.MLP.fresh(Rng.seed(8)), 1, 5,
        Rng.seed(9));
    for (int i = 0; i < 40; i++) {
      assertEquals((data.labels().get(i) + 1) % 10, next.attacked().labels().get(i));
      double moved = Math.sqrt(next.attacked().inputs().select(0, i).sub(data.inputs().select(0,
          i)).square().sum()
          .item());
      assertTrue(moved > 0.5 && moved <= 1 + 1e-5, "moved by " + moved);
    }
    assertArrayEquals(data.inputs().toFloatArray(), next.unmoved().inputs().toFloatArray());
    assertArrayEquals(next.attacked().labels().toIntArray(), next.unmoved().labels().toIntArray());
    double changes = next.attacked().inputs().sub(data.inputs()).square().sum().item();
    double shuffled = next.changesShuffled(Rng.seed(1)).inputs().sub(data.inputs()).square().sum().item();
    assertEquals(1, shuffled / changes, 0.1, "the changes of others are as large, but for what is clipped");
  }
}
