package scrutable.lessons.explanations.dimpledmanifold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.dimpledmanifold.DimpledManifoldExperiment.Measurement;
import scrutable.lessons.explanations.dimpledmanifold.DimpledManifoldExperiment.Setup;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;

/// The table, the figures and the headline numbers of [DimpledManifoldLesson].
final class DimpledManifoldFigures {
  private DimpledManifoldFigures() {}

  static List<Finding> of(Map<Integer, Runs<Measurement>> byDimension,
      Map<Setup, Runs<Measurement>> bySetup, DimpledManifoldFilm film) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(byDimension, bySetup));
    findings.add(new Illustration("distances", "Median distance of the boundary within the plane and at right angles"
        + " to it, against the dimensions of the space (medians; bands from the least to the greatest of the seeds).",
        distances(byDimension)));
    findings.add(new Illustration("film", "A slice through the space of 784 dimensions while the network learns."
        + " Across: the plane; the white strokes are the two slabs of data, seen from the side. Up: the direction"
        + " off the plane in which the answer changes fastest. Blue is the left class, vermilion the right one,"
        + " white the boundary.", frames(film)));
    findings.add(new Illustration("clinging", "How far the boundary looks from the points, lead over slope, while"
        + " the network learns (784 dimensions, first seed).", clinging(film)));
    for (int dimensions : DimpledManifoldExperiment.DIMENSIONS) {
      Runs<Measurement> runs = byDimension.get(dimensions);
      findings.add(length("on-" + dimensions, runs, Measurement::on));
      findings.add(length("off-" + dimensions, runs, Measurement::off));
      findings.add(length("ratio-" + dimensions, runs, Measurement::ratio));
    }
    bySetup.forEach((setup, runs) -> findings.add(
        length("ratio-" + setup.name().toLowerCase(Locale.ROOT).replace('_', '-'), runs, Measurement::ratio)));
    return findings;
  }

  private static Headline length(String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return new Headline(name, runs.median(of), 2, "");
  }

  private static Table table(Map<Integer, Runs<Measurement>> byDimension,
      Map<Setup, Runs<Measurement>> bySetup) {
    Table table = Table.of("distances", "Median distances of the boundary (median of the seeds; least and greatest of"
            + " the ratio in brackets).",
        Column.text("network"), Column.number("accuracy (%)", 1), Column.number("within the plane", 2),
        Column.number("off the plane", 2), Column.number("off / within", 2), Column.text("least to greatest"),
        Column.number("turned over by noise (%)", 1));
    for (int dimensions : DimpledManifoldExperiment.DIMENSIONS) {
      table = row(table, dimensions + " dimensions", byDimension.get(dimensions));
    }
    table = row(table, "784, small initial weights", bySetup.get(Setup.SMALL));
    table = row(table, "784, weight decay 0.6", bySetup.get(Setup.HALF_DECAYED));
    return row(table, "784, weight decay 1.2", bySetup.get(Setup.DECAYED));
  }

  private static Table row(Table table, String name, Runs<Measurement> runs) {
    Spread ratio = runs.spread(Measurement::ratio);
    return table.row(name, 100 * runs.median(Measurement::clean),
        runs.median(Measurement::on), runs.median(Measurement::off),
        ratio.median(), String.format(Locale.ROOT, "[%.2f, %.2f]", ratio.min(), ratio.max()),
        100 * runs.median(Measurement::noise));
  }

  private static LineChart distances(Map<Integer, Runs<Measurement>> byDimension) {
    double[] x = Arrays.stream(DimpledManifoldExperiment.DIMENSIONS).asDoubleStream().toArray();
    return new LineChart("Within the plane the boundary is far away, off the plane it stays near",
        Axis.log("dimensions of the space"), Axis.log("median distance"),
        List.of(band("within the plane", x, byDimension, Measurement::on),
            band("off the plane", x, byDimension, Measurement::off)), List.of());
  }

  private static Series band(String name, double[] x, Map<Integer, Runs<Measurement>> byDimension,
      ToDoubleFunction<Measurement> of) {
    int seeds = byDimension.values().iterator().next().measured().size();
    List<double[]> ofSeeds = IntStream.range(0, seeds).mapToObj(seed -> byDimension.values().stream()
        .mapToDouble(runs -> of.applyAsDouble(runs.measured().get(seed))).toArray()).toList();
    return Spread.band(name, x, ofSeeds);
  }

  private static ImageGrid frames(DimpledManifoldFilm film) {
    List<Tile> tiles = new ArrayList<>();
    for (DimpledManifoldFilm.Frame frame : film.frames()) {
      tiles.add(Tile.of(frame.slice(), frame.step() == 0 ? "before training" : "after " + frame.step() + " steps"));
    }
    return ImageGrid.of("The boundary turns just enough to pass between the slabs", List.of(tiles));
  }

  private static LineChart clinging(DimpledManifoldFilm film) {
    return new LineChart("The boundary begins at the data and leaves them slowly", Axis.linear("steps of training"),
        Axis.linear("median distance, lead over slope"),
        List.of(Series.line("within the plane", film.steps(), film.on()),
            Series.line("off the plane", film.steps(), film.off())), List.of());
  }
}
