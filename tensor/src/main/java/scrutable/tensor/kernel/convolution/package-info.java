/// Two-dimensional convolution, and its gradients with respect to the image and to the weights.
///
/// Read in this order:
/// 1. [ConvGeometry][scrutable.tensor.kernel.convolution.ConvGeometry], the formula and the layouts.
/// 2. `PlainConvolution`, the definition: loops over all indices; it is also the implementation for double.
/// 3. [Convolution][scrutable.tensor.kernel.convolution.Convolution], the entry, and what makes all three fast: they
///    are matrix products with shifted images (`ShiftedInput`, `ShiftedGradient`).
/// 4. `ConvolutionForward`, the two ways to lay vectors over the output, and one more for short sums
///    (`ColumnCopies`); `BandedInputGradient`, the gradient of the input without the zeros above and below it;
///    `WeightGradientBlocks`, the gradient of the weights for large images; `ImageLoop` shares the
///    images among threads.
/// 5. `ConvolutionTile`, the inner loops, each with its plain twin; `SimdConvolutionTile`, `SimdChannelTile` and
///    `SimdRunTile`, the same with vectors.
/// 6. Another way to the same sums, with fewer multiplications and other bits, for kernels of 3 x 3:
///    [WinogradMatrices][scrutable.tensor.kernel.convolution.WinogradMatrices], the formula;
///    [PlainWinograd][scrutable.tensor.kernel.convolution.PlainWinograd], plain loops, also the implementation for
///    double; [WinogradConvolution][scrutable.tensor.kernel.convolution.WinogradConvolution], the entry, and what is
///    given up; `WinogradTiling`, the layout; `WinogradTransforms` and, with vectors, `SimdWinograd`.
package scrutable.tensor.kernel.convolution;
