package scrutable.autograd;

import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// Softmax and its relatives along the last axis, fused for speed and for numbers that do not overflow.
///
/// Their composed twins are in the tests; both agree in value, gradient and second-order gradient.
public sealed interface SoftmaxOp extends Op {

  /// `y = softmax(x)`, `dL/dx = y (g - sum(g y))`.
  record Softmax() implements SoftmaxOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Softmaxes.softmax(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.sub(g.mul(y).sum(true, -1)).mul(y);
    }
  }

  /// `y = log softmax(x)`, `dL/dx = g - e^y sum(g)`.
  record LogSoftmax() implements SoftmaxOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Softmaxes.logSoftmax(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.sub(y.exp().mul(g.sum(true, -1)));
    }
  }

  //: hide 1.8
  //: instead /// The cross-entropy of each row of logits `(N, K)` with a constant target distribution `(N, K)`:
  //: instead /// `y = -sum_k t_k log softmax(x)_k`, shape `(N,)`.
  /// The cross-entropy of each row of logits `(N, K)` with a constant target distribution `(N, K)`:
  /// `y = -sum_k t_k log softmax(x)_k`, shape `(N,)`.
  ///
  /// The gradient is the famous difference of prediction and target, `g (softmax(x) sum(t) - t)`.
  //: end
  record CrossEntropy(Tensor targets) implements SoftmaxOp {
    @Override
    public Tensor forward(Tensor... x) {
      // A class of target 0 contributes nothing, even if its log probability is -infinity.
      Tensor terms = Tensor.where(targets, Softmaxes.logSoftmax(x[0]).mul(targets), Tensor.full(0, x[0].dtype()));
      return terms.sum(false, -1).neg();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 1.8
      Variable mass = Variable.constant(targets.sum(true, -1));
      Variable prediction = Graph.apply(new Softmax(), x[0]).mul(mass);
      return prediction.sub(Variable.constant(targets)).mul(g.unsqueeze(-1));
      //: end
    }
  }
}
