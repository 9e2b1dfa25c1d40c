package scrutable.lessons.defences.faileddefences;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// The cheapest defence there is: multiply the logits. Every answer stays the same, and attacks that climb
/// the cross-entropy see less and less.
///
/// @param scale what the logits are multiplied by
/// @param descent accuracy under projected gradient descent on the cross-entropy
/// @param crossEntropy accuracy under APGD on the cross-entropy
/// @param logitRatio accuracy under APGD on the difference of logits ratio, which does not depend on the
///     scale
/// @param withoutGradient the share of images whose gradient of the cross-entropy is exactly zero
record LoudLogits(double scale, double descent, double crossEntropy, double logitRatio,
    double withoutGradient) {
  static final double[] SCALES = {1, 10, 100};
  /// Small enough for some images to withstand it: otherwise there is nothing to compare.
  static final double EPS = 0.06;

  //: code loud
  /// The same network at every scale, attacked with the same random numbers.
  static LoudLogits[] of(Module network, Dataset test, int steps, Rng rng) {
    return Arrays.stream(SCALES).mapToObj(scale -> {
      WhiteBox loud = Classifier.of(images -> network.forward(images).mul(scale));
      Examples examples = Examples.of(test.inputs(), new Untargeted(test.labels()), rng);
      return new LoudLogits(scale,
          accuracy(new ProjectedGradientDescent(steps, 2.5 * EPS / steps), loud, examples),
          accuracy(new AutoPgd(steps, AttackLoss.CROSS_ENTROPY), loud, examples),
          accuracy(new AutoPgd(steps, AttackLoss.DLR), loud, examples),
          slopeless(loud, test));
    }).toArray(LoudLogits[]::new);
  }

  /// The share of the images at which the gradient of the cross-entropy is exactly zero.
  static double slopeless(WhiteBox victim, Dataset test) {
    double[] slopes = Norm.LINF.of(victim.lossGradient(AttackLoss.CROSS_ENTROPY, test.inputs(),
        new Untargeted(test.labels())).gradient());
    return Arrays.stream(slopes).filter(slope -> slope == 0).count() / (double) slopes.length;
  }
  //: end

  private static double accuracy(FixedBudgetAttack<? super WhiteBox> attack, WhiteBox victim, Examples examples) {
    return attack.run(victim, examples, Ball.linf(EPS)).robustAccuracy();
  }
}
