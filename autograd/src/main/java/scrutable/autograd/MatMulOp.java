package scrutable.autograd;

import scrutable.tensor.Tensor;

/// `Y = A B`, for matrices or equally shaped stacks of matrices.
///
/// `dL/dA = G B^T` and `dL/dB = A^T G`: the only products of the right shapes. The transposes are views.
public record MatMulOp() implements Op {
  @Override
  public Tensor forward(Tensor... x) {
    return x[0].matmul(x[1]);
  }

  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    return i == 0 ? g.matmul(x[1].t()) : x[0].t().matmul(g);
  }

  @Override
  public String name() {
    return "MatMul";
  }
}
