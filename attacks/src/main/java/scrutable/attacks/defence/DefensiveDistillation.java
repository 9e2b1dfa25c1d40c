package scrutable.attacks.defence;

import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.train.Objective;
import scrutable.tensor.Tensor;

/// Training a network on the softened answers of another one, at a temperature that is taken away afterwards.
///
/// A teacher learns the labels through `softmax(z / T)`, a student learns the teacher's `softmax(z / T)`
/// through its own. To be as sure as the teacher at temperature `T`, the logits must be `T` times as large;
/// the student is then used at temperature 1. There its softmax rounds to 0 and 1, the gradient of its
/// cross-entropy vanishes, and an attack that climbs it stands still.
///
/// That is all the defence does. The answers are the same for any scale of the logits: an attack that divides
/// them by `T` again, or climbs their difference, succeeds as before (Carlini and Wagner, "Towards evaluating
/// the robustness of neural networks", S&P 2017, section VIII).
///
/// Source: Papernot, McDaniel, Wu, Jha and Swami, "Distillation as a defense to adversarial perturbations
/// against deep neural networks", S&P 2016, section IV.
///
/// @param temperature 1 trains as usual; 20 to 100 in the paper
public record DefensiveDistillation(double temperature) {

  /// Checks the temperature.
  ///
  /// @throws IllegalArgumentException unless it is positive and finite
  public DefensiveDistillation {
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("DefensiveDistillation: the temperature must be positive and finite,"
          + " not " + temperature);
    }
  }

  /// What the teacher minimises: the cross-entropy of the labels and `softmax(z / T)`.
  public Objective ofLabels() {
    return Objective.ofLogits((logits, labels) -> Losses.crossEntropy(logits.div(temperature), labels));
  }

  /// What the student minimises: the cross-entropy of the teacher's `softmax(z / T)` and its own. The teacher
  /// is asked in evaluation mode and does not learn.
  public Objective of(Module teacher) {
    return (student, batch, step) -> {
      Tensor soft = teacher.evaluating(() -> Graph.withoutRecording(() ->
          Functions.softmax(teacher.forward(batch.inputs()).div(temperature)).value()));
      Variable logits = student.forward(batch.inputs());
      Variable loss = Losses.crossEntropy(logits.div(temperature), soft);
      return new Objective.Outcome(logits, loss);
    };
  }
}
