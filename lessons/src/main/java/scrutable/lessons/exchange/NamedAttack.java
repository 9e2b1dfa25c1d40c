package scrutable.lessons.exchange;

import java.util.List;
import java.util.Optional;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.BoundaryAttack;
import scrutable.attacks.blackbox.HopSkipJump;
import scrutable.attacks.blackbox.Nes;
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
/// @param usualSteps how many steps or queries it makes unless told otherwise; 0 if there is no choice
/// @param takesStepSize whether the length of a step may be chosen
/// @param usualNorm the norm unless told otherwise: the only one where it knows only one
/// @param maker attacks all examples
public record NamedAttack(String name, String description, boolean hasBudget, int usualSteps,
    boolean takesStepSize, Norm usualNorm, Maker maker) {

  /// The radius unless told otherwise, in units of a pixel.
  public static final double USUAL_EPS = 0.1;
  private static final int RIVALS = 9;

  public static final List<NamedAttack> ALL = List.of(
      budget("fgsm", "one signed step of length eps", 0, s -> new FastGradientSign()),
      stepping("bim", "steps without a random start, the last image as it is", 40,
          s -> new ProjectedGradientDescent(s.steps, s.stepSize, false).keeping(Keep.LAST)),
      stepping("pgd", "steps from a random start, the best image", 40,
          s -> new ProjectedGradientDescent(s.steps, s.stepSize)),
      stepping("mi-fgsm", "steps along the accumulated gradient", 40,
          s -> new MomentumGradientSign(s.steps, s.stepSize)),
      budget("apgd-ce", "AutoPGD on the cross-entropy", 100,
          s -> new AutoPgd(s.steps, AttackLoss.CROSS_ENTROPY)),
      budget("apgd-dlr", "AutoPGD on the difference of logits ratio", 100,
          s -> new AutoPgd(s.steps, AttackLoss.DLR)),
      budget("apgd-t", "AutoPGD towards nine classes, one after another", 100,
          s -> new MultiTargetedAutoPgd(s.steps, RIVALS, AttackLoss.DLR)),
      budget("square", "random squares; queries, no gradient", 5000, s -> new Square(s.steps)),
      stepping("nes", "gradients estimated from 50 queries each", 100,
          s -> new Nes(s.steps, s.stepSize, 0.001, 25, AttackLoss.MARGIN)),
      new NamedAttack("autoattack", "the standard ensemble of four", true, 0, false, Norm.LINF,
          (victim, examples, ball, s) ->
              AutoAttack.standard().evaluate(victim, examples, ball).result().adversarial()),
      budget("noise", "random signs of size eps, the control", 0, s -> RandomNoise.signs()),
      nearest("deepfool", "steps to the nearest boundary of the linearised network", 50,
          s -> new DeepFool(s.steps, 0.02)),
      euclidean("ddn", "L2: steps on a sphere that shrinks and grows", 100,
          s -> new DecoupledDirectionNorm(s.steps)),
      euclidean("cw", "L2: Carlini and Wagner, steps for each of nine weights", 1000,
          s -> new CarliniWagner(0, s.steps, 0.01, 9, 1e-3)),
      nearest("fab", "fast adaptive boundary", 100, s -> FastAdaptiveBoundary.toAnyClass(s.steps)),
      nearest("fab-t", "fast adaptive boundary, steps for each of nine classes", 100,
          s -> FastAdaptiveBoundary.toRivals(s.steps)),
      euclidean("boundary", "L2: a random walk by labels alone", 5000, s -> new BoundaryAttack(s.steps)),
      nearest("hopskipjump", "rounds by labels alone, some hundred queries each", 25,
          s -> new HopSkipJump(s.steps)));

  /// What may be set on the command line.
  ///
  /// @param eps the radius of the ball; infinite if the attack looks for the nearest image
  /// @param steps how many gradients or queries; null if the attack has no such number
  /// @param stepSize the length of a step; null if the attack finds it itself
  public record Settings(Norm norm, double eps, Integer steps, Double stepSize) {}

  /// Settings with the attack's own norm and numbers where none is given.
  ///
  /// @param norm null for [#usualNorm]
  /// @param eps null for [#USUAL_EPS] where the attack has a radius
  /// @param steps null for [#usualSteps]
  /// @param stepSize null for `2.5 eps / steps`
  /// @throws IllegalArgumentException if a number is given that the attack does not have
  public Settings settings(Norm norm, Double eps, Integer steps, Double stepSize) {
    requireMeant("--eps", eps, hasBudget);
    requireMeant("--steps", steps, usualSteps > 0);
    requireMeant("--step-size", stepSize, takesStepSize);
    double radius = !hasBudget ? Double.POSITIVE_INFINITY : eps == null ? USUAL_EPS : eps;
    Integer used = usualSteps == 0 ? null : steps == null ? Integer.valueOf(usualSteps) : steps;
    Double length = !takesStepSize ? null : stepSize == null ? Double.valueOf(2.5 * radius / used) : stepSize;
    return new Settings(norm == null ? usualNorm : norm, radius, used, length);
  }

  private void requireMeant(String option, Number given, boolean exists) {
    if (given != null && !exists) {
      throw new IllegalArgumentException("the attack " + name + " has no " + option + " to choose");
    }
  }

  /// Makes images; nothing is judged yet.
  public interface Maker {
    Tensor make(WhiteBox victim, Examples examples, Ball ball, Settings settings);
  }

  private interface Configured<A> {
    A of(Settings settings);
  }

  private static NamedAttack budget(String name, String description, int usualSteps,
      Configured<FixedBudgetAttack<? super WhiteBox>> attack) {
    return new NamedAttack(name, description, true, usualSteps, false, Norm.LINF,
        (victim, examples, ball, settings) -> attack.of(settings).perturb(victim, examples, ball));
  }

  private static NamedAttack stepping(String name, String description, int usualSteps,
      Configured<FixedBudgetAttack<? super WhiteBox>> attack) {
    return new NamedAttack(name, description, true, usualSteps, true, Norm.LINF,
        budget(name, description, usualSteps, attack).maker);
  }

  private static NamedAttack nearest(String name, String description, int usualSteps,
      Configured<MinimalNormAttack<? super WhiteBox>> attack) {
    return new NamedAttack(name, description, false, usualSteps, false, Norm.LINF,
        (victim, examples, ball, s) -> attack.of(s).search(victim, examples, ball.norm(), ball.box()));
  }

  /// An attack that knows only this norm.
  private static NamedAttack euclidean(String name, String description, int usualSteps,
      Configured<MinimalNormAttack<? super WhiteBox>> attack) {
    NamedAttack any = nearest(name, description, usualSteps, attack);
    return new NamedAttack(name, description, false, usualSteps, false, Norm.L2, any.maker);
  }

  /// The attack of a name, if there is one.
  public static Optional<NamedAttack> find(String name) {
    return ALL.stream().filter(attack -> attack.name.equals(name)).findFirst();
  }

  /// Attacks every example and judges what came out.
  public Outcome run(WhiteBox victim, Examples examples, Settings settings) {
    Ball ball = new Ball(settings.norm, settings.eps, Box.UNIT);
    Tensor candidates = maker.make(victim, examples, ball, settings);
    return Outcome.judge(victim, examples, candidates, ball);
  }
}
