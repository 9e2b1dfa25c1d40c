/// Softmax of rows, and rows or channels of mean 0 and variance 1.
///
/// Read in this order:
/// 1. `Standardizing`, the formulas and plain twin of one run; `SimdStandardizing`, the same with vectors.
/// 2. [RowNormalization][scrutable.tensor.kernel.normalize.RowNormalization] and
///    [ChannelNormalization][scrutable.tensor.kernel.normalize.ChannelNormalization], the entries: the statistics of a
///    row (layer norm) or of a channel (batch norm), and what is done with them.
/// 3. [SoftmaxKernel][scrutable.tensor.kernel.normalize.SoftmaxKernel]: softmax, its logarithm and cross-entropy, made
///    of the kernels of other families.
package scrutable.tensor.kernel.normalize;
