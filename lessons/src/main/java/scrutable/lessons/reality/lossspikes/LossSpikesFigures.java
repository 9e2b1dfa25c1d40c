package scrutable.lessons.reality.lossspikes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.format.Numbers;

/// The table, the figures and the headline numbers of [LossSpikesLesson].
final class LossSpikesFigures {
  private static final double[] RATES = LossSpikesExperiment.RATES;
  private static final int WINDOW = LossSpikesExperiment.WINDOW;
  private static final double LARGEST = RATES[RATES.length - 1];
  /// Steps before the edge that the figure of the loss shows.
  private static final int PAST = 200;

  private LossSpikesFigures() {}

  static List<Finding> of(Runs<LossSpikesExperiment> runs) {
    LossSpikesExperiment first = runs.measured().getFirst();
    int steps = first.large().rates().length;
    return List.of(table(runs),
        new Illustration("sharpness", "The largest eigenvalue of the Hessian, step by step, for each learning"
            + " rate (first seed). The dotted lines stand at 2 / rate; a curve that reaches its line stays"
            + " there. The dashed run continues with a fifth of the rate.", sharpness(first)),
        new Illustration("loss", "The loss of the same runs around the edge: with the largest rate it goes up"
            + " and down, from the lowering of the rate on it only goes down.", loss(first)),
        new Headline("steps", steps, 0, ""),
        new Headline("edge-step", runs.median(LossSpikesExperiment::edge), 0, ""),
        new Headline("limit", 2 / LARGEST, 0, ""),
        new Headline("sharpness", runs.median(run -> run.lateSharpness(run.large(), LARGEST)) * 2 / LARGEST, 2, ""),
        new Headline("first-sharpness", runs.median(run -> run.large().sharpness()[0]), 1, ""),
        new Headline("small-sharpness", runs.median(run -> run.lateSharpness(run.small(), RATES[0]))
            * 2 / RATES[0], 1, ""),
        new Headline("spike", runs.median(run -> run.large().spike()), 0, ""),
        runs.headline("rising", run -> run.risingShare(run.large())),
        runs.headline("rising-lowered", run -> run.risingShare(run.lowered())),
        runs.headline("rising-small", run -> run.small().risingShare(0, steps)),
        Headline.percent("last-loss", runs.median(run -> run.large().finalLoss()), 3),
        Headline.percent("last-loss-small", runs.median(run -> run.small().finalLoss()), 3),
        Headline.percent("last-loss-lowered", runs.median(run -> run.lowered().finalLoss()), 3));
  }

  private static Table table(Runs<LossSpikesExperiment> runs) {
    Table table = Table.of("rates", "Medians of the seeds. The sharpness is the mean over the last third; the"
            + " rising steps are counted over the " + WINDOW + " steps from 100 steps after the edge on,"
            + " where also the rate is lowered in the last row.",
        Column.text("learning rate"), Column.number("2 / rate", 1), Column.number("sharpness", 1),
        Column.number("steps that raise the loss (%)", 1), Column.significant("last loss / first loss", 2));
    for (int i = 0; i < RATES.length; i++) {
      int at = i;
      table = row(table, Numbers.shortest(RATES[i]), RATES[i], runs, run -> run.byRate().get(at));
    }
    return row(table, Numbers.shortest(LARGEST) + ", then " + Numbers.shortest(RATES[0]), RATES[0], runs,
        LossSpikesExperiment::lowered);
  }

  private static Table row(Table table, String name, double rate, Runs<LossSpikesExperiment> runs,
      Function<LossSpikesExperiment, LossSpikesDescent> of) {
    return table.row(name, 2 / rate, runs.median(run -> run.lateSharpness(of.apply(run), rate)) * 2 / rate,
        100 * runs.median(run -> run.risingShare(of.apply(run))), runs.median(run -> of.apply(run).finalLoss()));
  }

  private static LineChart sharpness(LossSpikesExperiment run) {
    List<Series> series = new ArrayList<>();
    List<ReferenceLine> limits = new ArrayList<>();
    for (int i = 0; i < RATES.length; i++) {
      double[] values = run.byRate().get(i).sharpness();
      series.add(Series.line("rate " + Numbers.shortest(RATES[i]), measured(0, values.length), values));
      if (i > 0) {
        limits.add(ReferenceLine.horizontal(2 / RATES[i], "2 / " + Numbers.shortest(RATES[i])));
      }
    }
    double[] lowered = run.lowered().sharpness();
    int from = run.loweredAt() / LossSpikesDescent.INTERVAL;
    series.add(Series.dashed("rate lowered", measured(from, lowered.length),
        IntStream.range(from, lowered.length).mapToDouble(i -> lowered[i]).toArray())
        .colouredAs(RATES.length));
    return new LineChart("Sharpness of the loss", Axis.linear("step"), Axis.linear("largest eigenvalue"),
        series, limits);
  }

  private static double[] measured(int from, int to) {
    return IntStream.range(from, to).mapToDouble(i -> i * LossSpikesDescent.INTERVAL).toArray();
  }

  private static LineChart loss(LossSpikesExperiment run) {
    int from = Math.max(0, run.edge() - PAST);
    int to = run.loweredAt() + WINDOW;
    double[] steps = IntStream.range(from, to).asDoubleStream().toArray();
    return new LineChart("Loss around the edge", Axis.linear("step"), Axis.log("mean squared error"), List.of(
        Series.line("rate " + Numbers.shortest(RATES[0]), steps, losses(run.small(), from, to)),
        Series.line("rate " + Numbers.shortest(LARGEST), steps, losses(run.large(), from, to)).colouredAs(2),
        Series.dashed("rate lowered", IntStream.range(run.loweredAt(), to).asDoubleStream().toArray(),
            losses(run.lowered(), run.loweredAt(), to)).colouredAs(RATES.length)),
        List.of(ReferenceLine.vertical(run.edge(), "edge"),
            ReferenceLine.vertical(run.loweredAt(), "rate lowered")));
  }

  private static double[] losses(LossSpikesDescent run, int from, int to) {
    return IntStream.range(from, to).mapToDouble(step -> run.losses()[step]).toArray();
  }
}
