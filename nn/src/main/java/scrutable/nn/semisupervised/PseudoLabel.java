package scrutable.nn.semisupervised;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.Tensor;

//: hide 6.2
//: instead /// Pseudo-labels: what the network believes of an unlabelled example is its label.
//: instead ///
//: instead /// The weight `a(t)` is 0 until the share `from` of the steps is done, then rises in a line to `weight` at
//: instead /// the share `until`: the beliefs of a network that knows nothing are not worth learning.
//: instead ///
//: instead /// Lee 2013, "Pseudo-label: the simple and efficient semi-supervised learning method for deep neural
//: instead /// networks", equations 15 and 16 (there is no threshold there: 0; Oliver et al. 2018 use 0.95).
//: instead ///
//: instead /// @param threshold the least confidence that makes a label
//: instead /// @param weight of the unlabelled part in the end
//: instead /// @param from the share of the steps before which the unlabelled part is off
//: instead /// @param until the share of the steps after which it has its full weight
/// Pseudo-labels: what the network believes of an unlabelled example is its label.
///
/// `L = CE(f(x), y) + a(t) mean 1[max p >= threshold] CE(f(u), argmax p)`, `p = stop(softmax f(u))`.
///
/// The weight `a(t)` is 0 until the share `from` of the steps is done, then rises in a line to `weight` at
/// the share `until`: the beliefs of a network that knows nothing are not worth learning.
///
/// Lee 2013, "Pseudo-label: the simple and efficient semi-supervised learning method for deep neural
/// networks", equations 15 and 16 (there is no threshold there: 0; Oliver et al. 2018 use 0.95).
///
/// @param threshold the least confidence that makes a label
/// @param weight of the unlabelled part in the end
/// @param from the share of the steps before which the unlabelled part is off
/// @param until the share of the steps after which it has its full weight
//: end
public record PseudoLabel(double threshold, double weight, double from, double until)
    implements GradientLearner {

  /// With the threshold 0.95, and full weight from half of the steps on.
  public PseudoLabel() {
    this(0.95, 1, 0.1, 0.5);
  }

  public PseudoLabel {
    if (!(from >= 0 && until > from)) {
      throw new IllegalArgumentException("PseudoLabel: the weight rises from " + from + " to " + until
          + " of the steps; the first must not be negative, the second larger");
    }
  }

  @Override
  public String name() {
    return "pseudo-labels";
  }

  @Override
  public Variable loss(TrainingStep step) {
    double ramp = Math.clamp((step.progress() - from) / (until - from), 0, 1);
    Variable supervised = step.supervisedLoss();
    if (ramp == 0) {
      return supervised;
    }
    //: leak 6.2
    Tensor seen = step.weakly(step.unlabelled());
    Tensor p = step.probabilities(seen);
    Tensor mask = Confidence.mask(p, threshold);
    Variable believed = Losses.crossEntropyPerExample(step.logits(seen), Confidence.hardLabels(p));
    return supervised.add(believed.mul(Variable.constant(mask)).mean().mul(weight * ramp));
    //: end
  }
}
