package scrutable.attacks.defence;

import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

/// Writes every pixel of [0, 1] as a column of mercury: `(N, C, H, W)` becomes `(N, C levels, H, W)`, where
/// channel `k` of a pixel is 1 if its value is above `k / levels`, else 0.
///
/// A small change of the pixel flips at most a few of these, and the network is no longer nearly linear in
/// it. The surrogate replaces each step by a ramp over one level, `min(1, max(0, levels x - k))`, whose sum
/// over the channels is `levels x`.
///
/// Sources: Buckman, Roy, Raffel and Goodfellow, "Thermometer encoding: one hot way to resist adversarial
/// examples", ICLR 2018, section 3; the surrogate is that of Athalye, Carlini and Wagner, "Obfuscated
/// gradients give a false sense of security", ICML 2018, section 5.1.
///
/// @param levels how many, at least 2; 16 in the paper
public record ThermometerEncoding(int levels) implements InputTransformation {

  /// Checks the number of levels.
  ///
  /// @throws IllegalArgumentException if there are fewer than two
  public ThermometerEncoding {
    if (levels < 2) {
      throw new IllegalArgumentException("ThermometerEncoding: there must be at least 2 levels, not "
          + levels);
    }
  }

  @Override
  public Tensor apply(Tensor images) {
    Tensor above = scaled(Variable.constant(images)).value();
    return merged(above.greater(Tensor.full(0, above.dtype())));
  }

  @Override
  public Variable surrogate(Variable images) {
    Variable ramps = scaled(images).clamp(0, 1);
    return ramps.reshape(mergedShape(ramps.shape()));
  }

  /// `levels x - k` for every level `k`: `(N, C, levels, H, W)`.
  private Variable scaled(Variable images) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException("ThermometerEncoding: images must be (N, C, H, W), not of rank "
          + images.rank());
    }
    Tensor numbers = Tensor.range(levels).to(images.dtype()).reshape(levels, 1, 1);
    return images.mul(levels).unsqueeze(2).sub(Variable.constant(numbers));
  }

  private static Tensor merged(Tensor channels) {
    return channels.reshape(mergedShape(channels.shape()));
  }

  private static int[] mergedShape(int[] shape) {
    return new int[] {shape[0], shape[1] * shape[2], shape[3], shape[4]};
  }
}
