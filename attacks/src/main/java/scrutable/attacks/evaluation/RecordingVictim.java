package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.White;
import scrutable.tensor.Tensor;

/// A victim that writes down what it is asked: the trace of an attack that does not know of it.
final class RecordingVictim implements White {
  private final White victim;
  private final List<Tensor> answers = new ArrayList<>();
  private final List<Tensor> gradients = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private AttackLoss loss;

  RecordingVictim(White victim) {
    this.victim = victim;
  }

  @Override
  public Tensor logits(Tensor images) {
    Tensor logits = victim.logits(images);
    answers.add(logits);
    return logits;
  }

  @Override
  public LossGradient lossGradient(AttackLoss asked, Tensor images, Goal goal) {
    LossGradient at = victim.lossGradient(asked, images, goal);
    loss = asked;
    answers.add(at.logits());
    gradients.add(at.gradient());
    losses.add(at.losses().toDoubleArray()[0]);
    return at;
  }

  /// The loss that the attack last asked for; null if it never asked for a gradient.
  AttackLoss loss() {
    return loss;
  }

  /// The logits of every question, in order.
  List<Tensor> answers() {
    return answers;
  }

  /// The gradients, in order.
  List<Tensor> gradients() {
    return gradients;
  }

  /// The losses at the points where a gradient was taken, in order.
  double[] losses() {
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
