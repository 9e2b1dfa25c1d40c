package scrutable.nn.semisupervised;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Mixes pairs of examples: `lambda a + (1 - lambda) b`, for inputs and for targets alike.
///
/// Zhang et al. 2018, "mixup: beyond empirical risk minimization"; with `lambda' = max(lambda, 1 -
/// lambda)`, so that the first of the pair always has the larger share, Berthelot et al. 2019, "MixMatch",
/// equations 8 to 11.
///
/// @param shares `(N,)`: lambda of each pair
public record MixUp(Tensor shares) {

  /// Draws lambda of each of `count` pairs from Beta(alpha, alpha) and keeps the larger side.
  ///
  /// @throws IllegalArgumentException if alpha is not positive
  public static MixUp draw(int count, double alpha, Rng rng) {
    if (!(alpha > 0)) {
      throw new IllegalArgumentException("MixUp: alpha must be positive, but is " + alpha);
    }
    float[] shares = new float[count];
    for (int i = 0; i < count; i++) {
      double lambda = beta(alpha, rng);
      shares[i] = (float) Math.max(lambda, 1 - lambda);
    }
    return new MixUp(Tensor.wrap(shares, count));
  }

  /// The mixtures of the rows of `a` with those of `b`, `(N, ...)`.
  public Tensor of(Tensor a, Tensor b) {
    if (!a.sameShape(b) || a.size(0) != shares.size(0)) {
      throw new IllegalArgumentException("MixUp: " + shares.size(0) + " pairs cannot be made of "
          + Shape.text(a.shape()) + " and " + Shape.text(b.shape()));
    }
    int[] column = new int[a.rank()];
    Arrays.fill(column, 1);
    column[0] = a.size(0);
    return b.add(a.sub(b).mul(shares.to(a.dtype()).reshape(column)));
  }

  /// A number of the distribution Beta(alpha, alpha) by rejection: with `u` and `v` uniform, `x =
  /// u^(1/alpha)` and `y = v^(1/alpha)`, `x / (x + y)` has it, given that `x + y <= 1` (Joehnk 1964). Quick
  /// for alpha up to 1, slow far above.
  private static double beta(double alpha, Rng rng) {
    while (true) {
      double x = StrictMath.pow(rng.nextDouble(), 1 / alpha);
      double y = StrictMath.pow(rng.nextDouble(), 1 / alpha);
      if (x + y > 0 && x + y <= 1) {
        return x / (x + y);
      }
    }
  }
}
