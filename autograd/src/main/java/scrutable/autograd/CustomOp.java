package scrutable.autograd;

/// An operation of your own: implement [#forward] and [#vjp] and apply it with [Graph#apply].
///
/// Write `vjp` with [Variable]s and gradients of any order work; compute with raw tensors inside (wrapped by
/// [Variable#constant]) and only first-order gradients do. Check it with [GradientCheck].
///
/// ```java
/// record Cube() implements CustomOp {
///   public Tensor forward(Tensor... x) { return x[0].mul(x[0]).mul(x[0]); }
///   public Variable vjp(int i, Variable g, Variable[] x, Variable y) { return g.mul(x[0].square()).mul(3); }
/// }
/// Variable y = Graph.apply(new Cube(), x);
/// ```
public non-sealed interface CustomOp extends Op {}
