package scrutable.nn.layer;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;

/// The affine map `y = x W^T + b` of the last axis: `(..., in)` to `(..., out)`.
///
/// Parameters: `weight (out, in)`, `bias (out,)`, both drawn from U(-1/sqrt(in), 1/sqrt(in)) as in PyTorch.
public final class Linear implements Module {
  private final Parameter weight;
  private final Parameter bias;

  public Linear(int in, int out, Rng rng) {
    double bound = 1 / Math.sqrt(Math.max(in, 1));
    this.weight = new Parameter(rng.uniformBetween(-bound, bound, out, in));
    this.bias = new Parameter(rng.uniformBetween(-bound, bound, out));
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  @Override
  public Variable forward(Variable x) {
    int in = weight.size(1);
    if (x.rank() < 1 || x.size(-1) != in) {
      throw new IllegalArgumentException("Linear: the last axis of " + Shape.text(x.shape()) + " should be " + in
          + ", the inputs of weight " + Shape.text(weight.shape()));
    }
    Variable rows = x.rank() == 2 ? x : x.reshape(-1, in);
    Variable y = rows.matmul(weight.t()).add(bias);
    if (x.rank() == 2) {
      return y;
    }
    int[] shape = x.shape();
    shape[shape.length - 1] = weight.size(0);
    return y.reshape(shape);
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias);
  }
}
