package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.nn.classical.DecisionTree;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.KnownDistribution;
import scrutable.nn.data.generate.Tree12;
import scrutable.nn.validation.CrossValidation.Convergence;
import scrutable.nn.validation.CrossValidation.ErrorRates;
import scrutable.nn.validation.CrossValidation.Selection;
import scrutable.nn.validation.CrossValidation;
import scrutable.nn.validation.GeneralizationLoss;
import scrutable.nn.validation.Hypothesis;
import scrutable.nn.validation.LossMatrix;
import scrutable.nn.validation.SizedLearner;
import scrutable.tensor.Rng;

/// L04: the cross-validation wrapper, and the figure that it makes.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, Figures 18.8 and 18.9.
public final class CrossValidationLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int EXAMPLES = 400;
  private static final int FOLDS = 10;
  private static final LossMatrix ERRORS = LossMatrix.zeroOne(2);

  /// One pass of the wrapper.
  ///
  /// @param exact the true error rate of the tree of each size, grown from all examples, over all 4,096 inputs
  private record Search(Selection selection, double[] exact) {
    double[] training() {
      return selection.errors().stream().mapToDouble(ErrorRates::training).toArray();
    }

    double[] validation() {
      return selection.errors().stream().mapToDouble(ErrorRates::validation).toArray();
    }

    /// How much larger the last value is than that of the chosen size.
    double rise(double[] errors) {
      return errors[errors.length - 1] - errors[selection.bestSize() - 1];
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
      return exact[selection.bestSize() - 1];
    }
  }

  private record Trial(Search noisy, Search clean) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    var asymptote = new Convergence(30, 0.005, context.choose(45, 150));
    for (int i = 0; i < seeds.length; i++) {
      Rng rng = Rng.seed(seeds[i]);
      trials.add(new Trial(search(Tree12.NOISE, asymptote, rng, context.sabotage()),
          search(0, asymptote, rng, context.sabotage())));
      context.progress().update("growing trees", i + 1, seeds.length);
    }
    return judge(trials, MoreExamples.figure(CrossValidationLesson::tree, seeds));
  }

  private static Search search(double noise, Convergence asymptote, Rng rng, boolean sabotage) {
    Dataset examples = Tree12.generate(EXAMPLES, noise, rng.split("evenings"));
    KnownDistribution world = Tree12.distribution(noise);
    SizedLearner tree = CrossValidationLesson::tree;
    Selection selection = CrossValidation.wrapper(tree, FOLDS, examples, asymptote);
    Selection used = sabotage ? judgedByTraining(selection, tree, examples) : selection;
    double[] exact = new double[used.errors().size()];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = GeneralizationLoss.of(tree.learn(i + 1, examples), ERRORS, world);
    }
    return new Search(used, exact);
  }

  private static Hypothesis tree(int size, Dataset examples) {
    return DecisionTree.grow(examples.inputs(), examples.labels(), examples.classCount(), size)::predict;
  }

  private static Selection judgedByTraining(Selection selection, SizedLearner learner, Dataset examples) {
    List<ErrorRates> errors = selection.errors().stream()
        .map(both -> new ErrorRates(both.training(), both.training())).toList();
    int best = 1;
    for (int size = 2; size <= errors.size(); size++) {
      best = errors.get(size - 1).training() < errors.get(best - 1).training() ? size : best;
    }
    return new Selection(learner.learn(best, examples), best, errors);
  }

  private static LessonResult judge(List<Trial> trials, Illustration moreExamples) {
    Spread best = spread(trials, t -> t.noisy.selection.bestSize());
    double rise = median(trials, t -> t.noisy.rise(t.noisy.validation()));
    double cleanRise = median(trials, t -> t.clean.rise(t.clean.validation()));
    double exactRise = median(trials, t -> t.noisy.rise(t.noisy.exact));
    double chosen = median(trials, t -> t.noisy.chosenExact());
    return LessonResult.of(
        Criterion.gate("true error rate of the chosen tree (the noise alone makes 0.15)", chosen,
            Comparison.AT_MOST, 0.2, ""),
        Criterion.effect("largest step upwards of the training error, any seed",
            spread(trials, t -> t.noisy.largestIncrease()).max(), Comparison.AT_MOST, 1e-12, ""),
        Criterion.effect("size of the chosen tree, at least", best.median(), Comparison.AT_LEAST, 5, "questions"),
        Criterion.effect("size of the chosen tree, at most", best.median(), Comparison.AT_MOST, 11, "questions"),
        Criterion.effect("rise of the validation error from the chosen size to the last", rise,
            Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("rise of the true error from the chosen size to the last", exactRise,
            Comparison.AT_LEAST, 0.03, ""),
        Criterion.control("rise of the validation error where no label is wrong", cleanRise,
            Comparison.BELOW, 0.01, ""),
        Criterion.ablation("true error that is added if the training error chooses the size",
            median(trials, CrossValidationLesson::costOfNotValidating), Comparison.AT_LEAST, 0.03, ""),
        new Planted("the rule (wait if two of three reasons hold), which a tree grown breadth-first knows after seven"
            + " questions, and 15 % of the labels turned round"),
        table(trials),
        new Illustration("figure-18-9", "Figure 18.9, drawn again: error rates on training data (lower, dashed"
            + " line) and"
            + " on validation data (upper, solid line) for decision trees of different sizes; bands from the least to"
            + " the greatest of the seeds. The third curve cannot be had in practice: the true error rate of the tree,"
            + " added up over all inputs.", figure("Trees of growing size, 15 % of the labels wrong", trials, true)),
        new Illustration("without-noise", "The same without wrong labels: the trees stop growing when nothing is"
            + " left to"
            + " ask, and nothing rises.", figure("The same, all labels right", trials, false)),
        moreExamples,
        new Headline("best-size", best.median(), 0, "questions"),
        new Headline("best-size-least", best.min(), 0, "questions"),
        new Headline("best-size-greatest", best.max(), 0, "questions"),
        new Headline("validation-rise", 100 * rise, 1, "percentage points"),
        new Headline("true-rise", 100 * exactRise, 1, "percentage points"),
        new Headline("clean-rise", 100 * cleanRise, 1, "percentage points"),
        new Headline("chosen-true-error", 100 * chosen, 1, "%"),
        new Headline("chosen-validation-error", 100 * median(trials,
            t -> t.noisy.validation()[t.noisy.selection.bestSize() - 1]), 1, "%"),
        new Headline("sizes-tried", median(trials, t -> t.noisy.exact.length), 0, ""));
  }

  /// The smallest tree with the smallest training error, against the tree that the wrapper chose.
  private static double costOfNotValidating(Trial trial) {
    double[] training = trial.noisy.training();
    int best = 0;
    for (int i = 1; i < training.length; i++) {
      best = training[i] < training[best] ? i : best;
    }
    return trial.noisy.exact[best] - trial.noisy.chosenExact();
  }

  private static Spread spread(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray());
  }

  private static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return spread(trials, of).median();
  }

  private static Table table(List<Trial> trials) {
    Table table = Table.of("seeds", "What the wrapper did, seed by seed; errors in percent.", Column.text("labels"),
        Column.number("sizes tried", 0), Column.number("chosen", 0), Column.number("training", 1),
        Column.number("validation", 1), Column.number("true", 1), Column.number("training, last size", 1),
        Column.number("validation, last size", 1), Column.number("true, last size", 1));
    for (boolean noisy : new boolean[] {true, false}) {
      for (Trial trial : trials) {
        Search search = noisy ? trial.noisy : trial.clean;
        int best = search.selection.bestSize() - 1;
        int last = search.exact.length - 1;
        double[] training = search.training();
        double[] validation = search.validation();
        table = table.row(noisy ? "15 % wrong" : "all right", search.exact.length, best + 1, 100 * training[best],
            100 * validation[best], 100 * search.exact[best], 100 * training[last], 100 * validation[last],
            100 * search.exact[last]);
      }
    }
    return table;
  }

  private static LineChart figure(String title, List<Trial> trials, boolean noisy) {
    List<Search> searches = trials.stream().map(t -> noisy ? t.noisy : t.clean).toList();
    int shared = searches.stream().mapToInt(s -> s.exact.length).min().orElseThrow();
    double[] sizes = new double[shared];
    Arrays.setAll(sizes, i -> i + 1);
    Series training = curve("training", sizes, searches, Search::training);
    int best = (int) Spread.of(searches.stream().mapToDouble(s -> s.selection.bestSize()).toArray()).median();
    return new LineChart(title, Axis.linear("size of the tree (questions)"), Axis.linear("error rate (%)"),
        List.of(curve("validation", sizes, searches, Search::validation),
            Series.dashed("training", sizes, training.y()).colouredAs(0),
            curve("true", sizes, searches, Search::exact)),
        List.of(ReferenceLine.vertical(best, "chosen: " + best),
            ReferenceLine.horizontal(noisy ? 100 * Tree12.NOISE : 0, noisy ? "noise" : "")));
  }

  private static Series curve(String name, double[] sizes, List<Search> searches,
      Function<Search, double[]> of) {
    return Spread.band(name, sizes, searches.stream().map(search -> {
      double[] errors = Arrays.copyOf(of.apply(search), sizes.length);
      Arrays.setAll(errors, i -> 100 * errors[i]);
      return errors;
    }).toList());
  }

  @Override
  public Card card() {
    return Card.of(4, "cross-validation-wrapper", "What we used to understand: choose the size by cross-validation")
        .withClaim("As a decision tree grows, its error on the training data only falls, while the error on"
            + " validation data falls, turns and rises again by at least three percentage points. The wrapper of"
            + " Figure 18.8 finds the turn, and the tree it returns is the better one on everything there is, not"
            + " only on the sample.")
        .withSlides("We stop when the training set error rate asymptotes, and then choose the tree with minimal error"
            + " on the validation set; in this case the tree of size 7 nodes.")
        .withData("tree12")
        .withSabotage("the tree is judged by the examples it was grown from, as if PARTITION returned them twice")
        .withSeconds(10);
  }
}
