package scrutable.nn.semisupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.Module;
import scrutable.nn.classical.LabelSpreading;
import scrutable.nn.classical.NeighborGraph;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Moons;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class LabelSpreadingLearnerTest {
  private static final SemiSupervisedSettings UNUSED = SemiSupervisedSettings.of(rng -> {
    throw new AssertionError("no network is needed");
  }, 1);

  @Test
  void sixLabelsAreEnoughForTwoMoonsAndTheExamplesKeepWhatSpreadingGaveThem() {
    Dataset few = Moons.generate(6, Rng.seed(2));
    Tensor pool = Moons.generate(500, Rng.seed(1)).inputs();
    Module trained = new LabelSpreadingLearner(10, 0.1).train(few, pool, UNUSED, Rng.seed(2));
    double accuracy = Metrics.accuracy(trained, Moons.generate(500, Rng.seed(3)), 500);
    assertTrue(accuracy > 0.98, "accuracy " + accuracy);
    Tensor all = Joining.concat(0, few.inputs(), pool);
    int[] labels = Arrays.copyOf(few.labels().toIntArray(), 506);
    Arrays.fill(labels, 6, 506, LabelSpreading.UNLABELED);
    NeighborGraph graph = NeighborGraph.of(all, 10, 0.1);
    int[] spread = LabelSpreading.over(graph, Tensor.wrap(labels, 506), 2).predict().toIntArray();
    int[] asked = trained.forward(all).value().argmax(1).toIntArray();
    int different = 0;
    for (int i = 0; i < 506; i++) {
      different += spread[i] == asked[i] ? 0 : 1;
    }
    assertTrue(different <= 5, different + " of 506 examples answer otherwise than they were told");
  }

  @Test
  void anIslandWithoutALabelIsNotAskedAndFarAwayThereIsStillAnAnswer() {
    Dataset labelled = new Dataset("ends", Tensor.of(new float[] {0, 1}, 2, 1),
        Tensor.ofInts(new int[] {1, 0}, 2), List.of("right", "left"));
    Tensor pool = Tensor.of(new float[] {0.1f, 0.9f, 50, 50.1f, 50.2f}, 5, 1);
    Module trained = new LabelSpreadingLearner(1, 0.1).train(labelled, pool, UNUSED, Rng.seed(1));
    Tensor logits = trained.forward(Tensor.of(new float[] {50, -30, 0.05f}, 3, 1)).value();
    assertArrayEquals(new int[] {0, 1, 1}, logits.argmax(1).toIntArray());
    assertEquals(1, logits.exp().sum(false, 1).get(0), 1e-6, "logarithms of probabilities");
  }
}
