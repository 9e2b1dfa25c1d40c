package scrutable.lessons.explanations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.DimpledManifoldLesson.Measurement;
import scrutable.lessons.explanations.DimpledManifoldLesson.Setup;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;

/// The table, the figures and the headline numbers of [DimpledManifoldLesson].
final class DimpledManifoldFigures {
  private DimpledManifoldFigures() {}

  static List<Finding> of(Map<Integer, List<Measurement>> byDimension,
      Map<Setup, List<Measurement>> byTraining, TrainingFilm film) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(byDimension, byTraining));
    findings.add(new Illustration("distances", "Median distance of the boundary within the plane and at right angles"
        + " to it, against the dimensions of the space (medians; bands from the least to the greatest of the seeds).",
        distances(byDimension)));
    findings.add(new Illustration("film", "A slice through the space of 784 dimensions while the network learns."
        + " Across: the plane; the white strokes are the two slabs of data, seen from the side. Up: the direction"
        + " off the plane in which the answer changes fastest. Blue is the left class, vermilion the right one,"
        + " white the boundary.", frames(film)));
    findings.add(new Illustration("clinging", "How far the boundary looks from the points, lead over slope, while"
        + " the network learns (784 dimensions, first seed).", clinging(film)));
    for (int dimensions : DimpledManifoldLesson.DIMENSIONS) {
      List<Measurement> runs = byDimension.get(dimensions);
      findings.add(length("on-" + dimensions, runs, Measurement::on));
      findings.add(length("off-" + dimensions, runs, Measurement::off));
      findings.add(length("ratio-" + dimensions, runs, Measurement::ratio));
    }
    byTraining.forEach((training, runs) -> findings.add(
        length("ratio-" + training.name().toLowerCase(Locale.ROOT).replace('_', '-'), runs, Measurement::ratio)));
    return findings;
  }

  private static Headline length(String name, List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return new Headline(name, DimpledManifoldLesson.median(runs, of), 2, "");
  }

  private static Table table(Map<Integer, List<Measurement>> byDimension,
      Map<Setup, List<Measurement>> byTraining) {
    Table table = Table.of("distances", "Median distances of the boundary (median of the seeds; least and greatest of"
            + " the ratio in brackets).",
        Column.text("network"), Column.number("accuracy (%)", 1), Column.number("within the plane", 2),
        Column.number("off the plane", 2), Column.number("off / within", 2), Column.text("least to greatest"),
        Column.number("turned over by noise (%)", 1));
    for (int dimensions : DimpledManifoldLesson.DIMENSIONS) {
      table = row(table, dimensions + " dimensions", byDimension.get(dimensions));
    }
    table = row(table, "784, small initial weights", byTraining.get(Setup.SMALL));
    table = row(table, "784, weight decay 0.6", byTraining.get(Setup.HALF_DECAYED));
    return row(table, "784, weight decay 1.2", byTraining.get(Setup.DECAYED));
  }

  private static Table row(Table table, String name, List<Measurement> runs) {
    Spread ratio = Spread.of(runs.stream().mapToDouble(Measurement::ratio).toArray());
    return table.row(name, 100 * DimpledManifoldLesson.median(runs, Measurement::clean),
        DimpledManifoldLesson.median(runs, Measurement::on), DimpledManifoldLesson.median(runs, Measurement::off),
        ratio.median(), String.format(Locale.ROOT, "[%.2f, %.2f]", ratio.min(), ratio.max()),
        100 * DimpledManifoldLesson.median(runs, Measurement::noise));
  }

  private static LineChart distances(Map<Integer, List<Measurement>> byDimension) {
    double[] x = Arrays.stream(DimpledManifoldLesson.DIMENSIONS).asDoubleStream().toArray();
    return new LineChart("Within the plane the boundary is far away, off the plane it stays near",
        Axis.log("dimensions of the space"), Axis.log("median distance"),
        List.of(band("within the plane", x, byDimension, Measurement::on),
            band("off the plane", x, byDimension, Measurement::off)), List.of());
  }

  private static Series band(String name, double[] x, Map<Integer, List<Measurement>> byDimension,
      ToDoubleFunction<Measurement> of) {
    double[][] values = new double[3][x.length];
    for (int i = 0; i < x.length; i++) {
      Spread spread = Spread.of(byDimension.get(DimpledManifoldLesson.DIMENSIONS[i]).stream().mapToDouble(of)
          .toArray());
      values[0][i] = spread.min();
      values[1][i] = spread.median();
      values[2][i] = spread.max();
    }
    return Series.band(name, x, values[0], values[1], values[2]);
  }

  private static ImageGrid frames(TrainingFilm film) {
    List<Tile> tiles = new ArrayList<>();
    for (TrainingFilm.Frame frame : film.frames()) {
      tiles.add(Tile.of(frame.slice(), frame.step() == 0 ? "before training" : "after " + frame.step() + " steps"));
    }
    return ImageGrid.of("The boundary turns just enough to pass between the slabs", List.of(tiles));
  }

  private static LineChart clinging(TrainingFilm film) {
    return new LineChart("The boundary begins at the data and leaves them slowly", Axis.linear("steps of training"),
        Axis.linear("median distance, lead over slope"),
        List.of(Series.line("within the plane", film.steps(), film.on()),
            Series.line("off the plane", film.steps(), film.off())), List.of());
  }
}
