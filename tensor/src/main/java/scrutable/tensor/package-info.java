/// N-dimensional arrays, views, broadcasting, random numbers and the kernels that make them fast.
///
/// [Tensor][scrutable.tensor.Tensor] is what everybody uses. Behind it, from the outside in: a shape and strides
/// over a flat [Storage][scrutable.tensor.Storage]; views that only change shape and strides; operations that walk
/// strided operands in contiguous runs; and kernels that see nothing but runs, in `scrutable.tensor.kernel`.
/// `float32` goes through the fast kernels, `float64` through readable loops; both keep the numeric contract that
/// the package of the kernels states.
package scrutable.tensor;
