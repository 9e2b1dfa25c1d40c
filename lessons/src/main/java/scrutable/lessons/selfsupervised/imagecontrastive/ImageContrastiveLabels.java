package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.classical.NearestNeighborClassifier;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What a few labels are worth, with the pictures that have none and without them: means over several draws of the
/// labelled pictures, as shares of the test pictures.
///
/// @param probe a linear classifier on the features that were learned without labels, of changed views of the labelled
///     pictures
/// @param alone the same encoder, its first weights drawn in the same way, trained with these labels under the same
///     changes
/// @param steps that the latter made, of those that were made without labels
/// @param changes how far the pictures that the latter really saw lay from the labelled ones, in L2, on average
record ImageContrastiveLabels(double probe, double alone, double steps, double changes) {
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 3e-3;
  private static final double LAST_RATE = 0.1;
  private static final int VIEWS = 30;
  private static final int[] NEIGHBOURS = {1, 3, 5};

  //: code labels-alone
  /// @param learned the encoder that learned without labels; it stays as it is
  /// @param draws several sets of labelled pictures
  /// @param steps that were made without labels
  /// @param lazy for a sham: the rival makes a tenth of the steps
  static ImageContrastiveLabels of(Module learned, Dataset[] draws, Dataset test, int steps, boolean lazy, Rng rng) {
    int most = lazy ? Math.ceilDiv(steps, 10) : steps;
    int[] lengths = {Math.ceilDiv(most, 4), most};
    int[] made = new int[1];
    MeteredChanges changes = new MeteredChanges(ImageContrastiveExperiment.views());
    double[] alone = Arrays.stream(lengths).mapToDouble(length -> {
      made[0] = 0;
      return mean(draws, labelled -> alone(labelled, test, length, changes, made, rng));
    }).toArray();
    double probe = mean(draws, labelled -> Metrics.accuracy(LinearProbe.fit(learned,
        changed(labelled, rng.split("probe")), ImageContrastiveExperiment.PENALTY), test, 500));
    return new ImageContrastiveLabels(probe, Arrays.stream(alone).max().orElseThrow(),
        (double) made[0] / draws.length / steps, changes.distance());
  }

  /// Some changed views of each picture, with its label.
  private static Dataset changed(Dataset labelled, Rng rng) {
    Tensor[] views = new Tensor[VIEWS];
    Tensor[] labels = new Tensor[VIEWS];
    Arrays.setAll(views, i -> ImageContrastiveExperiment.views().apply(labelled.inputs(), rng));
    Arrays.fill(labels, labelled.labels());
    return new Dataset(labelled.name(), Joining.concat(0, views), Joining.concat(0, labels), labelled.classNames());
  }

  /// The accuracy of the same encoder, which sees nothing but the labelled pictures.
  private static double alone(Dataset labelled, Dataset test, int steps, Augmentation changes, int[] made,
      Rng rng) {
    Module network = new Sequential(ImageContrastiveExperiment.newEncoder(rng.split("initialise")),
        new Linear(ImageContrastiveExperiment.FEATURES, labelled.classCount(), rng.split("last")));
    TrainingSettings settings = TrainingSettings.ofSteps(steps, Math.min(BATCH, labelled.size()))
        .withSchedule(Schedule.cosine(LEARNING_RATE, LAST_RATE * LEARNING_RATE, steps))
        .afterEachStep(report -> made[0]++);
    Rng own = rng.split("changes");
    new TrainingLoop(network, new Adam(network.parameters(), LEARNING_RATE), settings, rng.split("shuffle"))
        .run(labelled, batch -> Losses.crossEntropy(
            network.forward(changes.apply(batch.inputs(), own)), batch.labels()));
    network.eval();
    return Metrics.accuracy(network, test, 500);
  }
  //: end

  private static double mean(Dataset[] draws, ToDoubleFunction<Dataset> accuracy) {
    return Arrays.stream(draws).mapToDouble(accuracy).average().orElseThrow();
  }

  /// Cuts labelled pictures into sets of `perClass` pictures of each class, as many sets as `count`.
  static Dataset[] cut(Dataset labelled, int perClass, int count) {
    int[] labels = labelled.labels().toIntArray();
    int[] place = new int[labels.length];
    int[] seen = new int[labelled.classCount()];
    Arrays.setAll(place, i -> seen[labels[i]]++ / perClass);
    return IntStream.range(0, count).mapToObj(set -> labelled.select(
        IntStream.range(0, place.length).filter(i -> place[i] == set).toArray())).toArray(Dataset[]::new);
  }

  /// The nearest labelled pictures, pixel by pixel: the best of a few numbers of neighbours on the test set itself,
  /// which favours the rival.
  static double pixels(Dataset labelled, Dataset test) {
    double best = 0;
    int[] truth = test.labels().toIntArray();
    for (int k : NEIGHBOURS) {
      int[] answers = NearestNeighborClassifier.fit(labelled.inputs(), labelled.labels(), 10, k)
          .predict(test.inputs()).toIntArray();
      int right = 0;
      for (int i = 0; i < truth.length; i++) {
        right += answers[i] == truth[i] ? 1 : 0;
      }
      best = Math.max(best, (double) right / truth.length);
    }
    return best;
  }
}
