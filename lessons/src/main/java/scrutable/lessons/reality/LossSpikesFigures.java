package scrutable.lessons.reality;

import static scrutable.lessons.reality.LossSpikesLesson.RATES;
import static scrutable.lessons.reality.LossSpikesLesson.WINDOW;
import static scrutable.lessons.reality.LossSpikesLesson.median;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.reality.LossSpikesLesson.Trial;

/// The table, the figures and the headline numbers of [LossSpikesLesson].
final class LossSpikesFigures {
  private static final double LARGEST = RATES[RATES.length - 1];
  /// Steps before the edge that the figure of the loss shows.
  private static final int PAST = 200;

  private LossSpikesFigures() {}

  static List<Finding> of(List<Trial> trials) {
    Trial first = trials.getFirst();
    int steps = first.large().rates().length;
    return List.of(table(trials),
        new Illustration("sharpness", "The largest eigenvalue of the Hessian, step by step, for each learning"
            + " rate (first seed). The dotted lines stand at 2 / rate; a curve that reaches its line stays"
            + " there. The dashed run continues with a fifth of the rate.", sharpness(first)),
        new Illustration("loss", "The loss of the same runs around the edge: with the largest rate it goes up"
            + " and down, from the lowering of the rate on it only goes down.", loss(first)),
        new Headline("steps", steps, 0, ""),
        new Headline("edge-step", median(trials, Trial::edge), 0, ""),
        new Headline("limit", 2 / LARGEST, 0, ""),
        new Headline("sharpness", median(trials, t -> t.large().relativeSharpness(t.late(),
            LARGEST)) * 2 / LARGEST,
            2, ""),
        new Headline("first-sharpness", median(trials, t -> t.large().sharpness()[0]), 1, ""),
        new Headline("small-sharpness", median(trials, t -> t.small().relativeSharpness(t.late(), RATES[0]))
            * 2 / RATES[0], 1, ""),
        new Headline("spike", median(trials, t -> t.large().spike()), 0, ""),
        percent("rising",
            median(trials, t -> t.large().risingShare(t.loweredAt(), t.loweredAt() + WINDOW))),
        percent("rising-lowered",
            median(trials, t -> t.lowered().risingShare(t.loweredAt(), t.loweredAt() + WINDOW))),
        percent("rising-small", median(trials, t -> t.small().risingShare(0, steps))),
        percent("last-loss", median(trials, t -> t.large().finalLoss()), 3),
        percent("last-loss-small", median(trials, t -> t.small().finalLoss()), 3),
        percent("last-loss-lowered", median(trials, t -> t.lowered().finalLoss()), 3));
  }

  private static Headline percent(String name, double share) {
    return percent(name, share, 1);
  }

  private static Headline percent(String name, double share, int decimals) {
    return new Headline(name, 100 * share, decimals, "%");
  }

  private static Table table(List<Trial> trials) {
    Table table = Table.of("rates", "Medians of the seeds. The sharpness is the mean over the last third; the"
            + " rising steps are counted over the " + WINDOW + " steps from 100 steps after the edge on,"
            + " where also the rate is lowered in the last row.",
        Column.text("learning rate"), Column.number("2 / rate", 1), Column.number("sharpness", 1),
        Column.number("steps that raise the loss (%)", 1), Column.significant("last loss / first loss", 2));
    for (int i = 0; i < RATES.length; i++) {
      int at = i;
      table = row(table, Numbers.shortest(RATES[i]), RATES[i], trials, t -> t.byRate().get(at));
    }
    return row(table, Numbers.shortest(LARGEST) + ", then " + Numbers.shortest(RATES[0]), RATES[0], trials,
        Trial::lowered);
  }

  private static Table row(Table table, String name, double rate, List<Trial> trials,
      Function<Trial, Descent> run) {
    return table.row(name, 2 / rate,
        median(trials, t -> run.apply(t).relativeSharpness(t.late(), rate)) * 2 / rate,
        100 * median(trials, t -> run.apply(t).risingShare(t.loweredAt(), t.loweredAt() + WINDOW)),
        median(trials, t -> run.apply(t).finalLoss()));
  }

  private static LineChart sharpness(Trial trial) {
    List<Series> series = new ArrayList<>();
    List<ReferenceLine> limits = new ArrayList<>();
    for (int i = 0; i < RATES.length; i++) {
      double[] values = trial.byRate().get(i).sharpness();
      series.add(Series.line("rate " + Numbers.shortest(RATES[i]), measured(0, values.length), values));
      if (i > 0) {
        limits.add(ReferenceLine.horizontal(2 / RATES[i], "2 / " + Numbers.shortest(RATES[i])));
      }
    }
    double[] lowered = trial.lowered().sharpness();
    int from = trial.loweredAt() / Descent.INTERVAL;
    series.add(Series.dashed("rate lowered", measured(from, lowered.length),
        IntStream.range(from, lowered.length).mapToDouble(i -> lowered[i]).toArray())
        .colouredAs(RATES.length));
    return new LineChart("Sharpness of the loss", Axis.linear("step"), Axis.linear("largest eigenvalue"),
        series,
        limits);
  }

  private static double[] measured(int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> i * Descent.INTERVAL).toArray();
  }

  private static LineChart loss(Trial trial) {
    int from = Math.max(0, trial.edge() - PAST);
    int to = trial.loweredAt() + WINDOW;
    double[] steps = IntStream.range(from, to).asDoubleStream().toArray();
    return new LineChart("Loss around the edge", Axis.linear("step"), Axis.log("mean squared error"), List.of(
        Series.line("rate " + Numbers.shortest(RATES[0]), steps, losses(trial.small(), from, to)),
        Series.line("rate " + Numbers.shortest(LARGEST), steps, losses(trial.large(), from,
            to)).colouredAs(2),
        Series.dashed("rate lowered", IntStream.range(trial.loweredAt(), to).asDoubleStream().toArray(),
            losses(trial.lowered(), trial.loweredAt(), to)).colouredAs(RATES.length)),
        List.of(ReferenceLine.vertical(trial.edge(), "edge"),
            ReferenceLine.vertical(trial.loweredAt(), "rate lowered")));
  }

  private static double[] losses(Descent run, int from, int to) {
    return IntStream.range(from, to).mapToDouble(step -> run.losses()[step]).toArray();
  }
}
