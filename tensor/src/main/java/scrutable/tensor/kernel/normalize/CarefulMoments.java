package scrutable.tensor.kernel.normalize;

/// Mean and variance of numbers for which `float32` does not suffice.
///
/// Two things can go wrong in [RowNormalization] and [ChannelNormalization]. The squares of numbers beyond 1e19
/// overflow: the variance is infinite, and every normalised number a plausible 0. And where the numbers differ by less
/// than their mean was rounded, as a thousand times 1000.3 do, the "deviations" are nothing but that rounding, blown
/// up. Both are recognised by the statistics themselves, and then made anew in double precision; all other numbers keep
/// the statistics, to the bit, that they had.
final class CarefulMoments {
  /// Deviations smaller than the mean times 2^-18 may be rounding: 4096 numbers, summed in chunks, come to 2^-19.
  private static final double ROUNDING = 0x1p-36;

  private CarefulMoments() {}

  /// Whether the sum of squared deviations from a mean is not to be trusted.
  static boolean areNeeded(float mean, float squares, int count) {
    boolean isOverflow = !(squares <= Float.MAX_VALUE);
    boolean isRounding = squares > 0 && squares / (double) count <= ROUNDING * mean * mean;
    return isOverflow || isRounding;
  }

  /// The mean of the runs `x[start + k stride .. + length]`, k = 0 .. runs - 1.
  static double mean(float[] x, int start, int stride, int runs, int length) {
    double sum = 0;
    for (int k = 0; k < runs; k++) {
      for (int i = start + k * stride; i < start + k * stride + length; i++) {
        sum += x[i];
      }
    }
    return sum / ((double) runs * length);
  }

  /// The biased variance of the same runs around their mean.
  static double variance(float[] x, int start, int stride, int runs, int length, double mean) {
    double squares = 0;
    for (int k = 0; k < runs; k++) {
      for (int i = start + k * stride; i < start + k * stride + length; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
    }
    return squares / ((double) runs * length);
  }
}
