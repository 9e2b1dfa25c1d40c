package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// A transposed convolution: each input pixel paints its kernel onto a larger output, where prints overlap
/// and add up. It is the transpose, as a matrix, of the [Conv2d] with the same window.
///
/// `y[n, o, i s - pad + p d, j s - pad + q d] += w[c, o, p, q] x[n, c, i, j]`, plus `b[o]` everywhere.
///
/// Images `(N, C, H, W)` become `(N, O, OH, OW)` with
///
/// `OH = (H - 1) stride - 2 padding + dilation (KH - 1) + outputPadding + 1`
///
/// and OW likewise. A convolution of stride s maps s sizes to one; the output padding, `0 .. s - 1`, says
/// which of them to return to.
///
/// Parameters: `weight (C, O, KH, KW)`, inputs first, and `bias (O,)`, both drawn from
/// U(-1/sqrt(fanIn), 1/sqrt(fanIn)) with fanIn = O KH KW, as in PyTorch, which takes the second axis for the
/// inputs here, too. Zeiler et al. 2010, "Deconvolutional networks"; Dumoulin and Visin 2016, chapter 4.
public final class ConvTranspose2d implements Module {
  private final Parameter weight;
  private final Parameter bias;
  private final Window window;
  private final int outputPadding;

  /// A square kernel, stride 1, no padding: the image grows by `kernel - 1`.
  public ConvTranspose2d(int in, int out, int kernel, Rng rng) {
    this(in, out, Window.square(kernel, 1, 0), 0, rng);
  }

  /// Any kernel size, stride, padding and dilation: with `Window.square(4, 2, 1)` and output padding 0 the
  /// image doubles.
  public ConvTranspose2d(int in, int out, Window window, int outputPadding, Rng rng) {
    this(newWeight(in, out, window, rng), Initialization.uniform(fanIn(out, window), rng, out), window,
        outputPadding);
  }

  private ConvTranspose2d(Parameter weight, Parameter bias, Window window, int outputPadding) {
    int stride = Math.min(window.strideHeight(), window.strideWidth());
    if (outputPadding < 0 || outputPadding >= stride) {
      throw new IllegalArgumentException("ConvTranspose2d: the output padding should lie in 0 .. "
          + (stride - 1) + ", below the stride " + stride + ", not be " + outputPadding);
    }
    this.weight = weight;
    this.bias = bias;
    this.window = window;
    this.outputPadding = outputPadding;
  }

  /// A layer with given numbers, `weight (C, O, KH, KW)` and `bias (O,)`; the kernel's size is the weight's.
  public static ConvTranspose2d of(Tensor weight, Tensor bias, Window window, int outputPadding) {
    if (weight.rank() != 4 || bias.rank() != 1 || bias.size(0) != weight.size(1)) {
      throw new IllegalArgumentException("ConvTranspose2d: weight (C, O, KH, KW) and bias (O,) cannot be "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new ConvTranspose2d(new Parameter(weight), new Parameter(bias),
        window.withKernel(weight.size(2), weight.size(3)), outputPadding);
  }

  private static Parameter newWeight(int in, int out, Window window, Rng rng) {
    Check.atLeastOne("ConvTranspose2d", "the number of input channels", in);
    Check.atLeastOne("ConvTranspose2d", "the number of output channels", out);
    return Initialization.uniform(fanIn(out, window), rng,
        in, out, window.kernelHeight(), window.kernelWidth());
  }

  private static int fanIn(int out, Window window) {
    return out * window.kernelHeight() * window.kernelWidth();
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4 || x.size(1) != weight.size(0)) {
      throw new IllegalArgumentException("ConvTranspose2d: the input should be (N, " + weight.size(0)
          + ", H, W) for weight " + Shape.text(weight.shape()) + ", not " + Shape.text(x.shape()));
    }
    return Functions.convTranspose2d(x, weight, window, outputPadding).add(bias.reshape(-1, 1, 1));
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight).parameter("bias", bias);
    parts.setting("window", window).setting("output padding", outputPadding);
  }

  @Override
  public String toString() {
    return outline();
  }
}
