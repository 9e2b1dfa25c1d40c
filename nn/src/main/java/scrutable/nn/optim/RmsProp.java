package scrutable.nn.optim;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

/// RMSProp: each gradient is divided by the root of its recent mean square.
///
/// ```
/// v = alpha v + (1 - alpha) g^2            0 at first, and not corrected for that
/// d = g / (sqrt(v) + eps)
/// b = momentum b + d
/// p = p - r b                              without momentum b is d
/// ```
///
/// Because v starts at 0, the first steps are long: the first is about `r / sqrt(1 - alpha)`, ten times r by
/// default. [Adam] corrects this.
///
/// Source: Tieleman and Hinton, "Lecture 6.5, RMSProp", Coursera: Neural networks for machine learning, 2012.
public final class RmsProp implements Optimizer {
  private final OptimizerMemory memory;
  private final double alpha;
  private final double eps;
  private final double momentum;

  /// alpha = 0.99, eps = 1e-8, no momentum.
  public RmsProp(List<Parameter> parameters, double learningRate) {
    this(parameters, learningRate, 0.99, 1e-8, 0);
  }

  /// @param alpha in [0, 1): how much of the mean square is kept in each step
  /// @param eps at least 0
  /// @param momentum in [0, 1)
  public RmsProp(List<Parameter> parameters, double learningRate, double alpha, double eps, double momentum) {
    OptimizerMemory.requireBelowOne("alpha", alpha);
    OptimizerMemory.requireAtLeastZero("eps", eps);
    OptimizerMemory.requireBelowOne("the momentum", momentum);
    this.alpha = alpha;
    this.eps = eps;
    this.momentum = momentum;
    this.memory = new OptimizerMemory(parameters, learningRate, "square_avg", "momentum_buffer");
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if a gradient holds NaN, infinity, or a number whose square is infinite in its type;
  ///     nothing is changed then
  @Override
  public void step(Gradients gradients) {
    memory.stepOfSquares(gradients,
        (parameter, gradient, slots) -> update(parameter, gradient, slots[0], slots[1]),
        (parameter, gradient, slots) -> update(parameter, gradient, slots[0], slots[1]));
  }

  private void update(float[] parameter, float[] gradient, float[] square, float[] buffer) {
    float rate = (float) learningRate();
    float keepSquare = (float) alpha;
    float addSquare = (float) (1 - alpha);
    float keepBuffer = (float) momentum;
    float floor = (float) eps;
    for (int i = 0; i < parameter.length; i++) {
      float g = gradient[i];
      float v = keepSquare * square[i] + addSquare * g * g;
      float b = keepBuffer * buffer[i] + g / ((float) Math.sqrt(v) + floor);
      square[i] = v;
      buffer[i] = b;
      parameter[i] -= rate * b;
    }
  }

  private void update(double[] parameter, double[] gradient, double[] square, double[] buffer) {
    double rate = learningRate();
    for (int i = 0; i < parameter.length; i++) {
      double g = gradient[i];
      double v = alpha * square[i] + (1 - alpha) * g * g;
      double b = momentum * buffer[i] + g / (Math.sqrt(v) + eps);
      square[i] = v;
      buffer[i] = b;
      parameter[i] -= rate * b;
    }
  }

  @Override
  public List<Parameter> parameters() {
    return memory.parameters();
  }

  @Override
  public double learningRate() {
    return memory.learningRate();
  }

  @Override
  public void setLearningRate(double learningRate) {
    memory.setLearningRate(learningRate);
  }

  @Override
  public Map<String, Tensor> state() {
    return memory.state();
  }

  @Override
  public void load(Map<String, Tensor> state) {
    memory.load(state);
  }

  @Override
  public String toString() {
    return memory.text("RmsProp, alpha " + alpha + ", momentum " + momentum);
  }
}
