package scrutable.lessons.poisoning.networks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.lessons.poisoning.Victims;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.augment.Cutout;
import scrutable.nn.augment.Noise;
import scrutable.nn.semisupervised.FixMatch;
import scrutable.nn.semisupervised.MixMatch;
import scrutable.nn.semisupervised.SemiSupervisedLearner;
import scrutable.nn.semisupervised.SemiSupervisedSettings;
import scrutable.nn.semisupervised.SupervisedOnly;
import scrutable.nn.semisupervised.Uda;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The bridges of lesson L42 before networks of several kinds: which of them are turned, and how far the label gets.
///
/// The pictures, the labels and the budget are those of the lesson's graph; to save time all targets are poisoned at
/// once. Too slow for a lesson; its page has the command and the table.
final class NetworkTrials {
  private static final int TARGETS = 8;
  private static final int LABELLED_BATCH = 30;
  private static final int UNLABELLED_BATCH = 64;
  private static final double FOR_RADIAL = 3e-2;
  private static final double FOR_OTHERS = 2e-3;

  private NetworkTrials() {}

  /// What is tried.
  ///
  /// @param network of the pool and fresh random numbers
  /// @param weak    how the learner changes pictures a little, and `strong` much
  record Arm(String name, BiFunction<Tensor, Rng, Module> network, SemiSupervisedLearner learner, Augmentation weak,
      Augmentation strong, double learningRate) {}

  /// What one seed showed, as shares.
  ///
  /// @param labels accuracy of the same network with the labels alone
  /// @param clean accuracy with the pool
  /// @param poisoned accuracy with the poisoned pool
  /// @param crossed of the poison, what is given the wanted class in the end
  /// @param turned of the targets, what is given the wanted class
  /// @param before the same without poison
  record Outcome(double labels, double clean, double poisoned, double crossed, double turned, double before) {}

  static List<Arm> arms() {
    Augmentation none = Augmentation.none();
    Augmentation shift = Augmentation.weak(SmallDigits.SIDE);
    Augmentation warps = Augmentation.strong(SmallDigits.SIDE);
    Augmentation noise = Noise.ofPixels(0.15);
    Augmentation holes = Noise.ofPixels(0.1).then(new Cutout(4, 0.5));
    FixMatch match = new FixMatch(0.9, 1);
    List<Arm> arms = new ArrayList<>(List.of(
        new Arm("dense, FixMatch, noise", (pool, rng) -> Networks.dense(rng), match, none, noise, FOR_OTHERS),
        new Arm("dense, UDA, noise", (pool, rng) -> Networks.dense(rng), new Uda(), none, noise, FOR_OTHERS),
        new Arm("dense, MixMatch", (pool, rng) -> Networks.dense(rng), new MixMatch(2, 0.5, 0.75, 10, 0.4), shift,
            shift, FOR_OTHERS),
        new Arm("convolutional, FixMatch, warps", (pool, rng) -> Networks.convolutional(rng), match, shift, warps,
            FOR_OTHERS),
        new Arm("residual, FixMatch, noise and holes", (pool, rng) -> Networks.residual(rng), match, none, holes,
            FOR_OTHERS)));
    for (double width : new double[] {0.5, 0.42, 0.35, 0.28}) {
      arms.add(new Arm("radial units of width " + width + ", FixMatch, noise",
          (pool, rng) -> Networks.radial(pool, width), match, none, Noise.ofPixels(0.05), FOR_RADIAL));
    }
    return arms;
  }

  static Outcome trial(Arm arm, SmallDigits digits, int steps, Rng rng) {
    Tensor pool = digits.pool();
    SemiSupervisedSettings clean = settings(arm, pool, steps);
    DecisionAccess labels = train(new SupervisedOnly(true), digits, pool, clean, rng.split("labels"));
    DecisionAccess before = train(arm.learner, digits, pool, clean, rng.split("victim"));
    ChosenTargets targets = Victims.targets(digits.test(), before, TARGETS, rng.split("targets"));
    int each = Math.max(1, pool.size(0) / 100);
    Tensor poisoned = new Interpolation(digits.labelled())
        .craft(pool, targets, new Budget(TARGETS * each), rng.split("poison")).data();
    DecisionAccess after = train(arm.learner, digits, poisoned, settings(arm, poisoned, steps), rng.split("victim"));
    ManyErrors errors = new ManyErrors(digits.test());
    int[] stones = after.labels(poisoned.slice(0, pool.size(0), poisoned.size(0)));
    return new Outcome(errors.accuracy(labels), errors.accuracy(before), errors.accuracy(after),
        IntStream.range(0, stones.length).filter(i -> stones[i] == targets.wanted(i / each)).count()
            / (double) stones.length, targets.success(after), targets.success(before));
  }

  private static SemiSupervisedSettings settings(Arm arm, Tensor pool, int steps) {
    return SemiSupervisedSettings.of(rng -> arm.network.apply(pool, rng), steps)
        .withBatches(LABELLED_BATCH, UNLABELLED_BATCH).withLearningRate(arm.learningRate)
        .withAugmentations(arm.weak, arm.strong);
  }

  private static DecisionAccess train(SemiSupervisedLearner learner, SmallDigits digits, Tensor pool,
      SemiSupervisedSettings settings, Rng rng) {
    return Classifier.of(learner.train(digits.labelled(), pool, settings, rng));
  }

  /// The row of one arm: medians of the seeds in percent, and the least and greatest share of turned targets.
  static String row(String name, List<Outcome> outcomes) {
    Spread turned = spread(outcomes, Outcome::turned);
    return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f | %.1f [%.1f, %.1f] | %.1f |", name,
        spread(outcomes, Outcome::labels).median(), spread(outcomes, Outcome::clean).median(),
        spread(outcomes, Outcome::poisoned).median(), spread(outcomes, Outcome::crossed).median(),
        turned.median(), turned.min(), turned.max(), spread(outcomes, Outcome::before).median());
  }

  private static Spread spread(List<Outcome> outcomes, ToDoubleFunction<Outcome> of) {
    return Spread.of(outcomes.stream().mapToDouble(outcome -> 100 * of.applyAsDouble(outcome)).toArray());
  }

  /// @param arguments the data set, how many pictures have no label, steps, the first seed, and how many seeds
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException("NetworkTrials: needed are DATA POOL STEPS SEED SEEDS, such as"
          + " glyphs 1200 800 1 3");
    }
    int pool = Integer.parseInt(arguments[1]);
    int steps = Integer.parseInt(arguments[2]);
    long first = Long.parseLong(arguments[3]);
    System.out.println("| network and learner | labels alone | with the pool | poisoned | stones crossed | turned"
        + " | without poison |");
    for (Arm arm : arms()) {
      List<Outcome> outcomes = new ArrayList<>();
      for (long seed = first; seed < first + Long.parseLong(arguments[4]); seed++) {
        Rng rng = Rng.seed(seed);
        SmallDigits digits = SmallDigits.load(arguments[0], SmallDigits.FEW_LABELS, pool, rng.split("data"),
            Progress.silent());
        outcomes.add(trial(arm, digits, steps, rng.split(arm.name)));
      }
      System.out.println(row(arm.name, outcomes));
    }
  }
}
