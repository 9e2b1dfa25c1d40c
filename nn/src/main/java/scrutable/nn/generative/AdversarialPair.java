package scrutable.nn.generative;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// A generator and a discriminator, and the loss of each in its turn.
///
/// ```java
/// discriminatorSteps.step(Gradients.of(pair.discriminatorLoss(real, z, 0.9), discriminator.parameters()));
/// generatorSteps.step(Gradients.of(pair.generatorLoss(z), generator.parameters()));
/// ```
///
/// Each turn has a graph of its own. In the discriminator's, made pictures are data, as real ones are: the graph
/// ends there, and no gradient reaches the generator. In the generator's, the gradient passes through the
/// discriminator, and only the generator's numbers are asked for.
///
/// Real and made pictures go through the discriminator separately. Together in one batch, a batch normalisation
/// would tell each of them what the other looks like.
///
/// @param generator noise `(N, ...)` to pictures
/// @param discriminator pictures to logits, high for real ones
public record AdversarialPair(Module generator, Module discriminator) {
  /// Checks that the two are two.
  ///
  /// @throws IllegalArgumentException if they share a parameter
  public AdversarialPair {
    for (Parameter parameter : generator.parameters()) {
      if (discriminator.parameters().contains(parameter)) {
        throw new IllegalArgumentException("AdversarialPair: generator and discriminator share a parameter; each must"
            + " have its own, for they want opposite things");
      }
    }
  }

  /// The discriminator's loss, see [AdversarialLosses#discriminator].
  ///
  /// @param real pictures `(N, ...)`
  /// @param noise what the generator starts from, `(M, ...)`
  /// @param target what to say of real pictures, such as 0.9
  public Variable discriminatorLoss(Tensor real, Tensor noise, double target) {
    Variable made = generator.forward(noise).detach();
    return AdversarialLosses.discriminator(discriminator.forward(real), discriminator.forward(made), target);
  }

  /// The generator's loss, see [AdversarialLosses#generator].
  public Variable generatorLoss(Tensor noise) {
    return AdversarialLosses.generator(discriminator.forward(generator.forward(noise)));
  }
}
