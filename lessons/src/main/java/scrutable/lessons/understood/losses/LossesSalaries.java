package scrutable.lessons.understood.losses;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import scrutable.tensor.Rng;

/// Salaries, what is known about them without any learning, and what one constant for all of them costs by each loss.
///
/// @param sorted the salaries, ascending; an odd number of them, so that there is one median
record LossesSalaries(double[] sorted) {
  /// Two salaries are the same, for the 0/1 loss, if they are equal to the nearest multiple of this.
  private static final double BIN = 0.2;

  /// Draws salaries with a long tail, lognormal around 1.6, and a share of very high ones.
  static LossesSalaries skewed(int count, double high, Rng rng) {
    return draw(count, normal -> 1.6 * StrictMath.exp(0.6 * normal), high, rng);
  }

  /// Draws salaries that are normal around 3.
  static LossesSalaries symmetric(int count, double deviation, Rng rng) {
    return draw(count, normal -> 3 + deviation * normal, 0, rng);
  }

  private static LossesSalaries draw(int count, DoubleUnaryOperator ofNormal, double high, Rng rng) {
    double[] salaries = new double[count];
    for (int i = 0; i < count; i++) {
      salaries[i] = ofNormal.applyAsDouble(rng.nextGaussian());
      salaries[i] += rng.nextDouble() < high ? 10 : 0;
    }
    Arrays.sort(salaries);
    return new LossesSalaries(salaries);
  }

  /// Half of the salaries are at most so far from the median.
  double spread() {
    double median = median();
    return Arrays.stream(sorted).map(y -> Math.abs(y - median)).sorted().toArray()[sorted.length / 2];
  }

  double mean() {
    return Arrays.stream(sorted).sum() / sorted.length;
  }

  double median() {
    return sorted[sorted.length / 2];
  }

  /// The middle of the bin with most salaries, the first of several: found by counting, as nothing points there.
  double mode() {
    double best = 0;
    for (double bin = 0; bin <= sorted[sorted.length - 1]; bin += BIN) {
      best = meanZeroOne(bin) < meanZeroOne(best) - 1e-12 ? bin : best;
    }
    return best;
  }

  //: code mean-losses
  double meanSquare(double constant) {
    return Arrays.stream(sorted).map(y -> (y - constant) * (y - constant)).sum() / sorted.length;
  }

  double meanAbsoluteValue(double constant) {
    return Arrays.stream(sorted).map(y -> Math.abs(y - constant)).sum() / sorted.length;
  }

  double meanZeroOne(double constant) {
    long bin = Math.round(constant / BIN);
    return Arrays.stream(sorted).filter(y -> Math.round(y / BIN) != bin).count() / (double) sorted.length;
  }
  //: end

  /// By how much the 0/1 loss changes when the constant moves a little, in the middle of each of twenty bins.
  double slopeOfZeroOne() {
    double largest = 0;
    for (int bin = 0; bin < 20; bin++) {
      double change = meanZeroOne(bin * BIN + 1e-4) - meanZeroOne(bin * BIN - 1e-4);
      largest = Math.max(largest, Math.abs(change));
    }
    return largest;
  }
}
