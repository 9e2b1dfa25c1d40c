/// Arithmetic and functions, element by element.
///
/// Read in this order:
/// 1. [FloatMath][scrutable.tensor.kernel.elementwise.FloatMath], the definition of exp, log, tanh, sigmoid, erf, sin
///    and cos in float: one number at a time.
/// 2. [SimdMath][scrutable.tensor.kernel.elementwise.SimdMath], the same with vectors, operation for operation.
/// 3. [FloatFunctions][scrutable.tensor.kernel.elementwise.FloatFunctions], their entry: whole arrays.
/// 4. [Elementwise][scrutable.tensor.kernel.elementwise.Elementwise], the arithmetic of arrays, and
///    [ElementwiseScalar][scrutable.tensor.kernel.elementwise.ElementwiseScalar], of an array with a number: plain
///    loops that the compiler makes fast.
/// 5. [ShortRuns][scrutable.tensor.kernel.elementwise.ShortRuns] and `SimdShortRuns`, the same for a row at a time.
/// 6. [GeluKernel][scrutable.tensor.kernel.elementwise.GeluKernel], a function made of others in one pass, and
///    [GruKernel][scrutable.tensor.kernel.elementwise.GruKernel], a step made of others, with
///    [GruSequenceKernel][scrutable.tensor.kernel.elementwise.GruSequenceKernel], a step of a run and its way back.
package scrutable.tensor.kernel.elementwise;
