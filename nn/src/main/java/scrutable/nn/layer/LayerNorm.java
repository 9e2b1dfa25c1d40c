package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Layer normalisation: each row, the last axis of `(..., D)`, gets mean 0 and variance 1, then each feature
/// its own scale and shift.
///
/// `y = weight (x - mean) / sqrt(variance + eps) + bias`, with mean and biased variance of the row. Examples
/// do not influence one another, so training and evaluation are the same.
///
/// Parameters: `weight (D,)` from ones, `bias (D,)` from zeros. Ba et al. 2016, "Layer normalization",
/// section 3.
public final class LayerNorm implements Module {
  private static final double EPS = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final double eps;

  /// @param size D, the length of a row; eps is 1e-5
  public LayerNorm(int size) {
    this(size, EPS);
  }

  /// @param eps added to the variance, so that a constant row is not divided by zero
  public LayerNorm(int size, double eps) {
    Check.atLeastOne("LayerNorm", "the size of the last axis", size);
    this(Tensor.ones(size), Tensor.zeros(size), eps);
  }

  private LayerNorm(Tensor weight, Tensor bias, double eps) {
    this.weight = new Parameter(weight);
    this.bias = new Parameter(bias);
    this.eps = eps;
  }

  /// A layer with given numbers, `weight (D,)` and `bias (D,)`, and eps 1e-5.
  public static LayerNorm of(Tensor weight, Tensor bias) {
    if (weight.rank() != 1 || !weight.sameShape(bias)) {
      throw new IllegalArgumentException("LayerNorm: weight and bias should both be (D,), not "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new LayerNorm(weight, bias, EPS);
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() < 1 || x.size(-1) != weight.size(0)) {
      throw new IllegalArgumentException("LayerNorm: the last axis of " + Shape.text(x.shape()) + " should"
          + " be " + weight.size(0));
    }
    return Functions.layerNorm(x, weight, bias, eps);
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias);
  }

  @Override
  public String toString() {
    return outline();
  }
}
