package scrutable.attacks.evasion;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// L-BFGS for numbers that must stay between two bounds: a quasi-Newton direction for those that are free to
/// move, and steps that are clipped.
///
/// It asks instead of being asked: [#next] is the point it wants to know about, [#tell] gives it value and
/// gradient there. So many minimisations can go on side by side, and all their questions make one batch.
///
/// A number at a bound is held there as long as its gradient pushes against the wall. The others go along
/// `-H g`, with H from the last few steps by the two loops of Nocedal and Wright's algorithm 7.4, restricted
/// to the free numbers. The step is clipped, and halved until the value falls by a share of what the slope
/// promises (Armijo).
///
/// Source: Bertsekas, "Projected Newton methods for optimization problems with simple constraints", 1982. The
/// L-BFGS-B of Byrd, Lu, Nocedal and Zhu (1995) finds the free numbers along a path instead, at more expense.
final class BoxMinimizer {
  private static final int PAIRS = 10;
  private static final int HALVINGS = 25;
  private static final double ARMIJO = 1e-4;
  private static final double SMALLEST_GRADIENT = 1e-6;

  private record Pair(double[] step, double[] change) {}

  private final double low;
  private final double high;
  private final int iterations;
  private final Deque<Pair> pairs = new ArrayDeque<>();            // the newest last
  private double[] point;
  private double value;
  private double[] gradient;
  private double[] direction;
  private double[] trial;
  private double length;
  private int made;
  private int halvings;
  private boolean done;

  /// @param start within the bounds
  /// @param iterations at most so many steps
  BoxMinimizer(double[] start, double low, double high, int iterations) {
    this.trial = start.clone();
    this.low = low;
    this.high = high;
    this.iterations = iterations;
  }

  /// Whether it has no more questions.
  boolean done() {
    return done;
  }

  /// The point to be evaluated next.
  double[] next() {
    return trial;
  }

  /// The best point so far.
  double[] point() {
    return point;
  }

  /// Takes the value and the gradient at [#next]; says whether that point is better than all before.
  boolean tell(double trialValue, double[] trialGradient) {
    if (point == null) {
      accept(trialValue, trialGradient);
      return true;
    }
    double promised = 0;
    for (int j = 0; j < trial.length; j++) {
      promised += gradient[j] * (trial[j] - point[j]);
    }
    if (trialValue <= value + ARMIJO * Math.min(promised, 0) && trialValue < value) {
      remember(trialGradient);
      made++;
      accept(trialValue, trialGradient);
      return true;
    }
    halvings++;
    done = halvings > HALVINGS;
    length /= 2;
    propose();
    return false;
  }

  private void accept(double trialValue, double[] trialGradient) {
    point = trial;
    value = trialValue;
    gradient = trialGradient;
    halvings = 0;
    double[] free = freeGradient();
    double size = Math.sqrt(dot(free, free));
    done = size <= SMALLEST_GRADIENT || made == iterations;
    direction = direction(free);
    // Before anything is known about the curvature, the gradient's own length says nothing: a careful step.
    length = pairs.isEmpty() ? Math.min(1, 1 / size) : 1;
    propose();
  }

  private void propose() {
    trial = new double[point.length];
    for (int j = 0; j < trial.length; j++) {
      trial[j] = Math.clamp(point[j] + length * direction[j], low, high);
    }
  }

  /// The gradient without the numbers that push against their walls.
  private double[] freeGradient() {
    double[] free = gradient.clone();
    for (int j = 0; j < free.length; j++) {
      boolean held = point[j] <= low && gradient[j] > 0 || point[j] >= high && gradient[j] < 0;
      free[j] = held ? 0 : gradient[j];
    }
    return free;
  }

  /// `-H g` on the free numbers; steepest descent where that would not go down.
  private double[] direction(double[] free) {
    double[] result = new double[free.length];
    for (int j = 0; j < free.length; j++) {
      result[j] = -free[j];
    }
    double[] alphas = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); ) {
      Pair pair = newestFirst.next();
      alphas[--i] = dot(pair.step, result) / dot(pair.step, pair.change);
      add(result, -alphas[i], pair.change);
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.getLast();
      double scale = dot(newest.step, newest.change) / dot(newest.change, newest.change);
      add(result, scale - 1, result.clone());
    }
    for (Pair pair : pairs) {
      double beta = dot(pair.change, result) / dot(pair.step, pair.change);
      add(result, alphas[i++] - beta, pair.step);
    }
    for (int j = 0; j < free.length; j++) {
      result[j] = free[j] == 0 ? 0 : result[j];
    }
    if (dot(result, free) < 0) {
      return result;
    }
    pairs.clear();
    double[] steepest = new double[free.length];
    add(steepest, -1, free);
    return steepest;
  }

  private void remember(double[] trialGradient) {
    double[] step = trial.clone();
    add(step, -1, point);
    double[] change = trialGradient.clone();
    add(change, -1, gradient);
    if (dot(step, change) > 1e-12) {
      if (pairs.size() == PAIRS) {
        pairs.removeFirst();
      }
      pairs.addLast(new Pair(step, change));
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void add(double[] target, double factor, double[] other) {
    for (int j = 0; j < target.length; j++) {
      target[j] += factor * other[j];
    }
  }
}
