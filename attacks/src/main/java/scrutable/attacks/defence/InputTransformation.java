package scrutable.attacks.defence;

import java.util.function.UnaryOperator;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

/// A defence that changes the image before the network sees it, in steps: rounding it, say.
///
/// A step has the derivative zero wherever it has one, and that is the gradient this layer passes back: what
/// a gradient attack finds that takes the defence at its word. It finds nothing, which is not robustness
/// (Athalye, Carlini and Wagner 2018 call it shattered gradients). The honest attack goes forward through
/// [#apply] and backward through [#surrogate]:
///
/// ```java
/// Module deployed = new Sequential(defence, network);                      // gradients are zero
/// Module attackable = new Sequential(defence.straightThrough(), network);  // same answers, with gradients
/// ```
public interface InputTransformation extends Module, UnaryOperator<Tensor> {

  /// What is done to the images `(N, C, H, W)`.
  @Override
  Tensor apply(Tensor images);

  /// A smooth function that resembles [#apply] and gives the same shape; the identity, unless said otherwise.
  default Variable surrogate(Variable images) {
    return images;
  }

  /// Transforms; the gradient is zero.
  @Override
  default Variable forward(Variable images) {
    return Functions.straightThrough(images, this, input -> surrogate(input).mul(0));
  }

  /// The same transformation with the gradient of its surrogate.
  default Module straightThrough() {
    return images -> Functions.straightThrough(images, this, this::surrogate);
  }
}
