package scrutable.autograd;

import java.util.Arrays;
import scrutable.tensor.MatMul;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

//: hide 1.5
//: instead /// `Y = A B`, for matrices or equally shaped stacks of matrices.
/// `Y = A B`, for matrices or equally shaped stacks of matrices.
///
/// `dL/dA = G B^T` and `dL/dB = A^T G`: the only products of the right shapes. The transposes are views.
///
/// A factor may be a transposed view itself, such as the weight of a linear layer `x W^T` or the keys of attention. Its
/// gradient is the same product, computed as `(B G^T)^T` or `(G^T A)^T`: the same sums, written down in the order of
/// the matrix behind the view. Then whoever meets them there (the optimiser, the gradient of another view, a second
/// derivative) need not step across them: a sixth of the time of a Hessian-vector product.
//: end
public record MatMulOp() implements Op {
  @Override
  public Tensor forward(Tensor... x) {
    return x[0].matmul(x[1]);
  }

  @Override
  public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
    //: task 1.5
    if (MatMul.isTransposed(x[i].value())) {
      return i == 0 ? x[1].matmul(g.t()).t() : g.t().matmul(x[0]).t();
    }
    return i == 0 ? g.matmul(x[1].t()) : x[0].t().matmul(g);
    //: end
  }

  @Override
  public String name() {
    return "MatMul";
  }

  /// The product of stacks whose leading axes may differ: they are broadcast to each other first.
  static Variable ofStacks(Variable a, Variable b) {
    if (a.rank() < 2 || b.rank() < 2 || haveSameBatch(a, b)) {
      return Graph.apply(new MatMulOp(), a, b);
    }
    int[] batch = Shape.broadcast(batchOf(a), batchOf(b));
    return Graph.apply(new MatMulOp(), expandBatch(a, batch), expandBatch(b, batch));
  }

  private static boolean haveSameBatch(Variable a, Variable b) {
    boolean same = a.rank() == b.rank();
    for (int axis = 0; axis < a.rank() - 2 && same; axis++) {
      same = a.size(axis) == b.size(axis);
    }
    return same;
  }

  private static int[] batchOf(Variable matrices) {
    return Arrays.copyOf(matrices.shape(), matrices.rank() - 2);
  }

  private static Variable expandBatch(Variable matrices, int[] batch) {
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    System.arraycopy(matrices.shape(), matrices.rank() - 2, shape, batch.length, 2);
    return matrices.expand(shape);
  }
}
