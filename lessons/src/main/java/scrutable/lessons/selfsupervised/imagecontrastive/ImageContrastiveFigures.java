package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.selfsupervised.imagecontrastive.ImageContrastiveExperiment.Measurement;

/// The table, the figures and the headline numbers of [ImageContrastiveLesson].
final class ImageContrastiveFigures {
  private ImageContrastiveFigures() {}

  static List<Finding> of(Runs<Measurement> runs, ImageContrastiveGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    Table table = Table.of("probe", "Accuracy with ten labels per class (%), and how the vectors lie.",
        Column.text("quantity"), Column.significant("median", 3), Column.text("least to greatest"));
    table = row(table, "probe, encoder trained on changed views (%)", runs, run -> 100 * run.trained());
    table = row(table, "probe, encoder trained on unchanged views (%)", runs, run -> 100 * run.unchanged());
    table = row(table, "probe, untrained encoder (%)", runs, run -> 100 * run.untrained());
    table = row(table, "nearest labelled picture by pixels (%)", runs, run -> 100 * run.pixels());
    table = row(table, "the same encoder with the labels alone, under the same changes (%)", runs,
        run -> 100 * run.ten().alone());
    table = row(table, "one label per class: probe (%)", runs, run -> 100 * run.one().probe());
    table = row(table, "one label per class: the labels alone (%)", runs, run -> 100 * run.one().alone());
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
    findings.add(runs.headline("trained", Measurement::trained));
    findings.add(runs.headline("untrained", Measurement::untrained));
    findings.add(runs.headline("unchanged", Measurement::unchanged));
    findings.add(runs.headline("pixels", Measurement::pixels));
    findings.add(runs.headline("alone", run -> run.ten().alone()));
    findings.add(runs.headline("one-probe", run -> run.one().probe()));
    findings.add(runs.headline("one-alone", run -> run.one().alone()));
    findings.add(new Headline("partners-before",
        runs.median(run -> run.before().partners()), 4, ""));
    findings.add(new Headline("partners-after",
        runs.median(run -> run.after().partners()), 3, ""));
    return findings;
  }

  private static Table row(Table table, String name, Runs<Measurement> runs,
      ToDoubleFunction<Measurement> of) {
    Spread spread = runs.spread(of);
    return table.row(name, spread.median(),
        "[" + Numbers.significant(spread.min(), 3) + ", " + Numbers.significant(spread.max(), 3) + "]");
  }

  private static LineChart chart(Runs<Measurement> runs) {
    List<double[]> percent = runs.measured().stream()
        .map(run -> Arrays.stream(run.probe()).map(share -> 100 * share).toArray()).toList();
    double[] epochs = IntStream.range(0, percent.getFirst().length).asDoubleStream().toArray();
    double pixels = 100 * runs.median(Measurement::pixels);
    double unchanged = 100 * runs.median(Measurement::unchanged);
    return new LineChart("What the features are worth, epoch by epoch", Axis.linear("epochs without labels"),
        Axis.linear("accuracy with ten labels per class (%)"),
        List.of(Spread.band("probe on learned features", epochs, percent)),
        List.of(ReferenceLine.horizontal(pixels, "pixels"),
            ReferenceLine.horizontal(unchanged, "unchanged views"),
            ReferenceLine.horizontal(100 * runs.median(run -> run.ten().alone()), "labels alone")));
  }
}
