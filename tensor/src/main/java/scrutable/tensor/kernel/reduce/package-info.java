/// Sums, maxima and minima of the rows, columns and channels of arrays.
///
/// Read in this order:
/// 1. `PlainReductions`, the definition and plain twin: one chunk, whose elements go to 16 virtual lanes.
/// 2. [ChunkReductions][scrutable.tensor.kernel.reduce.ChunkReductions], which chooses, and adds up the chunks of a
///    row.
/// 3. `SimdReductions`, one chunk with vectors.
/// 4. [RowReductions][scrutable.tensor.kernel.reduce.RowReductions],
///    [ColumnReductions][scrutable.tensor.kernel.reduce.ColumnReductions] and
///    [ChannelReductions][scrutable.tensor.kernel.reduce.ChannelReductions], the entries: what is cut in chunks, and
///    how their totals are added.
///
/// [RowBlocks][scrutable.tensor.kernel.reduce.RowBlocks] is for kernels that take a few rows at a time through several
/// steps.
package scrutable.tensor.kernel.reduce;
