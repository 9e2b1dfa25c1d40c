package scrutable.lessons.explanations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.ErrorInNoiseLesson.Measurement;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;

/// The table, the figure and the headline numbers of [ErrorInNoiseLesson].
final class ErrorInNoiseFigures {
  private ErrorInNoiseFigures() {}

  static List<Finding> of(List<Map<Training, Measurement>> runs) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("distances", "The distance that the errors in noise imply, and the"
        + " distance of the nearest error found; one point for each image and seed. On the line lies what a"
        + " plane would give.", scatter(runs)));
    for (Training training : Training.values()) {
      String name = training.name().toLowerCase(Locale.ROOT);
      findings.add(new Headline(name + "-implied",
          ErrorInNoiseLesson.median(runs, training, Measurement::medianImplied), 2, ""));
      findings.add(new Headline(name + "-nearest",
          ErrorInNoiseLesson.median(runs, training, Measurement::medianNearest), 2, ""));
      findings.add(new Headline(name + "-ratio",
          ErrorInNoiseLesson.median(runs, training, Measurement::ratio), 2, ""));
      findings.add(new Headline(name + "-ray",
          ErrorInNoiseLesson.median(runs, training, Measurement::rayRatio), 0, ""));
      findings.add(new Headline(name + "-slabs",
          ErrorInNoiseLesson.median(runs, training, Measurement::ratioInSlabs), 3, ""));
      findings.add(new Headline(name + "-correlation",
          ErrorInNoiseLesson.median(runs, training, Measurement::correlation), 2, ""));
      findings.add(new Headline(name + "-shifted",
          ErrorInNoiseLesson.median(runs, training, Measurement::shiftedCorrelation), 2, ""));
    }
    return findings;
  }

  private static Table table(List<Map<Training, Measurement>> runs) {
    Table table = Table.of("distances", "Distances in L2, in units of a pixel's range: medians over the"
        + " images, then over the seeds (least and greatest in brackets).",
        Column.text("network"), Column.number("clean accuracy (%)", 1), Column.number("implied by noise", 2),
        Column.number("nearest error", 2), Column.text("nearest / implied"),
        Column.number("random ray / nearest", 0),
        Column.number("correlation", 2), Column.number("with another image", 2),
        Column.number("slabs: nearest / implied", 3));
    for (Training training : Training.values()) {
      Spread ratio = ErrorInNoiseLesson.spread(runs, training, Measurement::ratio);
      table = table.row(training.label(), 100 * ErrorInNoiseLesson.median(runs, training, Measurement::clean),
          ErrorInNoiseLesson.median(runs, training, Measurement::medianImplied),
          ErrorInNoiseLesson.median(runs, training, Measurement::medianNearest),
          String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio.median(), ratio.min(), ratio.max()),
          ErrorInNoiseLesson.median(runs, training, Measurement::rayRatio),
          ErrorInNoiseLesson.median(runs, training, Measurement::correlation),
          ErrorInNoiseLesson.median(runs, training, Measurement::shiftedCorrelation),
          ErrorInNoiseLesson.median(runs, training, Measurement::ratioInSlabs));
    }
    return table;
  }

  private static ScatterPlot scatter(List<Map<Training, Measurement>> runs) {
    List<Points> points = new ArrayList<>();
    double most = 0;
    for (Training training : Training.values()) {
      double[] implied = runs.stream()
          .flatMapToDouble(run -> Arrays.stream(run.get(training).implied())).toArray();
      double[] nearest = runs.stream()
          .flatMapToDouble(run -> Arrays.stream(run.get(training).nearest())).toArray();
      points.add(new Points(training.label(), implied, nearest));
      most = Math.max(most, DoubleStream.concat(Arrays.stream(implied), Arrays.stream(nearest))
          .filter(Double::isFinite).max().orElse(1));
    }
    double end = Math.ceil(most);
    Series plane = Series.dashed("a plane", new double[] {0, end}, new double[] {0, end});
    return new ScatterPlot("What noise tells of the nearest error",
        Axis.linear("distance implied by errors in noise").range(0, end),
        Axis.linear("distance of the nearest error found").range(0, end), points,
        List.of(plane), List.of());
  }
}
