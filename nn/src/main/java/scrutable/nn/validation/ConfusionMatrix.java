package scrutable.nn.validation;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How often each class was taken for each other: rows are the truth, columns what was predicted.
///
/// For pictures every pixel is a case. Add up the matrices of all pictures before you ask for a measure: the mean over
/// pictures is another, more generous number, for a class that is hard to see is missing in most of them.
///
/// @param counts `counts[truth][predicted]`
public record ConfusionMatrix(long[][] counts) {
  /// Copies the counts.
  ///
  /// @throws IllegalArgumentException if they are not square or negative
  public ConfusionMatrix {
    long[][] copy = new long[counts.length][];
    for (int i = 0; i < counts.length; i++) {
      copy[i] = counts[i].clone();
      if (copy[i].length != counts.length || Arrays.stream(copy[i]).anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException("ConfusionMatrix: row " + i + " of " + counts.length + " should have as many"
            + " counts, none negative, not " + Arrays.toString(copy[i]));
      }
    }
    counts = copy;
  }

  /// Counts cases.
  ///
  /// @param truth     of any shape, `int32`, the right class of each case
  /// @param predicted of the same shape
  /// @param classes   K, how many classes there are
  /// @throws IllegalArgumentException if the shapes differ or a number names no class
  public static ConfusionMatrix of(Tensor truth, Tensor predicted, int classes) {
    if (!truth.sameShape(predicted) || truth.dtype() != DType.INT32 || predicted.dtype() != DType.INT32) {
      throw new IllegalArgumentException("ConfusionMatrix: every case needs its class and a prediction, both int32, but"
          + " there are " + truth.dtype() + " " + Shape.text(truth.shape()) + " and " + predicted.dtype() + " "
          + Shape.text(predicted.shape()));
    }
    long[][] counts = new long[classes][classes];
    int[] right = truth.toIntArray();
    int[] said = predicted.toIntArray();
    for (int i = 0; i < right.length; i++) {
      requireClass(right[i], classes);
      requireClass(said[i], classes);
      counts[right[i]][said[i]]++;
    }
    return new ConfusionMatrix(counts);
  }

  private static void requireClass(int number, int classes) {
    if (number < 0 || number >= classes) {
      throw new IllegalArgumentException("ConfusionMatrix: class " + number + " does not lie in 0 .. " + (classes - 1));
    }
  }

  /// The cases of both together.
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (other.classCount() != classCount()) {
      throw new IllegalArgumentException("ConfusionMatrix: " + classCount() + " and " + other.classCount()
          + " classes cannot be added up");
    }
    long[][] sum = new long[classCount()][classCount()];
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] = counts[i][j] + other.counts[i][j];
      }
    }
    return new ConfusionMatrix(sum);
  }

  /// A copy of the counts.
  @Override
  public long[][] counts() {
    long[][] copy = new long[counts.length][];
    Arrays.setAll(copy, i -> counts[i].clone());
    return copy;
  }

  /// K.
  public int classCount() {
    return counts.length;
  }

  /// The share of cases that were predicted right; NaN if there are none.
  public double accuracy() {
    double right = 0;
    double all = 0;
    for (int i = 0; i < counts.length; i++) {
      right += counts[i][i];
      for (long count : counts[i]) {
        all += count;
      }
    }
    return right / all;
  }

  /// Intersection over union of one class: the cases that are of the class *and* predicted so, divided by those that
  /// are of the class *or* predicted so. NaN for a class that neither occurs nor is predicted.
  public double intersectionOverUnion(int k) {
    requireClass(k, counts.length);
    long union = -counts[k][k];
    for (int i = 0; i < counts.length; i++) {
      union += counts[k][i] + counts[i][k];
    }
    return (double) counts[k][k] / union;
  }

  /// The mean of [#intersectionOverUnion] over the classes that occur or are predicted; a class that does neither is
  /// left out, it is neither 0 nor 1. NaN if there are no cases.
  public double meanIntersectionOverUnion() {
    double sum = 0;
    int present = 0;
    for (int k = 0; k < counts.length; k++) {
      double value = intersectionOverUnion(k);
      if (!Double.isNaN(value)) {
        sum += value;
        present++;
      }
    }
    return sum / present;
  }
}
