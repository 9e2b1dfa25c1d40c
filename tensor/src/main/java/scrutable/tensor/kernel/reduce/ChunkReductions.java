package scrutable.tensor.kernel.reduce;

import scrutable.tensor.kernel.parallel.Simd;

/// The sum, maximum or minimum of one chunk, with vectors ([SimdReductions]) where they pay and else plainly
/// ([PlainReductions]), and of one row of any length, chunk by chunk, on the calling thread.
///
/// The total of a row is not yet rounded to float; for a row of one chunk it is that of the chunk. That case stands
/// apart, as most rows are short, and a loop for one chunk takes a third of the time for a hundred numbers. The sums
/// need [PlainReductions#LANES] floats to add in, whatever is in them.
public final class ChunkReductions {

  /// Elements of a row that are added in lanes before their total goes to the double sum.
  static final int CHUNK = 4_096;

  private ChunkReductions() {}

  /// The sum of n numbers, at most a chunk.
  static float sum(float[] x, int start, int n, float[] lanes) {
    return Simd.paysFor(n) ? SimdReductions.sum(x, start, n, lanes) : PlainReductions.sum(x, start, n, lanes);
  }

  /// Whether [#sumFour] can be asked for: where one vector holds all lanes of a chunk.
  static boolean sumsFour() {
    return Simd.AVAILABLE && SimdReductions.sumsFour();
  }

  /// The sums of four chunks of n numbers, a multiple of [PlainReductions#LANES], that follow one another.
  static void sumFour(float[] x, int start, int n, float[] lanes, float[] out, int outStart) {
    SimdReductions.sumFour(x, start, n, lanes, out, outStart);
  }

  /// The sum of the squared differences of n numbers, at most a chunk, to a mean.
  static float squaredDeviations(float[] x, int start, int n, float mean, float[] lanes) {
    return Simd.paysFor(n) ? SimdReductions.squaredDeviations(x, start, n, mean, lanes)
        : PlainReductions.squaredDeviations(x, start, n, mean, lanes);
  }

  /// The sum of n products, at most a chunk.
  static float dot(float[] x, int xStart, float[] y, int yStart, int n, float[] lanes) {
    return Simd.paysFor(n) ? SimdReductions.dot(x, xStart, y, yStart, n, lanes)
        : PlainReductions.dot(x, xStart, y, yStart, n, lanes);
  }

  /// The largest of n > 0 numbers; NaN if there is one among them.
  public static float max(float[] x, int start, int n) {
    return Simd.paysFor(n) ? SimdReductions.max(x, start, n) : PlainReductions.max(x, start, n);
  }

  /// The largest of n > 0 numbers; NaN if there is one among them.
  public static double max(double[] x, int start, int n) {
    return PlainReductions.max(x, start, n);
  }

  /// The smallest of n > 0 numbers; NaN if there is one among them.
  static float min(float[] x, int start, int n) {
    return Simd.paysFor(n) ? SimdReductions.min(x, start, n) : PlainReductions.min(x, start, n);
  }

  /// The sum of a row.
  public static double sumOfRow(float[] x, int start, int n, float[] lanes) {
    if (n <= CHUNK) {
      return sum(x, start, n, lanes);
    }
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += sum(x, start + i, Math.min(CHUNK, n - i), lanes);
    }
    return total;
  }

  /// The sum of the squared deviations of a row from its mean.
  public static double squaredDeviationsOfRow(float[] x, int start, int n, float mean, float[] lanes) {
    if (n <= CHUNK) {
      return squaredDeviations(x, start, n, mean, lanes);
    }
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += squaredDeviations(x, start + i, Math.min(CHUNK, n - i), mean, lanes);
    }
    return total;
  }

  /// The sum of the products of two rows.
  public static double dotOfRow(float[] x, float[] y, int start, int n, float[] lanes) {
    if (n <= CHUNK) {
      return dot(x, start, y, start, n, lanes);
    }
    double total = 0;
    for (int i = 0; i < n; i += CHUNK) {
      total += dot(x, start + i, y, start + i, Math.min(CHUNK, n - i), lanes);
    }
    return total;
  }

  /// Whether none of the first `n` elements is NaN or larger in size than a limit; `Float.MAX_VALUE` asks whether all
  /// are finite.
  ///
  /// @throws IllegalArgumentException if there are not as many
  public static boolean allWithin(float limit, float[] x, int n) {
    RowReductions.checkInput("allWithin", 1, n, x.length, 0);
    for (int i = 0; i < n; i += CHUNK) {
      int length = Math.min(CHUNK, n - i);
      if (!(Simd.AVAILABLE ? SimdReductions.allWithin(limit, x, i, length)
          : PlainReductions.allWithin(limit, x, i, length))) {
        return false;
      }
    }
    return true;
  }
}
