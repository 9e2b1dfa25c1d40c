package scrutable.lessons.reality.lossspikes;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Full-batch gradient descent with three learning rates on the same problem from the same first weights; and once more
/// with the largest one, which is lowered soon after the sharpness has reached 2 / rate.
///
/// Cohen, Kaur, Li, Kolter, Talwalkar, "Gradient descent on neural networks typically occurs at the edge of
/// stability", ICLR 2021, sections 3.1 and 3.2.
///
/// @param byRate a run for each of [#RATES]
/// @param lowered the run with the largest rate, but with the smallest one from some step on
/// @param edge the step at which the run with the largest rate reaches the edge
record LossSpikesExperiment(List<LossSpikesDescent> byRate, LossSpikesDescent lowered, int edge) {
  /// Learning rates; the last is the one that reaches the edge, the first a fifth of it.
  static final double[] RATES = {0.02, 0.05, 0.1};
  /// How many steps are looked at.
  static final int WINDOW = 300;
  /// How many steps after the edge this begins, and the rate is lowered in the run that shows what for: the
  /// first jumps are tiny, and need some time to grow.
  private static final int PATIENCE = 100;
  private static final int INPUTS = 20;
  private static final int EXAMPLES = 200;

  /// A regression problem.
  ///
  /// @param inputs (200, 20)
  /// @param targets (200, 1)
  record Problem(Tensor inputs, Tensor targets) {
    /// Inputs from a normal distribution, targets -1 or 1 by the sign of the product of two inputs plus a third one.
    static Problem draw(Rng rng) {
      Tensor inputs = rng.normal(EXAMPLES, INPUTS);
      float[] x = inputs.toFloatArray();
      float[] y = new float[EXAMPLES];
      for (int i = 0; i < EXAMPLES; i++) {
        y[i] = x[INPUTS * i] * x[INPUTS * i + 1] + x[INPUTS * i + 2] > 0 ? 1 : -1;
      }
      return new Problem(inputs, Tensor.wrap(y, EXAMPLES, 1));
    }
  }

  /// Makes all runs; those that do not depend on each other are shared by the threads.
  ///
  /// @param largest what the largest rate is: the last of [#RATES], or less to disarm it
  /// @param low     what it is lowered to
  static LossSpikesExperiment of(int steps, double largest, double low, Rng rng) {
    Problem problem = Problem.draw(rng.split("problem"));
    LossSpikesDescent[] runs = new LossSpikesDescent[RATES.length];
    Parallel.forRange(runs.length, 1, (i, end) -> {
      double rate = i == runs.length - 1 ? largest : RATES[i];
      runs[i] = LossSpikesDescent.run(problem, constant(rate, steps), rng);
    });
    int edge = Math.min(runs[runs.length - 1].edge(), steps - PATIENCE - WINDOW);
    double[] lowered = constant(largest, steps);
    Arrays.fill(lowered, edge + PATIENCE, steps, low);
    return new LossSpikesExperiment(List.of(runs), LossSpikesDescent.run(problem, lowered, rng), edge);
  }

  private static double[] constant(double rate, int steps) {
    double[] rates = new double[steps];
    Arrays.fill(rates, rate);
    return rates;
  }

  LossSpikesDescent large() {
    return byRate.getLast();
  }

  LossSpikesDescent small() {
    return byRate.getFirst();
  }

  /// The step from which on the rate is lowered.
  int loweredAt() {
    return edge + PATIENCE;
  }

  /// The share of the looked-at steps that raise the loss of a run.
  double risingShare(LossSpikesDescent run) {
    return run.risingShare(loweredAt(), loweredAt() + WINDOW);
  }

  /// How many of the steps before the rate is lowered end at another loss than those of the run that goes on.
  long differentBefore() {
    return IntStream.rangeClosed(0, loweredAt())
        .filter(step -> lowered.losses()[step] != large().losses()[step]).count();
  }

  /// The mean sharpness of a run over the last third of its steps, in units of `2 / rate`.
  double lateSharpness(LossSpikesDescent run, double rate) {
    return run.relativeSharpness(2 * large().rates().length / 3, rate);
  }
}
