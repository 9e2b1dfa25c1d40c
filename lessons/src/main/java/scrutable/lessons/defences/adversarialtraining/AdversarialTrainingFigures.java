package scrutable.lessons.defences.adversarialtraining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Endurance;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingExperiment.Regime;
import scrutable.lessons.defences.adversarialtraining.AdversarialTrainingLesson.Standard;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [AdversarialTrainingLesson].
final class AdversarialTrainingFigures {
  private AdversarialTrainingFigures() {}

  /// A way to be measured, and its name.
  private record Threat(String name, ToDoubleFunction<Endurance> accuracy) {}

  private static List<Threat> threats(Standard standard) {
    return List.of(new Threat("clean", Endurance::clean), new Threat("random signs", Endurance::noise),
        new Threat("FGSM", run -> Endurance.at(run.fgsm(), 1)), new Threat("PGD", run -> Endurance.at(run.pgd(), 1)),
        new Threat("AutoAttack (short)", run -> run.all().robust()), new Threat("worst of these", Endurance::worst),
        new Threat("PGD, 1.5 eps", run -> Endurance.at(run.pgd(), 1.5)),
        new Threat("PGD, L2 " + Numbers.significant(standard.euclidean(), 2), Endurance::euclidean),
        new Threat("shift by 2", Endurance::shifted));
  }

  static List<Finding> of(Standard standard, Map<Regime, Runs<Endurance>> measured, Map<Regime, Module> shown,
      Dataset pictures) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(standard, measured));
    findings.add(new Illustration("curves", "Accuracy against eps: solid under PGD, dashed under FGSM (medians; bands"
        + " from the least to the greatest of the seeds).", curves(standard, measured)));
    findings.add(new Illustration("threats", "What each network withstands (medians of the seeds).",
        bars(standard, measured)));
    findings.add(new Illustration("gallery", "The first test image of some classes; what PGD makes of it within eps"
        + " against the standard network; what it makes of it within 1.5 eps against the PGD-trained network. Below"
        + " each, what the network says that was attacked.", gallery(standard, shown, pictures)));
    measured.forEach((regime, runs) -> {
      String name = regime.name().toLowerCase(Locale.ROOT);
      findings.add(runs.headline(name + "-clean", Endurance::clean));
      findings.add(runs.headline(name + "-fgsm", run -> Endurance.at(run.fgsm(), 1)));
      findings.add(runs.headline(name + "-pgd", run -> Endurance.at(run.pgd(), 1)));
      findings.add(runs.headline(name + "-all", run -> run.all().robust()));
      findings.add(runs.headline(name + "-worst", Endurance::worst));
      findings.add(runs.headline(name + "-wider", run -> Endurance.at(run.pgd(), 1.5)));
      findings.add(runs.headline(name + "-euclidean", Endurance::euclidean));
      findings.add(runs.headline(name + "-shifted", Endurance::shifted));
    });
    findings.add(new Headline("eps", standard.eps(), 2, ""));
    return findings;
  }

  private static Table table(Standard standard, Map<Regime, Runs<Endurance>> measured) {
    List<Threat> threats = threats(standard);
    Column[] columns = new Column[threats.size() + 1];
    columns[0] = Column.text("network");
    Arrays.setAll(columns, i -> i == 0 ? columns[0] : Column.text(threats.get(i - 1).name + " (%)"));
    Table table = Table.of("accuracies", "Accuracy under each threat, eps " + Numbers.significant(standard.eps(), 2)
        + " unless it says otherwise (median of the seeds, least and greatest in brackets).", columns);
    for (Map.Entry<Regime, Runs<Endurance>> entry : measured.entrySet()) {
      Object[] cells = new Object[columns.length];
      Arrays.setAll(cells, i -> i == 0 ? entry.getKey().label : spread(entry.getValue(), threats.get(i - 1)));
      table = table.row(cells);
    }
    return table;
  }

  private static String spread(Runs<Endurance> runs, Threat threat) {
    Spread of = runs.percent(threat.accuracy);
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", of.median(), of.min(), of.max());
  }

  private static LineChart curves(Standard standard, Map<Regime, Runs<Endurance>> measured) {
    double[] times = AdversarialTrainingExperiment.RADII;
    double[] radii = Arrays.stream(times).map(one -> one * standard.eps()).toArray();
    List<Series> series = new ArrayList<>();
    measured.forEach((regime, runs) -> {
      List<double[]> many = runs.measured().stream()
          .map(run -> Arrays.stream(times).map(one -> 100 * Endurance.at(run.pgd(), one)).toArray()).toList();
      double[] single = Arrays.stream(times).map(one -> 100 * runs.median(run -> Endurance.at(run.fgsm(),
          one))).toArray();
      series.add(Spread.band(regime.label + ", PGD", radii, many).colouredAs(regime.ordinal()));
      series.add(Series.dashed(regime.label + ", FGSM", radii, single).colouredAs(regime.ordinal()));
    });
    return new LineChart("Accuracy under attack", Axis.linear("eps (share of the range of a pixel)"),
        Axis.percent("accuracy (%)"), series,
        List.of(ReferenceLine.vertical(standard.eps(), "trained for")));
  }

  private static BarChart bars(Standard standard, Map<Regime, Runs<Endurance>> measured) {
    List<Threat> threats = threats(standard);
    List<Bars> bars = new ArrayList<>();
    measured.forEach((regime, runs) -> bars.add(new Bars(regime.label, threats.stream()
        .mapToDouble(threat -> Math.rint(100 * runs.median(threat.accuracy)))
        .toArray())));
    return new BarChart("Accuracy under each threat", Axis.percent("accuracy (%)"),
        threats.stream().map(Threat::name).toList(), bars, List.of());
  }

  private static ImageGrid gallery(Standard standard, Map<Regime, Module> networks, Dataset pictures) {
    int[] labels = pictures.labels().toIntArray();
    List<Integer> rows = new ArrayList<>();
    for (int label = 0; label < 10 && rows.size() < 5; label += 2) {
      int wanted = label;
      IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).findFirst()
          .ifPresent(rows::add);
    }
    Dataset shown = pictures.select(rows.stream().mapToInt(i -> i).toArray());
    List<List<Tile>> grid = new ArrayList<>();
    grid.add(tiles(networks.get(Regime.STANDARD), shown, shown.inputs()));
    grid.add(attacked(networks.get(Regime.STANDARD), shown, standard.ball()));
    grid.add(attacked(networks.get(Regime.PGD), shown, Ball.linf(1.5 * standard.eps())));
    return new ImageGrid("Before and after", List.of(), grid);
  }

  private static List<Tile> attacked(Module network, Dataset shown, Ball ball) {
    Tensor images = AdversarialTrainingExperiment.pgd(ball.eps()).perturb(Classifier.of(network),
        Examples.of(shown.inputs(), new Untargeted(shown.labels()), Rng.seed(1)), ball);
    return tiles(network, shown, images);
  }

  private static List<Tile> tiles(Module network, Dataset shown, Tensor images) {
    Tensor probabilities = Softmaxes.softmax(Classifier.of(network).logits(images));
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      Tensor image = images.select(0, i);
      int guess = (int) probabilities.select(0, i).argmax(0).item();
      String caption = shown.classNames().get(guess) + ", "
          + Numbers.fixed(100 * probabilities.get(i, guess), 1) + " %";
      Picture picture = Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
      tiles.add(guess == (int) shown.labels().get(i) ? Tile.right(picture, caption)
          : Tile.wrong(picture, caption));
    }
    return tiles;
  }
}
