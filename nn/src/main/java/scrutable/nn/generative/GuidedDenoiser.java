package scrutable.nn.generative;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Guidance without a classifier: what the caption changes, exaggerated.
///
/// `noise = (1 + w) conditional - w unconditional = conditional + w (conditional - unconditional)`
///
/// Here `w = 0` is the conditional sampler, to the bit: the unconditional network is not even asked. Larger `w`
/// obeys the caption more and varies less. Beware of the other convention, `unconditional + s (conditional -
/// unconditional)`, in which `s = 1 + w`, so that 1 is the conditional sampler. Both networks are usually one, which
/// saw "no caption" in a tenth of its training; "no caption" must be told in the same way here as there.
///
/// Source: Ho and Salimans, "Classifier-free diffusion guidance" (2022), equation 6.
///
/// @param conditional knows the captions
/// @param unconditional does not
/// @param weight w, finite
public record GuidedDenoiser(Denoiser conditional, Denoiser unconditional, double weight) implements Denoiser {
  /// Checks the weight.
  ///
  /// @throws IllegalArgumentException if it is not finite
  public GuidedDenoiser {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException("GuidedDenoiser: the weight must be finite, but is " + weight);
    }
  }

  @Override
  public Tensor noise(Tensor noisy, int time) {
    Tensor with = conditional.noise(noisy, time);
    if (weight == 0) {
      return with;
    }
    Tensor without = unconditional.noise(noisy, time);
    if (!with.sameShape(without)) {
      throw new IllegalArgumentException("GuidedDenoiser: the noise with captions " + Shape.text(with.shape())
          + " and without " + Shape.text(without.shape()) + " should have the same shape");
    }
    return with.mul(1 + weight).sub(without.mul(weight));
  }
}
