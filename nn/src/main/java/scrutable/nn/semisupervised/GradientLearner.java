package scrutable.nn.semisupervised;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A method that is a loss: its gradient is followed for a number of steps, and that is all of the method.
public interface GradientLearner extends SemiSupervisedLearner {

  /// The loss of one step, a scalar.
  Variable loss(TrainingStep step);

  @Override
  default Module train(Dataset labelled, Tensor unlabelled, SemiSupervisedSettings settings, Rng rng) {
    return SemiSupervisedTraining.run(this::loss, labelled, unlabelled, settings, rng);
  }
}
