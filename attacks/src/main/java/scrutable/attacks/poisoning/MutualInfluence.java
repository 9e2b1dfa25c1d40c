package scrutable.attacks.poisoning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A defence against bridges without labels: which unlabelled examples learn from one another?
///
/// While a model is trained, the confidence in an example rises after that in the examples it learned from. Each
/// example's prediction is written down after every few steps; two examples whose predictions *change* alike may
/// have influenced each other. An honest example is like many others, a little; a poisoned one is like the rest of
/// its bridge, very much. So the score of an example is its mean likeness to those that it is most like, and what
/// scores highest is to be left out.
///
/// With `d_i(t)` the change of the predictions for example `i` between two moments `t`, over all classes, the
/// likeness of `i` and `j` is the negative squared distance `-sum_t |d_i(t) - d_j(t)|^2`. Without a history of
/// training, as for a model that is solved at once, predictions after each round of an iteration take its place.
///
/// After Carlini 2021, "Poisoning the unlabeled dataset of semi-supervised learning", section 6.
public final class MutualInfluence {
  private MutualInfluence() {}

  /// The score of each example, `N` numbers: the mean likeness to the `neighbours` most like it, at most 0.
  ///
  /// @param history the predictions at each moment, `(T, N, K)`, with at least two moments
  /// @param neighbours how many others to compare with: about half of the poisons that are feared
  /// @throws IllegalArgumentException if there are not two moments, or not that many others
  public static double[] scores(Tensor history, int neighbours) {
    if (history.rank() != 3 || history.size(0) < 2 || neighbours < 1 || neighbours >= history.size(1)) {
      throw new IllegalArgumentException("MutualInfluence: a history (T, N, K) of at least two moments and fewer"
          + " neighbours than examples are needed, not " + Shape.text(history.shape()) + " and "
          + neighbours);
    }
    int moments = history.size(0);
    Tensor changes = history.slice(0, 1, moments).sub(history.slice(0, 0, moments - 1)).permute(1, 0, 2);
    double[] scores = new double[history.size(1)];
    for (int i = 0; i < scores.length; i++) {
      double[] distances = Neighbours.squaredDistances(changes.contiguous(), changes.slice(0, i, i + 1));
      distances[i] = Double.POSITIVE_INFINITY;
      double[] sorted = distances.clone();
      Arrays.sort(sorted);
      double sum = 0;
      for (int j = 0; j < neighbours; j++) {
        sum += sorted[j];
      }
      scores[i] = -sum / neighbours;
    }
    return scores;
  }

  /// The `count` examples with the highest scores, highest first; of equals the first.
  public static int[] mostInfluenced(double[] scores, int count) {
    return IntStream.range(0, scores.length).boxed().sorted(Comparator.comparingDouble(i -> -scores[i]))
        .limit(count).mapToInt(Integer::intValue).toArray();
  }
}
