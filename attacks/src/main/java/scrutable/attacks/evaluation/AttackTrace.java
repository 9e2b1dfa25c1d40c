package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack saw on its way to one image: the loss and the gradient at each point where it took one, and
/// every answer.
///
/// A [scrutable.attacks.AttackResult] says what came out; this says how, and shows whether the loss was still
/// rising at the end. The attack has no part in it: it asks a victim that writes everything down, so that a
/// trace can be taken of any attack, and none can embellish its own.
///
/// @param moved what the attack made of the image, `(1, ...)`
/// @param losses what it climbed, at each point where it took a gradient, in order
/// @param gradients there, each `(1, ...)`
/// @param answers the logits of every question with or without a gradient, in order, each `(n, K)`
/// @param loss what it last took a gradient of; null if it took none
public record AttackTrace(Tensor moved, List<Double> losses, List<Tensor> gradients, List<Tensor> answers,
    AttackLoss loss) {

  /// Copies the lists.
  public AttackTrace {
    losses = List.copyOf(losses);
    gradients = List.copyOf(gradients);
    answers = List.copyOf(answers);
  }

  /// Lets an attack move one image, and watches.
  ///
  /// @param one a single example, so that whatever the victim is asked belongs to it
  /// @throws IllegalArgumentException if there are more
  public static AttackTrace of(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim, Examples one,
      Ball ball) {
    if (one.count() != 1) {
      throw new IllegalArgumentException("AttackTrace: images " + Shape.text(one.images().shape())
          + " were given; take one example at a time, as in examples.only(0)");
    }
    Witness witness = new Witness(victim);
    Tensor moved = attack.perturb(witness, one, ball);
    return new AttackTrace(moved, witness.losses, witness.gradients, witness.answers, witness.loss);
  }

  /// A victim that writes down what it is asked.
  private static final class Witness implements WhiteBox {
    private final WhiteBox victim;
    private final List<Double> losses = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final List<Tensor> answers = new ArrayList<>();
    private AttackLoss loss;

    Witness(WhiteBox victim) {
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
      losses.add(at.losses().toDoubleArray()[0]);
      gradients.add(at.gradient());
      answers.add(at.logits());
      return at;
    }
  }
}
