package scrutable.nn.data.generate;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Round Gaussian clouds whose centres stand evenly on the unit circle: a problem whose best answer is known.
///
/// PointArguments `(N, 2)`. The centre of class `k` of `K` is `(cos a, sin a)` with `a = 2 pi k / K`, the standard
/// deviation of each coordinate is `spread`. The best classifier there is takes the nearest centre; with two
/// classes it errs in the share `Phi(-1 / spread)` of all cases (the Bayes error), `Phi` being the normal
/// distribution function.
public final class Blobs {
  private static final double SPREAD = 0.4;

  private Blobs() {}

  /// Draws `count` points of two classes with a spread of 0.4: the Bayes error is 0.62 %.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, 2, SPREAD, rng);
  }

  /// Draws `count` points, classes balanced; takes one number from `rng`.
  ///
  /// @throws IllegalArgumentException if `count` or `spread` is negative, or `classes` less than 1
  public static Dataset generate(int count, int classes, double spread, Rng rng) {
    PointArguments.requireNotNegative("Blobs", count, spread);
    if (classes < 1) {
      throw new IllegalArgumentException("Blobs: there must be at least one class, but classes = " + classes);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, classes, stream.split("labels"));
    Rng places = stream.split("places");
    float[] points = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double angle = 2 * Math.PI * labels[i] / classes;
      points[2 * i] = (float) (StrictMath.cos(angle) + spread * places.nextGaussian());
      points[2 * i + 1] = (float) (StrictMath.sin(angle) + spread * places.nextGaussian());
    }
    List<String> names = IntStream.range(0, classes).mapToObj(k -> "blob " + k).toList();
    return new Dataset("blobs", Tensor.wrap(points, count, 2), Tensor.wrap(labels, count), names);
  }
}
