package scrutable.lessons.defences;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A defence and two attacks on it: one that takes it at its word, and one made for it.
///
/// @param deployed what answers in the end, and is judged
/// @param rejected the label that means "I do not answer", or a label that never comes
/// @param looks how often the deployed defence is asked about an image; once, unless it is random
/// @param naive as a paper might have evaluated it
/// @param adaptive by somebody who knows the defence and wants it to fail
record Trial(DecisionAccess deployed, int rejected, int looks, Attempt naive, Attempt adaptive) {

  /// Makes images within a ball; nothing is judged.
  interface Attempt {
    Tensor images(Dataset test, Ball ball, int steps, Rng rng);
  }

  /// A defence that always answers, and answers the same.
  static Trial of(DecisionAccess deployed, Attempt naive, Attempt adaptive) {
    return new Trial(deployed, -1, 1, naive, adaptive);
  }

  /// Projected gradient descent away from the true labels.
  static Attempt descent(WhiteBox victim, AttackLoss loss) {
    return (test, ball, steps, rng) -> perturb(new ProjectedGradientDescent(steps, 2.5 * ball.eps() / steps)
        .climbing(loss), victim, test, new Untargeted(test.labels()), ball, rng);
  }

  /// Projected gradient descent towards the wrong class that `scores` holds for the most likely.
  static Attempt descentTowardsSecond(WhiteBox victim, WhiteBox scores, AttackLoss loss) {
    return (test, ball, steps, rng) -> perturb(new ProjectedGradientDescent(steps, 2.5 * ball.eps() / steps)
        .climbing(loss), victim, test, Targeted.of(mostLikelyWrong(scores, test)), ball, rng);
  }

  /// Any attack away from the true labels.
  static Attempt of(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim) {
    return (test, ball, steps, rng) -> perturb(attack, victim, test, new Untargeted(test.labels()), ball,
        rng);
  }

  private static Tensor perturb(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim, Dataset test,
      Goal goal, Ball ball, Rng rng) {
    return attack.perturb(victim, Examples.of(test.inputs(), goal, rng), ball);
  }

  private static int[] mostLikelyWrong(WhiteBox scores, Dataset test) {
    Tensor logits = scores.logits(test.inputs());
    int classes = logits.size(1);
    double[] all = logits.toDoubleArray();
    int[] labels = test.labels().toIntArray();
    int[] second = new int[labels.length];
    for (int i = 0; i < second.length; i++) {
      second[i] = labels[i] == 0 ? 1 : 0;
      for (int k = 0; k < classes; k++) {
        second[i] = k != labels[i] && all[i * classes + k] > all[i * classes + second[i]] ? k : second[i];
      }
    }
    return second;
  }

  /// The share of images that are answered rightly.
  double accuracy(Tensor images, Dataset test) {
    return share(images, test, false);
  }

  /// The share of images that are answered rightly or not at all: what an attacker does not get.
  double withstood(Tensor images, Dataset test) {
    return share(images, test, true);
  }

  private double share(Tensor images, Dataset test, boolean rejectionCounts) {
    int[] labels = test.labels().toIntArray();
    int good = 0;
    for (int look = 0; look < looks; look++) {
      int[] answers = deployed.labels(images);
      for (int i = 0; i < labels.length; i++) {
        good += answers[i] == labels[i] || rejectionCounts && answers[i] == rejected ? 1 : 0;
      }
    }
    return good / (double) (labels.length * looks);
  }
}
