package scrutable.attacks.evasion;

import java.util.function.UnaryOperator;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// A defence in front of a network, made attackable (BPDA): forward it is the defence itself, backward a
/// function that resembles it and has a useful derivative.
///
/// Rounding, thermometer codes and compression have a derivative of zero or none, and a gradient attack that
/// takes it at its word stands still. That says nothing of the defence. Put in front of the undefended
/// network, this layer gives every white-box attack a gradient again, while all answers remain those of the
/// defended one:
///
/// ```java
/// WhiteBox victim = Classifier.of(new Sequential(BackwardPassApproximation.identity(quantise), network));
/// ```
///
/// Source: Athalye, Carlini and Wagner, "Obfuscated gradients give a false sense of security", ICML 2018,
/// section 4.1.
///
/// @param defence what is done to the images
/// @param surrogate what is differentiated in its place; it must give the same shape
public record BackwardPassApproximation(UnaryOperator<Tensor> defence, UnaryOperator<Variable> surrogate)
    implements Module {

  /// For a defence that hardly changes the image: its derivative is taken for that of the identity.
  public static BackwardPassApproximation identity(UnaryOperator<Tensor> defence) {
    return new BackwardPassApproximation(defence, same -> same);
  }

  @Override
  public Variable forward(Variable images) {
    return Functions.straightThrough(images, defence, surrogate);
  }
}
