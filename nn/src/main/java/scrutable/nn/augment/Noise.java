package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Adds normal noise to every number.
///
/// @param deviation the standard deviation, in the units of the input
/// @param isClipped whether the result is clipped to `[0, 1]`, the range of a pixel
public record Noise(double deviation, boolean isClipped) implements Augmentation {
  /// @throws IllegalArgumentException if the deviation is negative or not finite
  public Noise {
    EachImage.require(deviation >= 0 && Double.isFinite(deviation), "Noise",
        "the standard deviation must be finite and not negative, but is " + deviation);
  }

  /// Noise for pixels: the result is clipped to `[0, 1]`.
  public static Noise ofPixels(double deviation) {
    return new Noise(deviation, true);
  }

  /// Noise for points of the plane and other numbers without bounds.
  public static Noise ofPoints(double deviation) {
    return new Noise(deviation, false);
  }

  /// @param inputs `(N, ...)` of any rank
  @Override
  public Tensor apply(Tensor inputs, Rng rng) {
    return EachImage.numbers(inputs, rng, (input, result, size, own) -> {
      for (int i = 0; i < input.length; i++) {
        double noisy = input[i] + deviation * own.nextGaussian();
        result[i] = isClipped ? EachImage.clip(noisy) : (float) noisy;
      }
    });
  }
}
