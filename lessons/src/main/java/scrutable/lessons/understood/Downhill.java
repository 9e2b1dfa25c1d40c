package scrutable.lessons.understood;

import java.util.List;
import java.util.function.Supplier;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.optim.Optimizer;
import scrutable.nn.optim.Sgd;

/// Gradient descent with steps that become shorter and shorter.
final class Downhill {
  private static final int STEPS = 1_500;
  private static final double SHRINK = 0.994;

  private Downhill() {}

  /// Moves the parameter until the steps have become a ten-thousandth of the first.
  ///
  /// The absolute value has a slope of 1 right up to its lowest point and then of -1: steps of constant length would
  /// jump over it for ever. Where the slope jumps, a *subgradient* is used, any value in between.
  static void descend(Parameter parameter, double firstStep, Supplier<Variable> loss) {
    Optimizer optimizer = new Sgd(List.of(parameter), firstStep);
    double learningRate = firstStep;
    for (int step = 0; step < STEPS; step++) {
      optimizer.setLearningRate(learningRate);
      optimizer.step(Gradients.of(loss.get(), List.of(parameter)));
      learningRate *= SHRINK;
    }
  }
}
