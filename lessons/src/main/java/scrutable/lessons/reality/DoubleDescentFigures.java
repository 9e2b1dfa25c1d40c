package scrutable.lessons.reality;

import static scrutable.lessons.reality.DoubleDescentLesson.median;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.reality.CrossValidationWrapper.Step;
import scrutable.lessons.reality.DoubleDescentLesson.Trial;
import scrutable.lessons.reality.RandomFeatureLearner.Fit;

/// The table, the figures and the headline numbers of [DoubleDescentLesson].
final class DoubleDescentFigures {
  private static final Axis SIZE = Axis.log("features");

  private DoubleDescentFigures() {}

  static List<Finding> of(List<Trial> trials) {
    return List.of(table(trials),
        new Illustration("descent", "Error against the number of features: the textbook's figure ends before"
            + " the dotted line, where there are as many features as examples (medians; the band goes from"
            + " the least to the greatest of the seeds).", descent(trials)),
        new Illustration("norm", "Length of the weights. At the peak the model can only just reach all"
            + " labels, the wrong ones too, and needs enormous weights for it.", norm(trials)),
        new Illustration("wrapper", "What the wrapper sees, left of the line where it stops, and what it"
            + " would have seen (cross-validation of the first seed, wrong labels"
            + " included).", wrapper(trials.getFirst())),
        new Illustration("half", "The peak follows the number of examples: with half of them it stands at"
            + " half the size, and around the old peak half of the examples teach more than"
            + " all.", half(trials)),
        new Headline("examples", trials.getFirst().all().examples(), 0, ""),
        new Headline("seeds", trials.size(), 0, ""),
        percent("classical-error", median(trials, t -> t.all().classicalError())),
        percent("peak-error", median(trials, t -> t.atPeak().testError())),
        percent("largest-error", median(trials, t -> t.largest().testError())),
        percent("ridge-rise", median(trials, t -> t.all().rise())),
        percent("ridge-largest-error", median(trials, t -> t.all().ridged().getLast().testError())),
        percent("half-error", median(trials, t -> t.half().at(t.all().examples()).testError())),
        new Headline("peak", median(trials, t -> t.all().peak()), 0, ""),
        new Headline("peak-norm", median(trials, t -> t.atPeak().norm()), 0, ""),
        new Headline("largest-norm", median(trials, t -> t.largest().norm()), 0, ""),
        new Headline("largest", trials.getFirst().all().sizes()[trials.getFirst().all().sizes().length - 1],
            0, ""),
        new Headline("stopped", median(trials, t -> t.wrapper().steps().getLast().size()), 0, ""),
        new Headline("chosen", median(trials, t -> t.wrapper().chosen()), 0, ""),
        new Headline("unstopped", median(trials, Trial::unstopped), 0, ""),
        percent("wrapped-error", median(trials, t -> t.wrapped().testError())),
        new Headline("wrapped-loss", median(trials, t -> t.wrapped().testError() / t.largest().testError()),
            1, ""));
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 1, "%");
  }

  private static Table table(List<Trial> trials) {
    Table table = Table.of("sizes", "Medians of the seeds; least and greatest test error in brackets.",
        Column.number("features", 0), Column.number("train error (%)", 1), Column.number("test error (%)", 1),
        Column.text("least to greatest"), Column.significant("length of the weights", 3),
        Column.number("test error with ridge (%)", 1));
    int[] sizes = trials.getFirst().all().sizes();
    for (int i = 0; i < sizes.length; i++) {
      int at = i;
      Spread test = spread(trials, t -> 100 * t.all().shortest().get(at).testError());
      table = table.row(sizes[i], 100 * median(trials, t -> t.all().shortest().get(at).trainError()),
          test.median(),
          "[" + Column.number("", 1).shown(test.min()) + ", " + Column.number("", 1).shown(test.max()) + "]",
          median(trials, t -> t.all().shortest().get(at).norm()),
          100 * median(trials, t -> t.all().ridged().get(at).testError()));
    }
    return table;
  }

  private static Spread spread(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray());
  }

  private static LineChart descent(List<Trial> trials) {
    int examples = trials.getFirst().all().examples();
    return new LineChart("Error against the size of the model", SIZE, Axis.percent("error (%)"), List.of(
        band("test", trials, t -> t.all(), s -> s.shortest(fit -> 100 * fit.testError())),
        Series.dashed("training", x(trials), middle(trials,
            t -> t.all().shortest(fit -> 100 * fit.trainError()))),
        band("test, with a ridge of 1", trials, t -> t.all(), s -> s.ridged(fit -> 100 * fit.testError()))),
        List.of(ReferenceLine.vertical(examples, "as many as examples")));
  }

  private static LineChart norm(List<Trial> trials) {
    return new LineChart("Length of the weights", SIZE, Axis.log("length"), List.of(
        band("shortest that fit best", trials, t -> t.all(), s -> s.shortest(Fit::norm)),
        band("with a ridge of 1", trials, t -> t.all(), s -> s.ridged(Fit::norm)).colouredAs(2)),
        List.of(ReferenceLine.vertical(trials.getFirst().all().examples(), "as many as examples")));
  }

  private static LineChart wrapper(Trial trial) {
    List<Step> seen = trial.wrapper().steps();
    List<Step> later = Stream.concat(Stream.of(seen.getLast()), trial.beyond().stream()).toList();
    return new LineChart("What the wrapper sees, and what it does not", SIZE, Axis.percent("error (%)"),
        List.of(
        Series.line("validation", steps(seen, Step::size), steps(seen, s -> 100 * s.validationError())),
        Series.dashed("validation, never looked at", steps(later, Step::size),
            steps(later, s -> 100 * s.validationError())).colouredAs(0),
        Series.line("training", steps(seen, Step::size), steps(seen,
            s -> 100 * s.trainError())).colouredAs(1),
        Series.dashed("training, never looked at", steps(later, Step::size), steps(later,
            s -> 100 * s.trainError()))
            .colouredAs(1)),
        List.of(ReferenceLine.vertical(trial.wrapper().chosen(), "chosen"),
            ReferenceLine.vertical(seen.getLast().size(), "stops")));
  }

  private static double[] steps(List<Step> steps, ToDoubleFunction<Step> of) {
    return steps.stream().mapToDouble(of).toArray();
  }

  private static LineChart half(List<Trial> trials) {
    SizeSweep first = trials.getFirst().half();
    return new LineChart("The peak follows the number of examples", SIZE, Axis.percent("test error (%)"),
        List.of(
        band(trials.getFirst().all().examples() + " examples", trials, t -> t.all(),
            s -> s.shortest(fit -> 100 * fit.testError())),
        band(first.examples() + " examples", trials, t -> t.half(),
            s -> s.shortest(fit -> 100 * fit.testError()))),
        List.of(ReferenceLine.vertical(first.examples(), ""),
            ReferenceLine.vertical(trials.getFirst().all().examples(), "")));
  }

  private static double[] x(List<Trial> trials) {
    return IntStream.of(trials.getFirst().all().sizes()).asDoubleStream().toArray();
  }

  private static double[] middle(List<Trial> trials, Function<Trial, double[]> of) {
    return IntStream.range(0, of.apply(trials.getFirst()).length)
        .mapToDouble(i -> median(trials, t -> of.apply(t)[i])).toArray();
  }

  private static Series band(String name, List<Trial> trials, Function<Trial, SizeSweep> sweep,
      Function<SizeSweep, double[]> of) {
    double[] x = IntStream.of(sweep.apply(trials.getFirst()).sizes()).asDoubleStream().toArray();
    List<Spread> spreads = IntStream.range(0, x.length)
        .mapToObj(i -> spread(trials, t -> of.apply(sweep.apply(t))[i])).toList();
    return Series.band(name, x, spreads.stream().mapToDouble(Spread::min).toArray(),
        spreads.stream().mapToDouble(Spread::median).toArray(),
            spreads.stream().mapToDouble(Spread::max).toArray());
  }
}
