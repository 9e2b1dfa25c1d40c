package scrutable.autograd;

import scrutable.tensor.Tensor;

/// A primitive operation of the graph: how to compute it, and how to pull a gradient back through it.
///
/// For `y = f(x_0, ..., x_n)` and a loss L, the engine knows `g = dL/dy` and asks for `dL/dx_i`. That is the
/// vector-Jacobian product `g^T (df/dx_i)`: the Jacobian itself, a huge and mostly empty matrix, is never
/// built. Each operation is a small record that holds its constants (axes, strides, ...) and nothing else.
///
/// The rule is written with [Variable]s, not with raw numbers. So the gradient computation is itself a graph
/// that can be differentiated again: gradients of gradients need no further code.
///
/// The hierarchy is sealed, family by family; what is not here is composed of what is, or written by the user
/// as a [CustomOp].
public sealed interface Op permits ArithmeticOp, ElementOp, ViewOp, ReduceOp, MatMulOp, IndexOp, SoftmaxOp,
    NormalizeOp, ConvolutionOp, PoolOp, GruOp, GruSequenceOp, CtcOp, FrameOp, CustomOp {

  /// Computes `y`. Must not change its inputs.
  Tensor forward(Tensor... inputs);

  /// The gradient of the loss with respect to input `i`: the rule. An operation that has a faster way to the same
  /// numbers implements [Shortcut] as well.
  ///
  /// @param i which input
  /// @param gradient dL/dy, in the shape of `y`
  /// @param inputs the inputs as they were passed to [#forward]
  /// @param output `y`
  /// @return dL/dx_i, in the shape of `x_i`
  Variable vjp(int i, Variable gradient, Variable[] inputs, Variable output);

  /// The name in pictures and error messages.
  default String name() {
    return getClass().getSimpleName();
  }
}
