package scrutable.tensor.kernel.parallel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Arrays that kernels work in and hand back, so that steady work allocates none.
///
/// What is borrowed holds whatever was in it before. Lengths are rounded up to powers of two; of each, a few arrays
/// are kept between uses, about as many as threads work at the same time, and any more are left to the garbage
/// collector. An array that is never handed back (as its kernel threw) is only lost.
public final class Scratch {

  /// Where a cache line begins in an array that itself begins at one: its header fills the first 16 of the 64 bytes. So
  /// lie large arrays under G1, and all arrays with `-XX:ObjectAlignmentInBytes=64`; elsewhere it does no harm.
  public static final int LINE_START = 12;

  private static final int LINE = 16;
  /// 2 MB: half a region of G1, or more, unless the heap is larger than 8 GB.
  private static final int LARGE = 1 << 19;
  private static final int KEPT = 8;
  private static final int LENGTHS = 31;
  private static final AtomicReferenceArray<float[]> SPARE = new AtomicReferenceArray<>(KEPT * LENGTHS);

  private Scratch() {}

  /// An array of at least `length` elements with unknown contents.
  public static float[] borrow(int length) {
    int power = 32 - Integer.numberOfLeadingZeros(Math.max(length, 1) - 1);
    if (power >= LENGTHS) {
      return new float[length];
    }
    for (int i = power * KEPT; i < (power + 1) * KEPT; i++) {
      float[] spare = SPARE.get(i) == null ? null : SPARE.getAndSet(i, null);
      if (spare != null) {
        return spare;
      }
    }
    return new float[1 << power];
  }

  /// An array for panels of vectors that are read again and again: with room for `length` elements from [#LINE_START]
  /// on, and large, whatever is asked for, so that a cache line begins there if that can be had at all.
  public static float[] borrowForPanels(int length) {
    return borrow(Math.max(LARGE, LINE_START + length));
  }

  /// How far rows of `length` elements should be apart: an odd number of cache lines. So they share the sets of a cache
  /// evenly; at a distance of a power of two they would fall into few of them, and push each other out. Short rows stay
  /// as they are; long ones get at most 31 elements, and never more than half of their own.
  public static int spread(int length) {
    return length < 4 * LINE ? length : ((length + LINE - 1) / LINE | 1) * LINE;
  }

  /// Hands back what [#borrow] gave; the caller must not touch it any more.
  public static void giveBack(float[] array) {
    int power = Integer.numberOfTrailingZeros(array.length);
    if (array.length != 1 << power) {
      return;
    }
    for (int i = power * KEPT; i < (power + 1) * KEPT; i++) {
      if (SPARE.get(i) == null && SPARE.compareAndSet(i, null, array)) {
        return;
      }
    }
  }
}
