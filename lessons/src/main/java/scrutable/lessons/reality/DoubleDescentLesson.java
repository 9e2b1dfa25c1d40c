package scrutable.lessons.reality;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.CrossValidationWrapper.Step;
import scrutable.lessons.reality.RandomFeatureLearner.Fit;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// L07: the test error falls a second time, beyond the size at which everything is learned by heart; and what
/// the textbook's way of choosing a size does there.
///
/// Belkin, Hsu, Ma, Mandal, "Reconciling modern machine-learning practice and the classical bias-variance
/// trade-off", PNAS 116 (2019), with random Fourier features as there.
public final class DoubleDescentLesson implements Lesson {
  static final double NOISE = 0.15;
  static final double RIDGE = 1;
  static final int LARGEST = 10;
  private static final int FOLDS = 5;
  /// Numbers of features, in thousandths of the number of examples; dense where the peak is expected.
  private static final int[] SIZES =
      {50, 100, 150, 250, 350, 500, 650, 750, 850, 900, 950, 1000, 1050, 1100, 1150, 1250, 1500, 2000, 3000,
          5000, 10_000};
  /// Sizes behind the point where the wrapper stops.
  private static final int[] BEYOND = {600, 800, 1000, 1500, 2000, 5000, 10_000};

  /// What one seed showed.
  ///
  /// @param all a sweep over sizes with all examples
  /// @param half the same with the first half of them
  /// @param wrapper what the textbook does
  /// @param wrapped the model it returns: the size it chose, fitted to all examples
  /// @param beyond what cross-validation says of larger sizes, which the wrapper did not try
  record Trial(SizeSweep all, SizeSweep half, CrossValidationWrapper wrapper, Fit wrapped,
      List<Step> beyond) {
    Fit atPeak() {
      return all.at(all.peak());
    }

    Fit largest() {
      return all.shortest().getLast();
    }

    /// The size that cross-validation prefers when it may look at all of them.
    int unstopped() {
      List<Step> seen = new ArrayList<>(wrapper.steps());
      seen.addAll(beyond);
      return CrossValidationWrapper.best(seen);
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, 3));
    for (long seed : seeds) {
      trials.add(trial(context, Rng.seed(seed)));
      context.progress().update("models of all sizes", trials.size(), seeds.length);
    }
    return judge(trials);
  }

  private static Trial trial(LessonContext context, Rng rng) throws IOException {
    int examples = context.choose(200, 400);
    int judged = context.choose(500, 2_000);
    Digits digits = context.data().equals("glyphs") ? Digits.glyphs(examples, judged, rng.split("data"))
        : Digits.real(context.data(), 60_000, 10_000, context.progress());
    Dataset train = digits.train().shuffled(rng.split("choice")).take(examples);
    Tensor labels = NoisyLabels.of(train.labels(), train.classCount(), NOISE, rng.split("wrong labels"));
    RandomFeatureLearner learner = RandomFeatureLearner.of(train, labels, digits.test().take(judged),
        LARGEST * examples, rng.split("features"));
    double ridge = context.sabotage() ? RIDGE : 0;
    Rng folds = rng.split("folds");
    CrossValidationWrapper wrapper =
        CrossValidationWrapper.run(learner, FOLDS, examples / 20, LARGEST * examples, ridge, folds);
    Step[] beyond = new Step[BEYOND.length];
    Parallel.forRange(beyond.length, 1, (i, end) -> beyond[i] =
        CrossValidationWrapper.crossValidate(learner, BEYOND[i] * examples / 1000, FOLDS, ridge, folds));
    return new Trial(SizeSweep.of(learner, sizes(examples), ridge, RIDGE),
        SizeSweep.of(learner.withExamples(examples / 2), sizes(examples / 2), ridge, RIDGE), wrapper,
        learner.fit(wrapper.chosen(), ridge),
        Arrays.stream(beyond).filter(step -> step.size() > wrapper.steps().getLast().size()).toList());
  }

  private static int[] sizes(int examples) {
    return IntStream.of(SIZES).map(size -> size * examples / 1000).toArray();
  }

  private static LessonResult judge(List<Trial> trials) {
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test error of the largest model", median(trials, t -> t.largest().testError()),
            Comparison.AT_MOST, 0.4, ""),
        Criterion.effect("greatest training error with at least as many features as examples",
            median(trials, t -> t.all().interpolationError()), Comparison.EXACTLY, 0, ""),
        Criterion.effect("distance of the peak from one feature per example",
            median(trials, t -> Math.abs(peakPerExample(t.all()) - 1)), Comparison.AT_MOST, 0.15, ""),
        Criterion.effect("test error at the peak, against the best with fewer features than examples",
            median(trials, t -> t.atPeak().testError() / t.all().classicalError()),
            Comparison.AT_LEAST, 1.5, "times"),
        Criterion.effect("test error of the largest model, against the best with fewer features than"
            + " examples",
            median(trials, t -> t.largest().testError() / t.all().classicalError()),
            Comparison.AT_MOST, 0.8, "times"),
        Criterion.effect("test error of the model that the wrapper returns, against the largest model",
            median(trials, t -> t.wrapped().testError() / t.largest().testError()),
            Comparison.AT_LEAST, 1.2, "times"),
        Criterion.control("with half of the examples: distance of the peak from one feature per example",
            median(trials, t -> Math.abs(peakPerExample(t.half()) - 1)), Comparison.AT_MOST, 0.15, ""),
        Criterion.control("at the size of the peak: test error with half of the examples, less that with all",
            median(trials, t -> t.half().at(t.all().examples()).testError()
                - t.all().at(t.all().examples()).testError()), Comparison.AT_MOST, -0.2, ""),
        Criterion.ablation("greatest rise of the test error with the size, with a ridge of 1",
            median(trials, t -> t.all().rise()), Comparison.AT_MOST, 0.05, ""),
        Criterion.ablation("size that cross-validation chooses when it need not stop, per example",
            median(trials, t -> (double) t.unstopped() / t.all().examples()), Comparison.AT_LEAST, 2, ""),
        new Planted("wrong labels: each training label is replaced, with a probability of 15 %, by another"
            + " class; test labels are all right")));
    findings.addAll(DoubleDescentFigures.of(trials));
    return LessonResult.of(findings);
  }

  private static double peakPerExample(SizeSweep sweep) {
    return (double) sweep.peak() / sweep.examples();
  }

  static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(7, "double-descent", "Reality: the curve of Fig. 18.9 goes on to the right")
        .withClaim("As a model grows, its test error falls, rises to a peak where the model has as many features as"
            + " examples, and then falls again, below everything a smaller model reached; the textbook's wrapper,"
            + " which stops when the training error has converged, never sees the second descent.")
        .withSlides("Reality")
        .withData("glyphs", "mnist")
        .withSabotage("every model pays for long weights (a ridge of 1), so that none of them has to fit the noise")
        .withSeconds(12);
  }
}
