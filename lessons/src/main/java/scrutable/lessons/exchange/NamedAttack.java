package scrutable.lessons.exchange;

import java.util.List;
import java.util.Optional;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.White;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.evaluation.AutoAttack;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.attacks.evasion.CarliniWagner;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.attacks.evasion.DeepFool;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.MomentumGradientSign;
import scrutable.attacks.evasion.MultiTargetedAutoPgd;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.tensor.Tensor;

/// An attack by its name, for the command line; whoever adds one adds a line to [#ALL].
///
/// @param name what is typed
/// @param description one line
/// @param hasBudget whether it stays within eps; otherwise it looks for the nearest image, and eps is not
///     used
/// @param maker attacks all examples
public record NamedAttack(String name, String description, boolean hasBudget, Maker maker) {

  private static final int QUERIES = 5000;

  public static final List<NamedAttack> ALL = List.of(
      budget("fgsm", "one signed step of length eps", s -> new FastGradientSign()),
      budget("bim", "steps without a random start, the last image as it is",
          s -> new ProjectedGradientDescent(s.steps, s.stepSize, false).keeping(Keep.LAST)),
      budget("pgd", "steps from a random start, the best image",
          s -> new ProjectedGradientDescent(s.steps, s.stepSize)),
      budget("mi-fgsm", "steps along the accumulated gradient",
          s -> new MomentumGradientSign(s.steps, s.stepSize)),
      budget("apgd-ce", "AutoPGD on the cross-entropy", s -> new AutoPgd(s.steps, AttackLoss.CROSS_ENTROPY)),
      budget("apgd-dlr", "AutoPGD on the difference of logits ratio",
          s -> new AutoPgd(s.steps, AttackLoss.DLR)),
      budget("apgd-t", "AutoPGD towards nine classes, one after another", s -> new MultiTargetedAutoPgd()),
      budget("square", "5000 queries, no gradient", s -> new Square(QUERIES)),
      new NamedAttack("autoattack", "the standard ensemble of four", true, (victim, examples, ball, s) ->
          AutoAttack.standard().evaluate(victim, examples, ball).result().adversarial()),
      budget("noise", "random signs of size eps, the control", s -> RandomNoise.signs()),
      nearest("deepfool", "steps to the nearest boundary of the linearised network", s -> new DeepFool()),
      nearest("ddn", "L2: steps on a sphere that shrinks and grows",
          s -> new DecoupledDirectionNorm(s.steps)),
      nearest("cw", "L2: Carlini and Wagner", s -> new CarliniWagner()),
      nearest("fab", "fast adaptive boundary", s -> FastAdaptiveBoundary.toAnyClass(s.steps)),
      nearest("fab-t", "fast adaptive boundary, one rival class at a time",
          s -> FastAdaptiveBoundary.toRivals(s.steps)));

  /// What may be set on the command line.
  ///
  /// @param eps the radius of the ball
  /// @param steps how many gradients
  /// @param stepSize the length of a step
  public record Settings(Norm norm, double eps, int steps, double stepSize) {}

  /// Makes images; nothing is judged yet.
  public interface Maker {
    Tensor make(White victim, Examples examples, Ball ball, Settings settings);
  }

  private interface Configured<A> {
    A of(Settings settings);
  }

  private static NamedAttack budget(String name, String description,
      Configured<FixedBudgetAttack<? super White>> attack) {
    return new NamedAttack(name, description, true,
        (victim, examples, ball, settings) -> attack.of(settings).perturb(victim, examples, ball));
  }

  private static NamedAttack nearest(String name, String description,
      Configured<MinimalNormAttack<? super White>> attack) {
    return new NamedAttack(name, description, false,
        (victim, examples, ball, s) -> attack.of(s).search(victim, examples, ball.norm(), ball.box()));
  }

  /// The attack of a name, if there is one.
  public static Optional<NamedAttack> find(String name) {
    return ALL.stream().filter(attack -> attack.name.equals(name)).findFirst();
  }

  /// Attacks every example and judges what came out.
  public Outcome run(White victim, Examples examples, Settings settings) {
    Ball ball = Ball.linf(hasBudget ? settings.eps : Double.POSITIVE_INFINITY);
    Ball inNorm = new Ball(settings.norm, ball.eps(), ball.box());
    Tensor candidates = maker.make(victim, examples, inNorm, settings);
    return Outcome.judge(victim, examples, candidates, inNorm);
  }
}
