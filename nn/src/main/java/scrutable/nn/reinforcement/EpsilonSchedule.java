package scrutable.nn.reinforcement;

/// How often to explore: a probability that falls in a straight line and then stays.
///
/// @param first at step 0
/// @param last from step `steps` on
/// @param steps how many steps the fall takes
public record EpsilonSchedule(double first, double last, int steps) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException unless both are probabilities and there is a step
  public EpsilonSchedule {
    if (!(first >= 0 && first <= 1 && last >= 0 && last <= 1) || steps < 1) {
      throw new IllegalArgumentException("EpsilonSchedule: from one probability to another in a step or more, not from "
          + first + " to " + last + " in " + steps);
    }
  }

  /// The probability at a step, counted from 0.
  ///
  /// @throws IllegalArgumentException if the step is negative
  public double at(long step) {
    if (step < 0) {
      throw new IllegalArgumentException("EpsilonSchedule: step " + step + " is negative");
    }
    return step >= steps ? last : first + (last - first) * step / steps;
  }
}
