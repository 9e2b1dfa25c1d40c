package scrutable.lessons.reality.doubledescent;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import scrutable.lessons.reality.doubledescent.DoubleDescentExperiment.Step;
import scrutable.lessons.reality.doubledescent.DoubleDescentSweep.Fit;

/// The table, the figures and the headline numbers of [DoubleDescentLesson].
final class DoubleDescentFigures {
  private static final Axis SIZE = Axis.log("features");

  private DoubleDescentFigures() {}

  static List<Finding> of(Runs<DoubleDescentExperiment> runs) {
    DoubleDescentExperiment first = runs.measured().getFirst();
    return List.of(table(runs),
        new Illustration("descent", "Error against the number of features: the textbook's figure ends before"
            + " the dotted line, where there are as many features as examples (medians; the band goes from"
            + " the least to the greatest of the seeds).", descent(runs)),
        new Illustration("norm", "Length of the weights. At the peak the model can only just reach all"
            + " labels, the wrong ones too, and needs enormous weights for it.", norm(runs)),
        new Illustration("wrapper", "What the wrapper sees, left of the line where it stops, and what it"
            + " would have seen (cross-validation of the first seed, wrong labels"
            + " included).", wrapper(first)),
        new Illustration("half", "The peak follows the number of examples: with half of them it stands at"
            + " half the size, and around the old peak half of the examples teach more than"
            + " all.", half(runs)),
        new Headline("examples", first.all().examples(), 0, ""),
        new Headline("seeds", runs.measured().size(), 0, ""),
        runs.headline("classical-error", run -> run.all().classicalError()),
        runs.headline("peak-error", run -> run.atPeak().testError()),
        runs.headline("largest-error", run -> run.largest().testError()),
        runs.headline("ridge-rise", run -> run.all().rise()),
        runs.headline("ridge-largest-error", run -> run.all().ridged().getLast().testError()),
        runs.headline("half-error", run -> run.half().at(run.all().examples()).testError()),
        new Headline("peak", runs.median(run -> run.all().peak()), 0, ""),
        new Headline("peak-norm", runs.median(run -> run.atPeak().norm()), 0, ""),
        new Headline("largest-norm", runs.median(run -> run.largest().norm()), 0, ""),
        new Headline("largest", first.all().sizes()[first.all().sizes().length - 1], 0, ""),
        new Headline("stopped", runs.median(run -> run.seen().getLast().size()), 0, ""),
        new Headline("chosen", runs.median(DoubleDescentExperiment::chosen), 0, ""),
        new Headline("unstopped", runs.median(DoubleDescentExperiment::unstopped), 0, ""),
        runs.headline("wrapped-error", run -> run.wrapped().testError()),
        new Headline("wrapped-loss", runs.median(run -> run.wrapped().testError() / run.largest().testError()),
            1, ""));
  }

  private static Table table(Runs<DoubleDescentExperiment> runs) {
    Table table = Table.of("sizes", "Medians of the seeds; least and greatest test error in brackets.",
        Column.number("features", 0), Column.number("train error (%)", 1), Column.number("test error (%)", 1),
        Column.text("least to greatest"), Column.significant("length of the weights", 3),
        Column.number("test error with ridge (%)", 1));
    Column bracket = Column.number("", 1);
    int[] sizes = runs.measured().getFirst().all().sizes();
    for (int i = 0; i < sizes.length; i++) {
      int at = i;
      Spread test = runs.percent(run -> run.all().shortest().get(at).testError());
      table = table.row(sizes[i], 100 * runs.median(run -> run.all().shortest().get(at).trainError()), test.median(),
          "[" + bracket.shown(test.min()) + ", " + bracket.shown(test.max()) + "]",
          runs.median(run -> run.all().shortest().get(at).norm()),
          100 * runs.median(run -> run.all().ridged().get(at).testError()));
    }
    return table;
  }

  private static LineChart descent(Runs<DoubleDescentExperiment> runs) {
    Runs<DoubleDescentSweep> all = sweeps(runs, DoubleDescentExperiment::all);
    Series training = band("training", all, sweep -> sweep.shortest(fit -> 100 * fit.trainError()));
    return new LineChart("Error against the size of the model", SIZE, Axis.percent("error (%)"), List.of(
        band("test", all, sweep -> sweep.shortest(fit -> 100 * fit.testError())),
        Series.dashed("training", training.x(), training.y()),
        band("test, with a ridge of 1", all, sweep -> sweep.ridged(fit -> 100 * fit.testError()))),
        List.of(asManyAsExamples(all, "as many as examples")));
  }

  private static LineChart norm(Runs<DoubleDescentExperiment> runs) {
    Runs<DoubleDescentSweep> all = sweeps(runs, DoubleDescentExperiment::all);
    return new LineChart("Length of the weights", SIZE, Axis.log("length"), List.of(
        band("shortest that fit best", all, sweep -> sweep.shortest(Fit::norm)),
        band("with a ridge of 1", all, sweep -> sweep.ridged(Fit::norm)).colouredAs(2)),
        List.of(asManyAsExamples(all, "as many as examples")));
  }

  private static LineChart wrapper(DoubleDescentExperiment run) {
    List<Step> seen = run.seen();
    List<Step> later = Stream.concat(Stream.of(seen.getLast()), run.beyond().stream()).toList();
    return new LineChart("What the wrapper sees, and what it does not", SIZE, Axis.percent("error (%)"), List.of(
        Series.line("validation", steps(seen, Step::size), steps(seen, step -> 100 * step.validationError())),
        Series.dashed("validation, never looked at", steps(later, Step::size),
            steps(later, step -> 100 * step.validationError())).colouredAs(0),
        Series.line("training", steps(seen, Step::size), steps(seen, step -> 100 * step.trainError())).colouredAs(1),
        Series.dashed("training, never looked at", steps(later, Step::size),
            steps(later, step -> 100 * step.trainError())).colouredAs(1)),
        List.of(ReferenceLine.vertical(run.chosen(), "chosen"),
            ReferenceLine.vertical(seen.getLast().size(), "stops")));
  }

  private static double[] steps(List<Step> steps, ToDoubleFunction<Step> of) {
    return steps.stream().mapToDouble(of).toArray();
  }

  private static LineChart half(Runs<DoubleDescentExperiment> runs) {
    Runs<DoubleDescentSweep> all = sweeps(runs, DoubleDescentExperiment::all);
    Runs<DoubleDescentSweep> half = sweeps(runs, DoubleDescentExperiment::half);
    return new LineChart("The peak follows the number of examples", SIZE, Axis.percent("test error (%)"), List.of(
        band(examples(all) + " examples", all, sweep -> sweep.shortest(fit -> 100 * fit.testError())),
        band(examples(half) + " examples", half, sweep -> sweep.shortest(fit -> 100 * fit.testError()))),
        List.of(asManyAsExamples(half, ""), asManyAsExamples(all, "")));
  }

  private static Runs<DoubleDescentSweep> sweeps(Runs<DoubleDescentExperiment> runs,
      Function<DoubleDescentExperiment, DoubleDescentSweep> sweep) {
    return new Runs<>(runs.measured().stream().map(sweep).toList());
  }

  private static int examples(Runs<DoubleDescentSweep> sweeps) {
    return sweeps.measured().getFirst().examples();
  }

  private static ReferenceLine asManyAsExamples(Runs<DoubleDescentSweep> sweeps, String label) {
    return ReferenceLine.vertical(examples(sweeps), label);
  }

  private static Series band(String name, Runs<DoubleDescentSweep> sweeps, Function<DoubleDescentSweep, double[]> of) {
    double[] sizes = IntStream.of(sweeps.measured().getFirst().sizes()).asDoubleStream().toArray();
    return Spread.band(name, sizes, sweeps.measured().stream().map(of).toList());
  }
}
