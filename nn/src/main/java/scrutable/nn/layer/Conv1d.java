package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A convolution along time: [Conv2d] with one axis less.
///
/// `y[n, o, i] = b[o] + sum over c, k of w[o, c, k] x[n, c, i stride - padding + k dilation]`
///
/// Sequences `(N, C, L)` become `(N, O, OL)` with
/// `OL = floor((L + 2 padding - dilation (K - 1) - 1) / stride) + 1`.
///
/// Parameters: `weight (O, C, K)`, `bias (O,)`, both drawn from U(-1/sqrt(fanIn), 1/sqrt(fanIn)) with
/// fanIn = C K, as in PyTorch. Waibel et al. 1989, "Phoneme recognition using time-delay neural networks".
public final class Conv1d implements Module {
  private final Parameter weight;
  private final Parameter bias;
  private final int stride;
  private final int padding;
  private final int dilation;

  /// A kernel that moves by one position, without padding.
  public Conv1d(int in, int out, int kernel, Rng rng) {
    this(in, out, kernel, 1, 0, 1, rng);
  }

  public Conv1d(int in, int out, int kernel, int stride, int padding, int dilation, Rng rng) {
    this(newWeight(in, out, kernel, rng), Initialization.uniform(in * kernel, rng, out),
        stride, padding, dilation);
  }

  private Conv1d(Parameter weight, Parameter bias, int stride, int padding, int dilation) {
    this.weight = weight;
    this.bias = bias;
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
  }

  /// A convolution that adds nothing: before a batch normalisation, a bias would be subtracted again.
  public static Conv1d withoutBias(int in, int out, int kernel, int stride, int padding, int dilation,
      Rng rng) {
    return new Conv1d(newWeight(in, out, kernel, rng), null, stride, padding, dilation);
  }

  /// A convolution with given numbers, `weight (O, C, K)` and `bias (O,)`.
  public static Conv1d of(Tensor weight, Tensor bias, int stride, int padding, int dilation) {
    if (weight.rank() != 3 || bias.rank() != 1 || bias.size(0) != weight.size(0)) {
      throw new IllegalArgumentException("Conv1d: weight (O, C, K) and bias (O,) cannot be "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new Conv1d(new Parameter(weight), new Parameter(bias), stride, padding, dilation);
  }

  private static Parameter newWeight(int in, int out, int kernel, Rng rng) {
    Check.atLeastOne("Conv1d", "the number of input channels", in);
    Check.atLeastOne("Conv1d", "the number of output channels", out);
    Check.atLeastOne("Conv1d", "the kernel size", kernel);
    return Initialization.uniform(in * kernel, rng, out, in, kernel);
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
    if (x.rank() != 3 || x.size(1) != weight.size(1)) {
      throw new IllegalArgumentException("Conv1d: the input should be (N, " + weight.size(1) + ", L) for"
          + " weight " + Shape.text(weight.shape()) + ", not " + Shape.text(x.shape()));
    }
    Variable y = Functions.conv1d(x, weight, stride, padding, dilation);
    return bias == null ? y : y.add(bias.reshape(-1, 1));
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight);
    if (bias != null) {
      parts.parameter("bias", bias);
    }
    parts.setting("stride", stride).setting("padding", padding).setting("dilation", dilation);
  }

  @Override
  public String toString() {
    return outline();
  }
}
