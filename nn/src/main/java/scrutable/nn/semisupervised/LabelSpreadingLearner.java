package scrutable.nn.semisupervised;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.classical.LabelSpreading;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.classical.NeighborGraph;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Label spreading as a learner like the others: labels flow along the graph of all examples, solved to the
/// end ([LabelSpreading]), and a new input asks its nearest examples what they were given.
///
/// Nothing is learned by gradients, so network, steps and augmentations of the settings are not used. For an
/// input `x` with the nearest examples `i`, the score of class `k` is the mean of theirs,
/// `sum_i w(x, x_i) F_ik / sum_i w(x, x_i)`, the extension of Delalleau, Bengio and Le Roux 2005 ("Efficient
/// non-parametric function induction in semi-supervised learning", equation 7).
///
/// @param neighbors how many nearest others each example is joined to, and a new input asks
/// @param sigma the distance at which a weight has fallen to 0.61, in the units of the input
/// @param alpha the share of a score that comes from the neighbours
public record LabelSpreadingLearner(int neighbors, double sigma, double alpha)
    implements SemiSupervisedLearner {

  /// With the `alpha` of the paper, 0.99.
  public LabelSpreadingLearner(int neighbors, double sigma) {
    this(neighbors, sigma, LabelSpreading.ALPHA);
  }

  @Override
  public String name() {
    return "label spreading";
  }

  @Override
  public Module train(Dataset labelled, Tensor unlabelled, SemiSupervisedSettings settings, Rng rng) {
    SemiSupervisedTraining.requireExamples(labelled, unlabelled);
    Tensor all = Joining.concat(0, labelled.inputs(), unlabelled);
    int[] labels = Arrays.copyOf(labelled.labels().toIntArray(), all.size(0));
    Arrays.fill(labels, labelled.size(), labels.length, LabelSpreading.UNLABELED);
    Tensor scores = LabelSpreading.over(NeighborGraph.of(all, neighbors, sigma),
        Tensor.wrap(labels, labels.length), labelled.classCount(), alpha).scores();
    return new Asking(reached(all, scores), neighbors, sigma);
  }

  /// The examples that labels have reached: an island of the graph without any label has nothing to say.
  private static Informed reached(Tensor all, Tensor scores) {
    double[] largest = scores.max(false, 1).toDoubleArray();
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < largest.length; i++) {
      if (largest[i] > 0) {
        rows.add(i);
      }
    }
    Tensor picks = Tensor.wrap(rows.stream().mapToInt(row -> row).toArray(), rows.size());
    return new Informed(Indexing.select(all, 0, picks), Indexing.select(scores, 0, picks));
  }

  /// @param examples `(M, ...)`
  /// @param scores `(M, K)`
  private record Informed(Tensor examples, Tensor scores) {}

  /// Gives the logarithms of the scores, normalised to probabilities, as logits; they have no gradient.
  private record Asking(Informed informed, int neighbors, double sigma) implements Module {

    @Override
    public Variable forward(Variable inputs) {
      int count = Math.min(neighbors, informed.examples.size(0));
      var found = NearestNeighbors.among(informed.examples).find(inputs.value(), count);
      int[] nearest = found.indices().toIntArray();
      double[] distances = found.distances().toDoubleArray();
      double[] scores = informed.scores.toDoubleArray();
      int classes = informed.scores.size(1);
      float[] logits = new float[inputs.size(0) * classes];
      for (int row = 0; row < inputs.size(0); row++) {
        double[] mean = new double[classes];
        double closest = distances[row * count];
        for (int place = row * count; place < (row + 1) * count; place++) {
          // Relative to the closest, so that far from all examples not every weight underflows.
          double square = distances[place] * distances[place] - closest * closest;
          double weight = StrictMath.exp(-square / (2 * sigma * sigma));
          double total = sum(scores, nearest[place] * classes, classes);
          for (int k = 0; k < classes; k++) {
            mean[k] += weight * Math.max(scores[nearest[place] * classes + k], 0) / total;
          }
        }
        double all = sum(mean, 0, classes);
        for (int k = 0; k < classes; k++) {
          logits[row * classes + k] = (float) StrictMath.log(Math.max(mean[k] / all, 1e-30));
        }
      }
      return Variable.constant(Tensor.wrap(logits, inputs.size(0), classes));
    }

    private static double sum(double[] numbers, int from, int count) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += Math.max(numbers[i], 0);
      }
      return sum;
    }
  }
}
