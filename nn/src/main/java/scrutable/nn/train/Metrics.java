package scrutable.nn.train;

import java.util.Iterator;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Recycler;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How good a network is on some examples.
///
/// @param loss the mean over the examples; of a classifier the cross-entropy in nats, where ln K is that of
///     guessing among K classes
/// @param accuracy the fraction of examples whose largest logit is that of their class, in [0, 1]; NaN where
///     nothing is classified
public record Metrics(double loss, double accuracy) {

  /// Of a network that is no classifier.
  public static Metrics ofLoss(double loss) {
    return new Metrics(loss, Double.NaN);
  }

  /// Both metrics of a classifier, in evaluation mode and without recording.
  ///
  /// @throws IllegalArgumentException if there are no examples
  public static Metrics of(Module network, Dataset examples, int batchSize) {
    if (examples.size() == 0) {
      throw new IllegalArgumentException("there are no examples in " + examples);
    }
    return network.evaluating(() -> Graph.withoutRecording(() -> {
      Recycler memory = new Recycler();
      double loss = 0;
      int correct = 0;
      Iterator<Batch> rest = examples.batches(batchSize).iterator();
      while (rest.hasNext()) {
        Totals totals = memory.run(() -> Totals.of(network, rest.next()));
        loss += totals.loss;
        correct += totals.correct;
      }
      return new Metrics(loss / examples.size(), (double) correct / examples.size());
    }));
  }

  private record Totals(double loss, int correct) {
    static Totals of(Module network, Batch batch) {
      Variable logits = network.forward(batch.inputs());
      return new Totals(Losses.crossEntropy(logits, batch.labels()).item() * batch.size(),
          countCorrect(logits.value(), batch.labels()));
    }
  }

  /// The fraction of examples that a network classifies correctly, in evaluation mode.
  public static double accuracy(Module network, Dataset examples, int batchSize) {
    return of(network, examples, batchSize).accuracy;
  }

  /// How many rows of logits `(N, K)` have their largest number at the label, `(N,)`. The first of several
  /// largest counts. A row with a NaN is never correct: nothing has been predicted there.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit, or if a label is none of the K classes, which would
  ///     count as a mistake of the network
  public static int countCorrect(Tensor logits, Tensor labels) {
    if (logits.rank() != 2 || labels.rank() != 1 || logits.size(0) != labels.size(0)) {
      throw new IllegalArgumentException("accuracy: logits (N, K) go with labels (N,), but they are "
          + Shape.text(logits.shape()) + " and " + Shape.text(labels.shape()));
    }
    double[] numbers = logits.toDoubleArray();
    int[] classes = labels.toIntArray();
    int k = logits.size(1);
    int correct = 0;
    for (int row = 0; row < classes.length; row++) {
      if (classes[row] < 0 || classes[row] >= k) {
        throw new IllegalArgumentException("accuracy: label " + classes[row] + " of example " + row
            + " is none of the " + k + " classes; they are numbered from 0 to " + (k - 1));
      }
      if (predicted(numbers, row * k, k) == classes[row]) {
        correct++;
      }
    }
    return correct;
  }

  private static int predicted(double[] logits, int from, int k) {
    int best = 0;
    for (int i = 0; i < k; i++) {
      if (Double.isNaN(logits[from + i])) {
        return -1;
      }
      if (logits[from + i] > logits[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
