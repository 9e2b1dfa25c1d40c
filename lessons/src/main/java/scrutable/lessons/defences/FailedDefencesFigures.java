package scrutable.lessons.defences;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.defences.FailedDefencesLesson.Measurement;
import scrutable.lessons.defences.FailedDefencesLesson.Run;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;

/// The tables, the figures and the headline numbers of [FailedDefencesLesson].
final class FailedDefencesFigures {
  private FailedDefencesFigures() {}

  static List<Finding> of(List<Run> runs, Rounded rounded) {
    List<Defence> defences = List.copyOf(runs.getFirst().defences().keySet());
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs, defences));
    findings.add(loudTable(runs));
    findings.add(new Illustration("defences", "What withstands an attack that does not know the defence, and"
        + " one that does, at the same eps (medians of the seeds).", bars(runs, defences)));
    findings.add(new Illustration("rounded", "Images after rounding to 8 greys, with the network's answer"
        + " and its confidence: clean, after the naive attack, after the adaptive one.", rounded.figure()));
    for (Defence defence : defences) {
      String name = defence.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(percent(name + "-clean", FailedDefencesLesson.median(runs, defence, Measurement::clean)));
      findings.add(percent(name + "-naive", FailedDefencesLesson.median(runs, defence, Measurement::naive)));
      findings.add(percent(name + "-adaptive", FailedDefencesLesson.median(runs, defence,
          Measurement::adaptive)));
    }
    for (int i = 0; i < LoudLogits.SCALES.length; i++) {
      String scale = "loud-" + (int) LoudLogits.SCALES[i];
      findings.add(percent(scale + "-pgd", FailedDefencesLesson.loud(runs, i, LoudLogits::descent)));
      findings.add(percent(scale + "-dlr", FailedDefencesLesson.loud(runs, i, LoudLogits::logitRatio)));
      findings.add(percent(scale + "-zero", FailedDefencesLesson.loud(runs, i, LoudLogits::withoutGradient)));
    }
    return findings;
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 1, "%");
  }

  private static Table table(List<Run> runs, List<Defence> defences) {
    Table table = Table.of("defences", "Images withstood at eps 0.2, in percent (median of the seeds, least"
        + " and greatest in brackets).",
        Column.text("defence"), Column.number("clean", 1), Column.number("random signs", 1),
        Column.text("naive"),
        Column.text("adaptive"), Column.number("twice the steps", 1), Column.number("eps 1", 1),
        Column.text("naive attack"), Column.text("adaptive attack"), Column.text("what the defence does"));
    for (Defence defence : defences) {
      table = table.row(defence.label(), 100 * FailedDefencesLesson.median(runs, defence, Measurement::clean),
          100 * FailedDefencesLesson.median(runs, defence, Measurement::noise),
          spread(runs, defence, Measurement::naive), spread(runs, defence, Measurement::adaptive),
          percentOrNothing(FailedDefencesLesson.median(runs, defence, Measurement::longer)),
          percentOrNothing(FailedDefencesLesson.median(runs, defence, Measurement::everything)),
          defence.naive(), defence.adaptive(), defence.diagnosis());
    }
    return table;
  }

  private static Double percentOrNothing(double share) {
    return Double.isNaN(share) ? null : Double.valueOf(100 * share);
  }

  private static String spread(List<Run> runs, Defence defence, ToDoubleFunction<Measurement> of) {
    Spread spread = FailedDefencesLesson.spread(runs, defence, of);
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", 100 * spread.median(), 100 * spread.min(),
        100 * spread.max());
  }

  private static Table loudTable(List<Run> runs) {
    Table table = Table.of("loud", "The same network with its logits multiplied, at eps 0.06: accuracy in"
        + " percent (medians of the seeds).",
        Column.text("logits times"), Column.number("PGD, cross-entropy", 1),
        Column.number("APGD, cross-entropy", 1),
        Column.number("APGD, difference of logits ratio", 1), Column.number("images without a gradient (%)",
        1));
    for (int i = 0; i < LoudLogits.SCALES.length; i++) {
      table = table.row(Integer.toString((int) LoudLogits.SCALES[i]),
          100 * FailedDefencesLesson.loud(runs, i, LoudLogits::descent),
          100 * FailedDefencesLesson.loud(runs, i, LoudLogits::crossEntropy),
          100 * FailedDefencesLesson.loud(runs, i, LoudLogits::logitRatio),
          100 * FailedDefencesLesson.loud(runs, i, LoudLogits::withoutGradient));
    }
    return table;
  }

  private static BarChart bars(List<Run> runs, List<Defence> defences) {
    return new BarChart("Defences against an attack that knows them", Axis.percent("images withstood (%)"),
        defences.stream().map(Defence::label).toList(),
        List.of(bars("clean", runs, defences, Measurement::clean),
            bars("naive attack", runs, defences, Measurement::naive),
            bars("adaptive attack", runs, defences, Measurement::adaptive)), List.of());
  }

  /// In whole percent, so that the numbers on narrow bars do not overlap.
  private static Bars bars(String name, List<Run> runs, List<Defence> defences,
      ToDoubleFunction<Measurement> of) {
    return new Bars(name, defences.stream()
        .mapToDouble(defence -> Math.rint(100 * FailedDefencesLesson.median(runs, defence, of))).toArray());
  }
}
