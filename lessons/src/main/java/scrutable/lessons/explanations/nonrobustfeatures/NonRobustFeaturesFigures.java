package scrutable.lessons.explanations.nonrobustfeatures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.GreyImageNetwork;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Kind;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Measurement;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Relabelled;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Tile;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [NonRobustFeaturesLesson].
final class NonRobustFeaturesFigures {
  private static final int SHOWN = 8;
  private static final int PER_ROW = 2;

  private NonRobustFeaturesFigures() {}

  static List<Finding> of(Runs<Measurement> runs, ImageGrid gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("gallery", "Training images of the second network: what each shows, the"
        + " change of at most 3 in L2, and the name it is given.", gallery));
    findings.add(new Illustration("accuracy", "Accuracy on clean images of networks that saw only wrongly"
        + " labelled ones (medians of the seeds).", bars(runs)));
    findings.add(runs.headline("clean", Measurement::clean));
    findings.add(new Headline("distance", runs.median(Measurement::distance), 1,
        ""));
    for (Kind kind : Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      findings.add(runs.headline(name + "-success", run -> run.kinds().get(kind).success()));
      findings.add(runs.headline(name + "-looks", run -> run.kinds().get(kind).looks()));
      findings.add(runs.headline(name + "-mlp", run -> run.kinds().get(kind).learned().get(GreyImageNetwork.MLP)));
      findings.add(runs.headline(name + "-cnn", run -> run.kinds().get(kind).learned().get(GreyImageNetwork.CNN)));
      findings.add(runs.headline(name + "-unmoved", run -> run.kinds().get(kind).unmoved()));
      findings.add(runs.headline(name + "-shuffled", run -> run.kinds().get(kind).shuffled()));
    }
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("learned", "What a network learns from wrongly labelled images: accuracy on clean"
        + " ones in percent (median of the seeds, least and greatest in brackets).",
        Column.text("labels"), Column.number("attack success (%)", 1),
        Column.number("still look right (%)", 1),
        Column.text("MLP"), Column.text("CNN"), Column.text("no attack, MLP"),
        Column.text("others' changes, MLP"));
    for (Kind kind : Kind.values()) {
      table = table.row(kind.label(),
          100 * runs.median(run -> run.kinds().get(kind).success()),
          100 * runs.median(run -> run.kinds().get(kind).looks()),
          spread(runs, run -> run.kinds().get(kind).learned().get(GreyImageNetwork.MLP)),
          spread(runs, run -> run.kinds().get(kind).learned().get(GreyImageNetwork.CNN)),
          spread(runs, run -> run.kinds().get(kind).unmoved()),
          spread(runs, run -> run.kinds().get(kind).shuffled()));
    }
    return table;
  }

  private static String spread(Runs<Measurement> runs, ToDoubleFunction<Measurement> of) {
    Spread spread = runs.percent(of);
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", spread.median(), spread.min(), spread.max());
  }

  private static BarChart bars(Runs<Measurement> runs) {
    List<Bars> bars = List.of(
        bars("attacked images, MLP", runs, kind -> run -> run.kinds().get(kind).learned().get(GreyImageNetwork.MLP)),
        bars("attacked images, CNN", runs, kind -> run -> run.kinds().get(kind).learned().get(GreyImageNetwork.CNN)),
        bars("the same labels, no attack", runs, kind -> run -> run.kinds().get(kind).unmoved()),
        bars("the changes of other images", runs, kind -> run -> run.kinds().get(kind).shuffled()));
    return new BarChart("What wrongly labelled images teach", Axis.percent("accuracy on clean images (%)"),
        List.of("labelled as a random class", "labelled as the next class"), bars,
        List.of(ReferenceLine.horizontal(10, "chance")));
  }

  private interface OfKind {
    ToDoubleFunction<Measurement> of(Kind kind);
  }

  private static Bars bars(String name, Runs<Measurement> runs, OfKind value) {
    double[] heights = new double[Kind.values().length];
    for (Kind kind : Kind.values()) {
      heights[kind.ordinal()] = 100 * runs.median(value.of(kind));
    }
    return new Bars(name, heights);
  }

  /// Training images of the second network: what they show, the change, and what they are called.
  static ImageGrid gallery(Relabelled set) {
    List<List<Tile>> rows = new ArrayList<>();
    List<Tile> row = new ArrayList<>();
    for (int i = 0; i < Math.min(SHOWN, set.images().size()); i++) {
      if (!row.isEmpty()) {
        row.add(Tile.empty());
      }
      Dataset images = set.images();
      Tensor before = images.inputs().select(0, i);
      Tensor after = set.attacked().inputs().select(0, i);
      row.add(Tile.of(picture(before), "a " + name(images, images.labels(), i)));
      row.add(Tile.symbol("+"));
      row.add(Tile.of(Picture.signed(after.sub(before).toFloatArray(), 1, before.size(1), before.size(2),
          NonRobustFeaturesExperiment.EPS / 6), "the change"));
      row.add(Tile.symbol("="));
      row.add(Tile.of(picture(after), "called " + name(images, set.attacked().labels(), i)));
      if ((i + 1) % PER_ROW == 0) {
        rows.add(row);
        row = new ArrayList<>();
      }
    }
    return ImageGrid.of("What the second network is taught", rows);
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
  }

  private static String name(Dataset data, Tensor labels, int i) {
    return data.classNames().get((int) labels.get(i));
  }
}
