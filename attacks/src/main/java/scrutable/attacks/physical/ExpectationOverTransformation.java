package scrutable.attacks.physical;

import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// A victim as seen through a changing world: its loss is the mean loss over random transforms of the image.
///
/// It is a [WhiteBox] victim itself, so any white-box attack can climb `E_T[loss(f(T(x)))]` without knowing of
/// transforms:
///
/// ```java
/// WhiteBox everyPose = ExpectationOverTransformation.of(victim, world, 16, rng.split("attack"));
/// AttackResult result = new ProjectedGradientDescent(60, 0.005).run(everyPose, images, goal, ball, rng);
/// double[] share = ExpectationOverTransformation.shareAtGoal(
///     victim, result.adversarial(), goal, world, 100, rng.split("unseen"));
/// ```
///
/// The gradient is averaged over the transforms before the attack takes its sign; the mean of signs would be
/// another direction. Each transform is drawn once and then used forward and backward. Every question draws
/// new ones, and all images of the question share them, so an image is treated alone as among others.
///
/// The logits are the mean log-probabilities over the transforms, so "the answer" is the class with the
/// largest one. One question here is `samples` questions to the victim behind. A random defence is a world of
/// its own: for it, take [RandomTransform#none] and several samples.
///
/// Not thread-safe: each question moves the generator on.
///
/// Source: Athalye, Engstrom, Ilyas and Kwok, "Synthesizing robust adversarial examples", ICML 2018, section
/// 2.
public final class ExpectationOverTransformation implements WhiteBox {
  private final WhiteBox victim;
  private final RandomTransform world;
  private final int samples;
  private final Rng rng;

  private ExpectationOverTransformation(WhiteBox victim, RandomTransform world, int samples, Rng rng) {
    this.victim = victim;
    this.world = world;
    this.samples = samples;
    this.rng = rng;
  }

  /// A victim behind `samples` random transforms per question.
  ///
  /// @throws IllegalArgumentException if there is not at least one sample
  public static ExpectationOverTransformation of(WhiteBox victim, RandomTransform world, int samples, Rng rng) {
    if (samples < 1) {
      throw new IllegalArgumentException("ExpectationOverTransformation: samples must be at least 1, not "
          + samples);
    }
    return new ExpectationOverTransformation(victim, world, samples, rng);
  }

  @Override
  public Tensor logits(Tensor images) {
    Tensor sum = null;
    for (int sample = 0; sample < samples; sample++) {
      sum = plus(sum, Softmaxes.logSoftmax(victim.logits(world.draw(rng).apply(images))));
    }
    return sum.div(samples);
  }

  //: code mean
  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
    Tensor logits = null;
    Tensor losses = null;
    Tensor gradient = null;
    for (int sample = 0; sample < samples; sample++) {
      Variable input = Variable.tracked(images);
      Variable seen = world.draw(rng).apply(input);
      LossGradient at = victim.lossGradient(loss, seen.value(), goal);
      logits = plus(logits, Softmaxes.logSoftmax(at.logits()));
      losses = plus(losses, at.losses());
      gradient = plus(gradient, pullBack(at.gradient(), seen, input));
    }
    return new LossGradient(logits.div(samples), losses.div(samples), gradient.div(samples));
  }
  //: end

  /// For each image the share of `draws` random transforms under which the victim's answer is what the goal
  /// wants. To say anything, `rng` must be another stream than the one the attack drew from.
  public static double[] shareAtGoal(DecisionAccess victim, Tensor images, Goal goal, RandomTransform world,
      int draws, Rng rng) {
    double[] share = new double[goal.count()];
    for (int draw = 0; draw < draws; draw++) {
      boolean[] reached = goal.reached(victim.labels(world.draw(rng).apply(images)));
      for (int i = 0; i < share.length; i++) {
        share[i] += reached[i] ? 1.0 / draws : 0;
      }
    }
    return share;
  }

  /// The chain rule: a gradient by what the victim saw becomes one by what the attacker made.
  static Tensor pullBack(Tensor gradient, Variable seen, Variable made) {
    return Gradients.ofWeighted(seen, Variable.constant(gradient), List.of(made), Gradients.Options.DEFAULT)
        .get(made);
  }

  private static Tensor plus(Tensor sum, Tensor next) {
    return sum == null ? next : sum.add(next);
  }
}
