package scrutable.lessons.selfsupervised;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.selfsupervised.ImageContrastiveLesson.Measurement;

/// The table, the figures and the headline numbers of [ImageContrastiveLesson].
final class ImageContrastiveFigures {
  private ImageContrastiveFigures() {}

  static List<Finding> of(List<Measurement> runs, ContrastiveGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    Table table = Table.of("probe", "Accuracy with ten labels per class (%), and how the vectors lie.",
        Column.text("quantity"), Column.significant("median", 3), Column.text("least to greatest"));
    table = row(table, "probe, encoder trained on changed views (%)", runs, run -> 100 * run.trained());
    table = row(table, "probe, encoder trained on unchanged views (%)", runs, run -> 100 * run.unchanged());
    table = row(table, "probe, untrained encoder (%)", runs, run -> 100 * run.untrained());
    table = row(table, "nearest labelled picture by pixels (%)", runs, run -> 100 * run.pixels());
    table = row(table, "partners: mean squared distance, before", runs, run -> run.before().partners());
    table = row(table, "partners: after", runs, run -> run.after().partners());
    table = row(table, "strangers: before", runs, run -> run.before().strangers());
    table = row(table, "strangers: after", runs, run -> run.after().strangers());
    table = row(table, "uniformity: before", runs, run -> run.before().uniformity());
    table = row(table, "uniformity: after", runs, run -> run.after().uniformity());
    table = row(table, "spread over that of an even distribution, after", runs, run -> run.after().spread());
    findings.add(table);
    findings.add(new Illustration("neighbours", "Left: two views of a picture, as seen while learning."
        + " Right: a test picture, and the nearest labelled pictures by the learned features and by"
        + " pixels.", gallery.figure()));
    findings.add(new Illustration("epochs", "Accuracy of a linear classifier with ten labels per class on"
        + " the features after each epoch (median; band from the least to the greatest of the"
        + " seeds).", chart(runs)));
    findings.add(percent("trained", runs, Measurement::trained));
    findings.add(percent("untrained", runs, Measurement::untrained));
    findings.add(percent("unchanged", runs, Measurement::unchanged));
    findings.add(percent("pixels", runs, Measurement::pixels));
    findings.add(new Headline("partners-before",
        ImageContrastiveLesson.median(runs, run -> run.before().partners()), 4, ""));
    findings.add(new Headline("partners-after",
        ImageContrastiveLesson.median(runs, run -> run.after().partners()), 3, ""));
    return findings;
  }

  private static Headline percent(String name, List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return new Headline(name, 100 * ImageContrastiveLesson.median(runs, of), 1, "%");
  }

  private static Table row(Table table, String name, List<Measurement> runs,
      ToDoubleFunction<Measurement> of) {
    Spread spread = Spread.of(runs.stream().mapToDouble(of).toArray());
    return table.row(name, spread.median(),
        "[" + Numbers.significant(spread.min(), 3) + ", " + Numbers.significant(spread.max(), 3) + "]");
  }

  private static LineChart chart(List<Measurement> runs) {
    int epochs = runs.getFirst().probe().length;
    double[] x = new double[epochs];
    double[] low = new double[epochs];
    double[] middle = new double[epochs];
    double[] high = new double[epochs];
    for (int i = 0; i < epochs; i++) {
      int epoch = i;
      Spread spread = Spread.of(runs.stream().mapToDouble(run -> 100 * run.probe()[epoch]).toArray());
      x[i] = i;
      low[i] = spread.min();
      middle[i] = spread.median();
      high[i] = spread.max();
    }
    double pixels = 100 * ImageContrastiveLesson.median(runs, Measurement::pixels);
    double unchanged = 100 * ImageContrastiveLesson.median(runs, Measurement::unchanged);
    return new LineChart("What the features are worth, epoch by epoch", Axis.linear("epochs without labels"),
        Axis.linear("accuracy with ten labels per class (%)"),
        List.of(Series.band("probe on learned features", x, low, middle, high)),
        List.of(ReferenceLine.horizontal(pixels, "pixels"),
            ReferenceLine.horizontal(unchanged, "unchanged views")));
  }
}
