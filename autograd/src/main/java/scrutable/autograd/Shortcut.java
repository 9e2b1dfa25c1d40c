package scrutable.autograd;

import scrutable.tensor.Tensor;

/// A faster way to the first-order gradient, for an [Op] that has one.
///
/// [Op#vjp] is the rule: written in [Variable]s, right for gradients of any order, all that a reader needs to know.
/// A shortcut computes the same numbers, or the same up to rounding, from plain tensors in fewer passes over memory.
/// Its result carries no graph. So [Gradients] takes it where nobody will differentiate the gradient again, and the
/// rule where somebody may; no operation decides that for itself.
///
/// An operation without a shortcut is complete. One with a shortcut needs a test that it agrees with the rule.
public interface Shortcut {

  /// The gradient of the loss with respect to input `i`; what [Op#vjp] gives.
  ///
  /// @param i which input
  /// @param gradient dL/dy, in the shape of `y`
  /// @param inputs the inputs as they were passed to [Op#forward]
  /// @param output `y`
  /// @return dL/dx_i, in the shape of `x_i`
  Tensor shortcut(int i, Tensor gradient, Tensor[] inputs, Tensor output);
}
