package scrutable.lessons.reality.doubledescent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.NoisyLabels;
import scrutable.lessons.reality.doubledescent.DoubleDescentSweep.Examples;
import scrutable.lessons.reality.doubledescent.DoubleDescentSweep.Fit;
import scrutable.nn.classical.RandomFourierFeatures;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.parallel.Parallel;

/// Least squares on more and more random features, with all examples and with half of them; and what the slide's
/// CROSS-VALIDATION-WRAPPER, with the number of features as the size of a model, chooses among them.
///
/// Belkin, Hsu, Ma, Mandal, "Reconciling modern machine-learning practice and the classical bias-variance
/// trade-off", PNAS 116 (2019), with random Fourier features as there; Russell, Norvig, "Artificial Intelligence: A
/// Modern Approach", 3rd edition, Fig. 18.8.
///
/// @param all a sweep over sizes with all examples
/// @param half the same with the first half of them
/// @param seen what the wrapper saw, size by size, until it stopped
/// @param wrapped the model it returns: the size it chose, fitted to all examples
/// @param beyond what cross-validation says of larger sizes, which the wrapper did not try
/// @param wrong the share of training labels that are wrong; `testWrong` of those that judge
/// @param shared how many of the images that judge were learned from
record DoubleDescentExperiment(DoubleDescentSweep all, DoubleDescentSweep half, List<Step> seen, Fit wrapped,
    List<Step> beyond, double wrong, double testWrong, int shared) {
  static final double NOISE = 0.15;
  static final double RIDGE = 1;
  private static final int LARGEST = 10;
  /// Of the directions; so that two images of different digits have nearly independent features.
  private static final double STANDARD_DEVIATION = 0.1;
  private static final int FOLDS = 5;
  /// The training error has converged when this many sizes in a row lower it by less than `TOLERANCE`.
  private static final int STEPS = 2;
  private static final double TOLERANCE = 0.001;
  /// Numbers of features, in thousandths of the number of examples; dense where the peak is expected.
  private static final int[] SIZES =
      {50, 100, 150, 250, 350, 500, 650, 750, 850, 900, 950, 1000, 1050, 1100, 1150, 1250, 1500, 2000, 3000,
          5000, 10_000};
  /// Sizes behind the point where the wrapper stops.
  private static final int[] BEYOND = {600, 800, 1000, 1500, 2000, 5000, 10_000};

  /// The errors of one size in cross-validation: means over the folds.
  record Step(int size, double trainError, double validationError) {}

  /// Draws the features and fits everything.
  ///
  /// @param count how many training images are learned from
  /// @param leastRidge the ridge of the models that fit best: 0, or more to disarm them
  /// @param ridge      of the ablation
  static DoubleDescentExperiment of(Digits digits, int count, double leastRidge, double ridge, Rng rng) {
    Dataset train = digits.train().shuffled(rng.split("choice")).take(count);
    int pixels = train.inputs().elementCount() / count;
    var features = RandomFourierFeatures.draw(pixels, LARGEST * count, STANDARD_DEVIATION, rng.split("features"));
    Examples examples = new Examples(features.of(train.inputs()),
        NoisyLabels.of(train.labels(), train.classCount(), NOISE, rng.split("wrong labels")));
    Examples test = new Examples(features.of(digits.test().inputs()), digits.test().labels());
    Rng folds = rng.split("folds");
    List<Step> seen = wrapper(examples, count / 20, LARGEST * count, leastRidge, folds);
    Step[] beyond = new Step[BEYOND.length];
    Parallel.forRange(beyond.length, 1, (i, end) ->
        beyond[i] = crossValidate(examples, BEYOND[i] * count / 1000, leastRidge, folds));
    return new DoubleDescentExperiment(
        DoubleDescentSweep.of(examples, test, sizes(count), leastRidge, ridge),
        DoubleDescentSweep.of(examples.first(count / 2), test, sizes(count / 2), leastRidge, ridge),
        seen, Fit.of(examples, test, best(seen), leastRidge),
        Arrays.stream(beyond).filter(step -> step.size() > seen.getLast().size()).toList(),
        NoisyLabels.share(train.labels(), examples.labels()),
        NoisyLabels.share(digits.test().labels(), test.labels()), digits.test().countSharedWith(train));
  }

  private static int[] sizes(int count) {
    return IntStream.of(SIZES).map(size -> size * count / 1000).toArray();
  }

  //: code wrapper
  /// The wrapper on the sizes `step`, `2 step`, and so on, at most `most`: grows the model until its training error has
  /// converged.
  private static List<Step> wrapper(Examples examples, int step, int most, double ridge, Rng rng) {
    List<Step> seen = new ArrayList<>();
    while (!hasConverged(seen) && seen.size() * step < most) {
      seen.add(crossValidate(examples, (seen.size() + 1) * step, ridge, rng));
    }
    return List.copyOf(seen);
  }

  private static boolean hasConverged(List<Step> seen) {
    return seen.size() > STEPS && IntStream.range(seen.size() - STEPS, seen.size())
        .allMatch(i -> seen.get(i - 1).trainError() - seen.get(i).trainError() < TOLERANCE);
  }

  /// The size with the least validation error, the smallest of several: what the wrapper chooses.
  private static int best(List<Step> seen) {
    return seen.stream().min(Comparator.comparingDouble(Step::validationError)).orElseThrow().size();
  }
  //: end

  /// The slide's CROSS-VALIDATION: each size draws its folds anew.
  private static Step crossValidate(Examples examples, int size, double ridge, Rng rng) {
    int[] order = rng.split("folds").split(size).permutation(examples.count());
    double trainError = 0;
    double validationError = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      int from = fold * order.length / FOLDS;
      int to = (fold + 1) * order.length / FOLDS;
      int[] rest = IntStream.range(0, order.length).filter(i -> i < from || i >= to).map(i -> order[i]).toArray();
      Fit fit = Fit.of(examples.select(rest), examples.select(Arrays.copyOfRange(order, from, to)), size, ridge);
      trainError += fit.trainError() / FOLDS;
      validationError += fit.testError() / FOLDS;
    }
    return new Step(size, trainError, validationError);
  }

  Fit atPeak() {
    return all.at(all.peak());
  }

  Fit largest() {
    return all.shortest().getLast();
  }

  /// The size that the wrapper chose.
  int chosen() {
    return best(seen);
  }

  /// The size that cross-validation prefers when it may look at all of them.
  int unstopped() {
    List<Step> everything = new ArrayList<>(seen);
    everything.addAll(beyond);
    return best(everything);
  }
}
