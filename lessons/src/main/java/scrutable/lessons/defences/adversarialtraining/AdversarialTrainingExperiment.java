package scrutable.lessons.defences.adversarialtraining;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.AdversarialTraining;
import scrutable.attacks.evaluation.AutoAttack;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.evaluation.RobustReport;
import scrutable.attacks.evaluation.SecurityCurve;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One network, trained on three kinds of images, and what it withstands afterwards: the attack it was trained on, a
/// stronger one, a larger ball, the ball of another norm, and a shift.
///
/// Goodfellow, Shlens and Szegedy 2015, section 6; Kurakin, Goodfellow and Bengio 2017, "Adversarial machine learning
/// at scale"; Madry et al. 2018, sections 2 and 5.
final class AdversarialTrainingExperiment {
  /// The radii, in units of the one trained for.
  static final double[] RADII = {0, 0.5, 1, 1.5, 2};
  private static final int BATCH = 64;
  private static final int STEPS_IN_TRAINING = 5;
  private static final int STEPS = 40;
  private static final int TRIES = 2;
  private static final int SHIFT = 2;

  private AdversarialTrainingExperiment() {}

  /// What the network is trained on; its start and the order of the images are the same in all.
  enum Regime {
    /// The images as they are.
    STANDARD("standard"),
    /// Images after one step of the fast gradient sign method.
    FGSM("FGSM-trained"),
    /// Images after a few steps of projected gradient descent.
    PGD("PGD-trained");

    final String label;

    Regime(String label) {
      this.label = label;
    }
  }

  /// A trained network.
  ///
  /// @param moved how far its training images were moved, in L2 and on average over the steps; NaN if none was
  record Trained(Module network, double moved) {}

  /// An attack that keeps account of how far it moves the images: the sum, and the number of batches.
  private record Metered(FixedBudgetAttack<WhiteBox> attack, double[] moved) implements FixedBudgetAttack<WhiteBox> {
    @Override
    public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
      Tensor images = attack.perturb(victim, examples, ball);
      moved[0] += Perturbations.meanSize(Norm.L2, examples.images(), images);
      moved[1]++;
      return images;
    }
  }

  //: code train
  /// Trains a fresh network with Adam. In the first third of the steps the ball grows from 0 to its size: a small
  /// network that meets the full attack at once may learn nothing but to guess, and a network that guesses cannot
  /// deceive an attack either.
  static Trained train(Regime regime, Module network, double learningRate, Dataset data, int epochs, Ball ball, Rng rng,
      Progress progress) {
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> learningRate * Math.min(1, 2 * (1 - step.share())))
        .withProgress(progress, "training the " + regime.label + " network");
    Rng attacks = rng.split("attack");
    double[] moved = new double[2];
    new TrainingLoop(network, new Adam(network.parameters(), learningRate), settings, rng.split("shuffle"))
        .run(data, (batch, step) -> {
          Ball grown = ball.withEps(ball.eps() * Math.min(1, 3 * step.share()));
          return loss(regime, network, batch, grown, moved, attacks.split(step.number()));
        });
    return new Trained(network, moved[0] / moved[1]);
  }

  private static Variable loss(Regime regime, Module network, Batch batch, Ball ball, double[] moved, Rng rng) {
    if (regime == Regime.STANDARD || ball.eps() == 0) {
      return Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
    }
    FixedBudgetAttack<WhiteBox> attack = regime == Regime.FGSM ? new FastGradientSign()
        : new ProjectedGradientDescent(STEPS_IN_TRAINING, 2.5 * ball.eps() / STEPS_IN_TRAINING).keeping(Keep.LAST);
    return new AdversarialTraining(new Metered(attack, moved), ball, 0, rng).of(network, batch, 0).loss();
  }
  //: end

  /// What one network withstands.
  ///
  /// @param clean accuracy on all test images
  /// @param shifted the same with each image moved by two pixels to the right
  /// @param noise accuracy on the attacked images, with random signs of the size of the ball; likewise the next
  /// @param fgsm under one step, by radius
  /// @param pgd under many steps, by radius
  /// @param euclidean under many steps in a ball of `L2`
  /// @param all under a shortened AutoAttack in the ball it was trained for
  /// @param worst under the worst of these attacks for each image
  /// @param noiseLength how far the random signs moved an image, in lengths of the many steps
  record Endurance(double clean, double shifted, double noise, SecurityCurve fgsm, SecurityCurve pgd,
      double euclidean, RobustReport all, double worst, double noiseLength) {
    /// The accuracy that random signs of the size of the ball take away.
    double lostToNoise() {
      return at(pgd, 0) - noise;
    }

    /// The accuracy under one step, or under many, within `times` the radius trained for.
    static double at(SecurityCurve curve, double times) {
      return curve.points().get(Arrays.binarySearch(RADII, times)).robustAccuracy();
    }
  }

  //: code measure
  /// Measures a network.
  ///
  /// @param attacked how many of the test images are attacked
  /// @param euclidean the ball of `L2`
  /// @param attacks   the shortened AutoAttack
  /// @param controls  1, or less for a sham: how far the random signs and the shift go
  static Endurance measure(Module network, Dataset test, int attacked, Ball ball, Ball euclidean, AutoAttack attacks,
      double controls, Rng rng) {
    Classifier victim = Classifier.of(network);
    Dataset some = test.take(attacked);
    Examples examples = Examples.of(some.inputs(), new Untargeted(some.labels()), rng);
    double[] radii = Arrays.stream(RADII).map(times -> times * ball.eps()).toArray();
    Tensor shifted = shifted(test.inputs(), (int) Math.rint(controls * SHIFT));
    Ball ofNoise = ball.withEps(controls * ball.eps());
    FixedBudgetAttack<WhiteBox> many = pgd(ball.eps()).withRestarts(TRIES);
    RobustReport all = attacks.evaluate(victim, examples, ball);
    return new Endurance(Metrics.accuracy(network, test, 500),
        Metrics.accuracy(network, test.withInputs(shifted), 500),
        RandomNoise.signs().run(victim, examples, ofNoise).robustAccuracy(),
        SecurityCurve.of(new FastGradientSign(), victim, examples, ball, radii),
        SecurityCurve.of(eps -> pgd(eps).withRestarts(TRIES), victim, examples, ball, radii),
        pgd(euclidean.eps()).run(victim, examples, euclidean).robustAccuracy(),
        all,
        many.run(victim, examples, ball).best(new FastGradientSign().run(victim, examples, ball)).best(all.result())
            .robustAccuracy(),
        length(examples, RandomNoise.signs().perturb(victim, examples, ofNoise))
            / length(examples, many.perturb(victim, examples, ball)));
  }
  //: end

  /// Many steps that can cross the ball two and a half times.
  static ProjectedGradientDescent pgd(double eps) {
    return new ProjectedGradientDescent(STEPS, 2.5 * eps / STEPS);
  }

  private static double length(Examples examples, Tensor moved) {
    return Perturbations.meanSize(Norm.L2, examples.images(), moved);
  }

  /// Moved to the right; the column on the left is repeated.
  private static Tensor shifted(Tensor images, int pixels) {
    Tensor edge = images.slice(3, 0, 1);
    Tensor moved = images.slice(3, 0, images.size(3) - pixels);
    for (int i = 0; i < pixels; i++) {
      moved = Joining.concat(3, edge, moved);
    }
    return moved;
  }
}
