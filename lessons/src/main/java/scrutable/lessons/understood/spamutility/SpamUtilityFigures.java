package scrutable.lessons.understood.spamutility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
import scrutable.nn.validation.Calibration;
import scrutable.nn.validation.LossMatrix;

/// The tables, the figures and the headline numbers of [SpamUtilityLesson].
final class SpamUtilityFigures {
  private static final LossMatrix COSTS = SpamUtilityExperiment.COSTS;
  private static final double CAREFUL = COSTS.threshold();

  private SpamUtilityFigures() {}

  static List<Finding> of(Runs<SpamUtilityExperiment> runs) {
    List<Finding> findings = new ArrayList<>();
    findings.add(textbook());
    findings.add(filters(runs));
    findings.add(new Illustration("thresholds", "Error rate and loss against the threshold (medians; bands from the"
        + " least to the greatest of the seeds): they are smallest at different places.", thresholds(runs)));
    findings.add(new Illustration("reliability", "Reliability on validation mail, first seed: claimed probability"
        + " against what happened.", reliability(runs.measured().getFirst().calibration())));
    boolean exact = runs.measured().getFirst().gaps().length > 0;
    if (exact) {
      findings.add(new Illustration("samples", "How far the empirical loss of a fixed filter is from its generalisation"
          + " loss, on average, against the number of mails it is estimated from.", samples(runs)));
      findings.add(new Headline("slope", runs.median(SpamUtilityExperiment::slope), 2, ""));
      findings.add(runs.headline("best-possible-error", SpamUtilityExperiment::bestError));
    }
    findings.add(runs.headline("error-half", run -> run.judged().errorRate(0.5)));
    findings.add(runs.headline("error-careful", run -> run.judged().errorRate(run.threshold())));
    findings.add(loss("loss-half", runs, run -> run.judged().loss(COSTS, 0.5)));
    findings.add(loss("loss-careful", runs, run -> run.judged().loss(COSTS, run.threshold())));
    findings.add(Headline.percent("saved", 1 - runs.median(run -> run.ratio(COSTS, run.threshold())), 0));
    findings.add(new Headline("tuned", runs.median(SpamUtilityExperiment::tuned), 2, ""));
    findings.add(loss("calibration-error", runs, run -> run.calibration().expectedError()));
    findings.add(loss("bold-loss", runs, run -> run.judged().withLogOddsTimes(2).loss(COSTS, CAREFUL)));
    return findings;
  }

  private static Headline loss(String name, Runs<SpamUtilityExperiment> runs,
      ToDoubleFunction<SpamUtilityExperiment> of) {
    return new Headline(name, runs.median(of), 3, "");
  }

  /// The two classifiers of the textbook's paragraph, by multiplication.
  private static Table textbook() {
    return Table.of("textbook", "The two classifiers of the textbook.", Column.text("classifier"),
            Column.number("error rate (%)", 1), Column.number("loss per mail", 3))
        .row("1 % errors, all of them spam that comes through", 1, 0.01 * COSTS.of(1, 0))
        .row("0.5 % errors, all of them letters that get lost", 0.5, 0.005 * COSTS.of(0, 1));
  }

  private static Table filters(Runs<SpamUtilityExperiment> runs) {
    Table table = Table.of("filters", "Four ways to decide (medians of the seeds).", Column.text("filter"),
        Column.number("error rate (%)", 2), Column.number("letters lost (% of all mail)", 2),
        Column.number("spam missed (% of all mail)", 2), Column.number("loss per mail", 4));
    table = row(table, "cross-entropy, threshold 1/2", runs, SpamUtilityExperiment::judged, 0.5);
    table = row(table, "cross-entropy, threshold 10/11", runs, SpamUtilityExperiment::judged, CAREFUL);
    table = row(table, "letters weighted ten times, threshold 1/2", runs, SpamUtilityExperiment::weighted, 0.5);
    return row(table, "cross-entropy, threshold 1/11 (arguments exchanged)", runs, SpamUtilityExperiment::judged,
        SpamUtilityExperiment.SWAPPED.threshold());
  }

  private static Table row(Table table, String name, Runs<SpamUtilityExperiment> runs,
      Function<SpamUtilityExperiment, SpamFilter> filter, double threshold) {
    return table.row(name, 100 * runs.median(run -> filter.apply(run).errorRate(threshold)),
        100 * runs.median(run -> filter.apply(run).lost(threshold)),
        100 * runs.median(run -> filter.apply(run).missed(threshold)),
        runs.median(run -> filter.apply(run).loss(COSTS, threshold)));
  }

  private static LineChart thresholds(Runs<SpamUtilityExperiment> runs) {
    double[] thresholds = new double[99];
    Arrays.setAll(thresholds, i -> (i + 1) / 100.0);
    return new LineChart("What a threshold costs", Axis.linear("threshold on the probability of spam").range(0, 1),
        Axis.log("per mail"),
        List.of(curve("loss, 10 for a lost letter", thresholds, runs, COSTS),
            curve("error rate", thresholds, runs, SpamUtilityExperiment.EQUAL)),
        List.of(ReferenceLine.vertical(0.5, "1/2"), ReferenceLine.vertical(CAREFUL, "10/11")));
  }

  private static Series curve(String name, double[] thresholds, Runs<SpamUtilityExperiment> runs, LossMatrix costs) {
    return Spread.band(name, thresholds, runs.measured().stream().map(SpamUtilityExperiment::judged)
        .map(filter -> Arrays.stream(thresholds).map(at -> filter.loss(costs, at)).toArray()).toList());
  }

  private static LineChart reliability(Calibration calibration) {
    double[] claimed = calibration.bins().stream().mapToDouble(Calibration.Bin::probability).toArray();
    double[] happened = calibration.bins().stream().mapToDouble(Calibration.Bin::frequency).toArray();
    return new LineChart("Do the probabilities mean what they say?",
        Axis.linear("claimed probability of spam").range(0, 1), Axis.linear("share that was spam").range(0, 1),
        List.of(Series.line("the filter", claimed, happened),
            Series.dashed("perfect", new double[] {0, 1}, new double[] {0, 1})), List.of());
  }

  private static LineChart samples(Runs<SpamUtilityExperiment> runs) {
    double[] counts = Arrays.stream(SpamUtilityExperiment.COUNTS).asDoubleStream().toArray();
    double first = runs.median(run -> run.gaps()[0]);
    double[] root = Arrays.stream(counts).map(n -> first * Math.sqrt(counts[0] / n)).toArray();
    return new LineChart("Empirical against generalisation loss", Axis.log("mails"), Axis.log("mean distance"),
        List.of(Spread.band("measured", counts, runs.measured().stream().map(SpamUtilityExperiment::gaps).toList()),
            Series.dashed("1 / sqrt(N)", counts, root)), List.of());
  }
}
