/// What all kernels stand on.
///
/// - [Parallel][scrutable.tensor.kernel.parallel.Parallel] shares a range among threads without a change of a bit.
/// - [Simd][scrutable.tensor.kernel.parallel.Simd] says whether there are vectors.
/// - [Scratch][scrutable.tensor.kernel.parallel.Scratch] lends arrays to work in.
package scrutable.tensor.kernel.parallel;
