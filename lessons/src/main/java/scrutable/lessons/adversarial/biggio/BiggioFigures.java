package scrutable.lessons.adversarial.biggio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import scrutable.attacks.Examples;
import scrutable.lessons.adversarial.biggio.BiggioExperiment.Measurement;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
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

  static List<Finding> of(Map<BiggioVictim, Runs<Measurement>> measured, Runs<BiggioExperiment> experiments) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("curves", "Share of the sevens that pass as ones, against the length of the"
        + " change as a share of the distance to the nearest one: solid by gradient descent, dashed in random"
        + " directions (medians; bands from the least to the greatest of the seeds).", curves(measured)));
    findings.add(new Illustration("strips", "The first seven of the test set, and what passes as a one without and"
        + " with the density term, at half the distance to the nearest one; last, what the density term makes of it"
        + " when it may go the whole way.", strips(experiments.measured().getFirst())));
    findings.add(new Headline("distance", experiments.median(one -> one.distance), 2, ""));
    measured.forEach((kind, runs) -> {
      String name = kind.name().toLowerCase(Locale.ROOT);
      findings.add(runs.headline(name + "-evasion", run -> last(run.evasion())));
      findings.add(runs.headline(name + "-random", run -> last(run.random())));
      findings.add(new Headline(name + "-mimicry", runs.median(Measurement::mimicry), 1, "nats"));
    });
    return findings;
  }

  private static Table table(Map<BiggioVictim, Runs<Measurement>> measured) {
    Table table = Table.of("evasion", "Sevens that pass as ones after a change of half the distance to the nearest"
        + " one (medians of the seeds).", Column.text("classifier"), Column.number("accuracy (%)", 1),
        Column.number("gradient descent (%)", 1), Column.number("with density (%)", 1),
        Column.number("log-density gained (nats)", 1), Column.number("random (%)", 1),
        Column.number("opposite direction (%)", 1));
    for (Map.Entry<BiggioVictim, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      table = table.row(entry.getKey().label(), 100 * runs.median(Measurement::accuracy),
          100 * runs.median(run -> last(run.evasion())),
          100 * runs.median(Measurement::evasionWithDensity),
          runs.median(Measurement::mimicry),
          100 * runs.median(run -> last(run.random())),
          100 * runs.median(Measurement::uphill));
    }
    return table;
  }

  private static LineChart curves(Map<BiggioVictim, Runs<Measurement>> measured) {
    List<Series> series = new ArrayList<>();
    measured.forEach((kind, runs) -> {
      double[] shares = BiggioExperiment.SHARES;
      series.add(Spread.band(kind.label(), shares, percent(runs, Measurement::evasion)).colouredAs(kind.ordinal()));
      double[] random = new double[shares.length];
      Arrays.setAll(random, i -> 100 * runs.median(run -> run.random()[i]));
      series.add(Series.dashed(kind.label() + ", random", shares, random).colouredAs(kind.ordinal()));
    });
    return new LineChart("Sevens that pass as ones", Axis.linear("length of the change (share of the distance)"),
        Axis.percent("pass (%)"), series, List.of(ReferenceLine.vertical(0.5, "half the way")));
  }

  private static List<double[]> percent(Runs<Measurement> runs, Function<Measurement, double[]> of) {
    return runs.measured().stream().map(run -> Arrays.stream(of.apply(run)).map(share -> 100 * share).toArray())
        .toList();
  }

  /// The share at the judged budget.
  static double last(double[] shares) {
    return shares[shares.length - 1];
  }

  /// The first seven as it is, without and with the density term at the judged budget, and with it the whole way to the
  /// nearest one.
  private static ImageGrid strips(BiggioExperiment experiment) {
    Examples first = experiment.sevens.only(0);
    double judged = BiggioExperiment.JUDGED;
    List<List<Tile>> rows = new ArrayList<>();
    experiment.victims.forEach((kind, victim) -> {
      Tensor plain = experiment.descent(judged, 0).perturb(victim, first, experiment.ball(judged));
      Tensor mimicry = experiment.descent(judged, kind.lambda()).perturb(victim, first, experiment.ball(judged));
      Tensor turned = experiment.descent(2 * judged, kind.lambda())
          .perturb(victim, first, experiment.ball(2 * judged));
      rows.add(List.of(
          Tile.of(picture(first.images()), "seven"),
          Tile.of(picture(plain), kind.label() + ",", "without density"),
          Tile.of(picture(mimicry), kind.label() + ",", "with density"),
          Tile.of(picture(turned), "with density,", "the whole way")));
    });
    return ImageGrid.of("Sevens in disguise", rows);
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.contiguous().toFloatArray(), 1, image.size(2), image.size(3));
  }
}
