package scrutable.nn.layer;

import java.util.Optional;
import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// A convolution: the same small linear map at every place of an image.
///
/// `y[n, o, i, j] = b[o] + sum over c, p, q of w[o, c, p, q] x[n, c, i s - pad + p d, j s - pad + q d]`
///
/// Images `(N, C, H, W)` become `(N, O, OH, OW)`; [Window] says how OH and OW follow from stride, padding and
/// dilation. As everywhere in deep learning the kernel is not flipped: mathematicians call it correlation.
///
/// A [ConvolutionMethod] says how the sum is computed: as it stands, or for kernels of 3 x 3 in less time and with
/// larger errors. It is no part of what is saved: a state written with one method may be loaded with another.
///
/// Parameters: `weight (O, C, KH, KW)`, `bias (O,)`, both drawn from U(-1/sqrt(fanIn), 1/sqrt(fanIn)) with
/// fanIn = C KH KW, as in PyTorch. LeCun et al. 1989, "Backpropagation applied to handwritten zip code
/// recognition".
public final class Conv2d implements Module {
  private final Parameter weight;
  private final Parameter bias;
  private final Window window;
  private final ConvolutionMethod method;

  /// A square kernel that moves by one pixel, without padding.
  public Conv2d(int in, int out, int kernel, Rng rng) {
    this(in, out, Window.square(kernel, 1, 0), rng);
  }

  /// Any kernel size, stride, padding and dilation: `new Conv2d(16, 32, Window.square(3, 2, 1), rng)`.
  public Conv2d(int in, int out, Window window, Rng rng) {
    this(in, out, window, ConvolutionMethod.DIRECT, rng);
  }

  /// The same, computed by the given method: `new Conv2d(32, 64, Window.square(3, 1, 1), ConvolutionMethod.WINOGRAD,
  /// rng)`.
  ///
  /// @throws IllegalArgumentException if the method cannot be used with the window
  public Conv2d(int in, int out, Window window, ConvolutionMethod method, Rng rng) {
    this(newWeight(in, out, window, rng), Initialization.uniform(fanIn(in, window), rng, out), window, method);
  }

  private Conv2d(Parameter weight, Parameter bias, Window window, ConvolutionMethod method) {
    method.requireWindow("Conv2d", window);
    this.weight = weight;
    this.bias = bias;
    this.window = window;
    this.method = method;
  }

  /// A convolution that adds nothing: before a batch normalisation, a bias would be subtracted again.
  public static Conv2d withoutBias(int in, int out, Window window, Rng rng) {
    return withoutBias(in, out, window, ConvolutionMethod.DIRECT, rng);
  }

  /// A convolution that adds nothing, computed by the given method.
  ///
  /// @throws IllegalArgumentException if the method cannot be used with the window
  public static Conv2d withoutBias(int in, int out, Window window, ConvolutionMethod method, Rng rng) {
    return new Conv2d(newWeight(in, out, window, rng), null, window, method);
  }

  /// A convolution with given numbers, `weight (O, C, KH, KW)` and `bias (O,)`; only stride, padding and
  /// dilation of the window are used, the kernel's size is the weight's.
  public static Conv2d of(Tensor weight, Tensor bias, Window window) {
    return of(weight, bias, window, ConvolutionMethod.DIRECT);
  }

  /// A convolution with given numbers, as above, computed by the given method.
  ///
  /// @throws IllegalArgumentException if the method cannot be used with the window
  public static Conv2d of(Tensor weight, Tensor bias, Window window, ConvolutionMethod method) {
    if (weight.rank() != 4 || bias.rank() != 1 || bias.size(0) != weight.size(0)) {
      throw new IllegalArgumentException("Conv2d: weight (O, C, KH, KW) and bias (O,) cannot be "
          + Shape.text(weight.shape()) + " and " + Shape.text(bias.shape()));
    }
    return new Conv2d(new Parameter(weight), new Parameter(bias),
        window.withKernel(weight.size(2), weight.size(3)), method);
  }

  private static Parameter newWeight(int in, int out, Window window, Rng rng) {
    Check.atLeastOne("Conv2d", "the number of input channels", in);
    Check.atLeastOne("Conv2d", "the number of output channels", out);
    return Initialization.uniform(fanIn(in, window), rng,
        out, in, window.kernelHeight(), window.kernelWidth());
  }

  private static int fanIn(int in, Window window) {
    return in * window.kernelHeight() * window.kernelWidth();
  }

  public Parameter weight() {
    return weight;
  }

  /// The bias, or null if there is none.
  public Parameter bias() {
    return bias;
  }

  /// The geometry: kernel, stride, padding, dilation.
  public Window window() {
    return window;
  }

  /// How it is computed.
  public ConvolutionMethod method() {
    return method;
  }

  @Override
  public Variable forward(Variable x) {
    requireChannels(x);
    return Functions.conv2d(x, weight, bias, window, method);
  }

  /// With a rectifier: `max(forward(x), 0)` in one pass over memory. The graph shows one operation, `Conv2dRelu`,
  /// instead of two.
  @Override
  public Optional<Module> fusedWith(Module next) {
    return next instanceof Relu ? Optional.of(this::forwardRectified) : Optional.empty();
  }

  private Variable forwardRectified(Variable x) {
    requireChannels(x);
    return Functions.conv2dRelu(x, weight, bias, window, method);
  }

  private void requireChannels(Variable x) {
    if (x.rank() != 4 || x.size(1) != weight.size(1)) {
      throw new IllegalArgumentException("Conv2d: the input should be (N, " + weight.size(1) + ", H, W) for"
          + " weight " + Shape.text(weight.shape()) + ", not " + Shape.text(x.shape())
          + (x.rank() == 3 ? "; a single image or channel needs an axis of size 1" : ""));
    }
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight);
    if (bias != null) {
      parts.parameter("bias", bias);
    }
    parts.setting("window", window);
    if (method != ConvolutionMethod.DIRECT) {
      parts.setting("method", method);
    }
  }

  @Override
  public String toString() {
    return outline();
  }
}
