package scrutable.lessons.understood.istriangle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.understood.istriangle.IsTriangleExperiment.Row;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Shapes;
import scrutable.tensor.Rng;

/// The table, the figures and the headline numbers of [IsTriangleLesson].
final class IsTriangleFigures {
  private static final int MOST_SHIFT = IsTriangleExperiment.MOST_SHIFT;

  private IsTriangleFigures() {}

  static List<Finding> of(Runs<IsTriangleExperiment> runs, long seed) {
    return List.of(table(runs),
        new Illustration("shift", "Error against vertical shift. Dashed: the rule's error as predicted from its three"
            + " lines and the heights of the shapes.", shift(runs)),
        new Illustration("shapes", "One triangle and one disc of each test set.", shapes(seed)),
        Headline.percent("rule-clean", runs.spread(run -> 1 - run.clean().rule()).min()),
        Headline.percent("cnn-clean", runs.spread(run -> 1 - run.clean().cnn()).min()),
        new Headline("largest-gap", 100 * IsTriangleLesson.mismatch(runs), 2, "percentage points"),
        Headline.percent("clean-agreement", runs.spread(run -> run.clean().agreement()).min()),
        new Headline("disagreeing-sets", IsTriangleLesson.disagreeing(runs), 0, ""));
  }

  private static Table table(Runs<IsTriangleExperiment> runs) {
    Table table = Table.of("errors", "Errors in percent (medians of the seeds).", Column.text("test set"),
        Column.number("rule", 1), Column.number("rule, predicted", 1), Column.number("logistic regression", 1),
        Column.number("CNN", 1), Column.number("rule and CNN agree", 1));
    for (String set : runs.measured().getFirst().rows().keySet()) {
      double predicted = percent(runs, set, Row::predicted);
      table = table.row(set, percent(runs, set, Row::rule), Double.isNaN(predicted) ? null : predicted,
          percent(runs, set, Row::logistic), percent(runs, set, Row::cnn), percent(runs, set, Row::agreement));
    }
    return table;
  }

  private static double percent(Runs<IsTriangleExperiment> runs, String set, ToDoubleFunction<Row> of) {
    return 100 * runs.median(run -> of.applyAsDouble(run.rows().get(set)));
  }

  private static LineChart shift(Runs<IsTriangleExperiment> runs) {
    double[] shifts = IntStream.rangeClosed(-MOST_SHIFT, MOST_SHIFT).asDoubleStream().toArray();
    return new LineChart("Error against shift", Axis.linear("shift (pixels, downwards)"), Axis.percent("error (%)"),
        List.of(Series.line("rule", shifts, errors(runs, shifts, Row::rule)),
            Series.line("logistic regression", shifts, errors(runs, shifts, Row::logistic)),
            Series.line("CNN", shifts, errors(runs, shifts, Row::cnn)),
            Series.dashed("rule, predicted", shifts, errors(runs, shifts, Row::predicted))), List.of());
  }

  private static double[] errors(Runs<IsTriangleExperiment> runs, double[] shifts, ToDoubleFunction<Row> of) {
    return Arrays.stream(shifts)
        .map(shift -> percent(runs, shift == 0 ? "clean" : "shifted by " + (int) shift, of)).toArray();
  }

  /// A triangle and a disc of each test set, two sets side by side.
  private static ImageGrid shapes(long seed) {
    List<List<Tile>> rows = new ArrayList<>();
    IsTriangleExperiment.testSets(Shapes.Options.standard()).forEach((name, options) -> {
      if (!name.startsWith("shifted") || Math.abs(options.shift()) == MOST_SHIFT) {
        if (rows.isEmpty() || rows.getLast().size() > 2) {
          rows.add(new ArrayList<>());
        } else {
          rows.getLast().add(Tile.empty());
        }
        for (Shapes.Kind kind : List.of(Shapes.Kind.TRIANGLE, Shapes.Kind.DISC)) {
          Dataset one = Shapes.generate(1, options.withClasses(kind), Rng.seed(seed).split("figure"));
          rows.getLast().add(Tile.of(Picture.of(one.inputs().toFloatArray(), 1, options.size(), options.size()),
              name.startsWith("triangles") ? "inverted" : name));
        }
      }
    });
    return ImageGrid.of("The test sets", rows);
  }
}
