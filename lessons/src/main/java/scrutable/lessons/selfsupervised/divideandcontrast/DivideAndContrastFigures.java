package scrutable.lessons.selfsupervised.divideandcontrast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Arm;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Measurement;

/// The table, the figures and the headline numbers of [DivideAndContrastLesson].
final class DivideAndContrastFigures {
  private static final int SHOWN = 8;

  private DivideAndContrastFigures() {}

  static List<Finding> of(Runs<Measurement> runs, DivideAndContrastExperiment first) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("arms", "Accuracy of a linear classifier with ten labels per digit (medians); the"
        + " line is an encoder that has learned nothing.", bars(runs)));
    findings.add(new Illustration("parts", "The parts that the features of the first steps make, the largest first, and"
        + " the share of digits in each (first seed). Nothing is chosen: the pictures are taken at equal distances.",
        parts(first)));
    findings.add(runs.headline("untrained", Measurement::untrained));
    for (Arm arm : Arm.values()) {
      findings.add(runs.headline(arm.name().toLowerCase(Locale.ROOT).replace('_', '-'), run -> run.probe(arm)));
    }
    findings.add(runs.headline("gap", run -> run.gap(Arm.AS_IT_COMES)));
    findings.add(runs.headline("brought-back-truth",
        run -> DivideAndContrastLesson.broughtBack(run, Arm.DIVIDED_BY_TRUTH)));
    findings.add(runs.headline("brought-back-features",
        run -> DivideAndContrastLesson.broughtBack(run, Arm.DIVIDED_BY_FEATURES)));
    findings.add(runs.headline("alone-brings-back",
        run -> DivideAndContrastLesson.broughtBack(run, Arm.DIGITS_ALONE)));
    findings.add(runs.headline("letters-bring-back",
        run -> DivideAndContrastLesson.broughtBack(run, Arm.AMONG_LETTERS)));
    findings.add(runs.headline("purity", Measurement::purity));
    findings.add(new Headline("often", runs.median(run -> run.shown().get(Arm.AS_IT_COMES).digits()), 0, ""));
    findings.add(new Headline("often-chosen", runs.median(run -> run.shown().get(Arm.CHOSEN).digits()), 0, ""));
    return findings;
  }

  private static String name(Arm arm) {
    return switch (arm) {
      case CHOSEN -> "chosen digits";
      case AS_IT_COMES -> "the collection as it comes";
      case AMONG_LETTERS -> "the same digits among letters";
      case DIGITS_ALONE -> "the same digits alone, as often";
      case DIVIDED_BY_FEATURES -> "the collection, divided by features";
      case DIVIDED_BY_TRUTH -> "the collection, divided by who knows";
    };
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("arms", "What is learned from, and what came of it (medians of the seeds; for the accuracy"
        + " also the least and the greatest).", Column.text("learned from"),
        Column.number("a digit is shown, times", 0), Column.number("digits among what it is told from (%)", 1),
        Column.number("accuracy of the probe (%)", 1), Column.text("least to greatest"));
    for (Arm arm : Arm.values()) {
      Spread probe = runs.percent(run -> run.probe(arm));
      table = table.row(name(arm), runs.median(run -> run.shown().get(arm).digits()),
          100 * runs.median(run -> run.shown().get(arm).company()), probe.median(), probe.range(1));
    }
    Spread untrained = runs.percent(Measurement::untrained);
    return table.row("nothing", 0, null, untrained.median(), untrained.range(1));
  }

  private static BarChart bars(Runs<Measurement> runs) {
    return new BarChart("The same encoder, as many steps", Axis.percent("accuracy of the probe (%)"),
        Arrays.stream(Arm.values()).map(DivideAndContrastFigures::name).toList(),
        List.of(new Bars("", Arrays.stream(Arm.values()).mapToDouble(arm -> 100 * runs.median(run -> run.probe(arm)))
            .toArray())),
        List.of(ReferenceLine.horizontal(100 * runs.median(Measurement::untrained), "untrained")));
  }

  private static ImageGrid parts(DivideAndContrastExperiment first) {
    int digits = first.collection().digits();
    List<List<Tile>> rows = new ArrayList<>();
    first.parts().stream().sorted(Comparator.comparingInt((int[] part) -> -part.length)).forEach(part -> {
      List<Tile> row = new ArrayList<>();
      double share = Arrays.stream(part).filter(i -> i < digits).count() / (double) part.length;
      row.add(Tile.symbol(Math.round(100 * share) + " %"));
      for (int i = 0; i < SHOWN; i++) {
        float[] pixels = first.collection().pictures().slice(0, part[i * part.length / SHOWN],
            part[i * part.length / SHOWN] + 1).toFloatArray();
        row.add(Tile.of(Picture.of(pixels, 1, Collection.SIDE, Collection.SIDE)));
      }
      rows.add(row);
    });
    return ImageGrid.of("A collection divided by features", rows);
  }
}
