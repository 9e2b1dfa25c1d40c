package scrutable.lessons.reality.randomlabels;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.NoisyLabels;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The same network, optimiser and images each time; only the labels (or the pixels) differ, from true ones to random
/// ones. Beside them a network too narrow to remember, and labels that are never twice the same.
///
/// Zhang, Bengio, Hardt, Recht and Vinyals, "Understanding deep learning requires rethinking generalization",
/// ICLR 2017, sections 2.1 and 2.2.
///
/// @param byCorruption with a growing share of random labels, see [#CORRUPTION]
/// @param noise random labels on pixels that are noise
/// @param redrawn labels drawn anew in each epoch
/// @param tiny a network with two hidden units on random labels
/// @param convolutional the same of a CNN and half of the images only, since it takes longer than all others together
/// @param right how many of the random labels are the true ones
/// @param shared how many test images were learned from
record RandomLabelsExperiment(List<Memorisation> byCorruption, Memorisation noise, Memorisation redrawn,
    Memorisation tiny, Memorisation convolutional, double right, int shared) {
  static final int CLASSES = 10;
  static final double[] CORRUPTION = {0, 0.25, 0.5, 0.75, 1};
  private static final int BATCH = 50;

  /// One training run.
  ///
  /// @param trainAccuracy on the labels that were trained on, after the last epoch
  /// @param testAccuracy on true labels of images never seen
  /// @param epochs until every training example was right, or all that were allowed
  /// @param losses mean training loss of each epoch
  /// @param changed the share of labels that are others than in the epoch before, on average; NaN after one epoch
  record Memorisation(double trainAccuracy, double testAccuracy, int epochs, double[] losses, double changed) {}

  /// What is done wrong on purpose.
  enum Spoiled {
    NOTHING,
    /// The random labels are drawn anew in each epoch.
    ATTACK,
    /// The labels that should be drawn anew are kept, and the narrow network learns for one epoch only.
    CONTROLS
  }

  /// What the labels of an epoch are, given those of the data set.
  private interface Labels {
    Tensor ofEpoch(Tensor labels, int epoch);
  }

  /// Trains all networks.
  ///
  /// @param spoiled what is done wrong on purpose
  static RandomLabelsExperiment of(Digits digits, Spoiled spoiled, Rng rng, Progress progress) {
    Dataset train = digits.train();
    Dataset test = digits.test();
    Labels kept = (labels, epoch) -> labels;
    Labels redraw = (labels, epoch) -> randomLabels(labels.elementCount(), rng.split("redrawn labels").split(epoch));
    List<Memorisation> byCorruption = new ArrayList<>();
    for (double share : CORRUPTION) {
      Dataset corrupted = train.withLabels(corrupt(train.labels(), share, rng.split("labels")));
      Labels labels = spoiled == Spoiled.ATTACK && share == 1 ? redraw : kept;
      byCorruption.add(memorise(wide(rng), corrupted, test, 0.05, 100, labels, rng));
      progress.update("learning by heart, one seed", byCorruption.size(), CORRUPTION.length);
    }
    Dataset random = train.withLabels(corrupt(train.labels(), 1, rng.split("labels")));
    Dataset noise = random.withInputs(rng.split("pixels").normalAround(0.2, 0.3, train.inputs().shape()));
    return new RandomLabelsExperiment(byCorruption,
        memorise(wide(rng), noise, test, 0.05, 100, kept, rng),
        memorise(wide(rng), random, test, 0.05, 2 * byCorruption.getLast().epochs(),
            spoiled == Spoiled.CONTROLS ? kept : redraw, rng),
        memorise(tiny(rng), random, test, 0.01, spoiled == Spoiled.CONTROLS ? 1 : 60, kept, rng),
        memorise(convolutional(rng), random.take(train.size() / 2), test, 0.02, 150, kept, rng),
        1 - NoisyLabels.share(train.labels(), random.labels()), test.countSharedWith(train));
  }

  /// 200,000 parameters for a few hundred images.
  static Module wide(Rng rng) {
    Rng initial = rng.split("wide");
    return new Sequential(new Flatten(), new Linear(784, 256, initial), new Relu(), new Linear(256, CLASSES, initial));
  }

  /// Everything must pass through two numbers.
  private static Module tiny(Rng rng) {
    Rng initial = rng.split("tiny");
    return new Sequential(new Flatten(), new Linear(784, 2, initial), new Relu(), new Linear(2, CLASSES, initial));
  }

  /// About 20,000 parameters, and built for images.
  static Module convolutional(Rng rng) {
    Rng initial = rng.split("convolutional");
    return new Sequential(new Conv2d(1, 8, 3, initial), new Relu(), new MaxPool2d(2),
        new Conv2d(8, 16, 3, initial), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(16 * 5 * 5, 48, initial), new Relu(), new Linear(48, CLASSES, initial));
  }

  //: code labels
  /// The labels with a share of them, from the first on, replaced by random ones (which may be the true ones).
  private static Tensor corrupt(Tensor labels, double share, Rng rng) {
    int[] values = labels.toIntArray();
    int[] random = randomLabels(values.length, rng).toIntArray();
    System.arraycopy(random, 0, values, 0, (int) Math.round(share * values.length));
    return Tensor.ofInts(values, values.length);
  }

  private static Tensor randomLabels(int count, Rng rng) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = rng.nextInt(CLASSES);
    }
    return Tensor.wrap(labels, count);
  }
  //: end

  //: code memorise
  /// Trains until every training example is right, at most `most` epochs.
  private static Memorisation memorise(Module network, Dataset train, Dataset test, double learningRate, int most,
      Labels labels, Rng rng) {
    Sgd optimizer = new Sgd(network.parameters(), learningRate, 0.9, false, 0);
    Rng shuffle = rng.split("shuffle");
    List<Double> losses = new ArrayList<>();
    double accuracy = 0;
    double changes = 0;
    Tensor before = null;
    while (losses.size() < most && accuracy < 1) {
      Dataset now = train.withLabels(labels.ofEpoch(train.labels(), losses.size()));
      changes += before == null ? 0 : NoisyLabels.share(before, now.labels());
      before = now.labels();
      var epoch = new ClassifierTraining(network, optimizer, TrainingSettings.of(1, BATCH), shuffle).run(now);
      losses.add(epoch.getFirst().training().loss());
      accuracy = Metrics.accuracy(network, now, 500);
    }
    return new Memorisation(accuracy, Metrics.accuracy(network, test, 500), losses.size(),
        losses.stream().mapToDouble(loss -> loss).toArray(), changes / (losses.size() - 1));
  }
  //: end

  Memorisation trueLabels() {
    return byCorruption.getFirst();
  }

  Memorisation randomLabels() {
    return byCorruption.getLast();
  }

  /// How many times as many epochs random labels take as true ones.
  double slowdown() {
    return (double) randomLabels().epochs() / trueLabels().epochs();
  }
}
