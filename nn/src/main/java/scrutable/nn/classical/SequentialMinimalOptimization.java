package scrutable.nn.classical;

/// Solves the dual problem of the support vector machine, two unknowns at a time.
///
/// Wanted are the weights `a` of the examples that minimise
///
/// ```
/// 1/2 sum_ij a_i a_j y_i y_j K_ij - sum_i a_i     with 0 <= a_i <= C and sum_i a_i y_i = 0
/// ```
///
/// for signs `y` of 1 or -1 and a kernel matrix `K`. One weight alone cannot change, as the last sum must
/// stay zero; two can: `a_i` by `y_i t` and `a_j` by `-y_j t`. Along that line the problem is a parabola,
/// whose lowest point is a division away. Which two? Let `v_i = y_i (1 - y_i sum_j a_j y_j K_ij)` be the
/// slope: what a unit of `t` at `i` gains. The pair with the largest `v_i` among those that may go up and the
/// smallest `v_j` among those that may go down violates the conditions of the optimum most. Where the *gap*
/// between the two is not positive, no pair can gain anything, and the weights are optimal.
///
/// That pair can be a poor one. Where examples with different signs share a place (twins), two pairs from two such
/// places may take turns, each undoing the other's gap, and need a number of steps proportional to `C`; a pair of twins
/// would do it in one. So from some number of steps on, the partner of the largest `v_i` is the one with which the
/// parabola falls the furthest: by `(v_i - v_j)^2` over the squared distance of the two in the space of the kernel, up
/// to a factor. This costs a division for each candidate.
///
/// Source: Platt, "Fast training of support vector machines using sequential minimal optimization" (1998);
/// the pair as in Keerthi et al., "Improvements to Platt's SMO algorithm" (2001), later as in Fan, Chen and Lin,
/// "Working set selection using second order information" (2005).
public final class SequentialMinimalOptimization {
  private static final double FLAT = 1e-12;
  /// Steps per example after which the partner is chosen by what is gained.
  private static final long PATIENCE = 1_000;

  private final double[][] kernel;
  private final int[] signs;
  private final double c;
  private final double[] weights;
  private final double[] slopes; // v, kept up to date

  private SequentialMinimalOptimization(double[][] kernel, int[] signs, double c) {
    this.kernel = kernel;
    this.signs = signs;
    this.c = c;
    this.weights = new double[signs.length];
    this.slopes = new double[signs.length];
    for (int i = 0; i < signs.length; i++) {
      slopes[i] = signs[i];
    }
  }

  /// What came out.
  ///
  /// @param weights `a`, one for each example; exactly 0 and exactly C at the ends
  /// @param bias the `b` of the decision function `sum_i a_i y_i k(x_i, x) + b`
  /// @param gap how far from optimal: the most that a unit of change of any pair still gains; 0 or less at
  ///     the optimum
  /// @param steps pairs that were changed
  public record Solution(double[] weights, double bias, double gap, int steps) {}

  /// Starts from `a = 0` and changes the most violating pair until the gap is at most `tolerance`.
  ///
  /// @param kernel `(N, N)`, symmetric and positive semidefinite
  /// @param signs 1 or -1 for each of the N examples
  /// @param c the largest weight of an example, above 0
  /// @param maxSteps stop after so many pairs in any case; the gap of the solution then tells
  public static Solution solve(double[][] kernel, int[] signs, double c, double tolerance, int maxSteps) {
    var problem = new SequentialMinimalOptimization(kernel, signs, c);
    int steps = 0;
    while (problem.gap() > tolerance && steps < maxSteps) {
      int up = problem.highestThatMayGoUp();
      int down = steps < PATIENCE * signs.length ? problem.lowestThatMayGoDown() : problem.bestPartner(up);
      problem.improve(up, down);
      steps++;
    }
    return new Solution(problem.weights, problem.bias(), problem.gap(), steps);
  }

  //: hide 4.3
  //: instead /// The best move of a pair that both weights allow.
  /// The move of `t` at `i` and `-t` at `j` that is best, or as far towards it as both weights may go.
  //: end
  private void improve(int i, int j) {
    //: task 4.3
    double curvature = Math.max(kernel[i][i] + kernel[j][j] - 2 * kernel[i][j], FLAT);
    double best = (slopes[i] - slopes[j]) / curvature;
    double roomAtI = signs[i] > 0 ? c - weights[i] : weights[i];
    double roomAtJ = signs[j] > 0 ? weights[j] : c - weights[j];
    double t = Math.min(best, Math.min(roomAtI, roomAtJ));
    // The end is set, not reached by adding: c - a + a need not be c.
    weights[i] = t == roomAtI ? (signs[i] > 0 ? c : 0) : weights[i] + signs[i] * t;
    weights[j] = t == roomAtJ ? (signs[j] > 0 ? 0 : c) : weights[j] - signs[j] * t;
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] -= t * (kernel[i][k] - kernel[j][k]);
    }
    //: end
  }

  private boolean mayGoUp(int i) {
    return signs[i] > 0 ? weights[i] < c : weights[i] > 0;
  }

  private boolean mayGoDown(int i) {
    return signs[i] > 0 ? weights[i] > 0 : weights[i] < c;
  }

  private int highestThatMayGoUp() {
    int best = -1;
    for (int i = 0; i < signs.length; i++) {
      if (mayGoUp(i) && (best < 0 || slopes[i] > slopes[best])) {
        best = i;
      }
    }
    return best;
  }

  private int lowestThatMayGoDown() {
    int best = -1;
    for (int i = 0; i < signs.length; i++) {
      if (mayGoDown(i) && (best < 0 || slopes[i] < slopes[best])) {
        best = i;
      }
    }
    return best;
  }

  private int bestPartner(int i) {
    int best = lowestThatMayGoDown();
    double mostGain = 0;
    for (int j = 0; j < signs.length; j++) {
      double slope = slopes[i] - slopes[j];
      double gain = slope * slope / Math.max(FLAT, squaredDistance(i, j));
      if (mayGoDown(j) && slope > 0 && gain > mostGain) {
        best = j;
        mostGain = gain;
      }
    }
    return best;
  }

  private double squaredDistance(int one, int other) {
    return kernel[one][one] - kernel[one][other] - kernel[other][one] + kernel[other][other];
  }

  /// Some weight may always go up and some down, as there are examples of both signs.
  private double gap() {
    return slopes[highestThatMayGoUp()] - slopes[lowestThatMayGoDown()];
  }

  /// An example with `0 < a_i < C` lies on the margin, `y_i f(x_i) = 1`, so its slope is the bias. Their mean
  /// is taken; if there is none, any bias between the two sides of the gap is right, and it is the middle.
  private double bias() {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < signs.length; i++) {
      if (weights[i] > 0 && weights[i] < c) {
        sum += slopes[i];
        count++;
      }
    }
    return count > 0 ? sum / count : (slopes[highestThatMayGoUp()] + slopes[lowestThatMayGoDown()]) / 2;
  }
}
