package scrutable.lessons.modalities.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Against;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Attack;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Measurement;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Outcome;

/// The table, the figures and the headline numbers of [SegmentationLesson].
final class SegmentationFigures {
  private SegmentationFigures() {}

  static List<Finding> of(Runs<Measurement> runs, SegmentationGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("gallery", "Pictures of the test, what the network says of them (grey: background,"
        + " yellow: triangle, blue: disc, green: square, red: diamond), and what it says after many steps of few and of"
        + " more grey levels.", gallery.figure()));
    findings.add(new Illustration("curves", "What is left of the mean intersection over union, against the budget"
        + " (medians; bands from the least to the greatest of the seeds).", curves(runs)));
    findings.add(new Headline("levels", SegmentationExperiment.LEVELS, 0, ""));
    findings.add(number(runs, "clean", Measurement::clean));
    findings.add(number(runs, "clean-ensemble", Measurement::cleanEnsemble));
    findings.add(runs.headline("accuracy", Measurement::accuracy));
    for (Attack attack : Attack.values()) {
      String name = nameOf(attack);
      findings.add(runs.headline(name + "-kept", run -> run.of(attack).kept()));
      findings.add(runs.headline(name + "-accuracy", run -> run.of(attack).accuracy()));
    }
    for (Against against : Against.values()) {
      findings.add(runs.headline(nameOf(against), run -> run.of(against).kept()));
    }
    findings.add(runs.headline("taken-back", Measurement::takenBack));
    return findings;
  }

  private static String nameOf(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Headline number(Runs<Measurement> runs, String name, ToDoubleFunction<Measurement> of) {
    return new Headline(name, runs.median(of), 3, "");
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("attacks", "What is left of the mean intersection over union under a budget of "
            + SegmentationExperiment.LEVELS + " grey levels (median of the seeds, least and greatest in brackets);"
            + " pixels that are right; and the mean intersection over union with the victim's own answers to the clean"
            + " pictures.",
        Column.text("attack"), Column.text("on"), Column.number("left (%)", 1), Column.text("least to greatest"),
        Column.number("right pixels (%)", 1), Column.number("as without (%)", 1),
        Column.number("length in L2", 3));
    for (Attack attack : Attack.values()) {
      table = row(table, attack.label, "the network", runs, run -> run.of(attack));
    }
    for (Against against : Against.values()) {
      table = row(table, against.label, "the ensemble", runs, run -> run.of(against));
    }
    return table;
  }

  private static Table row(Table table, String name, String victim, Runs<Measurement> runs,
      Function<Measurement, Outcome> of) {
    Spread kept = runs.percent(run -> of.apply(run).kept());
    return table.row(name, victim, kept.median(), kept.range(1), 100 * runs.median(run -> of.apply(run).accuracy()),
        100 * runs.median(run -> of.apply(run).same()), runs.median(run -> of.apply(run).moved()));
  }

  private static LineChart curves(Runs<Measurement> runs) {
    double[] budgets = Arrays.stream(SegmentationExperiment.BUDGETS).asDoubleStream().toArray();
    List<Series> series = new ArrayList<>();
    for (Attack attack : runs.measured().getFirst().curves().keySet()) {
      series.add(Spread.band(attack.label, budgets, runs.measured().stream()
          .map(run -> Arrays.stream(run.curves().get(attack)).map(kept -> 100 * kept).toArray()).toList()));
    }
    return new LineChart("What an attack on every pixel leaves", Axis.log("budget (grey levels of 255)"),
        Axis.percent("mean intersection over union, of the clean one (%)").range(0, 105), series,
        List.of(ReferenceLine.vertical(SegmentationExperiment.LEVELS, "judged")));
  }
}
