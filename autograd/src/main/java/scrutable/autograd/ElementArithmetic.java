package scrutable.autograd;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The part of [Variable] that is computed element by element: arithmetic, comparisons, functions of one number.
///
/// Two variables of different shapes are broadcast to each other: axes are compared from the last one on, and a
/// missing axis or one of size 1 is repeated. Each repetition is an explicit [ViewOp.Expand] in the graph.
///
/// ```java
/// Variable distance = x.sub(y).square().sum().sqrt();
/// Variable positive = x.where(x.greater(0), zero);
/// ```
public sealed interface ElementArithmetic permits Variable {

  private Variable self() {
    return (Variable) this;
  }

  private Variable with(Variable other, Op operation) {
    Variable own = self();
    if (own.value().sameShape(other.value())) {
      return Graph.apply(operation, own, other);
    }
    int[] shape = Shape.broadcast(own.shape(), other.shape());
    return Graph.apply(operation, own.expand(shape), other.expand(shape));
  }

  // Arithmetic with another variable

  default Variable add(Variable other) {
    return with(other, new ArithmeticOp.Add());
  }

  default Variable sub(Variable other) {
    return with(other, new ArithmeticOp.Sub());
  }

  default Variable mul(Variable other) {
    return with(other, new ArithmeticOp.Mul());
  }

  default Variable div(Variable other) {
    return with(other, new ArithmeticOp.Div());
  }

  default Variable maximum(Variable other) {
    return with(other, new ArithmeticOp.Maximum());
  }

  default Variable minimum(Variable other) {
    return with(other, new ArithmeticOp.Minimum());
  }

  /// `ln(e^x + e^y)`: adds two numbers that are given by their logarithms. See [ArithmeticOp.LogAddExp].
  default Variable logAddExp(Variable other) {
    return with(other, new ArithmeticOp.LogAddExp());
  }

  /// This variable where `condition` is not 0, `otherwise` elsewhere; no gradient reaches the condition.
  ///
  /// What is not chosen receives the gradient 0, and passes it on: if its own rule multiplies by infinity (`log` and
  /// `sqrt` of 0, a division by 0), 0 times infinity is NaN. So make the argument harmless first, then choose:
  ///
  /// ```java
  /// Tensor positive = x.greater(0);
  /// Variable right = x.where(positive, one).log().where(positive, zero);
  /// Variable wrong = x.log().where(positive, zero);                // at x = 0: value 0, gradient NaN
  /// ```
  default Variable where(Tensor condition, Variable otherwise) {
    Variable own = self();
    int[] shape = Shape.broadcast(condition.shape(), Shape.broadcast(own.shape(), otherwise.shape()));
    return Graph.apply(new ArithmeticOp.Where(condition.expand(shape)), own.expand(shape), otherwise.expand(shape));
  }

  // Arithmetic with a number

  default Variable add(double amount) {
    return Graph.apply(new ArithmeticOp.Shift(amount), self());
  }

  default Variable sub(double amount) {
    return add(-amount);
  }

  default Variable mul(double factor) {
    return Graph.apply(new ArithmeticOp.Scale(factor), self());
  }

  default Variable div(double divisor) {
    return div(Variable.constant(Tensor.full(divisor, self().dtype())));
  }

  default Variable pow(double exponent) {
    return Graph.apply(new ArithmeticOp.Power(exponent), self());
  }

  // Comparisons: 1 where true, 0 where false. NaN is equal, less and greater to nothing, so only notEqualTo holds for
  // it.
  // A number is rounded to the type of this variable first. The result is a Tensor, not a Variable: its derivative is 0
  // wherever it exists, so there is nothing to remember.

  default Tensor greater(Variable other) {
    return self().value().greater(other.value());
  }

  default Tensor greaterOrEqual(Variable other) {
    return self().value().greaterOrEqual(other.value());
  }

  default Tensor less(Variable other) {
    return self().value().less(other.value());
  }

  default Tensor lessOrEqual(Variable other) {
    return self().value().lessOrEqual(other.value());
  }

  default Tensor equalTo(Variable other) {
    return self().value().equalTo(other.value());
  }

  default Tensor notEqualTo(Variable other) {
    return self().value().notEqualTo(other.value());
  }

  default Tensor greater(double number) {
    return self().value().greater(number);
  }

  default Tensor greaterOrEqual(double number) {
    return self().value().greaterOrEqual(number);
  }

  default Tensor less(double number) {
    return self().value().less(number);
  }

  default Tensor lessOrEqual(double number) {
    return self().value().lessOrEqual(number);
  }

  default Tensor equalTo(double number) {
    return self().value().equalTo(number);
  }

  default Tensor notEqualTo(double number) {
    return self().value().notEqualTo(number);
  }

  // Functions of every element

  default Variable neg() {
    return Graph.apply(new ElementOp.Neg(), self());
  }

  default Variable exp() {
    return Graph.apply(new ElementOp.Exp(), self());
  }

  default Variable log() {
    return Graph.apply(new ElementOp.Log(), self());
  }

  default Variable sqrt() {
    return Graph.apply(new ElementOp.Sqrt(), self());
  }

  default Variable square() {
    return Graph.apply(new ElementOp.Square(), self());
  }

  default Variable abs() {
    return Graph.apply(new ElementOp.Abs(), self());
  }

  default Variable sin() {
    return Graph.apply(new ElementOp.Sin(), self());
  }

  default Variable cos() {
    return Graph.apply(new ElementOp.Cos(), self());
  }

  default Variable tanh() {
    return Graph.apply(new ElementOp.Tanh(), self());
  }

  default Variable sigmoid() {
    return Graph.apply(new ElementOp.Sigmoid(), self());
  }

  default Variable erf() {
    return Graph.apply(new ElementOp.Erf(), self());
  }

  default Variable softplus() {
    return Graph.apply(new ElementOp.Softplus(), self());
  }

  default Variable relu() {
    return Graph.apply(new ElementOp.Relu(), self());
  }

  default Variable leakyRelu(double slope) {
    return Graph.apply(new ElementOp.LeakyRelu(slope), self());
  }

  /// Limits every element to `[low, high]`; see [Tensor#clamp].
  default Variable clamp(double low, double high) {
    return Graph.apply(new ElementOp.Clamp(low, high), self());
  }
}
