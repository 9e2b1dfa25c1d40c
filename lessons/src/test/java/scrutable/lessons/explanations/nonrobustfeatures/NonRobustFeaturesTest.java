package scrutable.lessons.explanations.nonrobustfeatures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.lessons.explanations.GreyImageNetwork;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Kind;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Relabelled;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class NonRobustFeaturesTest {

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
    assertArrayEquals(expected, new NonRobustFeaturesEye(known).read(changed));
  }

  @Test
  void halfOfThePointsAreWithinTheMedianDistanceOfAnotherClass() {
    Dataset line = new Dataset("line", Tensor.of(new float[] {0, 3, 10, 12}, 4, 1),
        Tensor.ofInts(new int[] {0, 1, 1, 0}, 4), List.of("a", "b"));
    assertEquals(3, new NonRobustFeaturesEye(line).medianDistanceToAnotherClass(4), 1e-6);
  }

  @Test
  void theDataSetsAreLabelledAsTheyAreMoved() {
    Dataset data = Glyphs.generate(40, Rng.seed(7));
    Relabelled next = Relabelled.of(data, Kind.NEXT, GreyImageNetwork.MLP.fresh(Rng.seed(8)), 5, Rng.seed(9));
    for (int i = 0; i < 40; i++) {
      assertEquals((data.labels().get(i) + 1) % 10, next.attacked().labels().get(i));
      double moved = Math.sqrt(
          next.attacked().inputs().select(0, i).sub(data.inputs().select(0, i)).square().sum().item());
      assertTrue(moved > NonRobustFeaturesExperiment.EPS / 2 && moved <= NonRobustFeaturesExperiment.EPS + 1e-5,
          "moved by " + moved);
    }
    assertArrayEquals(data.inputs().toFloatArray(), next.unmoved().inputs().toFloatArray());
    assertArrayEquals(next.attacked().labels().toIntArray(), next.unmoved().labels().toIntArray());
    double changes = next.attacked().inputs().sub(data.inputs()).square().sum().item();
    double shuffled = next.changesShuffled(1.0 / 3, Rng.seed(1)).inputs().sub(data.inputs()).square().sum().item();
    assertEquals(1.0 / 9, shuffled / changes, 0.1 / 9, "the changes of others are as large, but for what is clipped");
  }
}
