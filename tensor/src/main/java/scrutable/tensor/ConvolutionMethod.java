package scrutable.tensor;

import scrutable.tensor.kernel.convolution.WinogradConvolution;

/// How a two-dimensional convolution is computed. The methods differ in speed, in rounding errors and in what they can
/// compute, not in what they mean.
public enum ConvolutionMethod {

  /// The sum of the definition, product by product: any window, the smallest errors. What is not told otherwise is
  /// computed in this way.
  DIRECT,

  /// S. Winograd's method with tiles of 4 x 4 outputs, F(4x4, 3x3), for the output and for the gradient of the images;
  /// the gradient of the weights stays direct. For kernels of 3 x 3 with stride 1, dilation 1 and a padding of at most
  /// 2. It pays for wide layers: with 32 channels and more on both sides it takes half to two thirds of the time of the
  /// direct sum, with 16 and fewer it is slower.
  ///
  /// In `float32` the errors are about three times as large as those of [#DIRECT], and as large as the largest of the 6
  /// x 6 pixels of a tile makes them, for all outputs of the tile: beside a pixel of 10^6, outputs that do not meet it
  /// are wrong in the first decimal. A NaN or an infinity makes outputs NaN that do not meet it, as far as its tile
  /// reaches; no output is infinite, unless its bias makes it so.
  ///
  /// In `float64` it is computed by plain loops, slowly: to check gradients of the formula itself.
  ///
  /// A. Lavin, S. Gray, "Fast Algorithms for Convolutional Neural Networks", 2015, section 4.
  WINOGRAD;

  /// Checks that a convolution with this window can be computed in this way.
  ///
  /// @param operation who asks, for the message
  /// @throws IllegalArgumentException if not
  public void requireWindow(String operation, Window w) {
    if (this == WINOGRAD) {
      WinogradConvolution.requireWindow(operation, w.kernelHeight(), w.kernelWidth(), w.strideHeight(),
          w.strideWidth(), w.paddingHeight(), w.paddingWidth(), w.dilationHeight(), w.dilationWidth());
    }
  }
}
