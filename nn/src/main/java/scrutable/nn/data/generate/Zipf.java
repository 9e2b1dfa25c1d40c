package scrutable.nn.data.generate;

import java.util.Arrays;
import scrutable.tensor.Rng;

/// A distribution of which a few possibilities make up most: the i-th of n, counted from 1, has a probability in
/// proportion to `i^-exponent` (Zipf 1949, "Human behavior and the principle of least effort").
///
/// Exponent 0 makes all equally likely. In the code possibilities are counted from 0.
public final class Zipf {
  private final double exponent;
  private final double[] cumulative;

  /// @param n        how many possibilities
  /// @param exponent 0 or more
  /// @throws IllegalArgumentException if n is below 1, or the exponent negative or not finite
  public Zipf(int n, double exponent) {
    if (n < 1 || !(exponent >= 0 && exponent < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Zipf: there must be a possibility and an exponent of 0 or more, not " + n
          + " and " + exponent);
    }
    this.exponent = exponent;
    this.cumulative = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += StrictMath.pow(i + 1, -exponent);
      cumulative[i] = sum;
    }
  }

  /// n.
  public int size() {
    return cumulative.length;
  }

  /// The probability of possibility i, counted from 0.
  public double probability(int i) {
    return StrictMath.pow(i + 1, -exponent) / cumulative[cumulative.length - 1];
  }

  /// Draws a possibility, counted from 0; takes one number from `rng`.
  public int draw(Rng rng) {
    double target = rng.nextDouble() * cumulative[cumulative.length - 1];
    int at = Arrays.binarySearch(cumulative, target);
    // Possibility i owns the stretch from cumulative[i - 1], inclusive, to cumulative[i].
    return Math.min(at >= 0 ? at + 1 : -at - 1, cumulative.length - 1);
  }
}
