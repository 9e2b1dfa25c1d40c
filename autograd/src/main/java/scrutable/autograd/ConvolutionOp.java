package scrutable.autograd;

import scrutable.tensor.Convolution2d;
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Convolution and its two transposes, see [Convolution2d].
///
/// All three are one trilinear form `sum y x w` seen from different sides, so the derivative of each is made
/// of the other two, and the family is closed under differentiation. [Conv2dRelu] is no member but a
/// convolution and a rectifier fused for speed.
///
/// Each holds the [ConvolutionMethod] by which it is computed, and hands it on to its derivatives, so that those of any
/// order are computed by the same one; only sums for the weights are always direct. Without a method, it is
/// [ConvolutionMethod#DIRECT]. A method that cannot be used with the window is refused.
public sealed interface ConvolutionOp extends Op {

  /// `y = x * w`: images `(N, C, H, W)`, weights `(O, C, KH, KW)`, output `(N, O, OH, OW)`; or `y = x * w + b` with a
  /// third input `b (O,)`, which every pixel of an output channel receives: its gradient is a sum over all of them.
  record Conv2d(Window window, ConvolutionMethod method) implements ConvolutionOp {
    public Conv2d {
      method.requireWindow("Conv2d", window);
    }

    public Conv2d(Window window) {
      this(window, ConvolutionMethod.DIRECT);
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Convolution2d.forward(x[0], x[1], x.length == 2 ? null : x[2], window, method);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return switch (i) {
        case 0 -> Graph.apply(new InputGradient(x[0].shape(), window, method), g, x[1]);
        case 1 -> Graph.apply(new WeightGradient(window, method), x[0], g);
        default -> g.sum(false, 0, 2, 3);
      };
    }
  }

  /// `y = max(x * w + b, 0)` in one pass over memory: [Conv2d] and then [ElementOp.Relu], with the same bits. The
  /// inputs are those of [Conv2d].
  ///
  /// The gradient is that of the two operations, one after the other. The shortcut passes the rectifier where the
  /// convolution reads the gradient.
  record Conv2dRelu(Window window, ConvolutionMethod method) implements ConvolutionOp, Shortcut {
    public Conv2dRelu {
      method.requireWindow("Conv2dRelu", window);
    }

    public Conv2dRelu(Window window) {
      this(window, ConvolutionMethod.DIRECT);
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Convolution2d.rectified(x[0], x[1], x.length == 2 ? null : x[2], window, method);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Variable passed = new ElementOp.Relu().vjp(0, g, x, y);
      return new Conv2d(window, method).vjp(i, passed, x, y);
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      return switch (i) {
        case 0 -> Convolution2d.inputGradient(g, y, x[1], x[0].shape(), window, method);
        case 1 -> Convolution2d.weightGradient(x[0], g, y, window);
        default -> Convolution2d.biasGradient(g, y);
      };
    }
  }

  /// The transpose with respect to the images, also called transposed convolution: inputs are the gradient
  /// `(N, O, OH, OW)` and the weights, the output has the shape `(N, C, H, W)` of the images.
  record InputGradient(int[] inShape, Window window, ConvolutionMethod method) implements ConvolutionOp {
    public InputGradient {
      method.requireWindow("InputGradient", window);
      inShape = inShape.clone();
    }

    public InputGradient(int[] inShape, Window window) {
      this(inShape, window, ConvolutionMethod.DIRECT);
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Convolution2d.inputGradient(x[0], x[1], inShape, window, method);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0
          ? Graph.apply(new Conv2d(window, method), g, x[1])
          : Graph.apply(new WeightGradient(window, method), g, x[0]);
    }
  }

  /// The transpose with respect to the weights: inputs are the images and the gradient of the output. It is computed
  /// directly; the method is that of its derivatives.
  record WeightGradient(Window window, ConvolutionMethod method) implements ConvolutionOp {
    public WeightGradient {
      method.requireWindow("WeightGradient", window);
    }

    public WeightGradient(Window window) {
      this(window, ConvolutionMethod.DIRECT);
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Convolution2d.weightGradient(x[0], x[1], window);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return i == 0
          ? Graph.apply(new InputGradient(x[0].shape(), window, method), x[1], g)
          : Graph.apply(new Conv2d(window, method), x[0], g);
    }
  }
}
