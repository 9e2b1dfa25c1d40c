package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// [NearestNeighborClassifier], [KMeans], [LogisticRegression] and [KernelDensity]. Values of other programs
/// are those of scikit-learn 1.9.
class ClassicalLearnersTest {
  private static final Tensor QUERIES = Tensor.of(new double[] {0.5, 0.5, 0.5, 0.9, 0.1, 0.4}, 2, 3);

  private static Tensor column(double... numbers) {
    return Tensor.of(numbers, numbers.length, 1);
  }

  // Nearest neighbours

  @Test
  void fiveNeighboursVoteAsElsewhere() {
    int[] expected = {0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1,
        0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 0, 1};
    Tensor points = ReferencePoints.overlapping();
    var classifier = NearestNeighborClassifier.fit(points, ReferencePoints.overlappingLabels(), 2, 5);
    assertArrayEquals(expected, classifier.predict(points).toIntArray());
  }

  @Test
  void aTieGoesToTheNearestVoter() {
    Tensor labels = Tensor.ofInts(new int[] {0, 2, 1, 1}, 4);
    Tensor examples = column(5, 1, 8, 9);
    Tensor query = column(2);
    assertEquals(2, NearestNeighborClassifier.fit(examples, labels, 3, 2).predict(query).item());
    assertEquals(1, NearestNeighborClassifier.fit(examples, labels, 3, 4).predict(query).item(), "two of four");
    assertThrows(IllegalArgumentException.class, () -> NearestNeighborClassifier.fit(examples, labels, 3, 5));
  }

  // k-means

  @Test
  void clustersThatLieApartAreFound() {
    Dataset blobs = Blobs.generate(300, 3, 0.1, Rng.seed(2));
    var means = KMeans.fit(blobs.inputs(), 3, Rng.seed(3));
    int[] centers = means.predict(blobs.inputs()).toIntArray();
    int[] labels = blobs.labels().toIntArray();
    int[] centerOf = {-1, -1, -1};
    for (int i = 0; i < 300; i++) {
      centerOf[labels[i]] = centerOf[labels[i]] < 0 ? centers[i] : centerOf[labels[i]];
      assertEquals(centerOf[labels[i]], centers[i], "a cluster has one centre");
    }
    assertEquals(300 * 2 * 0.01, means.inertia(), 0.6, "two coordinates of variance 0.01");
    assertArrayEquals(centers, means.assignment().toIntArray());
  }

  @Test
  void atTheEndEveryCentreIsTheMeanOfItsExamples() {
    Tensor points = ReferencePoints.overlapping();
    var means = KMeans.fit(points, 5, Rng.seed(1));
    int[] assignment = means.assignment().toIntArray();
    double inertia = 0;
    for (int c = 0; c < 5; c++) {
      for (int d = 0; d < 3; d++) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < assignment.length; i++) {
          sum += assignment[i] == c ? points.get(i, d) : 0;
          count += assignment[i] == c ? 1 : 0;
        }
        assertEquals(sum / count, means.centers().get(c, d), 1e-12);
        for (int i = 0; i < assignment.length; i++) {
          inertia += assignment[i] == c ? Math.pow(points.get(i, d) - sum / count, 2) : 0;
        }
      }
    }
    assertEquals(inertia, means.inertia(), 1e-9);
  }

  @Test
  void theFirstCentresAreSpreadOut() {
    // eighteen examples in one place and two far away: starts among the eighteen end with those two in one cluster
    Tensor points = column(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200);
    for (int seed = 0; seed < 20; seed++) {
      assertEquals(0, KMeans.fit(points, 3, Rng.seed(seed)).inertia());
      assertEquals(0, KMeans.fit(points, 5, Rng.seed(seed)).inertia(), "more centres than places");
    }
  }

  // Logistic regression

  @Test
  void anIndependentSolverFindsTheSameWeights() {
    Tensor points = ReferencePoints.overlapping();
    Tensor labels = ReferencePoints.overlappingLabels();
    var firm = LogisticRegression.fit(points, labels, 1);
    assertArrayEquals(new double[] {1.9493791594958472, -0.3592143171076878, 0.34610171085227204},
        firm.weights().toDoubleArray(), 1e-8);
    assertEquals(-1.4665760293854642, firm.bias(), 1e-8);
    var loose = LogisticRegression.fit(points, labels, 0.01);
    assertArrayEquals(new double[] {3.9520407771496853, -0.8277289432152534, 0.790864001216033},
        loose.weights().toDoubleArray(), 1e-7);
  }

  @Test
  void aWeightOfTenIsTenExamples() {
    double[] counts = new double[ReferencePoints.OVERLAPPING];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i % 2 == 0 ? 10 : 1;
    }
    var weighted = LogisticRegression.fit(ReferencePoints.overlapping(), ReferencePoints.overlappingLabels(),
        Tensor.wrap(counts, counts.length), 1);
    assertArrayEquals(new double[] {3.1300899005210567, -0.40047970461521787, 0.5498235954032836},
        weighted.weights().toDoubleArray(), 1e-8);
    assertEquals(-4.571323708399017, weighted.bias(), 1e-8);
  }

  @Test
  void whereClassesCannotBeToldApartTheProbabilityIsTheirShare() {
    Tensor same = column(1, 1, 1, 1);
    var regression = LogisticRegression.fit(same, Tensor.ofInts(new int[] {1, 0, 1, 1}, 4), 1);
    assertEquals(0.75, regression.probability(column(1)).item(), 1e-9, "the bias is free");
    assertEquals(Math.log(3), regression.decisionFunction(column(1)).item(), 1e-8);
  }

  @Test
  void oneClassAloneHasNoBestBiasAndIsRefused() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> LogisticRegression.fit(column(1, 2), Tensor.ofInts(new int[] {1, 1}, 2), 1)).getMessage();
    assertTrue(message.contains("class 0"), message);
    assertThrows(IllegalArgumentException.class, () -> LogisticRegression.fit(
        column(1, 2), Tensor.ofInts(new int[] {1, 0}, 2), Tensor.of(new float[] {0, 1}, 2), 1));
  }

  @Test
  void classesThatAPlanePartsAreNoTrouble() {
    var regression = LogisticRegression.fit(
        column(-2, -1, 1, 2), Tensor.ofInts(new int[] {0, 0, 1, 1}, 4), 1e-6);
    assertTrue(regression.probability(column(1)).item() > 0.999);
    assertEquals(0, regression.bias(), 1e-6, "by symmetry");
    assertThrows(IllegalArgumentException.class,
        () -> LogisticRegression.fit(column(1, 2), Tensor.ofInts(new int[] {0, 1}, 2), 0));
  }

  // Density

  @Test
  void gaussianHillsAddUpAsElsewhere() {
    var density = KernelDensity.gaussian(ReferencePoints.overlapping(), 0.3);
    assertArrayEquals(new double[] {-0.42127395260430633, -0.6427290273966335},
        density.logDensity(QUERIES).toDoubleArray(), 1e-12);
  }

  @Test
  void oneLaplaceHillIsTheLaplaceDistribution() {
    var density = KernelDensity.laplace(Tensor.of(new double[] {1, 2}, 1, 2), 0.5);
    Tensor query = Tensor.of(new double[] {1.2, 1}, 1, 2);
    assertEquals(-(0.2 + 1) / 0.5 - 2 * Math.log(1), density.logDensity(query).item(), 1e-12, "2 h is 1");
    assertEquals(-(0.2 + 1) / 0.5, density.logMeanKernel(query).item(), 1e-12);
    assertArrayEquals(new double[] {-2, 2}, density.logDensityGradient(query).toDoubleArray(), 1e-12);
  }

  @Test
  void everyDensityIntegratesToOne() {
    Tensor examples = column(0, 0.3, 2);
    for (KernelDensity density : new KernelDensity[] {
        KernelDensity.gaussian(examples, 0.4), KernelDensity.laplace(examples, 0.4)}) {
      double step = 0.002;
      double integral = 0;
      for (double x = -10; x < 12; x += step) {
        integral += step * Math.exp(density.logDensity(column(x)).item());
      }
      assertEquals(1, integral, 1e-4);
    }
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    double h = 1e-6;
    for (KernelDensity density : new KernelDensity[] {
        KernelDensity.gaussian(ReferencePoints.overlapping(), 0.2),
        KernelDensity.laplace(ReferencePoints.overlapping(), 0.2)}) {
      Tensor gradient = density.logDensityGradient(QUERIES);
      for (int d = 0; d < 3; d++) {
        double[] step = new double[3];
        step[d] = h;
        Tensor move = Tensor.of(step, 1, 3);
        Tensor difference = density.logDensity(QUERIES.add(move)).sub(density.logDensity(QUERIES.sub(move)));
        for (int m = 0; m < 2; m++) {
          assertEquals(difference.get(m) / (2 * h), gradient.get(m, d), 1e-6);
        }
      }
    }
  }

  @Test
  void farAwayTheLogarithmSurvivesWhereTheDensityIsZero() {
    var density = KernelDensity.gaussian(column(0, 1), 1);
    assertEquals(-0.5 * 99 * 99 - 0.5 * Math.log(2 * Math.PI) - Math.log(2),
        density.logDensity(column(100)).item(), 1e-9);
    assertEquals(-99, density.logDensityGradient(column(100)).item(), 1e-9);
  }
}
