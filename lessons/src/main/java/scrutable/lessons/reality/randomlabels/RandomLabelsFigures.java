package scrutable.lessons.reality.randomlabels;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
import scrutable.lessons.figure.Series;
import scrutable.lessons.reality.randomlabels.RandomLabelsExperiment.Memorisation;
import scrutable.tensor.Rng;

/// The table, the figures and the headline numbers of [RandomLabelsLesson].
final class RandomLabelsFigures {
  private static final int CLASSES = RandomLabelsExperiment.CLASSES;
  private static final double[] CORRUPTION = RandomLabelsExperiment.CORRUPTION;

  private RandomLabelsFigures() {}

  static List<Finding> of(Runs<RandomLabelsExperiment> runs) {
    return List.of(table(runs),
        new Illustration("losses", "Training loss of the first seed: true labels, random labels, and random labels on"
            + " pixels that are Gaussian noise.", losses(runs.measured().getFirst())),
        new Illustration("corruption", "Accuracy against the share of random labels, on test and on training images"
            + " (bands from the least to the greatest of the seeds).", corruption(runs)),
        runs.headline("true-test", run -> run.trueLabels().testAccuracy()),
        runs.headline("random-test", run -> run.randomLabels().testAccuracy()),
        new Headline("true-epochs", runs.median(run -> run.trueLabels().epochs()), 0, ""),
        new Headline("random-epochs", runs.median(run -> run.randomLabels().epochs()), 0, ""),
        new Headline("slowdown", runs.median(RandomLabelsExperiment::slowdown), 1, ""),
        new Headline("parameters", RandomLabelsExperiment.wide(Rng.seed(0)).parameterCount(), 0, ""),
        new Headline("cnn-parameters", RandomLabelsExperiment.convolutional(Rng.seed(0)).parameterCount(), 0, ""),
        runs.headline("tiny-train", run -> run.tiny().trainAccuracy()),
        runs.headline("redrawn-train", run -> run.redrawn().trainAccuracy()));
  }

  private static Table table(Runs<RandomLabelsExperiment> runs) {
    Table table = Table.of("runs", "Medians of the seeds.", Column.text("network"), Column.text("labels"),
        Column.number("epochs", 0), Column.number("train accuracy (%)", 1), Column.number("test accuracy (%)", 1));
    for (int i = 0; i < CORRUPTION.length; i++) {
      int at = i;
      table = row(table, "MLP", Math.round(100 * CORRUPTION[i]) + " % random", runs,
          run -> run.byCorruption().get(at));
    }
    table = row(table, "MLP", "random, pixels too", runs, RandomLabelsExperiment::noise);
    table = row(table, "CNN (half of the images)", "100 % random", runs, RandomLabelsExperiment::convolutional);
    table = row(table, "two hidden units", "100 % random", runs, RandomLabelsExperiment::tiny);
    return row(table, "MLP", "redrawn in each epoch", runs, RandomLabelsExperiment::redrawn);
  }

  private static Table row(Table table, String network, String labels, Runs<RandomLabelsExperiment> runs,
      Function<RandomLabelsExperiment, Memorisation> of) {
    return table.row(network, labels, runs.median(run -> of.apply(run).epochs()),
        100 * runs.median(run -> of.apply(run).trainAccuracy()),
        100 * runs.median(run -> of.apply(run).testAccuracy()));
  }

  private static LineChart losses(RandomLabelsExperiment run) {
    return new LineChart("Training loss", Axis.linear("epoch"), Axis.linear("cross-entropy (nats)"), List.of(
        curve("true labels", run.trueLabels().losses()), curve("random labels", run.randomLabels().losses()),
        curve("random labels, Gaussian pixels", run.noise().losses())),
        List.of(ReferenceLine.horizontal(StrictMath.log(CLASSES), "guessing")));
  }

  private static Series curve(String name, double[] losses) {
    return Series.line(name, IntStream.rangeClosed(1, losses.length).asDoubleStream().toArray(), losses);
  }

  private static LineChart corruption(Runs<RandomLabelsExperiment> runs) {
    Series training = accuracies("training", runs, Memorisation::trainAccuracy);
    return new LineChart("What random labels cost", Axis.linear("random labels (%)"), Axis.percent("accuracy (%)"),
        List.of(accuracies("test", runs, Memorisation::testAccuracy),
            Series.line("training", training.x(), training.y())),
        List.of(ReferenceLine.horizontal(100.0 / CLASSES, "chance")));
  }

  private static Series accuracies(String name, Runs<RandomLabelsExperiment> runs, ToDoubleFunction<Memorisation> of) {
    double[] shares = Arrays.stream(CORRUPTION).map(share -> 100 * share).toArray();
    return Spread.band(name, shares, runs.measured().stream().map(run -> run.byCorruption().stream()
        .mapToDouble(each -> 100 * of.applyAsDouble(each)).toArray()).toList());
  }
}
