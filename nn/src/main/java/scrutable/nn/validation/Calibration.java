package scrutable.nn.validation;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Whether probabilities mean what they say: of all days with "70 % rain", it should have rained on 70 %.
///
/// Predictions are put in bins by their probability. In a bin, the mean probability is what was claimed, and
/// the share of cases that came true is what happened; drawn against each other they are a *reliability
/// diagram*, on the diagonal if the claims are right. Source: Niculescu-Mizil, Caruana, "Predicting good
/// probabilities with supervised learning" (2005); Guo et al., "On calibration of modern neural networks"
/// (2017).
///
/// @param bins those that are not empty, from low to high probability
public record Calibration(List<Bin> bins) {
  /// Predictions of similar probability.
  ///
  /// @param probability the mean of what was claimed
  /// @param frequency   the share that came true
  /// @param count       how many predictions
  public record Bin(double probability, double frequency, int count) {}

  /// Copies the list.
  public Calibration {
    bins = List.copyOf(bins);
  }

  /// Sorts predictions of something that happens or does not into bins of equal width.
  ///
  /// @param probabilities `(N,)`, of the event, in [0, 1]
  /// @param happened      `(N,)`, `int32`, 1 where it happened and 0 where not
  /// @param count         how many bins between 0 and 1; 1 itself belongs to the last
  /// @throws IllegalArgumentException if the shapes differ, or a number is out of range
  public static Calibration of(Tensor probabilities, Tensor happened, int count) {
    if (probabilities.rank() != 1 || !probabilities.sameShape(happened) || count < 1) {
      throw new IllegalArgumentException("Calibration: each of N predictions needs its outcome, and there must"
          + " be a bin, but they are " + Shape.text(probabilities.shape()) + " and "
          + Shape.text(happened.shape()) + " in " + count + " bins");
    }
    double[] claimed = probabilities.toDoubleArray();
    int[] outcomes = happened.toIntArray();
    double[] claims = new double[count];
    int[] hits = new int[count];
    int[] cases = new int[count];
    for (int i = 0; i < claimed.length; i++) {
      requireProbability(claimed[i], outcomes[i], i);
      int bin = (int) Math.min(claimed[i] * count, count - 1);
      claims[bin] += claimed[i];
      hits[bin] += outcomes[i];
      cases[bin]++;
    }
    return new Calibration(IntStream.range(0, count).filter(bin -> cases[bin] > 0)
        .mapToObj(bin -> new Bin(claims[bin] / cases[bin], (double) hits[bin] / cases[bin], cases[bin]))
        .toList());
  }

  private static void requireProbability(double probability, int outcome, int i) {
    if (!(probability >= 0 && probability <= 1) || outcome != 0 && outcome != 1) {
      throw new IllegalArgumentException("Calibration: probability " + probability + " and outcome " + outcome
          + " of prediction " + i + "; a probability lies in [0, 1], and an outcome is 0 or 1");
    }
  }

  /// The calibration of a classifier of many classes: the event is that its most probable class is the right
  /// one.
  ///
  /// @param probabilities `(N, K)`, rows that sum to 1
  /// @param labels        `(N,)`, `int32`
  public static Calibration ofMostProbable(Tensor probabilities, Tensor labels, int count) {
    int[] said = probabilities.argmax(1).toIntArray();
    int[] right = labels.toIntArray();
    int[] happened = IntStream.range(0, right.length).map(i -> said[i] == right[i] ? 1 : 0).toArray();
    return of(probabilities.max(false, 1), Tensor.wrap(happened, happened.length), count);
  }

  /// The expected calibration error: by how much claim and outcome differ, averaged over predictions; in [0,
  /// 1]. Zero for whoever always claims the mean frequency: calibration is not knowledge.
  public double expectedError() {
    double sum = 0;
    int total = 0;
    for (Bin bin : bins) {
      sum += bin.count * Math.abs(bin.probability - bin.frequency);
      total += bin.count;
    }
    return sum / total;
  }
}
