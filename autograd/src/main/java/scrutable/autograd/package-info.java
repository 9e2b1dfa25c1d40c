/// Derivatives: variables, one operation per primitive, gradients of any order, gradient checks.
///
/// A [Variable][scrutable.autograd.Variable] is a tensor that remembers how it was computed. Each
/// [Op][scrutable.autograd.Op] knows its value and how to pull a gradient back through itself, written in
/// variables, so that the gradient can be differentiated again. [Gradients][scrutable.autograd.Gradients] walks
/// the graph backwards. [GradientCheck][scrutable.autograd.GradientCheck] tells whether all of this is right.
package scrutable.autograd;
