package scrutable.lessons.reality;

import java.util.stream.IntStream;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Labels of which a share is wrong: what an overfitting learner learns by heart.
public final class NoisyLabels {
  private NoisyLabels() {}

  /// The labels with each one replaced, with probability `share`, by one of the other classes, all alike.
  public static Tensor of(Tensor labels, int classes, double share, Rng rng) {
    int[] values = labels.toIntArray();
    for (int i = 0; i < values.length; i++) {
      if (rng.nextDouble() < share) {
        values[i] = (values[i] + 1 + rng.nextInt(classes - 1)) % classes;
      }
    }
    return Tensor.wrap(values, values.length);
  }

  /// The share of labels that differ.
  public static double share(Tensor right, Tensor labels) {
    int[] one = right.toIntArray();
    int[] other = labels.toIntArray();
    return (double) IntStream.range(0, one.length).filter(i -> one[i] != other[i]).count() / one.length;
  }
}
