package scrutable.lessons.grader.task;

import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The inputs on which the code of a task is tried once.
///
/// The fixed draw is the same for everybody and for ever: known mistakes are recognised by their answers to it. So its
/// shapes are chosen such that a wrong rule still runs: square matrices, no axis of size 1. All other draws judge.
///
/// @param seed  what the random numbers come from
/// @param fixed whether this is the fixed draw
/// @param rng   the random numbers, used up from one question to the next
public record Draw(long seed, boolean fixed, Rng rng) {
  /// The seed of the fixed draw.
  public static final long FIXED = 0;

  /// The draw of a seed for one part of one task; no two parts see the same numbers.
  public static Draw of(long seed, String task, String part) {
    return new Draw(seed, seed == FIXED, Rng.seed(seed).split(task).split(part));
  }

  /// The size of an axis: `whenFixed` in the fixed draw, from `low` to `high` in all others.
  public int size(int whenFixed, int low, int high) {
    return fixed ? whenFixed : low + rng.nextInt(high - low + 1);
  }

  /// `float64` numbers from the normal distribution.
  public Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  /// `float64` numbers from `low` to `high`.
  public Tensor between(double low, double high, int... shape) {
    return rng.uniformBetween(low, high, shape).to(DType.FLOAT64);
  }
}
