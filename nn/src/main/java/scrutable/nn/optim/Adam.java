package scrutable.nn.optim;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

//: hide 3.4
//: instead /// Adam: each number is stepped by its mean gradient, measured in units of its usual gradient.
//: instead ///
//: instead /// There is no weight decay here: added to the gradient it would be divided like the gradient itself, which
//: instead /// is hardly ever meant. [AdamW] has it.
//: instead ///
//: instead /// Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
/// Adam: each number is stepped by its mean gradient, measured in units of its usual gradient.
///
/// In step t = 1, 2, ..., with the gradient g and the learning rate r,
///
/// ```
/// m = beta1 m + (1 - beta1) g              the running mean of the gradient
/// v = beta2 v + (1 - beta2) g^2            and of its square; both 0 at first
/// p = p - r m' / (sqrt(v') + eps)          m' = m / (1 - beta1^t), v' = v / (1 - beta2^t)
/// ```
///
/// m' and v' undo the bias towards the zeros at the start: after t steps the weights in m sum to
/// `1 - beta1^t`. So the first step is about `r sign(g)`, whatever the scale of the loss.
///
/// There is no weight decay here: added to the gradient it would be divided by sqrt(v') too, which is hardly
/// ever meant. [AdamW] has it.
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1.
//: end
public final class Adam implements Optimizer {
  private final OptimizerMemory memory;
  private final double beta1;
  private final double beta2;
  private final double eps;

  /// The paper's constants: beta1 = 0.9, beta2 = 0.999, eps = 1e-8.
  public Adam(List<Parameter> parameters, double learningRate) {
    this(parameters, learningRate, 0.9, 0.999, 1e-8);
  }

  /// @param beta1 in [0, 1): how much of the running mean of gradients is kept in each step
  /// @param beta2 in [0, 1): the same for squared gradients
  /// @param eps at least 0: what keeps the step finite where the gradient has always been 0
  public Adam(List<Parameter> parameters, double learningRate, double beta1, double beta2, double eps) {
    OptimizerMemory.requireBelowOne("beta1", beta1);
    OptimizerMemory.requireBelowOne("beta2", beta2);
    OptimizerMemory.requireAtLeastZero("eps", eps);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.eps = eps;
    this.memory = new OptimizerMemory(parameters, learningRate, "exp_avg", "exp_avg_sq");
  }

  /// {@inheritDoc}
  ///
  /// @throws ArithmeticException if a gradient holds NaN, infinity, or a number whose square is infinite in its type;
  ///     nothing is changed then
  @Override
  public void step(Gradients gradients) {
    step(gradients, 1);
  }

  /// A step from `keep` times the parameters; see [AdamW].
  void step(Gradients gradients, double keep) {
    memory.stepOfSquares(gradients,
        (parameter, gradient, slots) -> update(parameter, gradient, slots[0], slots[1], (float) keep),
        (parameter, gradient, slots) -> update(parameter, gradient, slots[0], slots[1], keep));
  }

  private void update(float[] parameter, float[] gradient, float[] mean, float[] square, float keep) {
    //: leak 3.4
    //: instead double[][] numbers = new double[4][parameter.length];
    //: instead float[][] exact = {parameter, gradient, mean, square};
    //: instead for (int i = 0; i < 4 * parameter.length; i++) {
    //: instead   numbers[i % 4][i / 4] = exact[i % 4][i / 4];
    //: instead }
    //: instead update(numbers[0], numbers[1], numbers[2], numbers[3], (double) keep);
    //: instead for (int i = 0; i < 4 * parameter.length; i++) {
    //: instead   exact[i % 4][i / 4] = (float) numbers[i % 4][i / 4];
    //: instead }
    float keepMean = (float) beta1;
    float keepSquare = (float) beta2;
    float addMean = (float) (1 - beta1);
    float addSquare = (float) (1 - beta2);
    float rate = (float) (learningRate() / meanCorrection());
    float scale = (float) (1 / Math.sqrt(squareCorrection()));
    float floor = (float) eps;
    for (int i = 0; i < parameter.length; i++) {
      float m = keepMean * mean[i] + addMean * gradient[i];
      float v = keepSquare * square[i] + addSquare * gradient[i] * gradient[i];
      mean[i] = m;
      square[i] = v;
      parameter[i] = keep * parameter[i] - rate * m / ((float) Math.sqrt(v) * scale + floor);
    }
    //: end
  }

  private void update(double[] parameter, double[] gradient, double[] mean, double[] square, double keep) {
    //: task 3.4
    double rate = learningRate() / meanCorrection();
    double scale = 1 / Math.sqrt(squareCorrection());
    for (int i = 0; i < parameter.length; i++) {
      double m = beta1 * mean[i] + (1 - beta1) * gradient[i];
      double v = beta2 * square[i] + (1 - beta2) * gradient[i] * gradient[i];
      mean[i] = m;
      square[i] = v;
      parameter[i] = keep * parameter[i] - rate * m / (Math.sqrt(v) * scale + eps);
    }
    //: end
  }

  //: hide 3.4
  /// What the weights of all gradients in the running mean sum to.
  //: end
  private double meanCorrection() {
    return 1 - StrictMath.pow(beta1, memory.steps());
  }

  private double squareCorrection() {
    return 1 - StrictMath.pow(beta2, memory.steps());
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
    return text("Adam");
  }

  String text(String name) {
    return memory.text(name + ", beta1 " + beta1 + ", beta2 " + beta2);
  }
}
