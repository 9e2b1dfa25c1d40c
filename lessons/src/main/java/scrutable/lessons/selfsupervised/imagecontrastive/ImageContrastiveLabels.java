package scrutable.lessons.selfsupervised.imagecontrastive;

import java.util.stream.IntStream;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.selfsupervised.LinearProbe;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// What a few labels are worth, with the pictures that have none and without them; shares of the test pictures.
///
/// @param probe a linear classifier on the features that were learned without labels
/// @param alone the same encoder, from its first weights on, trained with these labels under the same changes
/// @param tuned likewise, but from the weights that were learned without labels on
/// @param steps of the encoder trained with labels alone, of those of the tuned one
record ImageContrastiveLabels(double probe, double alone, double tuned, double steps) {
  private static final int BATCH = 64;
  private static final double LEARNING_RATE = 3e-3;
  private static final double LAST_RATE = 0.1;

  //: code labels-alone
  /// @param learned the encoder that learned without labels; it stays as it is
  /// @param lazy    whether the encoder trained with labels alone makes a tenth of the steps
  static ImageContrastiveLabels of(Module learned, Dataset labelled, Dataset test, int steps, boolean lazy, Rng rng) {
    Module untrained = ImageContrastiveExperiment.newEncoder(rng.split("initialise"));
    Module copy = ImageContrastiveExperiment.newEncoder(rng.split("initialise"));
    copy.load(learned.state());
    double probe = Metrics.accuracy(LinearProbe.fit(learned, labelled, ImageContrastiveExperiment.PENALTY), test, 500);
    Trained alone = train(untrained, labelled, test, lazy ? steps / 10 : steps, rng.split("labels"));
    Trained tuned = train(copy, labelled, test, steps, rng.split("labels"));
    return new ImageContrastiveLabels(probe, alone.accuracy, tuned.accuracy, (double) alone.steps / tuned.steps);
  }

  private static Trained train(Module encoder, Dataset labelled, Dataset test, int steps, Rng rng) {
    Module network = new Sequential(encoder,
        new Linear(ImageContrastiveExperiment.FEATURES, labelled.classCount(), rng.split("last")));
    int[] made = {0};
    TrainingSettings settings = TrainingSettings.ofSteps(steps, Math.min(BATCH, labelled.size()))
        .withSchedule(Schedule.cosine(LEARNING_RATE, LAST_RATE * LEARNING_RATE, Math.max(1, steps)))
        .afterEachStep(report -> made[0]++);
    Rng changes = rng.split("views");
    new TrainingLoop(network, new Adam(network.parameters(), LEARNING_RATE), settings, rng.split("shuffle"))
        .run(labelled, batch -> Losses.crossEntropy(
            network.forward(ImageContrastiveExperiment.views().apply(batch.inputs(), changes)), batch.labels()));
    network.eval();
    return new Trained(Metrics.accuracy(network, test, 500), made[0]);
  }
  //: end

  private record Trained(double accuracy, int steps) {}

  /// The first few examples of each class.
  static Dataset first(Dataset labelled, int perClass) {
    int[] labels = labelled.labels().toIntArray();
    int[] seen = new int[labelled.classCount()];
    return labelled.select(IntStream.range(0, labels.length).filter(i -> seen[labels[i]]++ < perClass).toArray());
  }
}
