package scrutable.lessons.exchange;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
import scrutable.attacks.evasion.BoxConstrainedLbfgs;
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
/// @param choices what else may be chosen, see [Choices]
/// @param maker attacks all examples
public record NamedAttack(String name, String description, boolean hasBudget, int usualSteps,
    boolean takesStepSize, Norm usualNorm, Set<Choice> choices, Maker maker) {

  /// What only some attacks leave to choose.
  public enum Choice {
    /// How often to try with other random numbers.
    RESTARTS("--restarts"),
    /// Whether to keep the last image instead of the best.
    LAST("--last"),
    /// The first weight of the goal against the distance.
    WEIGHT("--weight"),
    /// The learning rate of the optimiser.
    RATE("--rate");

    private final String option;

    Choice(String option) {
      this.option = option;
    }
  }

  /// The values that are chosen; null for the usual one.
  public record Choices(Integer restarts, Boolean last, Double weight, Double rate) {
    /// All as usual.
    public static final Choices USUAL = new Choices(null, null, null, null);

    private Map<Choice, Object> given() {
      Map<Choice, Object> given = new EnumMap<>(Choice.class);
      given.put(Choice.RESTARTS, restarts);
      given.put(Choice.LAST, last);
      given.put(Choice.WEIGHT, weight);
      given.put(Choice.RATE, rate);
      given.values().removeIf(Objects::isNull);
      return given;
    }
  }

  /// The radius unless told otherwise, in units of a pixel.
  public static final double USUAL_EPS = 0.1;
  private static final int RIVALS = 9;
  /// How much further than the nearest image, as a share of its distance: the first and the last step.
  private static final double HAIR = 1e-5;
  private static final double FURTHEST = 0.02;
  /// By how much logits differ when they are summed in another order.
  private static final double ROUNDING = 2e-5;

  public static final List<NamedAttack> ALL = List.of(
      budget("fgsm", "one signed step of length eps", 0, s -> new FastGradientSign()),
      stepping("bim", "steps without a random start, the last image as it is", 40,
          s -> new ProjectedGradientDescent(s.steps, s.stepSize, false).keeping(Keep.LAST)),
      stepping("pgd", "steps from a random start, the best image", 40,
          s -> Boolean.TRUE.equals(s.choices.last)
              ? new ProjectedGradientDescent(s.steps, s.stepSize).keeping(Keep.LAST)
              : new ProjectedGradientDescent(s.steps, s.stepSize)).with(Choice.LAST),
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
      new NamedAttack("autoattack", "the standard ensemble of four", true, 0, false, Norm.LINF, Set.of(),
          (victim, examples, ball, s) ->
              AutoAttack.standard().evaluate(victim, examples, ball).result().adversarial()),
      budget("noise", "random signs of size eps, the control", 0, s -> RandomNoise.signs()),
      nearest("deepfool", "steps to the nearest boundary of the linearised network", 50,
          s -> new DeepFool(s.steps, 0.02)),
      euclidean("ddn", "L2: steps on a sphere that shrinks and grows", 100,
          s -> new DecoupledDirectionNorm(s.steps)),
      euclidean("cw", "L2: Carlini and Wagner, steps for each of nine weights", 1000,
          s -> new CarliniWagner(0, s.steps, s.rate(0.01), 9, s.weight(1e-3))).with(Choice.WEIGHT, Choice.RATE),
      euclidean("lbfgs", "L2: the first attack of all, steps of L-BFGS for each of ten weights", 100,
          s -> new BoxConstrainedLbfgs(s.steps, 10, s.weight(1), AttackLoss.MARGIN)).with(Choice.WEIGHT),
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
  /// @param choices what only some attacks have
  public record Settings(Norm norm, double eps, Integer steps, Double stepSize, Choices choices) {
    private double weight(double usual) {
      return choices.weight == null ? usual : choices.weight;
    }

    private double rate(double usual) {
      return choices.rate == null ? usual : choices.rate;
    }
  }

  /// Settings with the attack's own norm and numbers where none is given.
  ///
  /// @param norm null for [#usualNorm]
  /// @param eps null for [#USUAL_EPS] where the attack has a radius
  /// @param steps null for [#usualSteps]
  /// @param stepSize null for `2.5 eps / steps`
  /// @param chosen what only some attacks have
  /// @throws IllegalArgumentException if a number is given that the attack does not have
  public Settings settings(Norm norm, Double eps, Integer steps, Double stepSize, Choices chosen) {
    chosen.given().forEach((choice, value) -> requireMeant(choice.option, value, choices.contains(choice)));
    if (chosen.restarts != null && chosen.restarts < 1) {
      throw new IllegalArgumentException("--restarts must be at least 1; " + chosen.restarts + " was given");
    }
    requireMeant("--eps", eps, hasBudget);
    requireMeant("--steps", steps, usualSteps > 0);
    requireMeant("--step-size", stepSize, takesStepSize);
    double radius = !hasBudget ? Double.POSITIVE_INFINITY : eps == null ? USUAL_EPS : eps;
    Integer used = usualSteps == 0 ? null : steps == null ? Integer.valueOf(usualSteps) : steps;
    Double length = !takesStepSize ? null : stepSize == null ? Double.valueOf(2.5 * radius / used) : stepSize;
    return new Settings(norm == null ? usualNorm : norm, radius, used, length, chosen);
  }

  private void requireMeant(String option, Object given, boolean exists) {
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

  /// The same attack with more to choose.
  private NamedAttack with(Choice... more) {
    Set<Choice> all = EnumSet.copyOf(List.of(more));
    all.addAll(choices);
    return new NamedAttack(name, description, hasBudget, usualSteps, takesStepSize, usualNorm, all, maker);
  }

  private static NamedAttack budget(String name, String description, int usualSteps,
      Configured<FixedBudgetAttack<? super WhiteBox>> attack) {
    return new NamedAttack(name, description, true, usualSteps, false, Norm.LINF, Set.of(Choice.RESTARTS),
        (victim, examples, ball, s) -> s.choices.restarts == null
            ? attack.of(s).perturb(victim, examples, ball)
            : attack.of(s).withRestarts(s.choices.restarts).perturb(victim, examples, ball));
  }

  private static NamedAttack stepping(String name, String description, int usualSteps,
      Configured<FixedBudgetAttack<? super WhiteBox>> attack) {
    NamedAttack any = budget(name, description, usualSteps, attack);
    return new NamedAttack(name, description, true, usualSteps, true, Norm.LINF, any.choices, any.maker);
  }

  private static NamedAttack nearest(String name, String description, int usualSteps,
      Configured<MinimalNormAttack<? super WhiteBox>> attack) {
    return new NamedAttack(name, description, false, usualSteps, false, Norm.LINF, Set.of(),
        (victim, examples, ball, s) -> beyond(victim, examples,
            attack.of(s).search(victim, examples, ball.norm(), ball.box()), ball.box()));
  }

  /// The nearest image lies on the boundary itself, where the rounding of another library may decide otherwise. So each
  /// goes on by a hair in the direction it came from, and by two, four, ... until it leads by more than rounding; where
  /// that is nowhere, it stays.
  private static Tensor beyond(WhiteBox victim, Examples examples, Tensor found, Box box) {
    Tensor change = found.sub(examples.images());
    float[] images = found.toFloatArray();
    boolean[] done = new boolean[examples.count()];
    for (double share = 0; share <= FURTHEST; share = share == 0 ? HAIR : 2 * share) {
      Tensor further = box.clip(found.add(change.mul(share)));
      double[] leads = AttackLoss.MARGIN.of(victim.logits(further), examples.goal()).toDoubleArray();
      float[] moved = further.toFloatArray();
      int length = moved.length / leads.length;
      for (int i = 0; i < leads.length; i++) {
        if (!done[i] && leads[i] > ROUNDING) {
          System.arraycopy(moved, i * length, images, i * length, length);
          done[i] = true;
        }
      }
    }
    return Tensor.of(images, found.shape());
  }

  /// An attack that knows only this norm.
  private static NamedAttack euclidean(String name, String description, int usualSteps,
      Configured<MinimalNormAttack<? super WhiteBox>> attack) {
    NamedAttack any = nearest(name, description, usualSteps, attack);
    return new NamedAttack(name, description, false, usualSteps, false, Norm.L2, Set.of(), any.maker);
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
