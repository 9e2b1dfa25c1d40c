/// Pooling: each window of an image becomes its largest or its average number.
///
/// Read in this order:
/// 1. [PoolGeometry][scrutable.tensor.kernel.pooling.PoolGeometry], the windows.
/// 2. `PlainPooling`, the definition; it is also the implementation for double.
/// 3. [Pooling][scrutable.tensor.kernel.pooling.Pooling], the entry, with loops for float.
/// 4. `SimdPooling`, windows of 2 x 2 with vectors.
package scrutable.tensor.kernel.pooling;
