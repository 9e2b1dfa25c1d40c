package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import java.util.Arrays;
import java.util.Objects;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.convolution.WinogradConvolution;

//: hide 2.2
//: instead /// Two-dimensional convolution (cross-correlation, as everywhere in deep learning) and its two transposes.
//: instead ///
//: instead /// Shapes: images `x (N, C, H, W)`, weights `w (O, C, KH, KW)`, output `y (N, O, OH, OW)`.
//: instead ///
//: instead /// The operation is linear in `x` and in `w`. [#inputGradient] and [#weightGradient] are its transposes
//: instead /// with respect to each, which is what a gradient needs; the first is also called transposed convolution.
//: instead ///
//: instead /// The sums are computed as the definition says, or in another way, if a [ConvolutionMethod] says so.
/// Two-dimensional convolution (cross-correlation, as everywhere in deep learning) and its two transposes.
///
/// Shapes: images `x (N, C, H, W)`, weights `w (O, C, KH, KW)`, output `y (N, O, OH, OW)`:
///
/// `y[n, o, i, j] = sum over c, p, q of x[n, c, i s - pad + p d, j s - pad + q d] * w[o, c, p, q]`
///
/// The operation is linear in `x` and in `w`. [#inputGradient] and [#weightGradient] are its transposes with
/// respect to each, which is what a gradient needs; the first is also called transposed convolution.
///
/// The sums are computed as the definition says, or in another way, if a [ConvolutionMethod] says so.
//: end
public final class Convolution2d {
  private Convolution2d() {}

  /// The convolution of images with weights; the kernel size of `window` must be that of the weights.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit
  public static Tensor forward(Tensor x, Tensor w, Window window) {
    return compute(x, w, null, window, ConvolutionMethod.DIRECT, false);
  }

  /// The convolution of images with weights, plus a bias `(O,)` for each output channel, added in the same pass.
  public static Tensor forward(Tensor x, Tensor w, Tensor bias, Window window) {
    return forward(x, w, Objects.requireNonNull(bias, "bias"), window, ConvolutionMethod.DIRECT);
  }

  /// The convolution of images with weights, plus a bias `(O,)` or none if it is null, computed by the given method.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit, or the window not the method
  public static Tensor forward(Tensor x, Tensor w, Tensor bias, Window window, ConvolutionMethod method) {
    return compute(x, w, bias, window, method, false);
  }

  /// `max(y, 0)` of the convolution y `(N, O, OH, OW)` with a bias `(O,)`, or without one if it is null: the rectifier
  /// in the same pass, with the bits of [#forward] and [UnaryFunction#RELU]. (`float64` takes two passes.)
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit
  public static Tensor rectified(Tensor x, Tensor w, Tensor bias, Window window) {
    return rectified(x, w, bias, window, ConvolutionMethod.DIRECT);
  }

  /// `max(y, 0)` of the convolution, as above, computed by the given method.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit, or the window not the method
  public static Tensor rectified(Tensor x, Tensor w, Tensor bias, Window window, ConvolutionMethod method) {
    return compute(x, w, bias, window, method, true);
  }

  private static void requireBias(Tensor x, Tensor w, Tensor bias) {
    Broadcasting.requireSameType("conv2d with bias", x, bias);
    if (bias.rank() != 1 || w.rank() != 4 || bias.size(0) != w.size(0)) {
      throw new IllegalArgumentException("conv2d: weights " + Shape.text(w.sizes()) + " of (O, C, KH, KW) need a bias"
          + " of (O,), not " + Shape.text(bias.sizes()));
    }
  }

  private static Tensor compute(Tensor x, Tensor w, Tensor bias, Window window, ConvolutionMethod method,
      boolean rectify) {
    method.requireWindow("conv2d", window);
    requireImages("conv2d", x, w, window);
    if (x.size(1) != w.size(1)) {
      throw new IllegalArgumentException("conv2d: images " + Shape.text(x.sizes()) + " have " + x.size(1)
          + " channels, weights " + Shape.text(w.sizes()) + " expect " + w.size(1));
    }
    if (bias != null) {
      requireBias(x, w, bias);
    }
    ConvGeometry geometry = geometry(x.sizes(), w.size(0), window);
    int[] shape = {x.size(0), w.size(0), geometry.outHeight(), geometry.outWidth()};
    Storage out = Storage.uncleared(x.dtype(), Shape.elementCount(shape));
    switch (out) {
      case Storage.Float32(float[] y, _) -> {
        float[] addends = bias == null ? null : floats(bias);
        switch (method) {
          case DIRECT -> Convolution.forward(geometry, floats(x), floats(w), addends, rectify, y);
          case WINOGRAD -> WinogradConvolution.forward(geometry, floats(x), floats(w), addends, rectify, y);
        }
      }
      case Storage.Float64(double[] y, _) -> {
        double[] addends = bias == null ? null : doubles(bias);
        switch (method) {
          case DIRECT -> Convolution.forward(geometry, doubles(x), doubles(w), addends, y);
          case WINOGRAD -> WinogradConvolution.forward(geometry, doubles(x), doubles(w), addends, y);
        }
      }
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    Tensor y = new Tensor(out, shape);
    return rectify && y.dtype() == DType.FLOAT64 ? y.map(UnaryFunction.RELU) : y;
  }

  /// The transpose with respect to the images: the gradient of `x` given that of `y`.
  ///
  /// @param gradient `(N, O, OH, OW)`
  /// @param inShape the shape `(N, C, H, W)` of the images
  public static Tensor inputGradient(Tensor gradient, Tensor w, int[] inShape, Window window) {
    return inputGradient(gradient, w, inShape, window, ConvolutionMethod.DIRECT);
  }

  /// The transpose with respect to the images, computed by the given method.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit, or the window not the method
  public static Tensor inputGradient(Tensor gradient, Tensor w, int[] inShape, Window window,
      ConvolutionMethod method) {
    return inputGradient(gradient, (float[]) null, w, inShape, window, method);
  }

  private static Tensor inputGradient(Tensor gradient, float[] output, Tensor w, int[] inShape, Window window,
      ConvolutionMethod method) {
    method.requireWindow("conv2d input gradient", window);
    requireImages("conv2d input gradient", gradient, w, window);
    requireOutput(gradient, inShape, w.size(0), window);
    if (inShape[1] != w.size(1)) {
      throw new IllegalArgumentException("conv2d input gradient: images " + Shape.text(inShape)
          + " and weights " + Shape.text(w.sizes()) + " differ in channels");
    }
    ConvGeometry geometry = geometry(inShape, w.size(0), window);
    Storage out = Storage.uncleared(gradient.dtype(), Shape.elementCount(inShape));
    switch (out) {
      case Storage.Float32(float[] x, _) -> {
        switch (method) {
          case DIRECT -> Convolution.inputGradient(geometry, floats(gradient), output, floats(w), x);
          case WINOGRAD -> WinogradConvolution.inputGradient(geometry, floats(gradient), output, floats(w), x);
        }
      }
      case Storage.Float64(double[] x, _) -> {
        switch (method) {
          case DIRECT -> Convolution.inputGradient(geometry, doubles(gradient), doubles(w), x);
          case WINOGRAD -> WinogradConvolution.inputGradient(geometry, doubles(gradient), doubles(w), x);
        }
      }
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return Tensor.wrap(out, inShape);
  }

  /// The gradient of `x` given that of [#rectified]: what the rectifier lets pass of it goes back to the images.
  ///
  /// @param gradient `(N, O, OH, OW)`
  /// @param output the value of [#rectified], of the same shape
  /// @param inShape the shape `(N, C, H, W)` of the images
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit
  public static Tensor inputGradient(Tensor gradient, Tensor output, Tensor w, int[] inShape, Window window) {
    return inputGradient(gradient, output, w, inShape, window, ConvolutionMethod.DIRECT);
  }

  /// The gradient of `x` given that of [#rectified], as above, computed by the given method.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit, or the window not the method
  public static Tensor inputGradient(Tensor gradient, Tensor output, Tensor w, int[] inShape, Window window,
      ConvolutionMethod method) {
    requireOutputOf(gradient, output);
    if (gradient.dtype() != DType.FLOAT32) {
      return inputGradient(Rectifier.gradient(gradient, output), w, inShape, window, method);
    }
    return inputGradient(gradient, floats(output), w, inShape, window, method);
  }

  private static void requireOutputOf(Tensor gradient, Tensor output) {
    Broadcasting.requireSameType("gradient of a rectified conv2d", gradient, output);
    if (!gradient.sameShape(output)) {
      throw new IllegalArgumentException("gradient of a rectified conv2d: gradient " + Shape.text(gradient.sizes())
          + " and output " + Shape.text(output.sizes()) + " must have the same shape");
    }
  }

  /// The transpose with respect to the weights: the gradient of `w` given that of `y`. It is computed directly,
  /// whatever the method of the convolution.
  public static Tensor weightGradient(Tensor x, Tensor gradient, Window window) {
    return weightGradient(x, gradient, (float[]) null, window);
  }

  /// The gradient of `w (O, C, KH, KW)` given that of [#rectified].
  ///
  /// @param gradient `(N, O, OH, OW)`
  /// @param output the value of [#rectified], of the same shape
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit
  public static Tensor weightGradient(Tensor x, Tensor gradient, Tensor output, Window window) {
    requireOutputOf(gradient, output);
    if (gradient.dtype() != DType.FLOAT32) {
      return weightGradient(x, Rectifier.gradient(gradient, output), window);
    }
    return weightGradient(x, gradient, floats(output), window);
  }

  private static Tensor weightGradient(Tensor x, Tensor gradient, float[] output, Window window) {
    Broadcasting.requireSameType("conv2d weight gradient", x, gradient);
    requireRank("conv2d weight gradient", x, gradient);
    requireOutput(gradient, x.sizes(), gradient.size(1), window);
    ConvGeometry geometry = geometry(x.sizes(), gradient.size(1), window);
    int[] shape = {gradient.size(1), x.size(1), window.kernelHeight(), window.kernelWidth()};
    Storage out = Storage.uncleared(x.dtype(), Shape.elementCount(shape));
    switch (out) {
      case Storage.Float32(float[] w, _) -> Convolution.weightGradient(geometry, floats(x), floats(gradient),
          output, w);
      case Storage.Float64(double[] w, _) -> Convolution.weightGradient(geometry, doubles(x), doubles(gradient), w);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, shape);
  }

  /// The gradient of the bias `(O)` given that of [#rectified]: the sum over images and positions of what the rectifier
  /// lets pass.
  ///
  /// @param gradient `(N, O, OH, OW)`
  /// @param output the value of [#rectified], of the same shape
  /// @throws IllegalArgumentException if shapes or types differ
  public static Tensor biasGradient(Tensor gradient, Tensor output) {
    requireOutputOf(gradient, output);
    requireRank("conv2d bias gradient", gradient, output);
    if (gradient.dtype() != DType.FLOAT32) {
      return Rectifier.gradient(gradient, output).sum(false, 0, 2, 3);
    }
    int channels = gradient.size(1);
    Storage out = Storage.uncleared(DType.FLOAT32, channels);
    Convolution.biasGradient(gradient.size(0), channels, gradient.size(2) * gradient.size(3),
        floats(gradient), floats(output), (float[]) out.array());
    return new Tensor(out, new int[] {channels});
  }

  private static ConvGeometry geometry(int[] in, int outChannels, Window window) {
    return new ConvGeometry(in[0], in[1], in[2], in[3], outChannels, window.kernelHeight(), window.kernelWidth(),
        window.strideHeight(), window.strideWidth(), window.paddingHeight(), window.paddingWidth(),
        window.dilationHeight(), window.dilationWidth());
  }

  private static void requireImages(String operation, Tensor x, Tensor w, Window window) {
    Broadcasting.requireSameType(operation, x, w);
    requireRank(operation, x, w);
    if (w.size(2) != window.kernelHeight() || w.size(3) != window.kernelWidth()) {
      throw new IllegalArgumentException(operation + ": weights " + Shape.text(w.sizes())
          + " do not have the window's kernel " + window.kernelHeight() + "x" + window.kernelWidth());
    }
  }

  private static void requireRank(String operation, Tensor x, Tensor other) {
    if (!x.dtype().isFloating() || x.rank() != 4 || other.rank() != 4) {
      throw new IllegalArgumentException(operation + ": images must be (N, C, H, W) and weights (O, C, KH, KW),"
          + " floating, not " + x.dtype() + " " + Shape.text(x.sizes()) + " and " + Shape.text(other.sizes()));
    }
  }

  private static void requireOutput(Tensor gradient, int[] inShape, int outChannels, Window window) {
    int[] expected = {inShape[0], outChannels, window.outHeight(inShape[2]), window.outWidth(inShape[3])};
    if (!Arrays.equals(expected, gradient.sizes())) {
      throw new IllegalArgumentException("conv2d gradient: images " + Shape.text(inShape) + " give an output "
          + Shape.text(expected) + ", not " + Shape.text(gradient.sizes()));
    }
  }
}
