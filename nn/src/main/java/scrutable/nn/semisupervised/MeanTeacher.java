package scrutable.nn.semisupervised;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// Mean teacher: like the [PiModel], but the second view is judged by the average of the past weights, which
/// knows more than the present ones.
///
/// `L = CE(f(x), y) + w(t) mean_i mean_k (p(strong(z_i)) - stop(p_teacher(weak(z_i))))_k^2`, over labelled
/// and unlabelled inputs `z`.
///
/// Tarvainen and Valpola 2017, "Mean teachers are better role models", section 2. There both views are drawn
/// alike; here the teacher gets the easier one.
///
/// @param weight of the second part in the end
/// @param ramp the share of the steps over which `w(t)` grows, see [TrainingStep#rampUp]
public record MeanTeacher(double weight, double ramp) implements GradientLearner {

  /// Weight 100, grown over the first 40 % of the steps.
  public MeanTeacher() {
    this(100, 0.4);
  }

  @Override
  public String name() {
    return "mean teacher";
  }

  @Override
  public Variable loss(TrainingStep step) {
    Tensor all = Joining.concat(0, step.labelled().inputs(), step.unlabelled());
    Tensor taught = step.teacherProbabilities(step.weakly(all));
    Variable learned = Functions.softmax(step.logits(step.strongly(all)));
    Variable disagreement = learned.sub(Variable.constant(taught)).square().mean();
    return step.supervisedLoss().add(disagreement.mul(weight * step.rampUp(ramp)));
  }
}
