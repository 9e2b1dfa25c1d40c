package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Moons;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// [NeighborGraph] and [LabelSpreading].
class LabelSpreadingTest {
  private static Tensor labels(int n, int... placesAndClasses) {
    int[] labels = new int[n];
    Arrays.fill(labels, LabelSpreading.UNLABELED);
    for (int i = 0; i < placesAndClasses.length; i += 2) {
      labels[placesAndClasses[i]] = placesAndClasses[i + 1];
    }
    return Tensor.wrap(labels, n);
  }

  private static Tensor onALine(double... places) {
    return Tensor.of(places, places.length, 1);
  }

  /// F = (I - alpha S)^-1 (1 - alpha) Y, with a dense solver of NumPy.
  @Test
  void scoresAreThoseOfTheDenseSolution() {
    NeighborGraph graph = NeighborGraph.of(ReferencePoints.twoClouds(), 4, 0.15);
    Tensor scores = LabelSpreading.over(graph, labels(40, 0, 0, 7, 0, 39, 1), 2).scores();
    double[][] expected = {
        {0, 0.0958756555210524, 0.018496872786697566}, {5, 0.08639436506904752, 0.0199296024444997},
        {13, 0.0247225159113111, 0.010545543923114034}, {22, 0.029981063258876766, 0.02553140123573507},
        {31, 0.056639599446857834, 0.03288949336083738}, {39, 0.041772676286912905, 0.03624724952647889}};
    for (double[] row : expected) {
      assertEquals(row[1], scores.get((int) row[0], 0), 1e-12);
      assertEquals(row[2], scores.get((int) row[0], 1), 1e-12);
    }
    assertEquals(2.3702863015821003, graph.degree(3), 1e-12);
  }

  @Test
  void theRoundsOfThePaperConvergeToTheSameScores() {
    NeighborGraph graph = NeighborGraph.of(ReferencePoints.twoClouds(), 3, 0.3);
    double alpha = 0.8;
    double[] own = new double[40];
    own[4] = 1 - alpha;
    double[] f = own.clone();
    for (int round = 0; round < 200; round++) {
      double[] spread = graph.normalizedProduct(f);
      for (int i = 0; i < f.length; i++) {
        f[i] = alpha * spread[i] + own[i];
      }
    }
    var spreading = LabelSpreading.over(graph, labels(40, 4, 0), 1, alpha);
    assertArrayEquals(f, spreading.scores().toDoubleArray(), 1e-12);
    assertTrue(spreading.residual() <= 1e-11, "residual " + spreading.residual());
  }

  @Test
  void aPairSharesItsLabelAsTheClosedFormSays() {
    NeighborGraph pair = NeighborGraph.of(onALine(0, 1), 1, 1);
    Tensor scores = LabelSpreading.over(pair, labels(2, 0, 0), 1, 0.5).scores();
    assertArrayEquals(new double[] {2 / 3.0, 1 / 3.0}, scores.toDoubleArray(), 1e-12); // S swaps the two
  }

  @Test
  void edgesJoinWhereEitherIsNearToTheOther() {
    NeighborGraph graph = NeighborGraph.of(onALine(0, 1, 3, 7), 1, 2);
    assertArrayEquals(new int[] {1}, graph.neighbors(0));
    assertArrayEquals(new int[] {0, 2}, graph.neighbors(1));
    assertArrayEquals(new int[] {1, 3}, graph.neighbors(2), "3 is nearest to 7, though 7 is not to 3");
    assertArrayEquals(new double[] {Math.exp(-1 / 8.0), Math.exp(-4 / 8.0)}, graph.weights(1), 1e-15);
  }

  @Test
  void labelsFollowTheMoonsAndNotTheStraightLine() {
    Dataset moons = Moons.generate(400, 0.06, Rng.seed(3));
    int[] truth = moons.labels().toIntArray();
    int first = firstOf(truth, 0);
    int second = firstOf(truth, 1);
    var graph = NeighborGraph.of(moons.inputs(), 10, 0.1);
    var spreading = LabelSpreading.over(graph, labels(400, first, 0, second, 1), 2);
    assertArrayEquals(truth, spreading.predict().toIntArray(), "one label for each moon is enough");
  }

  private static int firstOf(int[] labels, int label) {
    int i = 0;
    while (labels[i] != label) {
      i++;
    }
    return i;
  }

  @Test
  void whatNoLabelReachesStaysUnlabeled() {
    NeighborGraph apart = NeighborGraph.of(onALine(0, 1, 100, 101), 1, 1);
    var spreading = LabelSpreading.over(apart, labels(4, 1, 1), 2);
    assertArrayEquals(new int[] {1, 1, -1, -1}, spreading.predict().toIntArray());
  }

  @Test
  void anExampleTooFarOutForAnyWeightIsAlone() {
    NeighborGraph graph = NeighborGraph.of(onALine(0, 1, 1000), 1, 1);
    assertEquals(0, graph.degree(2));
    assertArrayEquals(new int[] {0, 0, -1},
        LabelSpreading.over(graph, labels(3, 0, 0), 1).predict().toIntArray());
  }

  @Test
  void threadsDoNotChangeABit() {
    double[] one = Parallel.withThreads(1, LabelSpreadingTest::someScores);
    assertArrayEquals(one, Parallel.withThreads(3, LabelSpreadingTest::someScores));
  }

  private static double[] someScores() {
    NeighborGraph graph = NeighborGraph.of(ReferencePoints.twoClouds(), 4, 0.15);
    return LabelSpreading.over(graph, labels(40, 0, 0, 39, 1), 2).scores().toDoubleArray();
  }

  @Test
  void mistakesAreExplained() {
    NeighborGraph graph = NeighborGraph.of(onALine(0, 1, 2), 1, 1);
    assertThrows(IllegalArgumentException.class, () -> NeighborGraph.of(onALine(0, 1), 2, 1));
    assertThrows(IllegalArgumentException.class, () -> NeighborGraph.of(onALine(0, 1), 1, 0));
    assertThrows(IllegalArgumentException.class, () -> LabelSpreading.over(graph, labels(2), 2));
    assertThrows(IllegalArgumentException.class, () -> LabelSpreading.over(graph, labels(3, 0, 2), 2));
    assertThrows(IllegalArgumentException.class, () -> LabelSpreading.over(graph, labels(3, 0, 1), 2, 1));
  }
}
