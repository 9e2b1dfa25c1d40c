package scrutable.nn.semisupervised;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// The Pi-model: two random views of one example must get the same probabilities.
///
/// `L = CE(f(x), y) + w(t) mean_i mean_k (p(view1(z_i)) - p(view2(z_i)))_k^2`, over labelled and unlabelled
/// inputs `z`; both sides have a gradient.
///
/// Laine and Aila 2017, "Temporal ensembling for semi-supervised learning", algorithm 1.
///
/// @param weight of the second part in the end; the squares are averaged over K classes, so it must be large
/// @param ramp the share of the steps over which `w(t)` grows, see [TrainingStep#rampUp]
public record PiModel(double weight, double ramp) implements GradientLearner {

  /// Weight 100, grown over the first 40 % of the steps.
  public PiModel() {
    this(100, 0.4);
  }

  @Override
  public String name() {
    return "Pi-model";
  }

  @Override
  public Variable loss(TrainingStep step) {
    Tensor all = Joining.concat(0, step.labelled().inputs(), step.unlabelled());
    Variable one = Functions.softmax(step.logits(step.strongly(all)));
    Variable other = Functions.softmax(step.logits(step.strongly(all)));
    Variable disagreement = one.sub(other).square().mean();
    return step.supervisedLoss().add(disagreement.mul(weight * step.rampUp(ramp)));
  }
}
