/// Array kernels: the loops where the time goes, on plain `float[]` and `double[]`, without tensors. Each family has a
/// package of its own, whose page says in which order to read it:
///
/// | package | what it computes |
/// | --- | --- |
/// | `matmul` | products of matrices, and their transposes |
/// | `convolution` | two-dimensional convolution and its gradients |
/// | `pooling` | the largest or the average number of each window |
/// | `reduce` | sums, maxima and minima of rows, columns and channels |
/// | `normalize` | softmax of rows; rows or channels of mean 0 and variance 1 |
/// | `elementwise` | arithmetic and functions, element by element |
/// | `parallel` | what all stand on: threads, the question for vectors, spare arrays |
///
/// In each family there is a definition: the plainest text, which fixes the result to the last bit (`MatrixProduct`,
/// `Plain...`, `FloatMath`). There may be a plain twin that is quick enough to run where there are no vectors. And
/// there are the fast kernels (`Simd...`), which must give the same bits. The public classes choose among them and
/// share the work among threads. The definitions serve `float` and `double` alike:
/// [Precision][scrutable.tensor.kernel.Precision] says what their arithmetic rounds to.
///
/// # The numeric contract
/// The same input gives the same bits with 1 or N threads, with vectors of any width or none at all, on any
/// processor with a fused multiply-add:
/// - A matrix product accumulates each output element in chains of 4096 fused multiply-adds along `k`, and adds the
///   chains in order. So does the gradient of the weights of a convolution, whose chains are a few rows of an image.
/// - A float reduction sends element `i` to lane `i % 16` of 16 virtual lanes, which are then added in a
///   fixed tree (`l += l + 8`, then 4, 2, 1), whatever the width of the hardware.
/// - Long reductions are cut in chunks of a fixed size, never in one chunk per thread.
/// - Float functions are our own polynomials, evaluated with the same fused multiply-adds in scalar and in
///   vector code; double functions are those of [StrictMath].
///
/// One thing is left open: a result that is not a number is the same NaN to `Float.isNaN` and to
/// `Float.floatToIntBits`, but which of the many NaN bit patterns it is depends on the processor.
///
/// # Conventions
/// Arrays are row-major; an `offset` is the index of the first element, a leading dimension (`lda`, `ldb`,
/// `ldc`) the distance between the starts of two rows. Unless a kernel says otherwise an output may be the
/// same array region as an input, element for element, but must not overlap it in any other way. Arguments
/// are checked once per call, and an output is left untouched by a call that is refused.
package scrutable.tensor.kernel;
