package scrutable.lessons.adversarial.guacamole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.attacks.physical.AffineTransform;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.lessons.adversarial.Seen;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Cats;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Measurement;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.generate.Icons;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [GuacamoleLesson].
final class GuacamoleFigures {
  private static final double[] SHOWN_ANGLES = {-30, -15, 0, 15, 30};

  private GuacamoleFigures() {}

  static List<Finding> of(Runs<Measurement> runs, Cats cats) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("cats", "The first cats of the test set, the change (grey is none, its colours"
        + " drawn 6 times as strong), and the picture after it, with the network's answers.", gallery(cats)));
    findings.add(new Illustration("views", "The first cat after either attack, turned by the angle above: made for"
        + " the straight view, and made for the average over views.", views(cats)));
    findings.add(new Illustration("angles", "Share of the pictures that are guacamole, against the angle of a turn"
        + " (medians of the seeds; bands from the least to the greatest).", angles(runs)));
    findings.add(runs.headline("clean", Measurement::accuracy));
    findings.add(runs.headline("cat", Measurement::catConfidence));
    findings.add(runs.headline("target", Measurement::targetConfidence));
    findings.add(runs.headline("plain", Measurement::plain));
    findings.add(runs.headline("eot", Measurement::eot));
    findings.add(runs.headline("noise", Measurement::noise));
    findings.add(runs.headline("still-cat", Measurement::stillCat));
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("views", "Guacamole in 100 unseen views of each cat (median, least and greatest of the"
        + " seeds).", Column.text("change of at most 0.11 per pixel"), Column.number("share of views (%)", 1),
        Column.number("least", 1), Column.number("greatest", 1));
    table = runs.row(table, "for the straight view (PGD)", Measurement::plain);
    table = runs.row(table, "for the average over views (PGD on the expectation)", Measurement::eot);
    return runs.row(table, "random signs", Measurement::noise);
  }

  private static ImageGrid gallery(Cats cats) {
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(3, cats.before().size(0)); i++) {
      Tensor change = cats.plain().slice(0, i, i + 1).sub(cats.before().slice(0, i, i + 1));
      rows.add(List.of(seen(cats).tile(cats.before().slice(0, i, i + 1)), Tile.symbol("+"),
          Tile.of(Seen.picture(change.mul(6).add(0.5)), "the change, × 6"), Tile.symbol("="),
          seen(cats).tile(cats.plain().slice(0, i, i + 1))));
    }
    return ImageGrid.of("From tabby to guacamole", rows);
  }

  private static Seen seen(Cats cats) {
    return new Seen(cats.victim(), cats.names(), Icons.TABBY);
  }

  private static ImageGrid views(Cats cats) {
    List<String> columns = new ArrayList<>();
    List<Tile> plain = new ArrayList<>();
    List<Tile> eot = new ArrayList<>();
    for (double angle : SHOWN_ANGLES) {
      AffineTransform turn = new AffineTransform(angle, 1, 0, 0, Outside.EDGE);
      columns.add(Numbers.fixed(angle, 0) + "°");
      plain.add(seen(cats).tile(turn.apply(cats.plain().slice(0, 0, 1))));
      eot.add(seen(cats).tile(turn.apply(cats.eot().slice(0, 0, 1))));
    }
    return new ImageGrid("Above: for the straight view. Below: for the average over views", columns,
        List.of(plain, eot));
  }

  private static LineChart angles(Runs<Measurement> runs) {
    return new LineChart("Guacamole, turned", Axis.linear("angle (degrees)"), Axis.percent("guacamole (%)"),
        List.of(band("for the average over views", runs, Measurement::eotByAngle),
            band("for the straight view", runs, Measurement::plainByAngle)),
        List.of(ReferenceLine.vertical(-30, "-30°"), ReferenceLine.vertical(30, "30°")));
  }

  private static Series band(String name, Runs<Measurement> runs, Function<Measurement, double[]> of) {
    return Spread.band(name, GuacamoleExperiment.ANGLES, runs.measured().stream()
        .map(run -> Arrays.stream(of.apply(run)).map(share -> 100 * share).toArray()).toList());
  }
}
