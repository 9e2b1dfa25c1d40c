package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two half circles that reach into one another: the smallest problem that no straight line solves.
///
/// PointArguments `(N, 2)`. Class 0, the upper moon, lies on `(cos t, sin t)`, class 1, the lower, on `(1 - cos t,
/// 1/2 - sin t)`, with `t` uniform in `[0, pi]`; then Gaussian noise is added to both coordinates. Without
/// noise the moons are at least 0.5 apart, so a noise of 0.1 hardly mixes them.
public final class Moons {
  private static final double NOISE = 0.1;

  private Moons() {}

  /// Draws `count` points with a noise of 0.1.
  public static Dataset generate(int count, Rng rng) {
    return generate(count, NOISE, rng);
  }

  /// Draws `count` points, classes balanced; takes one number from `rng`.
  ///
  /// @param noise the standard deviation of each coordinate
  /// @throws IllegalArgumentException if `count` or `noise` is negative
  public static Dataset generate(int count, double noise, Rng rng) {
    PointArguments.requireNotNegative("Moons", count, noise);
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, 2, stream.split("labels"));
    Rng places = stream.split("places");
    float[] points = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double angle = Math.PI * places.nextDouble();
      double x = StrictMath.cos(angle);
      double y = StrictMath.sin(angle);
      boolean lower = labels[i] == 1;
      points[2 * i] = (float) ((lower ? 1 - x : x) + noise * places.nextGaussian());
      points[2 * i + 1] = (float) ((lower ? 0.5 - y : y) + noise * places.nextGaussian());
    }
    return new Dataset("moons", Tensor.wrap(points, count, 2), Tensor.wrap(labels, count),
        List.of("upper", "lower"));
  }
}
