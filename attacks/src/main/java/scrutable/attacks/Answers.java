package scrutable.attacks;

import java.util.Arrays;
import scrutable.tensor.Tensor;

/// What a victim says about a batch: its labels and, if it shows scores, how sure it is of them.
///
/// This is the judge's look, not the attack's: it may see the scores behind a victim that was attacked by its
/// labels alone.
///
/// @param confidences the softmax probability of the answer, NaN for a victim that shows no scores
record Answers(int[] labels, double[] confidences) {

  /// What the victim says about images with these goals. From a victim that shows scores one learns how many classes
  /// it tells apart; labels beyond them would count as wrong answers, whatever it says.
  ///
  /// @throws IllegalArgumentException if a goal is about a class that the victim does not have
  static Answers of(DecisionAccess victim, Tensor images, Goal goal) {
    if (victim instanceof ScoreAccess scores) {
      Tensor logits = scores.logits(images);
      goal.requireBelow(logits.size(1));
      return of(logits);
    }
    double[] unknown = new double[images.size(0)];
    Arrays.fill(unknown, Double.NaN);
    return new Answers(victim.labels(images), unknown);
  }

  private static Answers of(Tensor logits) {
    int[] labels = logits.argmax(1).toIntArray();
    double[] scores = logits.toDoubleArray();
    double[] confidences = new double[labels.length];
    int classes = logits.size(1);
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += StrictMath.exp(scores[i * classes + k] - scores[i * classes + labels[i]]);
      }
      confidences[i] = 1 / sum;
    }
    return new Answers(labels, confidences);
  }
}
