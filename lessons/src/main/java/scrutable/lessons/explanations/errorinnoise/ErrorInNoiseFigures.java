package scrutable.lessons.explanations.errorinnoise;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.errorinnoise.ErrorInNoiseExperiment.Regime;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;

/// The table, the figure and the headline numbers of [ErrorInNoiseLesson].
final class ErrorInNoiseFigures {
  private ErrorInNoiseFigures() {}

  static List<Finding> of(Map<Regime, Runs<ErrorInNoiseMeasurement>> measured) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("distances", "The distance that the errors in noise imply, and the"
        + " distance of the nearest error found; one point for each image and seed. On the line lies what a"
        + " plane would give.", scatter(measured)));
    measured.forEach((regime, runs) -> {
      String name = regime.name().toLowerCase(Locale.ROOT);
      findings.add(new Headline(name + "-implied", runs.median(ErrorInNoiseMeasurement::medianImplied), 2, ""));
      findings.add(new Headline(name + "-nearest", runs.median(ErrorInNoiseMeasurement::medianNearest), 2, ""));
      findings.add(new Headline(name + "-ratio", runs.median(ErrorInNoiseMeasurement::ratio), 2, ""));
      findings.add(new Headline(name + "-ray", runs.median(ErrorInNoiseMeasurement::rayRatio), 0, ""));
      findings.add(runs.headline(name + "-rays-with-error", run -> run.doses().found()));
      findings.add(new Headline(name + "-slabs", runs.median(ErrorInNoiseMeasurement::ratioInSlabs), 3, ""));
      findings.add(new Headline(name + "-correlation", runs.median(ErrorInNoiseMeasurement::correlation), 2, ""));
      findings.add(new Headline(name + "-shifted", runs.median(ErrorInNoiseMeasurement::shiftedCorrelation), 2, ""));
    });
    return findings;
  }

  private static Table table(Map<Regime, Runs<ErrorInNoiseMeasurement>> measured) {
    Table table = Table.of("distances", "Distances in L2, in units of a pixel's range: medians over the"
        + " images, then over the seeds (least and greatest in brackets).",
        Column.text("network"), Column.number("clean accuracy (%)", 1), Column.number("implied by noise", 2),
        Column.number("nearest error", 2), Column.text("nearest / implied"),
        Column.number("random ray / nearest", 0),
        Column.number("correlation", 2), Column.number("with another image", 2),
        Column.number("slabs: nearest / implied", 3));
    for (Map.Entry<Regime, Runs<ErrorInNoiseMeasurement>> entry : measured.entrySet()) {
      Runs<ErrorInNoiseMeasurement> runs = entry.getValue();
      Spread ratio = runs.spread(ErrorInNoiseMeasurement::ratio);
      table = table.row(entry.getKey().label(), 100 * runs.median(ErrorInNoiseMeasurement::clean),
          runs.median(ErrorInNoiseMeasurement::medianImplied), runs.median(ErrorInNoiseMeasurement::medianNearest),
          String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", ratio.median(), ratio.min(), ratio.max()),
          runs.median(ErrorInNoiseMeasurement::rayRatio), runs.median(ErrorInNoiseMeasurement::correlation),
          runs.median(ErrorInNoiseMeasurement::shiftedCorrelation),
          runs.median(ErrorInNoiseMeasurement::ratioInSlabs));
    }
    return table;
  }

  private static ScatterPlot scatter(Map<Regime, Runs<ErrorInNoiseMeasurement>> measured) {
    List<Points> points = new ArrayList<>();
    double most = 0;
    for (Map.Entry<Regime, Runs<ErrorInNoiseMeasurement>> entry : measured.entrySet()) {
      List<ErrorInNoiseMeasurement> runs = entry.getValue().measured();
      double[] implied = runs.stream().flatMapToDouble(run -> Arrays.stream(run.implied())).toArray();
      double[] nearest = runs.stream().flatMapToDouble(run -> Arrays.stream(run.nearest())).toArray();
      points.add(new Points(entry.getKey().label(), implied, nearest));
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
