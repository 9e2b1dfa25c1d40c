package scrutable.nn.classical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RandomFeatureClassifierTest {
  private static final int EXAMPLES = 30;
  private static final int FEATURES = 80;
  private static final Tensor POINTS = Rng.seed(1).normal(EXAMPLES, 3);
  private static final RandomFourierFeatures WAVES = RandomFourierFeatures.draw(3, FEATURES, 1, Rng.seed(2));
  private static final Tensor LABELS =
      Tensor.ofInts(IntStream.range(0, EXAMPLES).map(i -> i * i % 4).toArray(), EXAMPLES);

  private static double largestDifference(Tensor a, Tensor b) {
    return a.sub(b).abs().max().item();
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "50, 0", "10, 0.5", "50, 0.5"})
  void aModelOfSomeFeaturesIsTheRegressionOnADrawOfJustSoMany(int size, double ridge) {
    Tensor few = WAVES.take(size).of(POINTS);
    Tensor targets = Indexing.oneHot(LABELS, 4, DType.FLOAT64);
    LinearRegression expected = ridge == 0 ? LinearRegression.minimumNorm(few, targets)
        : LinearRegression.ridge(few, targets, ridge);
    Tensor others = Rng.seed(3).normal(20, 3);
    RandomFeatureClassifier model = RandomFeatureClassifier.fit(WAVES.of(POINTS), LABELS, 4, size, ridge);
    assertEquals(0, largestDifference(expected.predict(WAVES.take(size).of(others)), model.scores(WAVES.of(others))),
        1e-8);
    assertEquals(Math.sqrt(expected.weights().square().sum().item()), model.norm(), 1e-8);
  }

  @Test
  void withMoreFeaturesThanExamplesAnyLabelsAreLearned() {
    Tensor features = WAVES.of(POINTS);
    double length = Double.POSITIVE_INFINITY;
    for (int size : new int[] {40, 60, 80}) {
      RandomFeatureClassifier model = RandomFeatureClassifier.fit(features, LABELS, 4, size, 0);
      assertArrayEquals(LABELS.toIntArray(), model.scores(features).argmax(1).toIntArray());
      double unscaled = model.norm() * Math.sqrt((double) FEATURES / size);            // on the features as they were
      assertTrue(unscaled < length, size + " features leave more choice than fewer");
      length = unscaled;
    }
  }

  @Test
  void scoresAreThoseOfTheWeightsAndTheNormIsTheirLength() {
    Tensor features = Tensor.identity(4, DType.FLOAT64);                              // each example has its own
    RandomFeatureClassifier model =
        RandomFeatureClassifier.fit(features, Tensor.ofInts(new int[] {0, 1, 2, 0}, 4), 3, 4, 0);
    assertArrayEquals(new double[] {0, 3, 0}, model.scores(features.mul(3)).select(0, 1).toDoubleArray(), 1e-12);
    assertEquals(2, model.norm(), 1e-12);                                             // four ones
  }

  @Test
  void mistakesAreExplained() {
    Tensor features = WAVES.of(POINTS);
    for (int size : new int[] {0, FEATURES + 1}) {
      var error = assertThrows(IllegalArgumentException.class,
          () -> RandomFeatureClassifier.fit(features, LABELS, 4, size, 0));
      assertTrue(error.getMessage().contains("of 80 features, " + size), error.getMessage());
    }
    for (double ridge : new double[] {-1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class,
          () -> RandomFeatureClassifier.fit(features, LABELS, 4, 10, ridge));
    }
    var error = assertThrows(IllegalArgumentException.class,
        () -> RandomFeatureClassifier.fit(features, LABELS.slice(0, 0, 7), 4, 10, 0));
    assertTrue(error.getMessage().contains("(30, 80) and (7,)"), error.getMessage());
  }
}
