package scrutable.attacks.physical;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One change for all images: added to almost any of them, it changes the victim's answer.
///
/// The images are visited in random order. Where the change so far does not yet fool the victim, the smallest
/// step that would is added, and the sum is brought back into the ball. Smallest is meant to first order, as
/// in DeepFool: with the margin `f` between the runner-up and the answer, and its gradient `w`, the step is
/// `|f| w / |w|^2`, a few times over, and at the end a little more.
///
/// "Fooled" compares with the victim's own answer for the unchanged image, not with a label, as in the paper.
/// The change is tried as it will be seen: added, and clipped to the box. Of the changes after each pass the
/// one with the largest fooling rate on the given images is kept; the paper takes the last.
///
/// Source: Moosavi-Dezfooli, Fawzi, Fawzi and Frossard, "Universal adversarial perturbations", CVPR 2017,
/// algorithm 1.
///
/// @param passes how often at most all images are visited
/// @param enough the fooling rate on the given images at which to stop
/// @param innerSteps how many linear steps at most to cross one boundary
/// @param overshoot by which share the crossing step is too long
public record UniversalPerturbation(int passes, double enough, int innerSteps, double overshoot) {

  /// Ten passes, until 80 % are fooled, as in the paper, with up to ten linear steps each.
  public static UniversalPerturbation standard() {
    return new UniversalPerturbation(10, 0.8, 10, 0.02);
  }

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no pass or step, or the rate is not a share
  public UniversalPerturbation {
    if (passes < 1 || innerSteps < 1 || !(enough > 0 && enough <= 1) || !(overshoot >= 0)) {
      throw new IllegalArgumentException("UniversalPerturbation: passes and innerSteps must be positive,"
          + " enough in (0, 1] and overshoot >= 0, not " + passes + ", " + innerSteps + ", " + enough + ", "
          + overshoot);
    }
  }

  /// Finds the change, `(1, ...)`, from images `(N, ...)`.
  ///
  /// @param ball how large the change may be, by itself; after it is added, images are clipped to the box
  public Tensor find(WhiteBox victim, Tensor images, Ball ball, Rng rng) {
    ball.requireFinite("UniversalPerturbation");
    ball.require(images);
    int[] answers = victim.labels(images);
    Tensor change = images.slice(0, 0, 1).mul(0);
    Tensor best = change;
    double bestRate = 0;
    for (int pass = 0; pass < passes && bestRate < enough; pass++) {
      for (int i : rng.split(pass).permutation(answers.length)) {
        Tensor image = images.slice(0, i, i + 1);
        Untargeted leave = Untargeted.of(answers[i]);
        if (!leave.reached(victim.labels(ball.box().clip(image.add(change))))[0]) {
          change = ball.norm().project(change.add(crossing(victim, image, change, leave, ball)), ball.eps());
        }
      }
      double rate = foolingRate(victim, images, change, ball);
      if (rate > bestRate) {
        best = change;
        bestRate = rate;
      }
    }
    return best;
  }

  /// The share of images whose answer the change alters. To be quoted for images that [#find] has not seen.
  ///
  /// @param change `(1, ...)`
  public static double foolingRate(DecisionAccess victim, Tensor images, Tensor change, Ball ball) {
    int[] before = victim.labels(images);
    int[] after = victim.labels(ball.box().clip(images.add(change)));
    int fooled = 0;
    for (int i = 0; i < before.length; i++) {
      fooled += after[i] != before[i] ? 1 : 0;
    }
    return fooled / (double) before.length;
  }

  /// What must be added to the change so that this image crosses its nearest boundary.
  private Tensor crossing(WhiteBox victim, Tensor image, Tensor change, Untargeted leave, Ball ball) {
    Tensor added = change.mul(0);
    for (int step = 0; step < innerSteps; step++) {
      Tensor here = ball.box().clip(image.add(change).add(added.mul(1 + overshoot)));
      WhiteBox.LossGradient margin = victim.lossGradient(AttackLoss.MARGIN, here, leave);
      double missing = -margin.losses().item();
      double slope = margin.gradient().square().sum().item();
      if (missing < 0 || slope == 0) {
        break;
      }
      added = added.add(margin.gradient().mul((missing + 1e-4) / slope));
    }
    return added.mul(1 + overshoot);
  }
}
