package scrutable.nn.optim;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

/// Changes parameters so that a loss falls, one step per gradient.
///
/// ```java
/// Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
/// optimizer.step(Gradients.of(loss, optimizer.parameters()));
/// ```
public interface Optimizer {
  /// The parameters being optimised.
  List<Parameter> parameters();

  /// One update of every parameter.
  void step(Gradients gradients);

  double learningRate();

  /// Sets the learning rate; schedules call this before each step.
  void setLearningRate(double learningRate);

  /// Everything the next step depends on besides the parameters (moments, step counts), by name.
  Map<String, Tensor> state();

  /// Restores [#state]; the next step is then the same to the last bit.
  void load(Map<String, Tensor> state);
}
