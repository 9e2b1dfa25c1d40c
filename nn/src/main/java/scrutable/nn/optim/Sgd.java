package scrutable.nn.optim;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

/// Stochastic gradient descent: a step against the gradient, with momentum if wanted.
///
/// With the gradient g, the learning rate r, the momentum c and the weight decay w,
///
/// ```
/// g = g + w p              weight decay: the gradient of w/2 |p|^2
/// v = c v + g              the velocity; 0 at first
/// p = p - r v              or, with Nesterov's momentum, p = p - r (g + c v)
/// ```
///
/// Without momentum v is g. Nesterov's variant looks ahead: it steps as if the gradient had been taken where
/// the velocity is about to carry the parameters.
///
/// Sources: Polyak 1964; Nesterov 1983; in this form Sutskever, Martens, Dahl and Hinton, "On the importance
/// of initialization and momentum in deep learning", 2013, with the learning rate outside the velocity.
public final class Sgd implements Optimizer {
  private final OptimizerMemory memory;
  private final double momentum;
  private final boolean nesterov;
  private final double weightDecay;

  /// Plain gradient descent.
  public Sgd(List<Parameter> parameters, double learningRate) {
    this(parameters, learningRate, 0, false, 0);
  }

  /// @param momentum in [0, 1); 0.9 is usual
  /// @param nesterov whether to look ahead; needs momentum
  /// @param weightDecay at least 0; applies to every parameter, biases too
  public Sgd(List<Parameter> parameters, double learningRate, double momentum, boolean nesterov,
      double weightDecay) {
    OptimizerMemory.requireBelowOne("the momentum", momentum);
    OptimizerMemory.requireAtLeastZero("the weight decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("Nesterov's variant changes how momentum is used; with a"
          + " momentum of 0 it would do nothing");
    }
    this.momentum = momentum;
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
    this.memory = momentum == 0
        ? new OptimizerMemory(parameters, learningRate)
        : new OptimizerMemory(parameters, learningRate, "momentum");
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if a gradient holds NaN or infinity; nothing is changed then
  @Override
  public void step(Gradients gradients) {
    if (momentum == 0) {
      memory.step(gradients, this::update, this::update);
    } else {
      memory.step(gradients, this::updateWithMomentum, this::updateWithMomentum);
    }
  }

  private void update(float[] parameter, float[] gradient, float[][] none) {
    float rate = (float) learningRate();
    float decay = (float) weightDecay;
    for (int i = 0; i < parameter.length; i++) {
      parameter[i] -= rate * (gradient[i] + decay * parameter[i]);
    }
  }

  private void update(double[] parameter, double[] gradient, double[][] none) {
    double rate = learningRate();
    for (int i = 0; i < parameter.length; i++) {
      parameter[i] -= rate * (gradient[i] + weightDecay * parameter[i]);
    }
  }

  private void updateWithMomentum(float[] parameter, float[] gradient, float[][] slots) {
    float[] velocity = slots[0];
    float rate = (float) learningRate();
    float decay = (float) weightDecay;
    float keep = (float) momentum;
    for (int i = 0; i < parameter.length; i++) {
      float g = gradient[i] + decay * parameter[i];
      float v = keep * velocity[i] + g;
      velocity[i] = v;
      parameter[i] -= rate * (nesterov ? g + keep * v : v);
    }
  }

  private void updateWithMomentum(double[] parameter, double[] gradient, double[][] slots) {
    double[] velocity = slots[0];
    double rate = learningRate();
    for (int i = 0; i < parameter.length; i++) {
      double g = gradient[i] + weightDecay * parameter[i];
      double v = momentum * velocity[i] + g;
      velocity[i] = v;
      parameter[i] -= rate * (nesterov ? g + momentum * v : v);
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
    return memory.text("Sgd, " + (nesterov ? "Nesterov's " : "") + "momentum " + momentum + ", weight decay " + weightDecay);
  }
}
