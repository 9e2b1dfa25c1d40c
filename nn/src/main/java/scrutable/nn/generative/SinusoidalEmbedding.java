package scrutable.nn.generative;

import scrutable.tensor.Tensor;

/// A number such as a time as a vector of waves: near times look alike, and far ones can still be told apart.
///
/// With D the width and `w_k = 10000^(-2 k / D)` for `k = 0 .. D/2 - 1`:
/// `e(t) = [cos(w_0 t), ..., cos(w_(D/2-1) t), sin(w_0 t), ..., sin(w_(D/2-1) t)]`
///
/// Source: Vaswani et al., "Attention is all you need" (2017), section 3.5, where the waves stand in pairs; in
/// diffusion since Ho, Jain and Abbeel (2020), appendix B.
public final class SinusoidalEmbedding {
  private static final double LONGEST = 10_000;

  private SinusoidalEmbedding() {}

  /// The vectors of some times: `float32 (N, width)`.
  ///
  /// @param width D, even
  /// @throws IllegalArgumentException if the width is odd or not positive
  public static Tensor of(int[] times, int width) {
    if (width < 2 || width % 2 != 0) {
      throw new IllegalArgumentException("SinusoidalEmbedding: the width must be even and at least 2, a cosine and a"
          + " sine for each frequency, but is " + width);
    }
    int half = width / 2;
    float[] waves = new float[Math.multiplyExact(times.length, width)];
    for (int i = 0; i < times.length; i++) {
      for (int k = 0; k < half; k++) {
        double angle = times[i] * StrictMath.pow(LONGEST, -k / (double) half);
        waves[i * width + k] = (float) StrictMath.cos(angle);
        waves[i * width + half + k] = (float) StrictMath.sin(angle);
      }
    }
    return Tensor.wrap(waves, times.length, width);
  }
}
