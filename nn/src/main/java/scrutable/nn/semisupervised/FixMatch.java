package scrutable.nn.semisupervised;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Tensor;

//: hide 6.2
//: instead /// FixMatch: what the network is sure of after a small change must also be its answer after a large one.
//: instead ///
//: instead /// Sohn et al. 2020, "FixMatch: simplifying semi-supervised learning with consistency and confidence".
//: instead ///
//: instead /// @param threshold the least confidence that counts, 0.95 in the paper
//: instead /// @param weight of the unlabelled part, 1 in the paper
/// FixMatch: what the network is sure of after a small change must also be its answer after a large one.
///
/// `L = CE(f(weak(x)), y) + w mean 1[max p >= threshold] CE(f(strong(u)), argmax p)`,
/// `p = stop(softmax f(weak(u)))`.
///
/// The mean is over the whole unlabelled batch, with zeros for the examples that are not sure: early on the
/// second part is nearly nothing, and grows with the confidence; no ramp is needed.
///
/// Sohn et al. 2020, "FixMatch: simplifying semi-supervised learning with consistency and confidence",
/// equations 3 and 4.
///
/// @param threshold the least confidence that counts, 0.95 in the paper
/// @param weight of the unlabelled part, 1 in the paper
//: end
public record FixMatch(double threshold, double weight) implements GradientLearner {

  /// The constants of the paper.
  public FixMatch() {
    this(0.95, 1);
  }

  @Override
  public String name() {
    return "FixMatch";
  }

  @Override
  public Variable loss(TrainingStep step) {
    //: task 6.2
    Tensor p = step.probabilities(step.weakly(step.unlabelled()));                          // (U, K)
    Tensor sure = Confidence.mask(p, threshold);                                            // (U,)
    Variable strong = step.logits(step.strongly(step.unlabelled()));                        // (U, K)
    Variable consistency = Losses.crossEntropyPerExample(strong, Confidence.hardLabels(p))
        .mul(Variable.constant(sure)).mean().mul(weight);
    return step.supervisedLoss().add(consistency);
    //: end
  }
}
