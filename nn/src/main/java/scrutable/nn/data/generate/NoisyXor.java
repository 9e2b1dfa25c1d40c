package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// PointArguments in a square, class 1 where exactly one coordinate is positive, with some labels wrong on purpose.
///
/// PointArguments `(N, 2)`, uniform in `[-1, 1]` x `[-1, 1]`. Each true label is flipped with chance `flip`, so that
/// no classifier can err less often than `flip` (if that is below 1/2) on fresh data: the Bayes error.
public final class NoisyXor {
  private static final double FLIP = 0.1;

  private NoisyXor() {}

  /// Draws `count` points with one label in ten wrong.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, FLIP, rng);
  }

  /// Draws `count` points, true classes balanced; takes one number from `rng`.
  ///
  /// @throws IllegalArgumentException if `count` is negative, or `flip` does not lie in [0, 1]
  public static Dataset generate(int count, double flip, Rng rng) {
    PointArguments.requireNotNegative("NoisyXor", count, flip);
    if (flip > 1) {
      throw new IllegalArgumentException("NoisyXor: flip is a probability, but " + flip + " > 1");
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, 2, stream.split("labels"));
    Rng places = stream.split("places");
    Rng flips = stream.split("flips");
    float[] points = new float[2 * count];
    for (int i = 0; i < count; i++) {
      float x = 1 - places.nextFloat(); // (0, 1]: never on the border between classes
      float y = 1 - places.nextFloat();
      boolean left = places.nextBoolean();
      boolean up = left == (labels[i] == 1);
      points[2 * i] = left ? -x : x;
      points[2 * i + 1] = up ? y : -y;
      if (flips.nextDouble() < flip) {
        labels[i] = 1 - labels[i];
      }
    }
    return new Dataset("noisy xor", Tensor.wrap(points, count, 2), Tensor.wrap(labels, count),
        List.of("same sign", "different sign"));
  }
}
