package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// The nearest point of a hyperplane that lies in the box:
///
/// `minimise |d|` such that `<w, x + d> = b` and `lo <= x + d <= hi`.
///
/// Every element moves so as to raise (or all of them so as to lower) `<w, x>`, and none further than its room
/// up to the box. What the best elements do depends on the norm, and so does the equation for the one unknown:
///
/// - `LINF`: all move by the same `t` or as far as their room: `sum |w_j| min(t, room_j) = gap`.
/// - `L2`: each moves in proportion to its weight: `sum |w_j| min(t |w_j|, room_j) = gap`.
/// - `L1`: the element with the largest weight moves first, up to its room, then the next.
///
/// Where the hyperplane misses the box, the result is the corner of the box nearest to it.
///
/// Source: Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive boundary attack",
/// ICML 2020, section 2.2; they sort the breakpoints, here Newton's method runs over them.
final class HyperplaneProjection {
  private HyperplaneProjection() {}

  /// The change of each image `(N, ...)` that brings it onto its hyperplane.
  ///
  /// @param gaps `b - <w, x>` of each image
  /// @param weights `w` of each image, `(N, ...)`
  static Tensor changes(Norm norm, Tensor images, double[] gaps, Tensor weights, Box box) {
    double[] x = images.toDoubleArray();
    double[] w = weights.toDoubleArray();
    int length = x.length / gaps.length;
    int[] order = norm == Norm.L1 ? descending(weights, gaps.length, length) : null;
    double[] changes = new double[x.length];
    for (int i = 0; i < gaps.length; i++) {
      int from = i * length;
      double[] weight = Arrays.copyOfRange(w, from, from + length);
      if (gaps[i] < 0) {
        Arrays.setAll(weight, j -> -weight[j]);
      }
      double[] room = new double[length];
      Arrays.setAll(room, j -> weight[j] > 0 ? box.hi() - x[from + j]
          : weight[j] < 0 ? x[from + j] - box.lo() : 0);
      double[] steps = steps(norm, weight, room, Math.abs(gaps[i]), order, from);
      for (int j = 0; j < length; j++) {
        changes[from + j] = Math.signum(weight[j]) * steps[j];
      }
    }
    return Tensor.wrap(changes, images.shape()).to(images.dtype());
  }

  /// How far each element moves, `0 <= step <= room`, such that `sum |w| step = gap`, or as near as it gets.
  private static double[] steps(Norm norm, double[] weight, double[] room, double gap, int[] order, int from) {
    double[] steps = new double[weight.length];
    if (norm == Norm.L1) {
      double rest = gap;
      for (int k = 0; k < steps.length && rest > 0; k++) {
        int j = order[from + k];
        double slope = Math.abs(weight[j]);
        steps[j] = Math.min(room[j], rest / slope);              // without a slope there is no room
        rest -= slope * steps[j];
      }
      return steps;
    }
    double t = solve(norm, weight, room, gap);
    Arrays.setAll(steps, j -> weight[j] == 0 ? 0
        : Math.min(room[j], norm == Norm.LINF ? t : t * Math.abs(weight[j])));
    return steps;
  }

  /// The `t` at which the steps close the gap, infinite if none does.
  ///
  /// What they gain is concave and piecewise linear in `t`. So Newton's method from 0 never goes too far, gets
  /// over a corner at least each time, and ends at the exact solution.
  private static double solve(Norm norm, double[] weight, double[] room, double gap) {
    double t = 0;
    while (true) {
      double gained = 0;
      double slope = 0;
      for (int j = 0; j < weight.length; j++) {
        double size = Math.abs(weight[j]);
        double speed = norm == Norm.LINF ? 1 : size;
        if (speed * t < room[j]) {
          gained += size * speed * t;
          slope += size * speed;
        } else {
          gained += size * room[j];
        }
      }
      double missing = gap - gained;
      if (missing <= 0) {
        return t;
      }
      double next = t + missing / slope;
      if (!(next > t) || Double.isInfinite(next)) {
        return next > t ? next : t;
      }
      t = next;
    }
  }

  private static int[] descending(Tensor weights, int count, int length) {
    return Sorting.argsort(weights.abs().reshape(count, length), 1, true).toIntArray();
  }
}
