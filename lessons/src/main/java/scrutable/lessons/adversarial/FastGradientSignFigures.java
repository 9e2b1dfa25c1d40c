package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import scrutable.lessons.adversarial.FastGradientSignLesson.Measurement;
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

/// The table, the figures and the headline numbers of [FastGradientSignLesson].
final class FastGradientSignFigures {
  private FastGradientSignFigures() {}

  static List<Finding> of(Map<Victim, List<Measurement>> measured, Gallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("gallery", "The first test image of each class, the step, and the image after it,"
        + " with the CNN's answer and its confidence.", gallery.figure()));
    findings.add(new Illustration("curves", "Error against eps: solid along the sign of the gradient, dashed for"
        + " random signs of the same size (medians; bands from the least to the greatest of the seeds).",
        curves(measured)));
    measured.forEach((victim, runs) -> {
      String name = victim.label().toLowerCase(Locale.ROOT);
      findings.add(percent(name + "-clean", FastGradientSignLesson.median(runs, Measurement::clean)));
      findings.add(percent(name + "-error",
          FastGradientSignLesson.median(runs, run -> run.errorAt(run.attacked(), FastGradientSignLesson.EPS))));
      findings.add(percent(name + "-random-error",
          FastGradientSignLesson.median(runs, run -> run.errorAt(run.random(), FastGradientSignLesson.EPS))));
      findings.add(percent(name + "-confidence", FastGradientSignLesson.median(runs,
          run -> Measurement.point(run.attacked(), FastGradientSignLesson.EPS).meanConfidence())));
    });
    return findings;
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 1, "%");
  }

  private static Table table(Map<Victim, List<Measurement>> measured) {
    Table table = Table.of("errors", "Errors and confidence at eps 0.25 (median of the seeds, least and greatest in"
            + " brackets).",
        Column.text("model"), Column.number("clean accuracy (%)", 1), Column.number("error, FGSM (%)", 1),
        Column.text("least to greatest"), Column.number("confidence in errors (%)", 1),
        Column.number("error, random signs (%)", 1), Column.number("error, opposite step (%)", 1));
    for (Map.Entry<Victim, List<Measurement>> entry : measured.entrySet()) {
      List<Measurement> runs = entry.getValue();
      Spread error = Spread.of(runs.stream()
          .mapToDouble(run -> 100 * run.errorAt(run.attacked(), FastGradientSignLesson.EPS)).toArray());
      table = table.row(entry.getKey().label(),
          100 * FastGradientSignLesson.median(runs, Measurement::clean), error.median(),
          String.format(Locale.ROOT, "[%.1f, %.1f]", error.min(), error.max()),
          100 * FastGradientSignLesson.median(runs,
              run -> Measurement.point(run.attacked(), FastGradientSignLesson.EPS).meanConfidence()),
          100 * FastGradientSignLesson.median(runs, run -> run.errorAt(run.random(), FastGradientSignLesson.EPS)),
          100 * FastGradientSignLesson.median(runs, run -> run.errorAt(run.downhill(), FastGradientSignLesson.EPS)));
    }
    return table;
  }

  private static LineChart curves(Map<Victim, List<Measurement>> measured) {
    double[] radii = FastGradientSignLesson.RADII;
    List<Series> series = new ArrayList<>();
    for (Map.Entry<Victim, List<Measurement>> entry : measured.entrySet()) {
      double[] low = new double[radii.length];
      double[] middle = new double[radii.length];
      double[] high = new double[radii.length];
      double[] random = new double[radii.length];
      for (int i = 0; i < radii.length; i++) {
        double eps = radii[i];
        Spread error = Spread.of(entry.getValue().stream()
            .mapToDouble(run -> 100 * run.errorAt(run.attacked(), eps)).toArray());
        low[i] = error.min();
        middle[i] = error.median();
        high[i] = error.max();
        random[i] = 100 * FastGradientSignLesson.median(entry.getValue(), run -> run.errorAt(run.random(), eps));
      }
      int colour = entry.getKey().ordinal();
      series.add(Series.band(entry.getKey().label(), radii, low, middle, high).colouredAs(colour));
      series.add(Series.dashed(entry.getKey().label() + ", random", radii, random).colouredAs(colour));
    }
    return new LineChart("Error against the size of the step", Axis.linear("eps (share of the range of a pixel)"),
        Axis.percent("error (%)"), series,
        List.of(ReferenceLine.vertical(FastGradientSignLesson.EPS, "eps " + FastGradientSignLesson.EPS)));
  }
}
