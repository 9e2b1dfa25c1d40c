package scrutable.lessons.reality.lossspikes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
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
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.reality.lossspikes.LossSpikesBranch.Watched;
import scrutable.lessons.reality.lossspikes.LossSpikesBurstExperiment.Branch;

/// The table, the figures and the headline numbers of part B of [LossSpikesLesson].
final class LossSpikesBurstFigures {
  private static final int BURST = LossSpikesBurstExperiment.BURST;
  private static final double LONG_MEMORY = 0.999;
  private static final double SHORT_MEMORY = 0.95;

  private LossSpikesBurstFigures() {}

  static List<Finding> of(Runs<LossSpikesBurstExperiment> runs) {
    LossSpikesBurstExperiment first = runs.measured().getFirst();
    List<Finding> findings = new ArrayList<>(List.of(table(runs),
        new Illustration("burst", "The perplexity on clean windows, from the burst on (first seed); left of the dotted"
            + " line are the twelve batches of the pattern.", perplexity(first)),
        new Illustration("update", "The size of the steps of Adam, in units of the learning rate (first seed); dashed:"
            + " the closed form, for a gradient that was 0 and is constant from the first step on.", update(first)),
        new Headline("burst-peak", closedForm(LONG_MEMORY).max().orElseThrow(), 2, ""),
        new Headline("burst-peak-short", closedForm(SHORT_MEMORY).max().orElseThrow(), 2, ""),
        new Headline("burst-counted", runs.median(LossSpikesBurstExperiment::counted), 2, ""),
        new Headline("burst-step", runs.median(run -> run.largestAt(Branch.BURST)), 0, ""),
        new Headline("burst-excess", runs.median(LossSpikesBurstExperiment::excess), 1, ""),
        new Headline("burst-back", 100 * (runs.median(run -> run.end(Branch.ROLLED_BACK) / run.end(Branch.UNDISTURBED))
            - 1), 1, "%")));
    for (Branch branch : Branch.values()) {
      String name = "burst-" + branch.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(new Headline(name, runs.median(run -> StrictMath.exp(run.damage(branch))), 2, "times"));
      findings.add(new Headline(name + "-update", runs.median(run -> run.largestUpdate(branch)), 2, ""));
    }
    return findings;
  }

  private static Table table(Runs<LossSpikesBurstExperiment> runs) {
    Table table = Table.of("branches", "What each branch did (medians of the seeds): perplexity on the same clean"
            + " windows before, at its greatest as a multiple of that, and at the end; the largest update in units of"
            + " the learning rate; and the largest attention score at the end.",
        Column.text("branch"), Column.number("before", 2), Column.number("greatest / before", 2),
        Column.text("least to greatest"), Column.number("largest update", 2), Column.number("end", 2),
        Column.number("largest score", 1));
    for (Branch branch : Branch.values()) {
      Spread damage = runs.spread(run -> StrictMath.exp(run.damage(branch)));
      table = table.row(branch.label(), runs.median(run -> run.before().get(branch)), damage.median(), damage.range(2),
          runs.median(run -> run.largestUpdate(branch)), runs.median(run -> run.end(branch)),
          runs.median(run -> run.branches().get(branch).scores()));
    }
    return table;
  }

  private static LineChart perplexity(LossSpikesBurstExperiment run) {
    List<Series> series = new ArrayList<>();
    for (Branch branch : List.of(Branch.BURST, Branch.SHORT, Branch.REMEMBERED, Branch.KNOWN, Branch.ROLLED_BACK)) {
      double[] clean = run.branches().get(branch).clean();
      double[] all = new double[clean.length + 1];
      all[0] = run.before().get(branch);
      System.arraycopy(clean, 0, all, 1, clean.length);
      series.add(Series.line(branch.label(), IntStream.range(0, all.length).asDoubleStream().toArray(), all));
    }
    return new LineChart("Twelve bad batches", Axis.linear("steps since the burst began"),
        Axis.linear("perplexity on clean text"), series,
        List.of(ReferenceLine.vertical(BURST, "burst ends"), ReferenceLine.horizontal(run.counted(), "counting")));
  }

  private static LineChart update(LossSpikesBurstExperiment run) {
    double[] steps = IntStream.rangeClosed(1, 3 * BURST).asDoubleStream().toArray();
    double[] burst = Arrays.copyOf(steps, BURST);
    List<Series> series = new ArrayList<>();
    for (Branch branch : List.of(Branch.BURST, Branch.SHORT, Branch.UNDISTURBED)) {
      Watched watched = run.branches().get(branch);
      series.add(Series.line(branch.label(), steps, Arrays.copyOf(watched.update(), steps.length)));
    }
    series.add(Series.dashed("closed form, 0.999", burst, closedForm(LONG_MEMORY).limit(BURST).toArray())
        .colouredAs(0));
    series.add(Series.dashed("closed form, 0.95", burst, closedForm(SHORT_MEMORY).limit(BURST).toArray())
        .colouredAs(1));
    return new LineChart("The steps of Adam", Axis.linear("step since the burst began"),
        Axis.log("root mean squared update / rate"), series, List.of(ReferenceLine.vertical(BURST, "burst ends")));
  }

  private static DoubleStream closedForm(double beta2) {
    return IntStream.rangeClosed(1, 5 * BURST)
        .mapToDouble(t -> LossSpikesBurstExperiment.afterSilence(t, 0.9, beta2));
  }
}
