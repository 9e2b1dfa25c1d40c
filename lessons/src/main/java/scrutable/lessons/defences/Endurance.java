package scrutable.lessons.defences;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evaluation.AutoAttack;
import scrutable.attacks.evaluation.RobustReport;
import scrutable.attacks.evaluation.SecurityCurve;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What one network withstands.
///
/// @param clean accuracy on all test images
/// @param shifted the same with each image moved by two pixels to the right
/// @param noise accuracy on the attacked images, with random signs of the size of the ball; likewise the next
/// @param fgsm under one step, by radius
/// @param pgd under many steps, by radius
/// @param euclidean under many steps in a ball of `L2`
/// @param all under a shortened AutoAttack in the ball it was trained for
record Endurance(double clean, double shifted, double noise, SecurityCurve fgsm, SecurityCurve pgd,
    double euclidean, RobustReport all) {
  /// The radii, in units of the one trained for.
  static final double[] RADII = {0, 0.5, 1, 1.5, 2};
  private static final int STEPS = 40;
  private static final int TRIES = 2;
  private static final int SHIFT = 2;

  /// Measures a network.
  ///
  /// @param attacked how many of the test images are attacked
  /// @param euclidean the ball of `L2`
  /// @param steps of the gradient attacks in AutoAttack
  /// @param queries of its search without gradients
  static Endurance of(Module network, Dataset test, int attacked, Ball ball, Ball euclidean, int steps, int queries,
      Rng rng) {
    Classifier victim = Classifier.of(network);
    Dataset some = test.take(attacked);
    Examples examples = Examples.of(some.inputs(), new Untargeted(some.labels()), rng);
    double[] radii = Arrays.stream(RADII).map(times -> times * ball.eps()).toArray();
    return new Endurance(accuracy(victim, test.inputs(), test.labels()),
        accuracy(victim, shifted(test.inputs()), test.labels()),
        RandomNoise.signs().run(victim, examples, ball).robustAccuracy(),
        SecurityCurve.of(new FastGradientSign(), victim, examples, ball, radii),
        SecurityCurve.of(eps -> pgd(eps).withRestarts(TRIES), victim, examples, ball, radii),
        pgd(euclidean.eps()).run(victim, examples, euclidean).robustAccuracy(),
        new AutoAttack(steps, queries).evaluate(victim, examples, ball));
  }

  private static ProjectedGradientDescent pgd(double eps) {
    return new ProjectedGradientDescent(STEPS, 2.5 * eps / STEPS);
  }

  private static double accuracy(Classifier victim, Tensor images, Tensor labels) {
    boolean[] wrong = new Untargeted(labels).reached(victim.labels(images));
    int right = 0;
    for (boolean one : wrong) {
      right += one ? 0 : 1;
    }
    return right / (double) wrong.length;
  }

  /// Moved to the right; the column on the left is repeated.
  private static Tensor shifted(Tensor images) {
    Tensor edge = images.slice(3, 0, 1);
    return Joining.concat(3, edge, edge, images.slice(3, 0, images.size(3) - SHIFT));
  }

  private static double at(SecurityCurve curve, double times) {
    return curve.points().get(Arrays.binarySearch(RADII, times)).robustAccuracy();
  }

  /// The accuracy that random signs of the size of the ball take away.
  double lostToNoise() {
    return at(pgd, 0) - noise;
  }

  /// The accuracy under one step of `times` the radius trained for.
  double underFgsm(double times) {
    return at(fgsm, times);
  }

  /// The accuracy under many steps within `times` the radius trained for.
  double underPgd(double times) {
    return at(pgd, times);
  }
}
