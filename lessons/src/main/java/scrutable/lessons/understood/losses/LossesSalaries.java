package scrutable.lessons.understood.losses;

import java.util.Arrays;
import scrutable.tensor.Rng;

/// Salaries, what is known about them without any learning, and what one constant for all of them costs by each loss.
///
/// @param sorted the salaries, ascending; an odd number of them, so that there is one median
record LossesSalaries(double[] sorted) {
  /// Two salaries are the same, for the 0/1 loss, if they are equal to the nearest multiple of this.
  private static final double BIN = 0.2;

  /// Draws salaries: with `spread` above 0 lognormal around 1.6, else normal around 3; and a share of very high ones.
  static LossesSalaries draw(int count, double spread, double high, Rng rng) {
    double[] salaries = new double[count];
    for (int i = 0; i < count; i++) {
      double normal = rng.nextGaussian();
      salaries[i] = spread > 0 ? 1.6 * StrictMath.exp(spread * normal) : 3 + 0.8 * normal;
      salaries[i] += rng.nextDouble() < high ? 10 : 0;
    }
    Arrays.sort(salaries);
    return new LossesSalaries(salaries);
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
