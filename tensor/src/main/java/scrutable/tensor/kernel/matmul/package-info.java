/// Products of matrices.
///
/// Read in this order:
/// 1. `MatrixProduct`, the definition: three loops and a chain of fused multiply-adds along k, cut where it is long.
/// 2. `RowwiseGemm`, the plain twin: the same chains, row by row, for small products, for double, and without vectors.
/// 3. [Gemm][scrutable.tensor.kernel.matmul.Gemm], the entry, which chooses.
/// 4. `PackedGemm` and `Packing`, the fast product: blocks that fit the caches, copied where they cannot be read well.
/// 5. `SimdGemmTile`, its inner loop, and `SimdPanelTile`, the same for panels; `SimdPacking`, which copies into them.
///
/// Beside them [Transpose][scrutable.tensor.kernel.matmul.Transpose], with `SimdTranspose` as its inner loop: packing a
/// matrix is transposing pieces of it.
package scrutable.tensor.kernel.matmul;
