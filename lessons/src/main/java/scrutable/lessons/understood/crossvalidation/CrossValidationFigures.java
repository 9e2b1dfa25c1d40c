package scrutable.lessons.understood.crossvalidation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.understood.crossvalidation.CrossValidationExperiment.Search;
import scrutable.nn.data.generate.Tree12;

/// The table, the figures and the headline numbers of [CrossValidationLesson].
final class CrossValidationFigures {
  private static final int[] COUNTS = CrossValidationExperiment.COUNTS;
  private static final int SMALL = CrossValidationExperiment.SMALL;
  private static final int LARGE = CrossValidationExperiment.LARGE;

  private CrossValidationFigures() {}

  static List<Finding> of(Runs<CrossValidationExperiment> runs) {
    Spread best = runs.spread(run -> run.noisy().bestSize());
    return List.of(table(runs),
        new Illustration("figure-18-9", "Figure 18.9, drawn again: error rates on training data (lower, dashed line)"
            + " and on validation data (upper, solid line) for decision trees of different sizes; bands from the least"
            + " to the greatest of the seeds. The third curve cannot be had in practice: the true error rate of the"
            + " tree, added up over all inputs.",
            growing("Trees of growing size, 15 % of the labels wrong", runs, CrossValidationExperiment::noisy,
                ReferenceLine.horizontal(100 * Tree12.NOISE, "noise"))),
        new Illustration("without-noise", "The same without wrong labels: the trees stop growing when nothing is left"
            + " to ask, and nothing rises.",
            growing("The same, all labels right", runs, CrossValidationExperiment::clean,
                ReferenceLine.horizontal(0, ""))),
        new Illustration("learning", "Learning curves: error rates of trees of " + SMALL + " and of " + LARGE
            + " questions on the examples they were grown from (dashed) and on others (solid), against the number of"
            + " examples; bands from the least to the greatest of the seeds.", learning(runs)),
        new Headline("best-size", best.median(), 0, "questions"),
        new Headline("best-size-least", best.min(), 0, "questions"),
        new Headline("best-size-greatest", best.max(), 0, "questions"),
        points("validation-rise", runs.median(run -> run.noisy().rise(run.noisy().validation()))),
        points("true-rise", runs.median(run -> run.noisy().rise(run.noisy().exact()))),
        points("clean-rise", runs.median(run -> run.clean().rise(run.clean().validation()))),
        runs.headline("chosen-true-error", run -> run.noisy().chosenExact()),
        runs.headline("chosen-validation-error", run -> run.noisy().validation()[run.noisy().bestSize() - 1]),
        new Headline("sizes-tried", runs.median(run -> run.noisy().exact().length), 0, ""));
  }

  private static Headline points(String name, double share) {
    return new Headline(name, 100 * share, 1, "percentage points");
  }

  private static Table table(Runs<CrossValidationExperiment> runs) {
    Table table = Table.of("seeds", "What the wrapper did, seed by seed; errors in percent.", Column.text("labels"),
        Column.number("sizes tried", 0), Column.number("chosen", 0), Column.number("training", 1),
        Column.number("validation", 1), Column.number("true", 1), Column.number("training, last size", 1),
        Column.number("validation, last size", 1), Column.number("true, last size", 1));
    for (CrossValidationExperiment run : runs.measured()) {
      table = row(table, "15 % wrong", run.noisy());
    }
    for (CrossValidationExperiment run : runs.measured()) {
      table = row(table, "all right", run.clean());
    }
    return table;
  }

  private static Table row(Table table, String labels, Search search) {
    int best = search.bestSize() - 1;
    int last = search.exact().length - 1;
    double[] training = search.training();
    double[] validation = search.validation();
    return table.row(labels, search.exact().length, best + 1, 100 * training[best], 100 * validation[best],
        100 * search.exact()[best], 100 * training[last], 100 * validation[last], 100 * search.exact()[last]);
  }

  private static LineChart growing(String title, Runs<CrossValidationExperiment> runs,
      Function<CrossValidationExperiment, Search> of, ReferenceLine noise) {
    Runs<Search> searches = new Runs<>(runs.measured().stream().map(of).toList());
    double[] sizes = new double[(int) searches.spread(search -> search.exact().length).min()];
    Arrays.setAll(sizes, i -> i + 1);
    int best = (int) searches.median(Search::bestSize);
    return new LineChart(title, Axis.linear("size of the tree (questions)"), Axis.linear("error rate (%)"),
        List.of(band("validation", sizes, searches, Search::validation),
            Series.dashed("training", sizes, band("", sizes, searches, Search::training).y()).colouredAs(0),
            band("true", sizes, searches, Search::exact)),
        List.of(ReferenceLine.vertical(best, "chosen: " + best), noise));
  }

  private static LineChart learning(Runs<CrossValidationExperiment> runs) {
    double[] counts = Arrays.stream(COUNTS).asDoubleStream().toArray();
    return new LineChart("More examples, 15 % of the labels wrong", Axis.log("examples"), Axis.linear("error rate (%)"),
        List.of(band(SMALL + " questions", counts, runs, run -> run.small().test()),
            Series.dashed(SMALL + ", training", counts, band("", counts, runs, run -> run.small().training()).y())
                .colouredAs(0),
            band(LARGE + " questions", counts, runs, run -> run.large().test()).colouredAs(1),
            Series.dashed(LARGE + ", training", counts, band("", counts, runs, run -> run.large().training()).y())
                .colouredAs(1)),
        List.of(ReferenceLine.horizontal(100 * Tree12.NOISE, "noise")));
  }

  /// Error rates in percent, as far as all runs have them.
  private static <M> Series band(String name, double[] x, Runs<M> runs, Function<M, double[]> errors) {
    return Spread.band(name, x, runs.measured().stream()
        .map(run -> Arrays.stream(errors.apply(run), 0, x.length).map(error -> 100 * error).toArray()).toList());
  }
}
