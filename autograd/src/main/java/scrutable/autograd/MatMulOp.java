package scrutable.autograd;

import scrutable.tensor.Tensor;

/// `Y = A B`, for matrices or equally shaped stacks of matrices.
///
/// `dL/dA = G B^T` and `dL/dB = A^T G`: the only products of the right shapes. The transposes are views. If a factor is
/// itself a transposed view, such as the weight of a linear layer, its gradient is computed as `(B G^T)^T` or
/// `(G^T A)^T`: the same sums, written down in the order of the matrix behind the view, so that no copy is needed to
/// step along it.
public record MatMulOp() implements Op {
  @Override
  public Tensor forward(Tensor... x) {
    return x[0].matmul(x[1]);
  }

  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    boolean isView = !x[i].value().isContiguous() && x[i].value().t().isContiguous();
    if (i == 0) {
      return isView ? x[1].matmul(g.t()).t() : g.matmul(x[1].t());
    }
    return isView ? g.t().matmul(x[0]).t() : x[0].t().matmul(g);
  }

  @Override
  public String name() {
    return "MatMul";
  }
}
