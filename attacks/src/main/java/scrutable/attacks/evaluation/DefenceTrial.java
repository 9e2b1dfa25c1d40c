package scrutable.attacks.evaluation;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.Rival;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.InputTransformation;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A defence and two attacks on it: one that takes it at its word, and one made for it.
///
/// Both have the same budget; they differ in where they take the gradient. Only what withstands the second says
/// anything about the defence; the first says whether it breaks attacks (Carlini and Wagner 2017, "Adversarial examples
/// are not easily detected"; Tramer, Carlini, Brendel and Madry 2020, "On adaptive attacks to adversarial example
/// defenses").
///
/// @param deployed what answers in the end, and is judged
/// @param rejected the label that means "I do not answer", or a label that never comes
/// @param looks how often the deployed defence is asked about an image; once, unless it is random
/// @param naive as a paper might have evaluated it
/// @param adaptive by somebody who knows the defence and wants it to fail
public record DefenceTrial(DecisionAccess deployed, int rejected, int looks, Attempt naive, Attempt adaptive) {

  /// Makes images within a ball; nothing is judged.
  public interface Attempt {
    Tensor images(Dataset test, Ball ball, int steps, Rng rng);
  }

  /// Checks the number of looks.
  ///
  /// @throws IllegalArgumentException if nobody looks
  public DefenceTrial {
    if (looks < 1) {
      throw new IllegalArgumentException("DefenceTrial: the defence must be asked at least once about each image, not "
          + looks + " times");
    }
  }

  /// A defence that always answers, and answers the same.
  public static DefenceTrial of(DecisionAccess deployed, Attempt naive, Attempt adaptive) {
    return new DefenceTrial(deployed, -1, 1, naive, adaptive);
  }

  //: code through
  /// Something in front of a network, such as rounding, that has no gradient worth having: backward, the adaptive
  /// attack pretends that it is not there.
  public static DefenceTrial inFrontOf(Module network, InputTransformation transformation) {
    return withMargin(Classifier.of(new Sequential(transformation, network)),
        Classifier.of(new Sequential(transformation.straightThrough(), network)));
  }

  /// The naive attack climbs the cross-entropy, which is flat where an answer is sure; the adaptive one climbs the
  /// margin between two logits, which is not.
  ///
  /// @param attackable answers as `deployed` does, with gradients of some use
  public static DefenceTrial withMargin(WhiteBox deployed, WhiteBox attackable) {
    return of(deployed, descent(deployed, AttackLoss.CROSS_ENTROPY), descent(attackable, AttackLoss.MARGIN));
  }
  //: end

  /// Projected gradient descent away from the true labels.
  public static Attempt descent(WhiteBox victim, AttackLoss loss) {
    return (test, ball, steps, rng) ->
        perturb(pgd(ball, steps, loss), victim, test, new Untargeted(test.labels()), ball, rng);
  }

  /// Projected gradient descent towards the wrong class that `scores` holds for the most likely.
  public static Attempt descentTowardsSecond(WhiteBox victim, ScoreAccess scores, AttackLoss loss) {
    return (test, ball, steps, rng) ->
        perturb(pgd(ball, steps, loss), victim, test, second(test, scores), ball, rng);
  }

  /// Any attack towards the wrong class that `scores` holds for the most likely.
  public static Attempt towardsSecond(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim,
      ScoreAccess scores) {
    return (test, ball, steps, rng) -> perturb(attack, victim, test, second(test, scores), ball, rng);
  }

  private static Targeted second(Dataset test, ScoreAccess scores) {
    return new Targeted(Rival.byRank(test.labels(), scores.logits(test.inputs()), 1).getFirst().rivals());
  }

  /// Any attack away from the true labels.
  public static Attempt of(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim) {
    return (test, ball, steps, rng) ->
        perturb(attack, victim, test, new Untargeted(test.labels()), ball, rng);
  }

  private static ProjectedGradientDescent pgd(Ball ball, int steps, AttackLoss loss) {
    return new ProjectedGradientDescent(steps, 2.5 * ball.eps() / steps).climbing(loss);
  }

  private static Tensor perturb(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim, Dataset test,
      Goal goal, Ball ball, Rng rng) {
    return attack.perturb(victim, Examples.of(test.inputs(), goal, rng), ball);
  }

  /// The share of images that are answered rightly.
  ///
  /// @param images `(N, ...)`, what became of those in `test`
  public double accuracy(Tensor images, Dataset test) {
    return Arrays.stream(shares(images, test, false)).average().orElseThrow();
  }

  /// The share of images that are answered rightly or not at all: what an attacker does not get.
  ///
  /// @param images `(N, ...)`, what became of those in `test`
  public double withstood(Tensor images, Dataset test) {
    return withstoodAll(List.of(images), test);
  }

  /// The same for an attacker who has made several attempts and keeps the best of them for each image.
  ///
  /// @param attempts each `(N, ...)`, what became of the images in `test`
  public double withstoodAll(List<Tensor> attempts, Dataset test) {
    double[] worst = new double[test.size()];
    Arrays.fill(worst, 1);
    for (Tensor images : attempts) {
      double[] shares = shares(images, test, true);
      Arrays.setAll(worst, i -> Math.min(worst[i], shares[i]));
    }
    return Arrays.stream(worst).average().orElseThrow();
  }

  /// For each image the share of the looks at it that were good.
  private double[] shares(Tensor images, Dataset test, boolean rejectionCounts) {
    int[] labels = test.labels().toIntArray();
    if (images.size(0) != labels.length) {
      throw new IllegalArgumentException("DefenceTrial: there are " + images.size(0) + " images for "
          + labels.length + " labels");
    }
    double[] good = new double[labels.length];
    for (int look = 0; look < looks; look++) {
      int[] answers = deployed.labels(images);
      for (int i = 0; i < labels.length; i++) {
        good[i] += answers[i] == labels[i] || rejectionCounts && answers[i] == rejected ? 1 : 0;
      }
    }
    return Arrays.stream(good).map(count -> count / looks).toArray();
  }
}
