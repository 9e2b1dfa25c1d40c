package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.nn.data.Dataset;
import scrutable.nn.validation.CrossValidation.Convergence;
import scrutable.nn.validation.CrossValidation.ErrorRates;
import scrutable.nn.validation.CrossValidation.Partition;
import scrutable.tensor.Tensor;

/// [CrossValidation], [ValidationCurve] and [LearningCurve].
class CrossValidationTest {
  /// Examples 0, 1, 2, ..., each of them its own input; class 1 where the number is odd.
  private static Dataset numbers(int n) {
    float[] inputs = new float[n];
    for (int i = 0; i < n; i++) {
      inputs[i] = i;
    }
    return new Dataset("numbers", Tensor.wrap(inputs, n, 1),
        Tensor.wrap(IntStream.range(0, n).map(i -> i % 2).toArray(), n), List.of("even", "odd"));
  }

  private static int[] values(Dataset data) {
    return data.inputs().toIntArray();
  }

  private static Hypothesis always(int label) {
    return inputs -> Tensor.wrap(IntStream.range(0, inputs.size(0)).map(i -> label).toArray(), inputs.size(0));
  }

  /// Errs on the first so many examples of whatever it is asked about.
  private static Hypothesis wrongOnTheFirst(int count) {
    return inputs -> Tensor.wrap(IntStream.range(0, inputs.size(0))
        .map(i -> ((int) inputs.get(i, 0) + (i < count ? 1 : 0)) % 2).toArray(), inputs.size(0));
  }

  @ParameterizedTest
  @CsvSource({"10, 5", "10, 3", "7, 7", "100, 10", "9, 2"})
  void everyExampleJudgesInExactlyOneFold(int n, int k) {
    int[] judged = new int[n];
    for (int fold = 1; fold <= k; fold++) {
      Partition parts = CrossValidation.partition(numbers(n), fold, k);
      for (int i : values(parts.validation())) {
        judged[i]++;
      }
      int[] both = IntStream.concat(IntStream.of(values(parts.training())), IntStream.of(values(parts.validation())))
          .sorted().toArray();
      assertArrayEquals(IntStream.range(0, n).toArray(), both, "nobody is lost, nobody on both sides");
      assertTrue(Math.abs(parts.validation().size() - (double) n / k) < 1, "N/k of them judge");
      assertArrayEquals(IntStream.of(values(parts.training())).map(i -> i % 2).toArray(),
          parts.training().labels().toIntArray(), "labels go with their inputs");
    }
    assertArrayEquals(IntStream.generate(() -> 1).limit(n).toArray(), judged);
  }

  @Test
  void errorRatesAreAveragedOverFolds() {
    ErrorRates errors = CrossValidation.crossValidation((size, examples) -> always(1), 1, 5, numbers(10));
    assertEquals(0.5, errors.training());
    assertEquals(0.5, errors.validation());
    SizedLearner learner = (size, examples) -> wrongOnTheFirst(1);
    ErrorRates others = CrossValidation.crossValidation(learner, 1, 5, numbers(10));
    assertEquals(1 / 8.0, others.training(), 1e-15, "one of eight");
    assertEquals(1 / 2.0, others.validation(), 1e-15, "one of two");
  }

  /// Validation errors 3, 2, 1, 2, 3, ... of 10: the best size is planted at 3.
  @Test
  void thePlantedOptimumIsFound() {
    List<Integer> learnedFrom = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    SizedLearner learner = (size, examples) -> {
      learnedFrom.add(examples.size());
      sizes.add(size);
      return wrongOnTheFirst(1 + Math.abs(size - 3));
    };
    var selection = CrossValidation.wrapper(learner, 4, numbers(40), new Convergence(6, 0, 50));
    assertEquals(3, selection.bestSize());
    assertEquals(40, learnedFrom.getLast(), "the last hypothesis is learned from all examples");
    assertEquals(3, sizes.getLast());
    assertEquals(30, learnedFrom.getFirst(), "all others from three quarters");
    double[] expected = {0.3, 0.2, 0.1, 0.2, 0.3};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], selection.errors().get(i).validation(), 1e-15);
    }
  }

  @Test
  void ofEquallyGoodSizesTheSmallestIsTaken() {
    var selection = CrossValidation.wrapper(
        (size, examples) -> always(0), 2, numbers(8), new Convergence(4, 0, 50));
    assertEquals(1, selection.bestSize());
    assertEquals(5, selection.errors().size(), "four sizes without gain after the first");
  }

  @Test
  void theTrainingErrorEndsTheSearchAndNotTheValidationError() {
    // training falls until size 8; validation is best at 2 and rises from there on
    SizedLearner learner = (size, examples) -> inputs -> inputs.size(0) > 20
        ? wrongOnTheFirst(Math.max(0, 16 - 2 * size)).predict(inputs)
        : wrongOnTheFirst(1 + Math.abs(size - 2)).predict(inputs);
    var selection = CrossValidation.wrapper(learner, 2, numbers(60), new Convergence(2, 0, 50));
    assertEquals(10, selection.errors().size());
    var judged = CrossValidation.wrapper(learner, 4, numbers(60), new Convergence(2, 0, 50));
    assertEquals(10, judged.errors().size(), "although the validation error has been rising since size 2");
    assertEquals(2, judged.bestSize());
  }

  @Test
  void theMostSizesEndTheSearchInAnyCase() {
    SizedLearner learner = (size, examples) -> wrongOnTheFirst(100 - size);
    assertEquals(7, CrossValidation.wrapper(learner, 2, numbers(400), new Convergence(1, 0, 7)).errors().size());
  }

  @Test
  void curvesAreMadeOfTheSameNumbers() {
    SizedLearner learner = (size, examples) -> wrongOnTheFirst(1 + Math.abs(size - 3));
    ValidationCurve curve = ValidationCurve.of(learner, 4, numbers(40), 1, 3, 5);
    assertArrayEquals(new double[] {0.3, 0.1, 0.3}, curve.validation(), 1e-15);
    assertEquals(3, curve.bestSize());
    LearningCurve learning = LearningCurve.of(
        (size, examples) -> wrongOnTheFirst(40 / examples.size()), 1, numbers(40), numbers(20), 4, 10, 40);
    assertArrayEquals(new double[] {1, 0.4, 0.025}, learning.training(), 1e-15);
    assertArrayEquals(new double[] {0.5, 0.2, 0.05}, learning.test(), 1e-15);
  }

  @Test
  void mistakesAreExplained() {
    assertThrows(IllegalArgumentException.class, () -> CrossValidation.partition(numbers(5), 0, 5));
    assertThrows(IllegalArgumentException.class, () -> CrossValidation.partition(numbers(5), 6, 5));
    assertThrows(IllegalArgumentException.class, () -> CrossValidation.partition(numbers(5), 1, 6));
    assertThrows(IllegalArgumentException.class, () -> CrossValidation.partition(numbers(5), 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Convergence(0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> always(0).errorRate(numbers(0)));
  }
}
