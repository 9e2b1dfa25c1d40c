package scrutable.nn.layer;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The affine map `y = x W^T + b` of the last axis: `(..., in)` to `(..., out)`.
///
/// Parameters: `weight (out, in)`, `bias (out,)`, both drawn from U(-1/sqrt(in), 1/sqrt(in)) as in PyTorch.
public final class Linear implements Module {
  private final Parameter weight;
  private final Parameter bias;

  public Linear(int in, int out, Rng rng) {
    this(newWeight(in, out, rng), Initialization.uniform(in, rng, out));
  }

  private Linear(Parameter weight, Parameter bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /// The linear map `y = x W^T`.
  public static Linear withoutBias(int in, int out, Rng rng) {
    return new Linear(newWeight(in, out, rng), null);
  }

  /// A layer with given numbers, `weight (out, in)` and `bias (out,)`.
  public static Linear of(Tensor weight, Tensor bias) {
    if (weight.rank() != 2 || bias.rank() != 1 || bias.size(0) != weight.size(0)) {
      throw new IllegalArgumentException("Linear: weight (out, in) and bias (out,) cannot be "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new Linear(new Parameter(weight), new Parameter(bias));
  }

  private static Parameter newWeight(int in, int out, Rng rng) {
    Check.atLeastOne("Linear", "the number of inputs", in);
    Check.atLeastOne("Linear", "the number of outputs", out);
    return Initialization.uniform(in, rng, out, in);
  }

  public Parameter weight() {
    return weight;
  }

  /// The bias, or null if there is none.
  public Parameter bias() {
    return bias;
  }

  @Override
  public Variable forward(Variable x) {
    int in = weight.size(1);
    if (x.rank() < 1 || x.size(-1) != in) {
      throw new IllegalArgumentException("Linear: the last axis of " + Shape.text(x.shape()) + " should be "
          + in + ", the inputs of weight " + Shape.text(weight.shape()));
    }
    Variable rows = x.rank() == 2 ? x : x.reshape(-1, in);
    Variable y = rows.matmul(weight.t());
    if (bias != null) {
      y = y.add(bias);
    }
    if (x.rank() == 2) {
      return y;
    }
    int[] shape = x.shape();
    shape[shape.length - 1] = weight.size(0);
    return y.reshape(shape);
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight);
    if (bias != null) {
      parts.parameter("bias", bias);
    }
  }

  @Override
  public String toString() {
    return outline();
  }
}
