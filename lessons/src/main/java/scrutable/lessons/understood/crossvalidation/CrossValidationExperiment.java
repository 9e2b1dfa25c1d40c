package scrutable.lessons.understood.crossvalidation;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.classical.DecisionTree;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.KnownDistribution;
import scrutable.nn.data.generate.Tree12;
import scrutable.nn.validation.CrossValidation;
import scrutable.nn.validation.CrossValidation.Convergence;
import scrutable.nn.validation.CrossValidation.ErrorRates;
import scrutable.nn.validation.CrossValidation.Selection;
import scrutable.nn.validation.GeneralizationLoss;
import scrutable.nn.validation.Hypothesis;
import scrutable.nn.validation.LearningCurve;
import scrutable.nn.validation.LossMatrix;
import scrutable.nn.validation.SizedLearner;
import scrutable.tensor.Rng;

/// The cross-validation wrapper grows decision trees, with wrong labels and without; beside what it sees, the true
/// error of each tree, and whether more examples would have helped.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, Figures 18.8 and 18.9.
///
/// @param noisy the search with wrong labels; `clean` without
/// @param small the learning curve of a tree of [#SMALL] questions; `large` of [#LARGE]
record CrossValidationExperiment(Search noisy, Search clean, LearningCurve small, LearningCurve large) {
  static final int[] COUNTS = {50, 100, 200, 400, 800, 1_600, 3_200};
  static final int SMALL = 7;
  static final int LARGE = 100;
  private static final int EXAMPLES = 400;
  private static final int TEST = 2_000;
  private static final int FOLDS = 10;
  private static final LossMatrix ERRORS = LossMatrix.zeroOne(2);

  /// One pass of the wrapper.
  ///
  /// @param exact the true error rate of the tree of each size, grown from all examples, over all 4,096 inputs
  /// @param wrong the share of labels that are not what the rule says
  record Search(Selection selection, double[] exact, double wrong) {
    double[] training() {
      return selection.errors().stream().mapToDouble(ErrorRates::training).toArray();
    }

    double[] validation() {
      return selection.errors().stream().mapToDouble(ErrorRates::validation).toArray();
    }

    int bestSize() {
      return selection.bestSize();
    }

    /// How many sizes larger than the chosen one were tried.
    int triedBeyond() {
      return exact.length - bestSize();
    }

    /// The training error that the wrapper accepts, beyond that of the tree with the smallest.
    double trainingErrorAccepted() {
      double[] training = training();
      return training[bestSize() - 1] - training[smallestTraining(selection.errors()) - 1];
    }

    /// How much larger the last value is than that of the chosen size.
    double rise(double[] errors) {
      return errors[errors.length - 1] - errors[bestSize() - 1];
    }

    /// The largest step upwards of the training error.
    double largestIncrease() {
      double[] errors = training();
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 1; i < errors.length; i++) {
        largest = Math.max(largest, errors[i] - errors[i - 1]);
      }
      return largest;
    }

    double chosenExact() {
      return exact[bestSize() - 1];
    }

    /// The true error of the tree with the smallest training error, the smallest of several, less that of the tree that
    /// the wrapper chose.
    double costOfNotValidating() {
      return exact[smallestTraining(selection.errors()) - 1] - chosenExact();
    }
  }

  /// The size with the smallest training error, the smallest of several.
  private static int smallestTraining(List<ErrorRates> errors) {
    int best = 1;
    for (int size = 2; size <= errors.size(); size++) {
      best = errors.get(size - 1).training() < errors.get(best - 1).training() ? size : best;
    }
    return best;
  }

  /// Searches twice, and draws both learning curves.
  ///
  /// @param asymptote when the wrapper stops
  /// @param cleanAsymptote the same for the search without wrong labels
  /// @param disarmed  whether the trees are judged by the examples they were grown from
  static CrossValidationExperiment of(Convergence asymptote, Convergence cleanAsymptote, boolean disarmed, Rng rng) {
    Rng more = rng.split("more examples");
    Dataset examples = Tree12.generate(COUNTS[COUNTS.length - 1], Tree12.NOISE, more.split("train"));
    Dataset test = Tree12.generate(TEST, Tree12.NOISE, more.split("test"));
    return new CrossValidationExperiment(search(Tree12.NOISE, asymptote, disarmed, rng),
        search(0, cleanAsymptote, disarmed, rng),
        LearningCurve.of(CrossValidationExperiment::tree, SMALL, examples, test, COUNTS),
        LearningCurve.of(CrossValidationExperiment::tree, LARGE, examples, test, COUNTS));
  }

  //: code search
  private static Search search(double noise, Convergence asymptote, boolean disarmed, Rng rng) {
    Dataset examples = Tree12.generate(EXAMPLES, noise, rng.split("evenings"));
    KnownDistribution world = Tree12.distribution(noise);
    SizedLearner tree = CrossValidationExperiment::tree;
    Selection selection = CrossValidation.wrapper(tree, FOLDS, examples, asymptote);
    Selection used = disarmed ? judgedByTraining(selection, tree, examples) : selection;
    double[] exact = new double[used.errors().size()];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = GeneralizationLoss.of(tree.learn(i + 1, examples), ERRORS, world);
    }
    return new Search(used, exact, wrong(examples, Tree12.generate(EXAMPLES, 0, rng.split("evenings"))));
  }

  /// The share of labels that differ from those of the same evenings without moods.
  private static double wrong(Dataset examples, Dataset byTheRule) {
    int[] labels = examples.labels().toIntArray();
    int[] right = byTheRule.labels().toIntArray();
    return (double) IntStream.range(0, labels.length).filter(i -> labels[i] != right[i]).count() / labels.length;
  }

  private static Hypothesis tree(int size, Dataset examples) {
    return DecisionTree.grow(examples.inputs(), examples.labels(), examples.classCount(), size)::predict;
  }
  //: end

  private static Selection judgedByTraining(Selection selection, SizedLearner learner, Dataset examples) {
    List<ErrorRates> errors = selection.errors().stream()
        .map(both -> new ErrorRates(both.training(), both.training())).toList();
    int best = smallestTraining(errors);
    return new Selection(learner.learn(best, examples), best, errors);
  }
}
