package scrutable.lessons.adversarial;

import java.util.Arrays;
import scrutable.attacks.Classifier;
import scrutable.attacks.ExampleRows;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What is done to the changes that an attack found, and to noise, to compare them fairly.
final class Perturbations {
  private Perturbations() {}

  /// The changes, each stretched to its length in `L2`; one that is zero stays so.
  static Tensor ofLength(Tensor changes, double... lengths) {
    return Norm.L2.steepest(changes).mul(ExampleRows.column(lengths, changes));
  }

  /// Each change with its pixels in another order: the same numbers in the wrong places.
  static Tensor shuffled(Tensor changes, Rng rng) {
    float[] pixels = changes.toFloatArray();
    int length = pixels.length / changes.size(0);
    float[] result = new float[pixels.length];
    for (int from = 0; from < pixels.length; from += length) {
      int[] order = rng.permutation(length);
      for (int j = 0; j < length; j++) {
        result[from + j] = pixels[from + order[j]];
      }
    }
    return Tensor.wrap(result, changes.shape());
  }

  /// The share of wrong answers.
  static double error(Classifier victim, Tensor images, Tensor labels) {
    boolean[] right = sameAnswers(victim.labels(images), labels.toIntArray());
    int wrong = 0;
    for (boolean one : right) {
      wrong += one ? 0 : 1;
    }
    return wrong / (double) right.length;
  }

  static boolean[] sameAnswers(int[] answers, int[] wanted) {
    boolean[] same = new boolean[answers.length];
    for (int i = 0; i < same.length; i++) {
      same[i] = answers[i] == wanted[i];
    }
    return same;
  }

  /// `count` times the same length.
  static double[] constant(double length, int count) {
    double[] lengths = new double[count];
    Arrays.fill(lengths, length);
    return lengths;
  }
}
