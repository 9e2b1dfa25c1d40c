package scrutable.tensor.kernel.matmul;

import java.util.Arrays;

/// Copies a piece of a matrix into panels: the order in which the inner loops of products read it.
///
/// A panel holds `size` lines (rows of the left factor, columns of the right one) and interleaves them: step 0 of all
/// lines, step 1 of all lines, and so on. The last panel is filled up with lines of zeros. Panels begin `apart` elements
/// behind each other, at least as many as they are long.
public final class Packing {

  /// Lines that are packed at the same time: so many streams through memory the processor can fetch ahead. A block takes
  /// a whole cache line of each, so it does no harm that lines a power of two apart push each other out.
  private static final int TOGETHER = 16;

  private Packing() {}

  /// Packs `count` lines of a matrix that are next to each other in memory: step p of all of them is
  /// contiguous, the next step is `stride` away.
  ///
  /// Step by step, not panel by panel: then the matrix is read in long runs, which the processor fetches ahead.
  static void packSteps(int size, int depth, int count, float[] from, int fromStart, int stride,
      float[] panels, int start, int apart) {
    int whole = SimdPacking.canCopy(size) ? count / size : 0;
    if (whole > 0) {
      SimdPacking.copy(size, depth, whole, from, fromStart, stride, size, panels, start, size, apart);
    }
    for (int line = whole * size; line < count; line += size) {
      int lines = Math.min(size, count - line);
      int panel = start + line / size * apart;
      if (lines < size) {
        Arrays.fill(panels, panel, panel + size * depth, 0);
      }
      for (int p = 0; p < depth; p++) {
        System.arraycopy(from, fromStart + p * stride + line, panels, panel + p * size, lines);
      }
    }
  }

  /// Packs `count` lines of a matrix that are `stride` away from each other in memory: the steps of one line are
  /// contiguous. So each panel is a piece of the matrix, transposed. The panels follow each other.
  public static void packLines(int size, int depth, int count, float[] from, int fromStart, int stride,
      float[] panels, int start) {
    packLines(size, depth, count, from, fromStart, stride, panels, start, size * depth);
  }

  static void packLines(int size, int depth, int count, float[] from, int fromStart, int stride,
      float[] panels, int start, int apart) {
    for (int line = 0; line < count; line += size) {
      int lines = Math.min(size, count - line);
      int panel = start + line / size * apart;
      if (lines < size) {
        Arrays.fill(panels, panel, panel + size * depth, 0);
      }
      int together = Math.min(TOGETHER, lines);
      for (int i = 0; i < lines; i += together) {
        int first = Math.min(i, lines - together);
        Transpose.transpose(together, depth, from, fromStart + (line + first) * stride, stride,
            panels, panel + first, size);
      }
    }
  }
}
