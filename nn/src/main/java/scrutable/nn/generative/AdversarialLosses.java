package scrutable.nn.generative;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Tensor;

/// What the two players of a generative adversarial network want, as losses of the discriminator's logits.
///
/// With `D = sigmoid(logit)`, the probability that a picture is real. Source: Goodfellow et al., "Generative
/// adversarial nets" (2014), section 3.
public final class AdversarialLosses {
  private AdversarialLosses() {}

  /// The discriminator's loss: call real pictures real and made ones made,
  /// `-mean(r log D(real) + (1 - r) log(1 - D(real))) - mean(log(1 - D(fake)))`.
  ///
  /// @param real logits of real pictures, `(N, ...)`
  /// @param fake logits of made pictures, `(M, ...)`
  /// @param target r, what to say of real pictures: 1, or 0.9 to keep the discriminator from being too sure. Only
  ///     that side is smoothed: to say 0.1 of made pictures would praise the generator for what it happens to make
  ///     (Salimans et al., "Improved techniques for training GANs", 2016, section 3.4)
  /// @throws IllegalArgumentException unless the target lies in (0, 1]
  public static Variable discriminator(Variable real, Variable fake, double target) {
    if (!(target > 0 && target <= 1)) {
      throw new IllegalArgumentException("AdversarialLosses: real pictures are called real with a probability in"
          + " (0, 1], such as 0.9, not with " + target);
    }
    return Losses.bceWithLogits(real, Tensor.full(target, real.dtype(), real.shape()))
        .add(Losses.bceWithLogits(fake, Tensor.full(0, fake.dtype(), fake.shape())));
  }

  /// The generator's loss: be called real, `-mean(log D(fake))`.
  ///
  /// It has the same aim as [#generatorSaturating] and a strong gradient where the generator is losing.
  public static Variable generator(Variable fake) {
    return Losses.bceWithLogits(fake, Tensor.full(1, fake.dtype(), fake.shape()));
  }

  /// The generator's loss in the game as it is defined, `mean(log(1 - D(fake)))`: minus what the discriminator
  /// gets. Where the discriminator is sure, it is flat, and nothing is learned; so it is only here to be looked at.
  public static Variable generatorSaturating(Variable fake) {
    return Losses.bceWithLogits(fake, Tensor.full(0, fake.dtype(), fake.shape())).neg();
  }
}
