package scrutable.autograd;

import scrutable.tensor.Rng;

/// Inputs for tests: seeded, in a range, all different by a clear gap, and not near a kink.
///
/// @param low the smallest value
/// @param high the largest value
/// @param kinks where the function under test has a corner
record Samples(double low, double high, double... kinks) {
  private static final double FROM_KINK = 0.04;

  /// From -2 to 2, but not near 0.
  static final Samples SIGNED = new Samples(-2, 2, 0);
  /// From 0.4 to 2.5.
  static final Samples POSITIVE = new Samples(0.4, 2.5);

  /// One array per shape; no two elements of all of them are equal.
  NdArray[] draw(long seed, int[]... shapes) {
    int total = 0;
    for (int[] shape : shapes) {
      total += NdArray.count(shape);
    }
    Rng rng = Rng.seed(seed);
    int[] order = rng.permutation(total);
    NdArray[] arrays = new NdArray[shapes.length];
    int next = 0;
    for (int i = 0; i < shapes.length; i++) {
      double[] values = new double[NdArray.count(shapes[i])];
      for (int j = 0; j < values.length; j++) {
        values[j] = value((order[next++] + 0.1 + 0.8 * rng.nextDouble()) / total);
      }
      arrays[i] = new NdArray(values, shapes[i]);
    }
    return arrays;
  }

  /// Maps [0, 1) to the range, stepping over a small gap around each kink.
  private double value(double fraction) {
    double value = low + (high - low - 2 * FROM_KINK * kinks.length) * fraction;
    for (double kink : kinks) {
      if (value > kink - FROM_KINK) {
        value += 2 * FROM_KINK;
      }
    }
    return value;
  }
}
