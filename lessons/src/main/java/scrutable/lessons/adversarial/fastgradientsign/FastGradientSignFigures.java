package scrutable.lessons.adversarial.fastgradientsign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignExperiment.Measurement;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignExperiment.Victim;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;

/// The table, the figures and the headline numbers of [FastGradientSignLesson].
final class FastGradientSignFigures {
  private static final double EPS = FastGradientSignExperiment.EPS;

  private FastGradientSignFigures() {}

  static List<Finding> of(Map<Victim, Runs<Measurement>> measured, FastGradientSignGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("gallery", "The first test image of each class, the step, and the image after it,"
        + " with the CNN's answer and its confidence.", gallery.figure()));
    findings.add(new Illustration("curves", "Error against eps: solid along the sign of the gradient, dashed for"
        + " random signs of the same size (medians; bands from the least to the greatest of the seeds).",
        curves(measured)));
    measured.forEach((victim, runs) -> {
      String name = victim.label.toLowerCase(Locale.ROOT);
      findings.add(runs.headline(name + "-clean", Measurement::clean));
      findings.add(runs.headline(name + "-error", run -> run.errorAt(run.attacked(), EPS)));
      findings.add(runs.headline(name + "-random-error", run -> run.errorAt(run.random(), EPS)));
      findings.add(runs.headline(name + "-confidence", FastGradientSignFigures::confidence));
    });
    return findings;
  }

  private static double confidence(Measurement run) {
    return Measurement.point(run.attacked(), EPS).meanConfidence();
  }

  private static Table table(Map<Victim, Runs<Measurement>> measured) {
    Table table = Table.of("errors", "Errors and confidence at eps 0.25 (median of the seeds, least and greatest in"
            + " brackets).",
        Column.text("model"), Column.number("clean accuracy (%)", 1), Column.number("error, FGSM (%)", 1),
        Column.text("least to greatest"), Column.number("confidence in errors (%)", 1),
        Column.number("error, random signs (%)", 1), Column.number("error, opposite step (%)", 1));
    for (Map.Entry<Victim, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      Spread error = runs.percent(run -> run.errorAt(run.attacked(), EPS));
      table = table.row(entry.getKey().label,
          100 * runs.median(Measurement::clean), error.median(),
          error.range(1),
          100 * runs.median(FastGradientSignFigures::confidence),
          100 * runs.median(run -> run.errorAt(run.random(), EPS)),
          100 * runs.median(run -> run.errorAt(run.downhill(), EPS)));
    }
    return table;
  }

  private static LineChart curves(Map<Victim, Runs<Measurement>> measured) {
    double[] radii = FastGradientSignExperiment.RADII;
    List<Series> series = new ArrayList<>();
    measured.forEach((victim, runs) -> {
      double[] random = Arrays.stream(radii).map(eps -> 100 * runs.median(run -> run.errorAt(run.random(), eps)))
          .toArray();
      List<double[]> attacked = runs.measured().stream()
          .map(run -> Arrays.stream(radii).map(eps -> 100 * run.errorAt(run.attacked(), eps)).toArray()).toList();
      series.add(Spread.band(victim.label, radii, attacked).colouredAs(victim.ordinal()));
      series.add(Series.dashed(victim.label + ", random", radii, random).colouredAs(victim.ordinal()));
    });
    return new LineChart("Error against the size of the step", Axis.linear("eps (share of the range of a pixel)"),
        Axis.percent("error (%)"), series, List.of(ReferenceLine.vertical(EPS, "eps " + EPS)));
  }
}
