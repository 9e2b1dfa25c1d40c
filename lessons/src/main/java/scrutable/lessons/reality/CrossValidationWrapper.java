package scrutable.lessons.reality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import scrutable.lessons.reality.RandomFeatureLearner.Fit;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The slide's CROSS-VALIDATION-WRAPPER, with the number of features as the size of a model.
///
/// It grows the model until its training error has converged, and chooses the size with the least validation
/// error among those it has seen. Source: Russell, Norvig, "Artificial Intelligence: A Modern Approach", 3rd
/// edition, Fig. 18.8.
///
/// @param steps what it saw, size by size, until it stopped
/// @param chosen the size it returns
record CrossValidationWrapper(List<Step> steps, int chosen) {
  /// The training error has converged when this many sizes in a row lower it by less than `TOLERANCE`.
  private static final int STEPS = 2;
  private static final double TOLERANCE = 0.001;

  /// The errors of one size: means over the folds.
  record Step(int size, double trainError, double validationError) {}

  /// Runs the wrapper on sizes `step`, `2 step`, and so on, at most `most`.
  static CrossValidationWrapper run(RandomFeatureLearner learner, int folds, int step, int most, double ridge,
      Rng rng) {
    List<Step> steps = new ArrayList<>();
    while (!converged(steps) && steps.size() * step < most) {
      steps.add(crossValidate(learner, (steps.size() + 1) * step, folds, ridge, rng));
    }
    return new CrossValidationWrapper(List.copyOf(steps), best(steps));
  }

  /// The size with the least validation error; the smallest of several.
  static int best(List<Step> steps) {
    return steps.stream().min(Comparator.comparingDouble(Step::validationError)).orElseThrow().size();
  }

  /// The slide's CROSS-VALIDATION: each size draws its folds anew.
  static Step crossValidate(RandomFeatureLearner learner, int size, int folds, double ridge, Rng rng) {
    int examples = learner.examples();
    int[] order = rng.split("folds").split(size).permutation(examples);
    double trainError = 0;
    double validationError = 0;
    for (int fold = 0; fold < folds; fold++) {
      int from = fold * examples / folds;
      int to = (fold + 1) * examples / folds;
      Fit fit = learner.fold(without(order, from, to), Tensor.ofInts(order, examples).slice(0, from, to))
          .fit(size, ridge);
      trainError += fit.trainError() / folds;
      validationError += fit.testError() / folds;
    }
    return new Step(size, trainError, validationError);
  }

  private static Tensor without(int[] order, int from, int to) {
    int[] rest = new int[order.length - (to - from)];
    System.arraycopy(order, 0, rest, 0, from);
    System.arraycopy(order, to, rest, from, order.length - to);
    return Tensor.wrap(rest, rest.length);
  }

  private static boolean converged(List<Step> steps) {
    if (steps.size() <= STEPS) {
      return false;
    }
    for (int i = steps.size() - STEPS; i < steps.size(); i++) {
      if (steps.get(i - 1).trainError() - steps.get(i).trainError() >= TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
