package scrutable.lessons.reality.deepdoubledescent;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.reality.deepdoubledescent.DeepDoubleDescentExperiment.WidthRun;

/// The table, the figures and the headline numbers of [DeepDoubleDescentLesson].
final class DeepDoubleDescentFigures {
  private DeepDoubleDescentFigures() {}

  static List<Finding> of(DeepDoubleDescentCurves curves) {
    double[] test = curves.noisy(WidthRun::testError);
    int peak = curves.peak();
    int classical = IntStream.rangeClosed(0, peak).boxed()
        .min((a, b) -> Double.compare(test[a], test[b])).orElseThrow();
    int widest = test.length - 1;
    return List.of(table(curves),
        new Illustration("width", "Error against the width after the last epoch, with a fifth of the labels"
            + " wrong; and the test error when training stops early, or when no label is wrong (medians;"
            + " bands from the least to the greatest of the seeds).", widths(curves, peak)),
        new Illustration("width-and-time", "Test error (%) of every width after every checkpoint (medians)."
            + " Upwards along a column training goes on: the error falls, and then rises while the wrong"
            + " labels are learned, for the widest networks too, but these less.", map(curves)),
        new Headline("seeds", curves.runs().measured().size(), 0, ""),
        new Headline("epochs", curves.checkpoints()[curves.checkpoints().length - 1], 0, ""),
        new Headline("classical-width", curves.widths()[classical], 0, ""),
        Headline.percent("classical-error", test[classical]),
        new Headline("peak-width", curves.widths()[peak], 0, ""),
        new Headline("peak-parameters", curves.noisy(WidthRun::parameters)[peak], 0, ""),
        Headline.percent("peak-error", test[peak]),
        Headline.percent("peak-train-error", curves.noisy(WidthRun::trainError)[peak]),
        new Headline("widest", curves.widths()[widest], 0, ""),
        Headline.percent("widest-error", test[widest]),
        Headline.percent("widest-early-error", curves.noisy(WidthRun::earlyStopped)[widest]),
        Headline.percent("peak-early-error", curves.noisy(WidthRun::earlyStopped)[peak]),
        Headline.percent("widest-clean-error", curves.clean(WidthRun::testError)[widest]),
        Headline.percent("rise", DeepDoubleDescentCurves.rise(test)),
        Headline.percent("clean-rise", DeepDoubleDescentCurves.rise(curves.clean(WidthRun::testError))),
        Headline.percent("early-rise", DeepDoubleDescentCurves.rise(curves.noisy(WidthRun::earlyStopped))));
  }

  private static Table table(DeepDoubleDescentCurves curves) {
    Table table = Table.of("widths", "Medians of the seeds after the last epoch; least and greatest test"
        + " error in brackets.",
        Column.number("width", 0), Column.number("parameters", 0), Column.number("train error (%)", 1),
        Column.number("test error (%)", 1), Column.text("least to greatest"),
        Column.number("test error, early stop (%)", 1), Column.number("test error, no wrong labels (%)", 1));
    List<Spread> test = curves.spreads(DeepDoubleDescentExperiment::noisy, run -> 100 * run.testError());
    Column bracket = Column.number("", 1);
    for (int i = 0; i < curves.widths().length; i++) {
      table = table.row(curves.widths()[i], curves.noisy(WidthRun::parameters)[i],
          100 * curves.noisy(WidthRun::trainError)[i], test.get(i).median(),
          "[" + bracket.shown(test.get(i).min()) + ", " + bracket.shown(test.get(i).max()) + "]",
          100 * curves.noisy(WidthRun::earlyStopped)[i], 100 * curves.clean(WidthRun::testError)[i]);
    }
    return table;
  }

  private static LineChart widths(DeepDoubleDescentCurves curves, int peak) {
    double[] x = Arrays.stream(curves.widths()).asDoubleStream().toArray();
    return new LineChart("Error against the width", Axis.log("hidden units"), Axis.linear("error (%)"),
        List.of(
            band("test", curves, DeepDoubleDescentExperiment::noisy, WidthRun::testError),
            Series.dashed("training", x, curves.noisy(run -> 100 * run.trainError())),
            band("test, early stop", curves, DeepDoubleDescentExperiment::noisy, WidthRun::earlyStopped),
            band("test, no wrong labels", curves, DeepDoubleDescentExperiment::clean, WidthRun::testError)),
        List.of(ReferenceLine.vertical(curves.widths()[peak], "peak")));
  }

  private static Series band(String name, DeepDoubleDescentCurves curves,
      Function<DeepDoubleDescentExperiment, List<WidthRun>> networks, ToDoubleFunction<WidthRun> error) {
    double[] x = Arrays.stream(curves.widths()).asDoubleStream().toArray();
    return Spread.band(name, x, curves.runs().measured().stream().map(networks)
        .map(ofSeed -> ofSeed.stream().mapToDouble(run -> 100 * error.applyAsDouble(run)).toArray()).toList());
  }

  /// The last checkpoint is the top row.
  private static HeatMap map(DeepDoubleDescentCurves curves) {
    int rows = curves.checkpoints().length;
    double[][] errors = new double[rows][];
    for (int row = 0; row < rows; row++) {
      int checkpoint = rows - 1 - row;
      errors[row] = curves.noisy(run -> 100 * run.testErrors()[checkpoint]);
    }
    List<String> epochs = IntStream.range(0, rows)
        .mapToObj(row -> Integer.toString(curves.checkpoints()[rows - 1 - row])).toList();
    List<String> widths = IntStream.of(curves.widths()).mapToObj(Integer::toString).toList();
    return new HeatMap("Test error in width and time", "hidden units", "epochs", "test error (%)", widths,
        epochs, errors, false);
  }
}
