/// Array kernels: the loops where the time goes, on plain `float[]` and `double[]`, without tensors.
///
/// Every fast kernel (`Simd...`) has a plain, obvious twin (`Plain...`, or the plain methods of the same
/// class). Read the twin first: it defines the result, to the last bit, and it is what runs when the module
/// `jdk.incubator.vector` is absent. The public classes ([Gemm][scrutable.tensor.kernel.Gemm],
/// [Elementwise][scrutable.tensor.kernel.Elementwise], ...) choose between the two and share the work among
/// threads.
///
/// # The numeric contract
/// The same input gives the same bits with 1 or N threads, with vectors of any width or none at all, on any
/// processor with a fused multiply-add:
/// - A matrix product accumulates each output element in one chain of fused multiply-adds along `k`.
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
