package scrutable.lessons.poisoning;

import java.util.Arrays;
import scrutable.attacks.Decision;
import scrutable.attacks.poisoning.Recipe;
import scrutable.nn.classical.LabelSpreading;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.classical.NeighborGraph;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The victim of part A: labels spread over a graph of neighbours, solved to the end.
///
/// A new picture is not part of the graph; it gets the scores of its `k` nearest neighbours there, weighted as
/// edges would be. So neither the targets nor the test pictures are ever trained on.
///
/// @param labelled the few examples with labels
/// @param k neighbours of each example
/// @param sigma the distance that counts as near
record GraphLearner(Dataset labelled, int k, double sigma) implements Recipe<Tensor> {
  private static final int NEIGHBOURS_MEASURED = 10;

  /// A graph whose sigma is half the mean distance of an example from its ten nearest others.
  static GraphLearner of(Dataset labelled, Tensor pool, int k) {
    return new GraphLearner(labelled, k,
        0.5 * NearestNeighbors.among(pool).findOthers(NEIGHBOURS_MEASURED).distances().mean().item());
  }

  @Override
  public Decision train(Tensor pool, Rng unused) {
    Tensor all = Joining.concat(0, labelled.inputs(), pool);
    int[] labels = new int[all.size(0)];
    Arrays.fill(labels, LabelSpreading.UNLABELED);
    System.arraycopy(labelled.labels().toIntArray(), 0, labels, 0, labelled.size());
    double[] scores = LabelSpreading.over(NeighborGraph.of(all, k, sigma), Tensor.wrap(labels, labels.length),
        labelled.classCount()).scores().toDoubleArray();
    return inputs -> answers(NearestNeighbors.among(all).find(inputs, k), scores);
  }

  private int[] answers(NearestNeighbors.Found found, double[] scores) {
    int[] near = found.indices().toIntArray();
    double[] distances = found.distances().toDoubleArray();
    int classes = labelled.classCount();
    int[] answers = new int[near.length / k];
    for (int i = 0; i < answers.length; i++) {
      double[] votes = new double[classes];
      for (int e = i * k; e < (i + 1) * k; e++) {
        double weight = StrictMath.exp(-distances[e] * distances[e] / (2 * sigma * sigma));
        for (int c = 0; c < classes; c++) {
          votes[c] += weight * scores[near[e] * classes + c];
        }
      }
      for (int c = 1; c < classes; c++) {
        answers[i] = votes[c] > votes[answers[i]] ? c : answers[i];
      }
    }
    return answers;
  }

  /// The nearest labelled example decides: what the few labels are worth without the others.
  static Decision labelledOnly(Dataset labelled) {
    return inputs -> {
      int[] nearest = NearestNeighbors.among(labelled.inputs()).find(inputs, 1).indices().toIntArray();
      return Arrays.stream(nearest).map(i -> (int) labelled.labels().get(i)).toArray();
    };
  }
}
