package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.nn.semisupervised.LabelSpreadingLearner;
import scrutable.nn.semisupervised.MeanTeacher;
import scrutable.nn.semisupervised.MixMatch;
import scrutable.nn.semisupervised.PiModel;
import scrutable.nn.semisupervised.PseudoLabel;
import scrutable.nn.semisupervised.SemiSupervisedLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.nn.semisupervised.Uda;
import scrutable.nn.semisupervised.VirtualAdversarialTraining;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// All semi-supervised learners on the same glyphs, with four labels per class and the same budget: which
/// of them are worth being attacked?
///
/// The same network, number of steps, batches, learning rate and average for all. A method is compared with
/// the baseline that sees the same changes of the labelled pictures or larger ones: what a method gains
/// over a weakly changed baseline while it changes strongly itself may be due to the changes alone.
///
/// Too slow for a lesson; the page of lesson L42 has the command and the table.
final class SemiSupervisedComparison {
  private static final int SIDE = 14;
  private static final int LABELS_PER_CLASS = 4;
  private static final int TEST = 1_000;
  /// What the unlabelled glyphs must gain, as a share of the test glyphs, if a method is to be worth an attack.
  static final double MARGIN = 0.02;

  private SemiSupervisedComparison() {}

  /// @param arguments how many seeds, unlabelled glyphs, and steps
  public static void main(String[] arguments) {
    long[] seeds = LongStream.range(42, 42 + Long.parseLong(arguments[0])).toArray();
    List<Result> results =
        run(seeds, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Progress.silent());
    table(results).shownRows().forEach(row -> System.out.println(String.join(" | ", row)));
  }

  /// A method, and the baseline it has to beat.
  ///
  /// @param usesStrongChanges whether the strong changes enter its loss
  private record Contestant(SemiSupervisedLearner learner, boolean usesStrongChanges) {}

  /// What a method reached.
  ///
  /// @param accuracies of each seed, on test glyphs
  /// @param gains of each seed over the baseline with the same changes
  record Result(String name, double[] accuracies, double[] gains) {
    boolean isBaseline() {
      return name.startsWith("supervised");
    }

    /// Whether the median gain reaches the margin, and no seed lost by it.
    boolean beatsItsBaseline() {
      Spread spread = Spread.of(gains);
      return spread.median() >= MARGIN && spread.min() > 0;
    }
  }

  private static List<Contestant> contestants() {
    return List.of(
        new Contestant(new LabelSpreadingLearner(10, 2.5), false),
        new Contestant(new PseudoLabel(), false),
        new Contestant(new VirtualAdversarialTraining(0.5), false),
        new Contestant(new MixMatch(2, 0.5, 0.75, 10, 0.4), false),
        new Contestant(new PiModel(20, 0.4), true),
        new Contestant(new MeanTeacher(50, 0.4), true),
        new Contestant(new Uda(), true),
        new Contestant(new FixMatch(0.9, 1), true));
  }

  private static Module network(Rng rng) {
    return new Sequential(
        new Conv2d(1, 8, 3, rng), new Relu(), new MaxPool2d(2),                    // (N, 8, 6, 6)
        new Conv2d(8, 16, 3, rng), new Relu(), new MaxPool2d(2),                   // (N, 16, 2, 2)
        new Flatten(), new Linear(16 * 2 * 2, 10, rng));
  }

  /// Trains every method and both baselines once for each seed.
  ///
  /// @param unlabelled how many glyphs without labels
  /// @param steps of every method
  static List<Result> run(long[] seeds, int unlabelled, int steps, Progress progress) {
    SemiSupervisedSettings settings = SemiSupervisedSettings.of(SemiSupervisedComparison::network, steps)
        .withBatches(32, 64).withLearningRate(5e-3)
        .withAugmentations(Augmentation.weak(SIDE), Augmentation.strong(SIDE));
    List<Contestant> contestants = contestants();
    double[][] accuracies = new double[contestants.size() + 2][seeds.length];
    for (int s = 0; s < seeds.length; s++) {
      Rng rng = Rng.seed(seeds[s]);
      Glyphs.Options small = Glyphs.Options.standard().withSize(SIDE);
      Dataset pool = Glyphs.generate(unlabelled, small, rng.split("pool"));
      Dataset labelled = Glyphs.generate(10 * LABELS_PER_CLASS, small, rng.split("labelled"));
      Dataset test = Glyphs.generate(TEST, small, rng.split("test"));
      for (int i = 0; i < accuracies.length; i++) {
        SemiSupervisedLearner learner = i < 2 ? new SupervisedOnly(i == 1) : contestants.get(i - 2).learner;
        Module trained = learner.train(labelled, pool.inputs(), settings, rng.split("train"));
        accuracies[i][s] = Metrics.accuracy(trained, test, 500);
        progress.update("comparing learners", (long) s * accuracies.length + i + 1,
            (long) seeds.length * accuracies.length);
      }
    }
    List<Result> results = new ArrayList<>();
    results.add(new Result("supervised, small changes", accuracies[0], new double[seeds.length]));
    results.add(new Result("supervised, large changes", accuracies[1], new double[seeds.length]));
    for (int i = 0; i < contestants.size(); i++) {
      double[] own = accuracies[i + 2];
      double[] baseline = accuracies[contestants.get(i).usesStrongChanges ? 1 : 0];
      double[] gains = new double[seeds.length];
      Arrays.setAll(gains, s -> own[s] - baseline[s]);
      results.add(new Result(contestants.get(i).learner.name(), own, gains));
    }
    return results;
  }

  /// Accuracies and gains in percent, median of the seeds with the least and the greatest.
  static Table table(List<Result> results) {
    Table table = Table.of("learners", "Accuracy with four labels per class, and what the unlabelled"
        + " glyphs gain over the labels alone under the same changes (median of the seeds, least and"
        + " greatest in brackets).",
        Column.text("learner"), Column.text("accuracy (%)"), Column.text("gain (percentage points)"),
        Column.text("gate"));
    for (Result result : results) {
      String gate = result.beatsItsBaseline() ? "beats its baseline" : "fails its gate";
      table = result.isBaseline() ? table.row(result.name, shown(result.accuracies), "", "")
          : table.row(result.name, shown(result.accuracies), shown(result.gains), gate);
    }
    return table;
  }

  private static String shown(double[] shares) {
    Spread spread = Spread.of(Arrays.stream(shares).map(share -> 100 * share).toArray());
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", spread.median(), spread.min(), spread.max());
  }
}
