package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.physical.AffineTransform;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.lessons.adversarial.GuacamoleLesson.Cats;
import scrutable.lessons.adversarial.GuacamoleLesson.Measurement;
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
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.Icons;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [GuacamoleLesson].
final class GuacamoleFigures {
  private static final double[] SHOWN_ANGLES = {-30, -15, 0, 15, 30};

  private GuacamoleFigures() {}

  static List<Finding> of(List<Measurement> measured, Cats cats) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("cats", "The first cats of the test set, the change (grey is none, its colours"
        + " drawn 6 times as strong), and the picture after it, with the network's answers.", gallery(cats)));
    findings.add(new Illustration("views", "The first cat after either attack, turned by the angle above: made for"
        + " the straight view, and made for the average over views.", views(cats)));
    findings.add(new Illustration("angles", "Share of the pictures that are guacamole, against the angle of a turn"
        + " (medians of the seeds; bands from the least to the greatest).", angles(measured)));
    headline(findings, "clean", measured, Measurement::accuracy);
    headline(findings, "cat", measured, Measurement::catConfidence);
    headline(findings, "target", measured, Measurement::targetConfidence);
    headline(findings, "plain", measured, Measurement::plain);
    headline(findings, "eot", measured, Measurement::eot);
    headline(findings, "noise", measured, Measurement::noise);
    return findings;
  }

  private static void headline(List<Finding> findings, String name, List<Measurement> measured,
      ToDoubleFunction<Measurement> of) {
    findings.add(new Headline(name, 100 * GuacamoleLesson.median(measured, of), 1, "%"));
  }

  private static Table table(List<Measurement> measured) {
    Table table = Table.of("views", "Guacamole in 100 unseen views of each cat (median, least and greatest of the"
        + " seeds).", Column.text("change of at most 0.085 per pixel"), Column.number("share of views (%)", 1),
        Column.number("least", 1), Column.number("greatest", 1));
    table = row(table, "for the straight view (PGD)", measured, Measurement::plain);
    table = row(table, "for the average over views (PGD on the expectation)", measured, Measurement::eot);
    return row(table, "random signs", measured, Measurement::noise);
  }

  private static Table row(Table table, String name, List<Measurement> measured,
      ToDoubleFunction<Measurement> of) {
    Spread spread = Spread.of(measured.stream().mapToDouble(run -> 100 * of.applyAsDouble(run)).toArray());
    return table.row(name, spread.median(), spread.min(), spread.max());
  }

  private static ImageGrid gallery(Cats cats) {
    List<List<Tile>> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(3, cats.before().size(0)); i++) {
      Tensor change = cats.plain().slice(0, i, i + 1).sub(cats.before().slice(0, i, i + 1));
      rows.add(List.of(tile(cats, cats.before().slice(0, i, i + 1)), Tile.symbol("+"),
          Tile.of(picture(change.mul(6).add(0.5)), "the change, × 6"), Tile.symbol("="),
          tile(cats, cats.plain().slice(0, i, i + 1))));
    }
    return ImageGrid.of("From tabby to guacamole", rows);
  }

  private static ImageGrid views(Cats cats) {
    List<String> columns = new ArrayList<>();
    List<Tile> plain = new ArrayList<>();
    List<Tile> eot = new ArrayList<>();
    for (double angle : SHOWN_ANGLES) {
      AffineTransform turn = new AffineTransform(angle, 1, 0, 0, Outside.EDGE);
      columns.add(Numbers.fixed(angle, 0) + "°");
      plain.add(tile(cats, turn.apply(cats.plain().slice(0, 0, 1))));
      eot.add(tile(cats, turn.apply(cats.eot().slice(0, 0, 1))));
    }
    return new ImageGrid("Above: for the straight view. Below: for the average over views", columns,
        List.of(plain, eot));
  }

  private static Tile tile(Cats cats, Tensor image) {
    Tensor probabilities = GuacamoleLesson.probabilities(cats.victim(), image);
    int answer = (int) probabilities.argmax(1).get(0);
    String caption = Numbers.fixed(100 * probabilities.get(0, answer), 0) + " % "
        + cats.names().get(answer);
    return answer == Icons.TABBY ? Tile.right(picture(image), caption) : Tile.wrong(picture(image), caption);
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.toFloatArray(), image.size(1), image.size(2), image.size(3));
  }

  private static LineChart angles(List<Measurement> measured) {
    return new LineChart("Guacamole, turned", Axis.linear("angle (degrees)"), Axis.percent("guacamole (%)"),
        List.of(band("for the average over views", measured, Measurement::eotByAngle),
            band("for the straight view", measured, Measurement::plainByAngle)),
        List.of(ReferenceLine.vertical(-30, "-30°"), ReferenceLine.vertical(30, "30°")));
  }

  private static Series band(String name, List<Measurement> measured, Function<Measurement, double[]> of) {
    int count = GuacamoleLesson.ANGLES.length;
    double[] low = new double[count];
    double[] middle = new double[count];
    double[] high = new double[count];
    for (int i = 0; i < count; i++) {
      int at = i;
      Spread spread = Spread.of(measured.stream().mapToDouble(run -> 100 * of.apply(run)[at]).toArray());
      low[i] = spread.min();
      middle[i] = spread.median();
      high[i] = spread.max();
    }
    return Series.band(name, GuacamoleLesson.ANGLES, low, middle, high);
  }
}
