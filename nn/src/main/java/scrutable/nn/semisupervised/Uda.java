package scrutable.nn.semisupervised;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Tensor;

//: hide 6.2
//: instead /// Unsupervised data augmentation: the sharpened probabilities of an example are those of its augmentation.
//: instead ///
//: instead /// Xie et al. 2020, "Unsupervised data augmentation for consistency training", equation 1 with the masking
//: instead /// and the sharpening of section 2.3; the annealing of the labelled part is left out.
//: instead ///
//: instead /// @param temperature of the sharpening, 0.4 in the paper
//: instead /// @param threshold the least confidence that counts, 0.8 in the paper
//: instead /// @param weight of the unlabelled part
/// Unsupervised data augmentation: the sharpened probabilities of an example are those of its augmentation.
///
/// `L = CE(f(weak(x)), y) + w mean 1[max p >= threshold] KL(sharpen(p, T) || softmax f(strong(u)))`,
/// `p = stop(softmax f(weak(u)))`.
///
/// [FixMatch] is the limit of temperature 0.
///
/// Xie et al. 2020, "Unsupervised data augmentation for consistency training", equation 1 with the masking
/// and the sharpening of section 2.3; the annealing of the labelled part is left out.
///
/// @param temperature of the sharpening, 0.4 in the paper
/// @param threshold the least confidence that counts, 0.8 in the paper
/// @param weight of the unlabelled part
//: end
public record Uda(double temperature, double threshold, double weight) implements GradientLearner {

  /// The constants of the paper.
  public Uda() {
    this(0.4, 0.8, 1);
  }

  @Override
  public String name() {
    return "UDA";
  }

  @Override
  public Variable loss(TrainingStep step) {
    //: leak 6.2
    Tensor p = step.probabilities(step.weakly(step.unlabelled()));
    Tensor mask = Confidence.mask(p, threshold);
    Variable target = Variable.constant(Confidence.sharpen(p, temperature));
    Variable strong = Functions.logSoftmax(step.logits(step.strongly(step.unlabelled())));
    Variable consistency = Losses.klPerExample(strong, target).mul(Variable.constant(mask)).mean();
    return step.supervisedLoss().add(consistency.mul(weight));
    //: end
  }
}
