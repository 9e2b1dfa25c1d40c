package scrutable.nn.semisupervised;

import java.util.function.Supplier;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.data.Batch;
import scrutable.nn.optim.ExponentialMovingAverage;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// All that a method may use in one step, and the words in which the papers' formulas are written.
///
/// @param network the student: its weights are being learned
/// @param average of the student's weights: the teacher
/// @param labelled a batch of examples with labels, as they are
/// @param unlabelled `(U, ...)`: a batch of inputs without labels, as they are
/// @param weak the small change
/// @param strong the large change
/// @param progress the share of the steps that are done, in [0, 1)
/// @param rng a stream of this step alone
public record TrainingStep(Module network, ExponentialMovingAverage average, Batch labelled,
    Tensor unlabelled, Augmentation weak, Augmentation strong, double progress, Rng rng) {

  /// The inputs after a fresh small change.
  public Tensor weakly(Tensor inputs) {
    return weak.apply(inputs, rng);
  }

  /// The inputs after a fresh large change.
  public Tensor strongly(Tensor inputs) {
    return strong.apply(inputs, rng);
  }

  /// The network's answers, `(N, K)`, to be differentiated.
  public Variable logits(Tensor inputs) {
    return network.forward(inputs);
  }

  /// The network's probabilities, `(N, K)`, as data: no gradient flows into a target.
  ///
  /// Dropout and the like stay as they are in training.
  public Tensor probabilities(Tensor inputs) {
    return Graph.withoutRecording(() -> Softmaxes.softmax(network.forward(inputs).value()));
  }

  /// The probabilities of the averaged network, in evaluation mode, as data.
  ///
  /// To be called before [#logits]: the weights are swapped meanwhile, and a graph that was built on them
  /// before could no longer be differentiated. Only parameters are averaged: a batch norm would use the
  /// student's statistics.
  public Tensor teacherProbabilities(Tensor inputs) {
    Supplier<Tensor> teacher = () -> Softmaxes.softmax(network.forward(inputs).value());
    return Graph.withoutRecording(() -> average.averaged(() -> network.evaluating(teacher)));
  }

  /// The mean cross-entropy of the labelled batch after a small change: the part that all methods share.
  public Variable supervisedLoss() {
    return Losses.crossEntropy(logits(weakly(labelled.inputs())), labelled.labels());
  }

  /// A weight that grows from about 0 to 1 over the first part of the steps, `exp(-5 (1 - t)^2)` with `t`
  /// from 0 to 1: agreement must not be asked of a network that knows nothing yet, or it will agree on
  /// nothing.
  ///
  /// Laine and Aila 2017, "Temporal ensembling", section 2.1.
  ///
  /// @param share of the steps after which the weight is 1
  public double rampUp(double share) {
    double left = 1 - Math.min(progress / share, 1);
    return StrictMath.exp(-5 * left * left);
  }
}
