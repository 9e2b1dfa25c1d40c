package scrutable.attacks.defence;

import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Rounds every pixel of [0, 1] to one of `2^bits` greys: `round(x (2^bits - 1)) / (2^bits - 1)`.
///
/// A change smaller than half a grey vanishes, if it does not happen to cross over to the next.
///
/// Source: Xu, Evans and Qi, "Feature squeezing: detecting adversarial examples in deep neural networks",
/// NDSS 2018, section III-A.
///
/// @param bits of each pixel, 1 to 8
public record BitDepthReduction(int bits) implements InputTransformation {

  /// Checks the number of bits.
  ///
  /// @throws IllegalArgumentException unless it lies in 1 .. 8
  public BitDepthReduction {
    if (bits < 1 || bits > 8) {
      throw new IllegalArgumentException("BitDepthReduction: bits must lie in 1 .. 8, not " + bits);
    }
  }

  @Override
  public Tensor apply(Tensor images) {
    int steps = (1 << bits) - 1;
    return images.mul(steps).map(UnaryFunction.ROUND).div(steps);
  }
}
