package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The convolution with kernels of 3 x 3 and stride 1 by S. Winograd's method, F(4x4, 3x3): the second way to compute
/// what [Convolution] computes, with a quarter of its multiplications. [WinogradMatrices] says why that works,
/// [PlainWinograd] defines the bits, which are not those of the direct sum.
///
/// It pays for the multiplications with two passes over the images and one over the outputs. So a block of tiles is
/// transformed, multiplied by the engine's own matrix product and transformed back while it is in the second cache
/// ([WinogradTiling] shows the layout).
///
/// What it gives up:
/// - **Accuracy.** The errors are about three times as large as those of the direct sum, and each of them is as large
///   as the largest number of its tile of 6 x 6 inputs makes it, whether its own window meets that number or not.
/// - **Infinity.** An output is NaN where the direct sum meets NaN or infinity, and it may be NaN wherever its tile
///   holds one, or a number too large for the transforms (from about 10^36 on). It is never infinite, unless the bias
///   makes it so: if it is a number, that is right within the errors.
///
/// The gradient of the weights is no part of this: its errors were up to 5.5 times those of the direct sum.
public final class WinogradConvolution {

  private WinogradConvolution() {}

  /// Checks that a convolution can be computed in this way.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3, stride or dilation are not 1, or the padding is
  ///     larger than 2
  public static void requireWindow(String operation, int kernelHeight, int kernelWidth, int strideHeight,
      int strideWidth, int paddingHeight, int paddingWidth, int dilationHeight, int dilationWidth) {
    boolean fits = kernelHeight == 3 && kernelWidth == 3 && strideHeight == 1 && strideWidth == 1
        && dilationHeight == 1 && dilationWidth == 1 && paddingHeight <= 2 && paddingWidth <= 2;
    if (!fits) {
      throw new IllegalArgumentException(operation + ": Winograd's method needs a kernel of 3x3, stride 1x1, dilation"
          + " 1x1 and a padding of at most 2x2, not kernel " + kernelHeight + "x" + kernelWidth + ", stride "
          + strideHeight + "x" + strideWidth + ", dilation " + dilationHeight + "x" + dilationWidth + ", padding "
          + paddingHeight + "x" + paddingWidth + "; the direct method (ConvolutionMethod.DIRECT) computes it");
    }
  }

  static void requireWindow(String operation, ConvGeometry g) {
    requireWindow(operation, g.kernelHeight(), g.kernelWidth(), g.strideHeight(), g.strideWidth(), g.paddingHeight(),
        g.paddingWidth(), g.dilationHeight(), g.dilationWidth());
  }

  /// y = w * x + bias (none if null), and if it is to be rectified, y = max(w * x + bias, 0).
  ///
  /// @throws IllegalArgumentException if [#requireWindow] refuses the geometry, or an array is too short for it
  public static void forward(ConvGeometry g, float[] x, float[] w, float[] bias, boolean rectify, float[] y) {
    requireWindow("winograd forward", g);
    g.requireArrays("winograd forward", x.length, w.length, y.length);
    g.requireBias("winograd forward", bias == null ? g.outChannels() : bias.length);
    WinogradTiling tiling = WinogradTiling.of(g);
    int row = tiling.outRow();
    float[] kernels = Scratch.borrow(sizeOfKernels(g.inChannels(), row));
    float[] turned = Scratch.borrow(9 * row);
    for (int c = 0; c < g.inChannels(); c++) {
      Transpose.transpose(g.outChannels(), 9, w, c * 9, g.window(), turned, 0, row);
      transformKernels(turned, 0, 1, c, g.inChannels(), row, kernels);
    }
    Scratch.giveBack(turned);
    correlate(tiling, x, null, kernels, bias, rectify, y);
    Scratch.giveBack(kernels);
  }

  /// gx = the gradient with respect to x, from the gradient gy with respect to y; if y was rectified, only what passes
  /// where y is above 0 counts.
  ///
  /// @param rectified y itself, or null if it was not rectified
  /// @throws IllegalArgumentException if [#requireWindow] refuses the geometry, or an array is too short for it
  public static void inputGradient(ConvGeometry g, float[] gy, float[] rectified, float[] w, float[] gx) {
    requireWindow("winograd input gradient", g);
    g.requireArrays("winograd input gradient", gx.length, w.length,
        rectified == null ? gy.length : Math.min(gy.length, rectified.length));
    WinogradTiling tiling = WinogradTiling.of(WinogradTiling.ofGradient(g));
    int row = tiling.outRow();
    float[] kernels = Scratch.borrow(sizeOfKernels(g.outChannels(), row));
    float[] turned = Scratch.borrow(9 * row);
    for (int o = 0; o < g.outChannels(); o++) {
      Transpose.transpose(g.inChannels(), 9, w, o * g.window(), 9, turned, 0, row);
      transformKernels(turned, 8 * row, -1, o, g.outChannels(), row, kernels);
    }
    Scratch.giveBack(turned);
    correlate(tiling, gy, rectified, kernels, null, false, gx);
    Scratch.giveBack(kernels);
  }

  /// Room for the transformed kernels: 36 matrices (channels, row of output channels).
  private static int sizeOfKernels(int channels, int row) {
    long size = (long) WinogradTiling.PLANES * channels * row;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("winograd: the transformed kernels, 36 x " + channels + " x " + row + ", have"
          + " more than 2^31 - 1 elements, the limit of a Java array; the direct method computes it");
    }
    return (int) size;
  }

  /// `G g G^T` of the kernels between one input channel and all output channels. Read from the last number to the first
  /// (`direction` -1) they are turned by 180 degrees.
  private static void transformKernels(float[] turned, int start, int direction, int channel, int channels, int row,
      float[] kernels) {
    WinogradTransforms.sandwich(WinogradTransforms.KERNEL, 3, 6, row, turned, start, direction * 3 * row,
        direction * row, kernels, channel * row, 6 * channels * row, channels * row);
  }

  private static void correlate(WinogradTiling tiling, float[] x, float[] rectified, float[] kernels, float[] bias,
      boolean rectify, float[] y) {
    ConvGeometry g = tiling.g();
    int in = tiling.inRow();
    int out = tiling.outRow();
    // Adding -0 where there is no bias changes no bit.
    float[] addends = Scratch.borrow(out);
    Arrays.fill(addends, 0, out, -0f);
    if (bias != null) {
      System.arraycopy(bias, 0, addends, 0, g.outChannels());
    }
    Parallel.forRange(tiling.blocks(), 1, (index, end) -> {
      WinogradTiling.Block block = tiling.block(index);
      int inPlane = WinogradTiling.plane(block, in);
      int outPlane = WinogradTiling.plane(block, out);
      float[] inputs = Scratch.borrow(WinogradTiling.PLANES * inPlane);
      float[] sums = Scratch.borrow(WinogradTiling.PLANES * outPlane);
      tiling.transformInputs(x, rectified, block, inputs, inPlane);
      for (int q = 0; q < WinogradTiling.PLANES; q++) {
        Gemm.sgemm(false, false, block.tiles(), g.outChannels(), g.inChannels(), inputs, q * inPlane, in,
            kernels, q * g.inChannels() * out, out, sums, q * outPlane, out, false);
      }
      tiling.transformOutputs(sums, outPlane, block, addends, rectify, y);
      Scratch.giveBack(sums);
      Scratch.giveBack(inputs);
    });
    Scratch.giveBack(addends);
  }

  /// y = w * x + bias (none if null), in double.
  ///
  /// @throws IllegalArgumentException if [#requireWindow] refuses the geometry, or an array is too short for it
  public static void forward(ConvGeometry g, double[] x, double[] w, double[] bias, double[] y) {
    PlainWinograd.forward(WinogradMatrices.FOUR, g, Precision.FLOAT64, x, w, bias, y);
  }

  /// gx = the gradient with respect to x, in double.
  ///
  /// @throws IllegalArgumentException if [#requireWindow] refuses the geometry, or an array is too short for it
  public static void inputGradient(ConvGeometry g, double[] gy, double[] w, double[] gx) {
    PlainWinograd.inputGradient(WinogradMatrices.FOUR, g, Precision.FLOAT64, gy, w, gx);
  }
}
