package scrutable.nn.validation;

import java.util.ArrayList;
import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;

/// Model selection by k-fold cross-validation, line by line as in Figure 18.8 of Russell and Norvig,
/// "Artificial Intelligence: A Modern Approach", 3rd edition.
///
/// Of `N` examples, `N/k` are put aside, a hypothesis is learned from the rest and judged on those put aside;
/// then the next `N/k`, until each example has judged once. The wrapper does so for hypotheses of growing
/// size, takes the size that was judged best, and learns once more, from *all* examples.
public final class CrossValidation {
  private CrossValidation() {}

  /// PARTITION: what is learned from and what judges, in one fold.
  public record Partition(Dataset training, Dataset validation) {}

  /// The two error rates of CROSS-VALIDATION, averages over the folds.
  public record ErrorRates(double training, double validation) {}

  /// What the wrapper returns.
  ///
  /// @param hypothesis learned from all examples, at the best size
  /// @param bestSize   the size with the smallest validation error, the smallest of several
  /// @param errors     of the sizes 1, 2, ..., in order: `errT` and `errV` of the figure
  public record Selection(Hypothesis hypothesis, int bestSize, List<ErrorRates> errors) {
    /// Copies the list.
    public Selection {
      errors = List.copyOf(errors);
    }
  }

  /// When the training error counts as converged: it has fallen by no more than `tolerance` over the last
  /// `window` sizes, or `mostSizes` have been tried.
  ///
  /// The figure leaves this open. It matters: a rule that looks at the *validation* error would end the
  /// search at the first hill, and a window of 1 at the first question that happens to change nothing.
  ///
  /// @param window    at least 1
  /// @param tolerance not negative, in [0, 1]
  /// @param mostSizes at least 1
  public record Convergence(int window, double tolerance, int mostSizes) {
    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException if one is out of range
    public Convergence {
      if (window < 1 || !(tolerance >= 0) || mostSizes < 1) {
        throw new IllegalArgumentException("Convergence: window and mostSizes must be at least 1, and the"
            + " tolerance not negative, but they are " + window + ", " + mostSizes + " and " + tolerance);
      }
    }

    boolean reached(List<ErrorRates> errors) {
      int size = errors.size();
      return size >= mostSizes || size > window
          && errors.get(size - 1 - window).training() - errors.getLast().training() <= tolerance;
    }
  }

  //: code wrapper
  /// CROSS-VALIDATION-WRAPPER: builds models of increasing complexity and returns the one with the best
  /// empirical error rate on validation data, learned from all examples.
  ///
  /// @param k how many folds, from 2 to the number of examples
  /// @param examples in random order, as [#partition] takes neighbours together
  public static Selection wrapper(SizedLearner learner, int k, Dataset examples, Convergence convergence) {
    //: task 4.6
    List<ErrorRates> errors = new ArrayList<>();
    int bestSize = 1;
    do {
      int size = errors.size() + 1;
      errors.add(crossValidation(learner, size, k, examples));
      if (errors.getLast().validation() < errors.get(bestSize - 1).validation()) {
        bestSize = size;
      }
    } while (!convergence.reached(errors));
    return new Selection(learner.learn(bestSize, examples), bestSize, errors);
    //: end
  }
  //: end

  //: code cross-validation
  /// CROSS-VALIDATION: the average training-set and validation-set error rate of hypotheses of one size.
  public static ErrorRates crossValidation(SizedLearner learner, int size, int k, Dataset examples) {
    double training = 0;
    double validation = 0;
    for (int fold = 1; fold <= k; fold++) {
      Partition parts = partition(examples, fold, k);
      Hypothesis hypothesis = learner.learn(size, parts.training);
      training += hypothesis.errorRate(parts.training);
      validation += hypothesis.errorRate(parts.validation);
    }
    return new ErrorRates(training / k, validation / k);
  }
  //: end

  /// PARTITION: fold `fold` of the examples judges, all others are learned from. Folds are stretches of the
  /// examples in their order, as equally long as possible; each example is in exactly one.
  ///
  /// @param fold from 1 to `k`
  /// @throws IllegalArgumentException if there are not at least two folds, or more of them than examples, or
  ///     `fold` is none of them
  public static Partition partition(Dataset examples, int fold, int k) {
    int n = examples.size();
    if (k < 2 || k > n || fold < 1 || fold > k) {
      throw new IllegalArgumentException("partition: of " + n + " examples, between 2 and " + n
          + " folds can be made, counted from 1; fold " + fold + " of " + k + " was asked for");
    }
    //: task 4.1
    int from = (int) ((long) (fold - 1) * n / k);
    int to = (int) ((long) fold * n / k);
    Dataset before = examples.slice(0, from);
    Dataset after = examples.slice(to, n);
    Dataset rest = new Dataset(examples.name(),
        Joining.concat(0, before.inputs(), after.inputs()),
        Joining.concat(0, before.labels(), after.labels()),
        examples.classNames());
    return new Partition(rest, examples.slice(from, to));
    //: end
  }
}
