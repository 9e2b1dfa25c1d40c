package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import scrutable.lessons.understood.SpamUtilityLesson.Trial;
import scrutable.nn.validation.Calibration;
import scrutable.nn.validation.LossMatrix;

/// The tables, the figures and the headline numbers of [SpamUtilityLesson].
final class SpamUtilityFigures {
  private static final double CAREFUL = SpamUtilityLesson.COSTS.threshold();

  private SpamUtilityFigures() {}

  static List<Finding> of(List<Trial> trials) {
    List<Finding> findings = new ArrayList<>();
    findings.add(textbook());
    findings.add(filters(trials));
    findings.add(new Illustration("thresholds",
        "Error rate and loss against the threshold (medians; bands from the least"
        + " to the greatest of the seeds): they are smallest at different places.", thresholds(trials)));
    findings.add(new Illustration("reliability",
        "Reliability on validation mail, first seed: claimed probability against"
        + " what happened.", reliability(trials.getFirst().calibration())));
    boolean exact = trials.getFirst().gaps().length > 0;
    if (exact) {
      findings.add(new Illustration("samples", "How far the empirical loss of a fixed filter is from its generalisation"
          + " loss, on average, against the number of mails it is estimated from.", samples(trials)));
      findings.add(headline("slope", SpamUtilityLesson.median(trials, t -> SpamUtilityLesson.slope(t.gaps())), 2, ""));
      findings.add(percent("best-possible-error", SpamUtilityLesson.median(trials, Trial::bestError)));
    }
    findings.add(percent("error-half", SpamUtilityLesson.median(trials, t -> t.judged().errorRate(0.5))));
    findings.add(percent("error-careful", SpamUtilityLesson.median(trials, t -> t.judged().errorRate(t.threshold()))));
    findings.add(headline("loss-half", loss(trials, 0.5), 3, ""));
    findings.add(headline("loss-careful",
        SpamUtilityLesson.median(trials, t -> t.judged().loss(SpamUtilityLesson.COSTS, t.threshold())), 3, ""));
    findings.add(headline("saved", 100 * (1 - SpamUtilityLesson.median(trials,
        t -> t.ratio(SpamUtilityLesson.COSTS, t.threshold()))), 0, "%"));
    findings.add(headline("tuned", SpamUtilityLesson.median(trials, Trial::tuned), 2, ""));
    findings.add(headline("calibration-error",
        SpamUtilityLesson.median(trials, t -> t.calibration().expectedError()), 3, ""));
    findings.add(headline("bold-loss", SpamUtilityLesson.median(trials,
        t -> t.judged().withLogOddsTimes(2).loss(SpamUtilityLesson.COSTS, CAREFUL)), 3, ""));
    return findings;
  }

  private static Headline percent(String name, double share) {
    return headline(name, 100 * share, 1, "%");
  }

  private static Headline headline(String name, double value, int decimals, String unit) {
    return new Headline(name, value, decimals, unit);
  }

  private static double loss(List<Trial> trials, double threshold) {
    return SpamUtilityLesson.median(trials, t -> t.judged().loss(SpamUtilityLesson.COSTS, threshold));
  }

  /// The two classifiers of the textbook's paragraph, by multiplication.
  private static Table textbook() {
    return Table.of("textbook", "The two classifiers of the textbook.", Column.text("classifier"),
            Column.number("error rate (%)", 1), Column.number("loss per mail", 3))
        .row("1 % errors, all of them spam that comes through", 1, 0.01 * SpamUtilityLesson.COSTS.of(1, 0))
        .row("0.5 % errors, all of them letters that get lost", 0.5, 0.005 * SpamUtilityLesson.COSTS.of(0, 1));
  }

  private static Table filters(List<Trial> trials) {
    Table table = Table.of("filters", "Four ways to decide (medians of the seeds).", Column.text("filter"),
        Column.number("error rate (%)", 2), Column.number("letters lost (% of all mail)", 2),
        Column.number("spam missed (% of all mail)", 2), Column.number("loss per mail", 4));
    table = row(table, "cross-entropy, threshold 1/2", trials, false, 0.5);
    table = row(table, "cross-entropy, threshold 10/11", trials, false, CAREFUL);
    table = row(table, "letters weighted ten times, threshold 1/2", trials, true, 0.5);
    return row(table, "cross-entropy, threshold 1/11 (arguments exchanged)", trials, false,
        SpamUtilityLesson.SWAPPED.threshold());
  }

  private static Table row(Table table, String name, List<Trial> trials, boolean weighted, double threshold) {
    List<SpamFilter> filters = trials.stream().map(t -> weighted ? t.weighted() : t.judged()).toList();
    return table.row(name,
        100 * Spread.of(filters.stream().mapToDouble(f -> f.errorRate(threshold)).toArray()).median(),
        100 * Spread.of(filters.stream().mapToDouble(f -> f.lost(threshold)).toArray()).median(),
        100 * Spread.of(filters.stream().mapToDouble(f -> f.missed(threshold)).toArray()).median(),
        Spread.of(filters.stream().mapToDouble(f -> f.loss(SpamUtilityLesson.COSTS, threshold)).toArray()).median());
  }

  private static LineChart thresholds(List<Trial> trials) {
    double[] thresholds = new double[99];
    Arrays.setAll(thresholds, i -> (i + 1) / 100.0);
    return new LineChart("What a threshold costs", Axis.linear("threshold on the probability of spam").range(0, 1),
        Axis.log("per mail"),
        List.of(curve("loss, 10 for a lost letter", thresholds, trials, SpamUtilityLesson.COSTS),
            curve("error rate", thresholds, trials, SpamUtilityLesson.EQUAL)),
        List.of(ReferenceLine.vertical(0.5, "1/2"), ReferenceLine.vertical(CAREFUL, "10/11")));
  }

  private static Series curve(String name, double[] thresholds, List<Trial> trials, LossMatrix costs) {
    return Spread.band(name, thresholds, trials.stream()
        .map(t -> Arrays.stream(thresholds).map(threshold -> t.judged().loss(costs, threshold)).toArray()).toList());
  }

  private static LineChart reliability(Calibration calibration) {
    double[] claimed = calibration.bins().stream().mapToDouble(Calibration.Bin::probability).toArray();
    double[] happened = calibration.bins().stream().mapToDouble(Calibration.Bin::frequency).toArray();
    return new LineChart("Do the probabilities mean what they say?",
        Axis.linear("claimed probability of spam").range(0, 1), Axis.linear("share that was spam").range(0, 1),
        List.of(Series.line("the filter", claimed, happened),
            Series.dashed("perfect", new double[] {0, 1}, new double[] {0, 1})), List.of());
  }

  private static LineChart samples(List<Trial> trials) {
    double[] counts = Arrays.stream(SpamUtilityLesson.COUNTS).asDoubleStream().toArray();
    double first = SpamUtilityLesson.median(trials, t -> t.gaps()[0]);
    double[] root = Arrays.stream(counts).map(n -> first * Math.sqrt(counts[0] / n)).toArray();
    return new LineChart("Empirical against generalisation loss", Axis.log("mails"), Axis.log("mean distance"),
        List.of(Spread.band("measured", counts, trials.stream().map(Trial::gaps).toList()),
            Series.dashed("1 / sqrt(N)", counts, root)), List.of());
  }
}
