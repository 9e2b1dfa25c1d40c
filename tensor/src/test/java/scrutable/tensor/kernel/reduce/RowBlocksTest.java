package scrutable.tensor.kernel.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.parallel.Parallel;

class RowBlocksTest {

  @Test
  void everyRowIsInOneBlockAndTheBlocksAreTheSameForAnyNumberOfThreads() {
    for (int columns : new int[] {1, 7, 128, 4_096, 10_000}) {
      for (int rows : new int[] {0, 1, 31, 32, 33, 257, 40_000 / columns}) {
        assertEquals(blocks(rows, columns, 1), blocks(rows, columns, 4), rows + " x " + columns);
      }
    }
  }

  private static Set<String> blocks(int rows, int columns, int threads) {
    Set<String> blocks = new ConcurrentSkipListSet<>();
    AtomicIntegerArray visits = new AtomicIntegerArray(rows);
    Parallel.withThreads(threads, () -> RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      assertEquals(PlainReductions.LANES, lanes.length);
      blocks.add(from + " to " + to);
      for (int row = from; row < to; row++) {
        visits.incrementAndGet(row);
      }
    }));
    for (int row = 0; row < rows; row++) {
      assertEquals(1, visits.get(row), "row " + row + " of " + rows + " x " + columns);
    }
    return blocks;
  }
}
