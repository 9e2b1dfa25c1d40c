package scrutable.lessons.reality;

import java.util.Arrays;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One training run of the experiment: the same network, optimiser and images each time; only the labels (or the
/// pixels) differ.
///
/// @param trainAccuracy on the labels that were trained on, after the last epoch
/// @param testAccuracy on true labels of images never seen
/// @param epochs until every training example was right, or all that were allowed
/// @param losses mean training loss of each epoch
record Memorisation(double trainAccuracy, double testAccuracy, int epochs, double[] losses) {
  private static final int BATCH = 50;

  /// What the labels of an epoch are, given those of the data set.
  interface Labels {
    Tensor ofEpoch(Tensor labels, int epoch);
  }

  /// Trains until every training example is right, at most `most` epochs.
  static Memorisation run(Module network, Dataset train, Dataset test, double learningRate, int most, Labels labels,
      Rng shuffle) {
    Sgd optimizer = new Sgd(network.parameters(), learningRate, 0.9, false, 0);
    double[] losses = new double[most];
    double accuracy = 0;
    int epoch = 0;
    while (epoch < most && accuracy < 1) {
      Dataset now = train.withLabels(labels.ofEpoch(train.labels(), epoch));
      int batches = 0;
      for (Batch batch : now.batches(BATCH, shuffle)) {
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
        losses[epoch] += loss.item();
        batches++;
      }
      losses[epoch] /= batches;
      accuracy = Metrics.accuracy(network, now, 500);
      epoch++;
    }
    return new Memorisation(accuracy, Metrics.accuracy(network, test, 500), epoch, Arrays.copyOf(losses, epoch));
  }
}
