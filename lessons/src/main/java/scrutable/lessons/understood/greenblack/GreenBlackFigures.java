package scrutable.lessons.understood.greenblack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.lessons.understood.greenblack.GreenBlackExperiment.Fit;

/// The table, the figures and the headline numbers of [GreenBlackLesson].
final class GreenBlackFigures {
  private static final double BAYES = GreenBlackExperiment.BAYES;

  private GreenBlackFigures() {}

  static List<Finding> of(Runs<GreenBlackExperiment> runs) {
    return List.of(table(runs),
        new Illustration("lines", "The points of the first seed, the green line and the black line.",
            lines(runs.measured().getFirst())),
        new Illustration("training", "Test error while the networks train (bands from the least to the greatest of the"
            + " seeds); dashed, the training error of the green one.", training(runs)),
        runs.headline("green-train", run -> run.green().trainError()),
        runs.headline("green-test", run -> run.green().testError()),
        runs.headline("black-train", run -> run.black().trainError()),
        runs.headline("black-test", run -> run.black().testError()),
        new Headline("clean-gap", 100 * runs.median(GreenBlackExperiment::cleanGap), 1, "percentage points"),
        Headline.percent("best-possible", BAYES),
        new Headline("length-ratio", runs.median(GreenBlackBoundary::lengthRatio), 1, "times"),
        runs.headline("green-stopped", run -> run.green().stoppedTestError()),
        new Headline("parameters", GreenBlackExperiment.parameterCount(), 0, ""));
  }

  private static Table table(Runs<GreenBlackExperiment> runs) {
    Table table = Table.of("fits", "Errors in percent (medians of the seeds); with overlap no line can do better than "
            + Math.round(1000 * BAYES) / 10.0 + " on new points.", Column.text("points"), Column.text("line"),
        Column.number("training error", 1), Column.number("test error", 1), Column.number("length of the boundary", 1));
    table = row(table, "overlapping", "green", runs, GreenBlackExperiment::green);
    table = row(table, "overlapping", "black", runs, GreenBlackExperiment::black);
    table = row(table, "apart", "green", runs, GreenBlackExperiment::cleanGreen);
    return row(table, "apart", "black", runs, GreenBlackExperiment::cleanBlack);
  }

  private static Table row(Table table, String points, String line, Runs<GreenBlackExperiment> runs,
      Function<GreenBlackExperiment, Fit> fit) {
    return table.row(points, line, 100 * runs.median(run -> fit.apply(run).trainError()),
        100 * runs.median(run -> fit.apply(run).testError()),
        runs.median(run -> GreenBlackBoundary.of(fit.apply(run).network()).length()));
  }

  private static ScatterPlot lines(GreenBlackExperiment run) {
    int[] labels = run.points().labels().toIntArray();
    List<Points> points = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      int[] places = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
      points.add(new Points("class " + label,
          Arrays.stream(places).mapToDouble(i -> run.points().inputs().get(i, 0)).toArray(),
          Arrays.stream(places).mapToDouble(i -> run.points().inputs().get(i, 1)).toArray()));
    }
    double edge = GreenBlackBoundary.EDGE;
    return new ScatterPlot("The green line and the black line", Axis.linear("").range(-edge, edge),
        Axis.linear("").range(-edge, edge), points,
        List.of(GreenBlackBoundary.of(run.green().network()).series("green: free").colouredAs(2),
            GreenBlackBoundary.of(run.black().network()).series("black: weight decay").colouredAs(6)), List.of());
  }

  private static LineChart training(Runs<GreenBlackExperiment> runs) {
    double[] steps = runs.measured().getFirst().green().steps();
    return new LineChart("Too much of a good thing", Axis.log("training steps"), Axis.linear("error (%)"), List.of(
        band("green, test", steps, runs, run -> run.green().testErrors()).colouredAs(2),
        Series.dashed("green, training", steps, band("", steps, runs, run -> run.green().trainErrors()).y())
            .colouredAs(2),
        band("black, test", steps, runs, run -> run.black().testErrors()).colouredAs(6)),
        List.of(ReferenceLine.horizontal(100 * BAYES, "best")));
  }

  private static Series band(String name, double[] steps, Runs<GreenBlackExperiment> runs,
      Function<GreenBlackExperiment, double[]> errors) {
    return Spread.band(name, steps, runs.measured().stream()
        .map(run -> Arrays.stream(errors.apply(run)).map(error -> 100 * error).toArray()).toList());
  }
}
