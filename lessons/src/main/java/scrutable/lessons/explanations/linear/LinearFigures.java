package scrutable.lessons.explanations.linear;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.Classifier;
import scrutable.attacks.evaluation.Straightness;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.linear.LinearDoubling.Sizes;
import scrutable.lessons.explanations.linear.LinearExperiment.Measurement;
import scrutable.lessons.explanations.linear.LinearExperiment.Units;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.nn.data.Dataset;

/// The tables, the figures and the headline numbers of [LinearLesson].
final class LinearFigures {
  private LinearFigures() {}

  static List<Finding> of(Map<Units, Runs<Measurement>> networks, Runs<Sizes> sizes,
      Map<Units, Straightness> fans) {
    List<Finding> findings = new ArrayList<>();
    findings.add(units(networks));
    findings.add(sizes(sizes));
    for (Units units : Units.values()) {
      String name = units.name().toLowerCase(Locale.ROOT);
      findings.add(new Illustration("fan-" + name, "The ten logits of the network with " + units.label()
          + " units along the sign of the gradient, for the first test image; left of 0 the step goes the other way.",
          fan(units, fans.get(units))));
      Runs<Measurement> runs = networks.get(units);
      findings.add(new Headline(name + "-r2", runs.median(Measurement::rSquared), 3, ""));
      findings.add(runs.headline(name + "-confidence", Measurement::confidence));
      findings.add(runs.headline(name + "-error", Measurement::error));
    }
    findings.add(new Illustration("sizes", "The shift of the score of a logistic regression by a step of 0.25 in"
        + " every pixel, against the number of pixels (medians of the seeds).", growth(sizes)));
    for (int i = 0; i < LinearDoubling.SIDES.length; i++) {
      int size = i;
      findings.add(new Headline("radius-" + LinearDoubling.SIDES[i], sizes.median(one -> one.radii()[size]),
          4, ""));
    }
    return findings;
  }

  private static Table units(Map<Units, Runs<Measurement>> networks) {
    Table table = Table.of("units", "Three kinds of units (medians of the seeds; errors at eps 0.25).",
        Column.text("units"), Column.number("clean accuracy (%)", 1), Column.number("R² of a straight line", 3),
        Column.number("error, FGSM (%)", 1), Column.number("confidence in errors (%)", 1));
    for (Map.Entry<Units, Runs<Measurement>> entry : networks.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      table = table.row(entry.getKey().label(), 100 * runs.median(Measurement::clean),
          runs.median(Measurement::rSquared), 100 * runs.median(Measurement::error),
          100 * runs.median(Measurement::confidence));
    }
    return table;
  }

  private static Table sizes(Runs<Sizes> sizes) {
    Table table = Table.of("sizes", "A logistic regression that tells 3 from 8, at three sizes of the same pictures"
            + " (medians of the seeds). The shifts are those of the weights of 14 × 14, copied to every pixel; the"
            + " radius is that of weights trained at each size.",
        Column.text("pixels"), Column.number("shift by the step", 2), Column.number("shift by random signs", 3),
        Column.number("median eps that a picture bears", 4));
    for (int i = 0; i < LinearDoubling.SIDES.length; i++) {
      int size = i;
      table = table.row(LinearDoubling.SIDES[i] + " × " + LinearDoubling.SIDES[i],
          sizes.median(one -> one.shifts()[size]),
          sizes.median(one -> one.noises()[size]),
          sizes.median(one -> one.radii()[size]));
    }
    return table;
  }

  /// The logits of some images along the sign of the gradient, to both sides and further than the attack goes.
  static Map<Units, Straightness> fans(Map<Units, Classifier> victims, Dataset images, double eps) {
    double[] places = IntStream.range(0, 61).mapToDouble(i -> eps * (i - 20) / 10).toArray();
    Map<Units, Straightness> fans = new EnumMap<>(Units.class);
    victims.forEach((units, victim) -> fans.put(units, Straightness.of(victim, images, places)));
    return fans;
  }

  private static LineChart fan(Units units, Straightness straightness) {
    List<Series> series = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      boolean own = k == straightness.labels()[0];
      Series line = own
          ? Series.line("the right class", straightness.places(), straightness.curve(0, k))
          : Series.dashed(series.stream().noneMatch(Series::dashed) ? "the others" : "", straightness.places(),
              straightness.curve(0, k));
      series.add(line.colouredAs(own ? 0 : 1));
    }
    return new LineChart("Logits along the sign of the gradient: " + units.label() + " units",
        Axis.linear("eps"), Axis.linear("logit"), series, List.of(ReferenceLine.vertical(0, "the image")));
  }

  private static LineChart growth(Runs<Sizes> sizes) {
    double[] pixels = Arrays.stream(LinearDoubling.SIDES).mapToDouble(side -> side * side).toArray();
    double[] shifts = new double[pixels.length];
    double[] noises = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int size = i;
      shifts[i] = sizes.median(one -> one.shifts()[size]);
      noises[i] = sizes.median(one -> one.noises()[size]);
    }
    return new LineChart("What a small step in every pixel adds up to", Axis.log("pixels"),
        Axis.log("shift of the score"),
        List.of(Series.line("along the signs of the weights", pixels, shifts),
            Series.line("random signs", pixels, noises)), List.of());
  }
}
