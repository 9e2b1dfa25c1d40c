package scrutable.nn.semisupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Noise;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class SemiSupervisedTrainingTest {

  /// Two clouds around (-1, 0) and (1, 0). Halfway between the labelled points lies inside the left one.
  private static Dataset clouds(int count, Rng rng) {
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      points[2 * i] = (float) (2 * labels[i] - 1 + 0.3 * rng.nextGaussian());
      points[2 * i + 1] = (float) (0.3 * rng.nextGaussian());
    }
    return new Dataset("clouds", Tensor.wrap(points, count, 2), Tensor.wrap(labels, count),
        List.of("left", "right"));
  }

  private static final Dataset LABELLED = new Dataset("two labels",
      Tensor.of(new float[] {-1.9f, 0, 0.3f, 0}, 2, 2), Tensor.ofInts(new int[] {0, 1}, 2),
      List.of("left", "right"));

  private static SemiSupervisedSettings settings(int steps) {
    Augmentation noise = Noise.ofPoints(0.05);
    return SemiSupervisedSettings.of(rng -> new Sequential(new Linear(2, 16, rng), new Relu(),
            new Linear(16, 2, rng)), steps)
        .withBatches(2, 32).withLearningRate(0.01).withAugmentations(noise, Noise.ofPoints(0.15));
  }

  @Test
  void unlabelledPointsMoveTheBoundaryIntoTheGap() {
    Dataset pool = clouds(200, Rng.seed(1));
    Module baseline = new SupervisedOnly(false).train(LABELLED, pool.inputs(), settings(200), Rng.seed(2));
    double without = Metrics.accuracy(baseline, pool, 200);
    assertTrue(without < 0.985, "the two labels alone should not do: " + without);
    var vat = new VirtualAdversarialTraining(0.3, 0.05, 1, 1);
    for (SemiSupervisedLearner learner : List.of(new FixMatch(), vat)) {
      Module trained = learner.train(LABELLED, pool.inputs(), settings(200), Rng.seed(2));
      double with = Metrics.accuracy(trained, pool, 200);
      assertTrue(1 - with <= (1 - without) / 3, learner.name() + ": " + without + " becomes " + with);
    }
  }

  @Test
  void everyExampleIsSeenEquallyOften() {
    Dataset pool = clouds(10, Rng.seed(3));
    Map<Double, Integer> seen = new TreeMap<>();
    List<Double> progress = new ArrayList<>();
    GradientLearner counting = new GradientLearner() {
      @Override
      public String name() {
        return "counting";
      }

      @Override
      public Variable loss(TrainingStep step) {
        progress.add(step.progress());
        for (int i = 0; i < step.unlabelled().size(0); i++) {
          seen.merge(step.unlabelled().get(i, 0), 1, Integer::sum);
        }
        return step.supervisedLoss();
      }
    };
    counting.train(LABELLED, pool.inputs(), settings(5).withBatches(3, 4), Rng.seed(4));
    assertEquals(10, seen.size());
    assertTrue(seen.values().stream().allMatch(count -> count == 2), seen.toString());
    assertEquals(List.of(0.0, 0.2, 0.4, 0.6, 0.8), progress);
  }

  @Test
  void theNetworkReturnedHasTheAverageOfTheWeightsOfAllSteps() {
    List<float[]> weights = new ArrayList<>();
    SemiSupervisedSettings observed = settings(4).withAveraging(0.5).withObserver((step, network) -> {
      assertEquals(4, step.count());
      weights.add(network.parameters().getFirst().value().toFloatArray());
    });
    Tensor unlabelled = clouds(20, Rng.seed(5)).inputs();
    Module trained = new FixMatch().train(LABELLED, unlabelled, observed, Rng.seed(6));
    Rng start = Rng.seed(6).split("initialise");
    float[] average = observed.network().apply(start).parameters().getFirst().value().toFloatArray();
    for (float[] step : weights) {
      for (int i = 0; i < average.length; i++) {
        average[i] = 0.5f * average[i] + 0.5f * step[i];
      }
    }
    assertEquals(4, weights.size());
    assertArrayEquals(average, trained.parameters().getFirst().value().toFloatArray(), 1e-6f);
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() {
    Tensor unlabelled = clouds(50, Rng.seed(7)).inputs();
    List<SemiSupervisedLearner> learners = List.of(new PseudoLabel(), new FixMatch(), new PiModel(),
        new MeanTeacher(), new Uda(), new VirtualAdversarialTraining(0.3), new MixMatch());
    for (SemiSupervisedLearner learner : learners) {
      float[] one = Parallel.withThreads(1, () -> weightsOf(learner, unlabelled));
      float[] two = Parallel.withThreads(2, () -> weightsOf(learner, unlabelled));
      assertArrayEquals(one, two, learner.name());
      for (float weight : one) {
        assertTrue(Float.isFinite(weight), learner.name());
      }
    }
  }

  private static float[] weightsOf(SemiSupervisedLearner learner, Tensor unlabelled) {
    return learner.train(LABELLED, unlabelled, settings(8), Rng.seed(8)).parameters().getFirst().value()
        .toFloatArray();
  }

  @Test
  void theNetworkIsInTrainingModeWhileItLearnsAndInEvaluationModeAfterwards() {
    Dropout dropout = new Dropout(0.5, Rng.seed(9));
    SemiSupervisedSettings settings = SemiSupervisedSettings.of(
            rng -> new Sequential(new Linear(2, 2, rng), dropout), 2)
        .withObserver((step, network) -> assertTrue(dropout.isTraining()));
    new MeanTeacher().train(LABELLED, clouds(20, Rng.seed(5)).inputs(), settings, Rng.seed(10));
    assertFalse(dropout.isTraining());
  }

  @Test
  void inputsOfAnotherShapeOrNoneAreRefused() {
    var shape = assertThrows(IllegalArgumentException.class,
        () -> new FixMatch().train(LABELLED, Tensor.zeros(5, 3), settings(1), Rng.seed(1)));
    String message = shape.getMessage();
    assertTrue(message.contains("(5, 3)") && message.contains("(2,)"), message);
    assertThrows(IllegalArgumentException.class,
        () -> new FixMatch().train(LABELLED, Tensor.zeros(0, 2), settings(1), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> settings(0));
  }
}
