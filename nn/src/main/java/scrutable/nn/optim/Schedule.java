package scrutable.nn.optim;

/// The learning rate as a function of the step, counted from 0.
///
/// ```java
/// Schedule schedule = Schedule.warmUpThenCosine(0.1, 0.001, 500, 10_000);
/// optimizer.setLearningRate(schedule.rate(step));                                   // before each step
/// ```
///
/// What a step is, is up to the caller: [scrutable.nn.train.TrainingLoop] counts optimiser steps, not epochs.
@FunctionalInterface
public interface Schedule {

  /// The learning rate of step `step`.
  double rate(long step);

  /// Always the same rate.
  static Schedule constant(double rate) {
    OptimizerMemory.requireAtLeastZero("the learning rate", rate);
    return step -> rate;
  }

  /// `rate * factor^floor(step / every)`: one fall after every so many steps.
  static Schedule step(double rate, double factor, long every) {
    OptimizerMemory.requireAtLeastZero("the learning rate", rate);
    OptimizerMemory.requireAtLeastZero("the factor", factor);
    requireSteps(every);
    return step -> rate * StrictMath.pow(factor, Math.floorDiv(step, every));
  }

  /// Half a cosine wave from `from` at step 0 down to `to` at step `steps`, and `to` ever after:
  /// `to + (from - to) (1 + cos(pi step / steps)) / 2`.
  ///
  /// Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, equation 5.
  static Schedule cosine(double from, double to, long steps) {
    OptimizerMemory.requireAtLeastZero("the first learning rate", from);
    OptimizerMemory.requireAtLeastZero("the last learning rate", to);
    requireSteps(steps);
    return step -> step >= steps ? to
        : to + (from - to) * (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
  }

  /// A straight line from `from` at step 0 to `to` at step `steps`, and `to` ever after; upwards it is a
  /// warm-up.
  static Schedule linear(double from, double to, long steps) {
    OptimizerMemory.requireAtLeastZero("the first learning rate", from);
    OptimizerMemory.requireAtLeastZero("the last learning rate", to);
    requireSteps(steps);
    return step -> step >= steps ? to : from + (to - from) * step / steps;
  }

  /// A line up to `peak`, which is reached in the last of `warmUp` steps, then half a cosine wave down to `last` at
  /// step `steps`: at first neither the moments of the optimiser nor the weights are fit for long strides.
  ///
  /// Sources: Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, section 2.2 (the
  /// warm-up); [#cosine].
  static Schedule warmUpThenCosine(double peak, double last, long warmUp, long steps) {
    requireSteps(warmUp);
    requireSteps(steps - warmUp);
    return linear(peak / warmUp, peak + peak / warmUp, warmUp).then(warmUp, cosine(peak, last, steps - warmUp));
  }

  /// This schedule for the first `steps` steps, then `next`, which counts from 0 again.
  default Schedule then(long steps, Schedule next) {
    requireSteps(steps);
    return step -> step < steps ? rate(step) : next.rate(step - steps);
  }

  private static void requireSteps(long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException("a schedule needs at least 1 step, but " + steps + " were given");
    }
  }
}
