package scrutable.nn.optim;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

/// [Adam] with weight decay that Adam does not see: every step first shrinks the parameters by
/// `1 - learningRate * weightDecay`, then steps as Adam would have.
///
/// Added to the gradient instead, the decay would be divided by sqrt(v') like everything else: parameters
/// with large gradients would hardly decay. Here all of them decay alike, also those without any gradient.
///
/// Source: Loshchilov and Hutter, "Decoupled weight decay regularization", 2019, algorithm 2; here, as is
/// usual, the decay is multiplied by the whole learning rate, not only by its schedule.
public final class AdamW implements Optimizer {
  private final Adam adam;
  private final double weightDecay;

  /// beta1 = 0.9, beta2 = 0.999, eps = 1e-8.
  ///
  /// @param weightDecay at least 0; 0.01 to 0.1 are usual. Applies to every parameter, biases too
  public AdamW(List<Parameter> parameters, double learningRate, double weightDecay) {
    this(parameters, learningRate, 0.9, 0.999, 1e-8, weightDecay);
  }

  /// All constants; see [Adam].
  public AdamW(List<Parameter> parameters, double learningRate, double beta1, double beta2, double eps,
      double weightDecay) {
    OptimizerMemory.requireAtLeastZero("the weight decay", weightDecay);
    this.adam = new Adam(parameters, learningRate, beta1, beta2, eps);
    this.weightDecay = weightDecay;
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if a gradient holds NaN, infinity, or a number whose square is infinite in its type;
  ///     nothing is changed then
  @Override
  public void step(Gradients gradients) {
    adam.step(gradients, 1 - learningRate() * weightDecay);
  }

  @Override
  public List<Parameter> parameters() {
    return adam.parameters();
  }

  @Override
  public double learningRate() {
    return adam.learningRate();
  }

  @Override
  public void setLearningRate(double learningRate) {
    adam.setLearningRate(learningRate);
  }

  @Override
  public Map<String, Tensor> state() {
    return adam.state();
  }

  @Override
  public void load(Map<String, Tensor> state) {
    adam.load(state);
  }

  @Override
  public String toString() {
    return adam.text("AdamW, weight decay " + weightDecay);
  }
}
