package scrutable.autograd;

import java.util.Arrays;

/// All alignments of one label sequence with the frames of one input, as a lattice: in plain numbers, logarithms
/// throughout.
///
/// The label sequence with a blank before, between and behind, S = 2 L + 1 states, is walked from left to right. In
/// each frame the walk stays, goes one state on, or skips the blank between two *different* labels. It begins in one of
/// the first two states and ends in one of the last two.
final class CtcLattice {
  private final double[] frames;
  private final int at;
  private final int steps;
  private final int classes;
  private final int[] symbols;        // of the S states

  /// @param frames  holds the log-probabilities of this input, `(T, K)` row by row, from `at` on
  /// @param steps   T
  /// @param classes K
  /// @param symbols the labels with blanks around them, see [#symbols]
  CtcLattice(double[] frames, int at, int steps, int classes, int[] symbols) {
    this.frames = frames;
    this.at = at;
    this.steps = steps;
    this.classes = classes;
    this.symbols = symbols;
  }

  /// Labels with a blank before, between and behind.
  static int[] symbols(int[] labels, int blank) {
    int[] symbols = new int[2 * labels.length + 1];
    Arrays.fill(symbols, blank);
    for (int i = 0; i < labels.length; i++) {
      symbols[2 * i + 1] = labels[i];
    }
    return symbols;
  }

  /// Whether state `s` can be reached by skipping the blank before it: it is a label, and not the one before.
  static boolean isAfterSkip(int[] symbols, int s) {
    return s >= 3 && s % 2 == 1 && symbols[s] != symbols[s - 2];
  }

  private double emission(int t, int s) {
    return frames[at + t * classes + symbols[s]];
  }

  /// The log-probability of all alignments together; -infinity if there is none.
  double logProbability() {
    if (steps == 0) {
      return symbols.length == 1 ? 0 : Double.NEGATIVE_INFINITY;
    }
    return ending(forward()[steps - 1]);
  }

  private double ending(double[] last) {
    int states = symbols.length;
    return logSum(last[states - 1], states > 1 ? last[states - 2] : Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  /// `alpha[t][s]`: the log-probability of all beginnings that are in state s at frame t.
  private double[][] forward() {
    double[][] alpha = new double[steps][symbols.length];
    Arrays.fill(alpha[0], Double.NEGATIVE_INFINITY);
    for (int s = 0; s < Math.min(2, symbols.length); s++) {
      alpha[0][s] = emission(0, s);
    }
    for (int t = 1; t < steps; t++) {
      double[] before = alpha[t - 1];
      for (int s = 0; s < symbols.length; s++) {
        double one = s > 0 ? before[s - 1] : Double.NEGATIVE_INFINITY;
        double skip = isAfterSkip(symbols, s) ? before[s - 2] : Double.NEGATIVE_INFINITY;
        alpha[t][s] = emission(t, s) + logSum(before[s], one, skip);
      }
    }
    return alpha;
  }

  /// `beta[t][s]`: the log-probability of all endings after frame t, from state s on.
  private double[][] backward() {
    int states = symbols.length;
    double[][] beta = new double[steps][states];
    Arrays.fill(beta[steps - 1], Double.NEGATIVE_INFINITY);
    for (int s = Math.max(states - 2, 0); s < states; s++) {
      beta[steps - 1][s] = 0;
    }
    for (int t = steps - 2; t >= 0; t--) {
      double[] after = beta[t + 1];
      for (int s = 0; s < states; s++) {
        double stay = after[s] + emission(t + 1, s);
        double one = s + 1 < states ? after[s + 1] + emission(t + 1, s + 1) : Double.NEGATIVE_INFINITY;
        double skip = s + 2 < states && isAfterSkip(symbols, s + 2)
            ? after[s + 2] + emission(t + 1, s + 2) : Double.NEGATIVE_INFINITY;
        beta[t][s] = logSum(stay, one, skip);
      }
    }
    return beta;
  }

  /// Adds `factor` times the occupancy to `target`, which is laid out as the frames are: the probability, given the
  /// labels, that frame t carries symbol k. Each frame sums to 1. Nothing is added if there is no alignment.
  void addOccupancy(double factor, double[] target) {
    if (steps == 0) {
      return;
    }
    double[][] alpha = forward();
    double[][] beta = backward();
    double total = ending(alpha[steps - 1]);
    if (total == Double.NEGATIVE_INFINITY) {
      return;
    }
    for (int t = 0; t < steps; t++) {
      for (int s = 0; s < symbols.length; s++) {
        target[at + t * classes + symbols[s]] += factor * StrictMath.exp(alpha[t][s] + beta[t][s] - total);
      }
    }
  }

  /// `log(e^a + e^b + e^c)`: the largest is taken out, so nothing overflows; -infinity adds nothing, NaN stays NaN.
  static double logSum(double a, double b, double c) {
    double largest = Math.max(a, Math.max(b, c));
    if (largest == Double.NEGATIVE_INFINITY) {
      return largest;
    }
    double sum = relative(a, largest) + relative(b, largest) + relative(c, largest);
    return sum == 1 ? largest : largest + StrictMath.log(sum);
  }

  private static double relative(double x, double largest) {
    return x == largest ? 1 : x == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(x - largest);
  }
}
