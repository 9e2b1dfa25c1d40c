package scrutable.attacks.defence;

import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Batch;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Training on attacked images: `min_theta E max_(|d| <= eps) J(theta, x + d, y)`.
///
/// The inner maximum is what an attack finds against the network as it is now; the gradient of the maximum is
/// then the gradient at the point that attains it (Danskin's theorem), so the attacked images are taken as
/// constants. The attack sees the network in evaluation mode; the step of training sees it in training mode.
///
/// ```java
/// var defended = AdversarialTraining.pgd(Ball.linf(0.3), 7, 0.1, rng.split("attack"));
/// ClassifierTraining.minimizing(defended, network, optimizer, TrainingSettings.of(10, 64), rng.split("shuffle"))
///     .run(digits);
/// ```
///
/// Sources: Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015,
/// section 6 (FGSM, mixed with clean images); Madry, Makelov, Schmidt, Tsipras and Vladu, "Towards deep
/// learning models resistant to adversarial attacks", ICLR 2018, sections 2 and 5 (PGD, attacked images
/// only).
///
/// @param attack finds the images to train on, going by the true labels
/// @param ball how far they may be from the clean ones
/// @param cleanShare the weight of the clean images in the loss: 0 in Madry et al., 1/2 in Goodfellow et al.
/// @param rng what the attack draws from, `rng.split(step)` in each step
public record AdversarialTraining(FixedBudgetAttack<? super WhiteBox> attack, Ball ball, double cleanShare,
    Rng rng) implements Objective {

  /// Checks the share.
  ///
  /// @throws IllegalArgumentException unless `cleanShare` lies in [0, 1)
  public AdversarialTraining {
    if (!(cleanShare >= 0 && cleanShare < 1)) {
      throw new IllegalArgumentException("AdversarialTraining: the share of clean images must lie in [0, 1),"
          + " not " + cleanShare);
    }
  }

  /// Training on what projected gradient descent finds: with a random start, and its last image, as in Madry
  /// et al.
  public static AdversarialTraining pgd(Ball ball, int steps, double stepSize, Rng rng) {
    return new AdversarialTraining(new ProjectedGradientDescent(steps, stepSize).keeping(Keep.LAST), ball, 0,
        rng);
  }

  /// Training on what a single step finds. The network may learn to bend its gradient instead of becoming
  /// robust: then this very attack fails, and any other succeeds (Tramer et al. 2018, "Ensemble adversarial
  /// training", section 3.2; Kurakin, Goodfellow and Bengio 2017, "Adversarial machine learning at scale").
  public static AdversarialTraining fgsm(Ball ball, Rng rng) {
    return new AdversarialTraining(new FastGradientSign(), ball, 0, rng);
  }

  /// The same with clean images mixed in.
  public AdversarialTraining withCleanShare(double share) {
    return new AdversarialTraining(attack, ball, share, rng);
  }

  @Override
  public Outcome of(Module network, Batch batch, long step) {
    Examples examples = Examples.of(batch.inputs(), new Untargeted(batch.labels()), rng.split(step));
    // perturb, not run: run would give an image back unchanged where the attack did not succeed yet, and
    // those are the images with the most to teach.
    Tensor attacked = attack.perturb(Classifier.of(network), examples, ball);
    Variable logits = network.forward(attacked);
    Variable loss = Losses.crossEntropy(logits, batch.labels());
    if (cleanShare > 0) {
      Variable clean = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
      loss = loss.mul(1 - cleanShare).add(clean.mul(cleanShare));
    }
    return new Outcome(logits, loss);
  }
}
