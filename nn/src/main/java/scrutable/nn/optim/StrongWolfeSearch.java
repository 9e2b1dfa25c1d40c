package scrutable.nn.optim;

import java.util.function.DoubleFunction;

/// Finds a good step length along a direction in which the loss falls at first.
///
/// A length t is accepted if it satisfies the strong Wolfe conditions: with f(t) the loss at the point t
/// along the line, and f' its slope there,
///
/// ```
/// f(t) <= f(0) + c1 t f'(0)        the loss fell by a fair share of what the slope promised    c1 = 1e-4
/// |f'(t)| <= c2 |f'(0)|            and the line has become flat enough                         c2 = 0.9
/// ```
///
/// First the step is lengthened until the interval between the last two lengths must hold such a point, then
/// that interval is narrowed. New lengths are where the cubic through both ends has its minimum.
///
/// Source: Nocedal and Wright, "Numerical optimization", 2nd ed. 2006, algorithms 3.5 and 3.6, equation 3.59.
final class StrongWolfeSearch {
  static final double SUFFICIENT_DECREASE = 1e-4;
  static final double FLATNESS = 0.9;
  private static final int MOST_EVALUATIONS = 25;
  private static final double SHORTEST_GROWTH = 0.01;
  private static final double LONGEST_GROWTH = 10;
  private static final double MARGIN = 0.1;

  /// The line at one length: the loss, its slope along the line, and the gradient in all directions.
  record Probe(double length, double loss, double slope, double[] gradient) {}

  private final DoubleFunction<Probe> line;
  private final Probe start;
  private int evaluations;

  /// @param line gives the probe at a length
  /// @param start the probe at length 0; its slope must be negative
  StrongWolfeSearch(DoubleFunction<Probe> line, Probe start) {
    this.line = line;
    this.start = start;
  }

  /// The accepted probe; after 25 evaluations the best one so far, in the worst case `start` itself.
  Probe from(double firstLength) {
    Probe previous = start;
    Probe trial = probe(firstLength);
    while (evaluations < MOST_EVALUATIONS) {
      if (isTooHigh(trial) || previous != start && trial.loss >= previous.loss) {
        return between(previous, trial);
      }
      if (isFlatEnough(trial)) {
        return trial;
      }
      if (trial.slope >= 0) {
        return between(trial, previous);
      }
      double length = lengthened(previous, trial);
      previous = trial;
      trial = probe(length);
    }
    return isTooHigh(trial) ? previous : trial;
  }

  private double lengthened(Probe previous, Probe trial) {
    double shortest = trial.length + SHORTEST_GROWTH * (trial.length - previous.length);
    double longest = LONGEST_GROWTH * trial.length;
    double minimum = cubicMinimum(previous, trial);
    return Double.isNaN(minimum) ? longest : Math.clamp(minimum, shortest, longest);
  }

  /// Narrows an interval that holds an accepted length. `low` is the end that fell enough, with the lower
  /// loss; it may be the longer one.
  private Probe between(Probe low, Probe high) {
    while (evaluations < MOST_EVALUATIONS) {
      Probe trial = probe(inside(low, high));
      if (isTooHigh(trial) || trial.loss >= low.loss) {
        high = trial;
        continue;
      }
      if (isFlatEnough(trial)) {
        return trial;
      }
      if (trial.slope * (high.length - low.length) >= 0) {
        high = low;
      }
      low = trial;
    }
    return low;
  }

  /// The cubic's minimum, unless it lies outside or close to an end, where little would be learned: the
  /// middle.
  private static double inside(Probe low, Probe high) {
    double left = Math.min(low.length, high.length);
    double width = Math.abs(high.length - low.length);
    double minimum = cubicMinimum(low, high);
    boolean useful = minimum > left + MARGIN * width && minimum < left + (1 - MARGIN) * width;
    return useful ? minimum : left + width / 2;
  }

  /// Where the cubic with the losses and slopes of two probes has its minimum; NaN if it has none.
  static double cubicMinimum(Probe a, Probe b) {
    double width = b.length - a.length;
    double mean = a.slope + b.slope - 3 * (b.loss - a.loss) / width;
    double root = Math.signum(width) * Math.sqrt(mean * mean - a.slope * b.slope);
    return b.length - width * (b.slope + root - mean) / (b.slope - a.slope + 2 * root);
  }

  private Probe probe(double length) {
    evaluations++;
    return line.apply(length);
  }

  /// A loss of NaN is too high as well.
  private boolean isTooHigh(Probe probe) {
    return !(probe.loss <= start.loss + SUFFICIENT_DECREASE * probe.length * start.slope);
  }

  private boolean isFlatEnough(Probe probe) {
    return Math.abs(probe.slope) <= -FLATNESS * start.slope;
  }
}
