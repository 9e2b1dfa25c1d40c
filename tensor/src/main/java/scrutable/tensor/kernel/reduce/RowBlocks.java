package scrutable.tensor.kernel.reduce;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The rows of a matrix in blocks of a few thousand elements, shared among threads.
///
/// A kernel takes the rows of a block through all of its steps, from the first to the last of which they stay in the
/// nearest cache. The blocks depend on the size of the rows only.
public final class RowBlocks {

  private static final int BLOCK = 4_096;
  private static final int BLOCKS_OF_TASK = 8;

  private RowBlocks() {}

  /// The work on the rows `from <= row < to`.
  public interface Body {
    /// @param lanes where [ChunkReductions] may add; what is in it does not matter
    void run(int from, int to, float[] lanes);
  }

  /// Calls `body` for every block. The blocks of a task come one after another and share the lanes.
  public static void forEach(int rows, int columns, Body body) {
    int size = Math.max(1, BLOCK / columns);
    Parallel.forRange(rows, size * BLOCKS_OF_TASK, (from, to) -> {
      float[] lanes = Scratch.borrow(PlainReductions.LANES);
      for (int done = 0; done < to - from; done += size) {
        int start = from + done;
        body.run(start, start + Math.min(size, to - start), lanes);
      }
      Scratch.giveBack(lanes);
    });
  }
}
