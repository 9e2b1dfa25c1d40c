package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import scrutable.lessons.adversarial.BiggioLesson.Measurement;
import scrutable.lessons.adversarial.BiggioLesson.Strip;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [BiggioLesson].
final class BiggioFigures {
  private BiggioFigures() {}

  static List<Finding> of(Map<EvadedVictim, List<Measurement>> measured, Map<EvadedVictim, Strip> strips,
      double distance) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("curves", "Share of the sevens that pass as ones, against the length of the"
        + " change as a share of the distance to the nearest one: solid by gradient descent, dashed in random"
        + " directions (medians; bands from the least to the greatest of the seeds).", curves(measured)));
    findings.add(new Illustration("strips", "The first seven of the test set, and what passes as a one without and"
        + " with the density term, at half the distance to the nearest one; last, what the density term makes of it"
        + " when it may go the whole way.", strips(strips)));
    findings.add(new Headline("distance", distance, 2, ""));
    measured.forEach((kind, runs) -> {
      String name = kind.name().toLowerCase(Locale.ROOT);
      findings.add(new Headline(name + "-evasion", 100 * BiggioLesson.median(runs, Measurement::judged), 1, "%"));
      findings.add(new Headline(name + "-random",
          100 * BiggioLesson.median(runs, Measurement::judgedRandom), 1, "%"));
      findings.add(new Headline(name + "-mimicry", BiggioLesson.median(runs, Measurement::mimicry), 1, "nats"));
    });
    return findings;
  }

  private static Table table(Map<EvadedVictim, List<Measurement>> measured) {
    Table table = Table.of("evasion", "Sevens that pass as ones after a change of half the distance to the nearest"
        + " one (medians of the seeds).", Column.text("classifier"), Column.number("accuracy (%)", 1),
        Column.number("gradient descent (%)", 1), Column.number("with density (%)", 1),
        Column.number("log-density gained (nats)", 1), Column.number("random (%)", 1),
        Column.number("opposite direction (%)", 1));
    for (Map.Entry<EvadedVictim, List<Measurement>> entry : measured.entrySet()) {
      List<Measurement> runs = entry.getValue();
      table = table.row(entry.getKey().label(), 100 * BiggioLesson.median(runs, Measurement::accuracy),
          100 * BiggioLesson.median(runs, Measurement::judged),
          100 * BiggioLesson.median(runs, Measurement::evasionWithDensity),
          BiggioLesson.median(runs, Measurement::mimicry),
          100 * BiggioLesson.median(runs, Measurement::judgedRandom),
          100 * BiggioLesson.median(runs, Measurement::uphill));
    }
    return table;
  }

  private static LineChart curves(Map<EvadedVictim, List<Measurement>> measured) {
    List<Series> series = new ArrayList<>();
    measured.forEach((kind, runs) -> {
      Spread[] evasion = spread(runs, Measurement::evasion);
      series.add(Series.band(kind.label(), BiggioLesson.SHARES, percent(evasion, Spread::min),
          percent(evasion, Spread::median), percent(evasion, Spread::max)).colouredAs(kind.ordinal()));
      series.add(Series.dashed(kind.label() + ", random", BiggioLesson.SHARES,
          percent(spread(runs, Measurement::random), Spread::median)).colouredAs(kind.ordinal()));
    });
    return new LineChart("Sevens that pass as ones", Axis.linear("length of the change (share of the distance)"),
        Axis.percent("pass (%)"), series, List.of(ReferenceLine.vertical(0.5, "half the way")));
  }

  private static Spread[] spread(List<Measurement> runs, Function<Measurement, double[]> of) {
    Spread[] spreads = new Spread[BiggioLesson.SHARES.length];
    for (int i = 0; i < spreads.length; i++) {
      int at = i;
      spreads[i] = Spread.of(runs.stream().mapToDouble(run -> 100 * of.apply(run)[at]).toArray());
    }
    return spreads;
  }

  private static double[] percent(Spread[] spreads, Function<Spread, Double> of) {
    double[] values = new double[spreads.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = of.apply(spreads[i]);
    }
    return values;
  }

  private static ImageGrid strips(Map<EvadedVictim, Strip> strips) {
    List<List<Tile>> rows = new ArrayList<>();
    strips.forEach((kind, strip) -> rows.add(List.of(
        Tile.of(picture(strip.before()), "seven"),
        Tile.of(picture(strip.plain()), kind.label() + ",", "without density"),
        Tile.of(picture(strip.mimicry()), kind.label() + ",", "with density"),
        Tile.of(picture(strip.turned()), "with density,", "the whole way"))));
    return ImageGrid.of("Sevens in disguise", rows);
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.contiguous().toFloatArray(), 1, image.size(2), image.size(3));
  }
}
