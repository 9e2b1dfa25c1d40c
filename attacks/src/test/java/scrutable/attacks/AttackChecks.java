package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// What every attack in a ball must do, in two groups: [#honesty], which even noise can pass, and
/// [#strength], which takes an attack.
///
/// The checks are proven by deliberately broken attacks, each of which must be rejected
/// (`BrokenAttacksTest`).
public final class AttackChecks {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final long SEED = 7;

  private final DoubleFunction<? extends FixedBudgetAttack<? super WhiteBox>> attackFor;
  private final Ball ball;
  private final boolean targets;

  private AttackChecks(DoubleFunction<? extends FixedBudgetAttack<? super WhiteBox>> attackFor, Ball ball,
      boolean targets) {
    this.attackFor = attackFor;
    this.ball = ball;
    this.targets = targets;
  }

  /// Checks of an attack whose settings depend on the radius, such as its step size.
  ///
  /// @param norm decides the ball, of a size in which about half of the examples can be broken
  public static AttackChecks of(Norm norm,
      DoubleFunction<? extends FixedBudgetAttack<? super WhiteBox>> attackFor) {
    return new AttackChecks(attackFor, switch (norm) {
      case LINF -> Ball.linf(0.15);
      case L2 -> Ball.l2(0.5);
      case L1 -> Ball.l1(1.5);
    }, true);
  }

  /// Checks of an attack that is the same for every radius.
  public static AttackChecks of(Norm norm, FixedBudgetAttack<? super WhiteBox> attack) {
    return of(norm, eps -> attack);
  }

  /// That the attack keeps to the rules, and that its result is what it says.
  public Map<String, Executable> honesty() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("it stays in the ball and in the box", this::staysInside);
    checks.put("with eps 0 it returns the input, bit for bit", this::returnsTheInputAtEpsZero);
    checks.put("victim, images and goals are left as they were", this::leavesEverythingAsItWas);
    checks.put("an example is treated alone as among others", this::treatsExamplesAloneAsAmongOthers);
    checks.put("the order of the examples does not matter", this::ignoresTheOrder);
    checks.put("the same seed gives the same bits, on one thread and on two", this::repeatsItself);
    checks.put("an untargeted result says what is so", () -> tellsTheTruth(BARS.untargeted()));
    if (targets) {
      checks.put("a targeted result says what is so", () -> tellsTheTruth(BARS.targeted()));
    }
    checks.put("it counts what it asks", this::countsWhatItAsks);
    return checks;
  }

  /// That the attack finds what there is to be found.
  public Map<String, Executable> strength() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("of a linear victim it breaks exactly what can be broken", () -> breaksWhatCanBeBroken(false));
    if (targets) {
      checks.put("of a linear victim it reaches exactly the targets in reach",
          () -> breaksWhatCanBeBroken(true));
      checks.put("it reaches targets among several classes", this::reachesTargets);
    }
    if (ball.norm() == Norm.LINF) {
      checks.putAll(strengthAtTheBox());
    }
    checks.put("a large ball leaves nothing", this::leavesNothingInALargeBall);
    checks.put("a larger ball never saves an example of a linear victim", this::growsWithTheBall);
    checks.put("it breaks more than noise of the same size", this::beatsNoise);
    return checks;
  }

  /// That the attack finds what there is to be found where the box cuts into the ball: in LINF a part of
  /// [#strength], in L1 of attacks that can spend on other elements what the box did not take.
  public Map<String, Executable> strengthAtTheBox() {
    return Map.of("it uses pixels that are black or white", this::usesBlackAndWhitePixels);
  }

  /// The strength that can be asked of an attack by random search, which comes near the best point of a ball
  /// but not to it.
  public Map<String, Executable> strengthOfASearch() {
    Map<String, Executable> checks = strength();
    checks.keySet().removeIf(name -> name.startsWith("of a linear victim"));
    checks.keySet().removeAll(strengthAtTheBox().keySet());
    return checks;
  }

  /// The same checks for an attack whose goal can only be any wrong answer.
  public AttackChecks untargetedOnly() {
    return new AttackChecks(attackFor, ball, false);
  }

  /// The network that most checks attack.
  static Module network() {
    return BARS.network();
  }

  private Examples bars(Goal goal) {
    return Examples.of(BARS.images(), goal, Rng.seed(SEED));
  }

  private AttackResult attackBars(Goal goal) {
    return attackFor.apply(ball.eps()).run(BARS.classifier(), bars(goal), ball);
  }

  private void staysInside() {
    Goal[] goals = targets ? new Goal[] {BARS.untargeted(), BARS.targeted()} : new Goal[] {BARS.untargeted()};
    for (Goal goal : goals) {
      assertInside(attackFor.apply(ball.eps()).perturb(BARS.classifier(), bars(goal), ball));
    }
  }

  private void assertInside(Tensor moved) {
    for (float pixel : moved.toFloatArray()) {
      assertTrue(pixel >= 0 && pixel <= 1, "a pixel is " + pixel + ", outside the box [0, 1]");
    }
    double[] distances = ball.norm().of(moved.sub(BARS.images()));
    for (int i = 0; i < distances.length; i++) {
      assertTrue(distances[i] <= ball.eps() + 1e-6, "example " + i + " was moved by " + distances[i]
          + " in " + ball.norm() + ", eps is " + ball.eps());
    }
  }

  private void returnsTheInputAtEpsZero() {
    Tensor moved = attackFor.apply(ball.eps())
        .perturb(BARS.classifier(), bars(BARS.untargeted()), ball.withEps(0));
    assertArrayEquals(BARS.images().toFloatArray(), moved.toFloatArray());
    AttackResult result = attackFor.apply(ball.eps())
        .run(BARS.classifier(), bars(BARS.untargeted()), ball.withEps(0));
    assertArrayEquals(BARS.images().toFloatArray(), result.adversarial().toFloatArray());
    assertArrayEquals(result.atGoalBefore(), result.success());
  }

  private void leavesEverythingAsItWas() {
    Map<String, float[]> before = new LinkedHashMap<>();
    BARS.network().state().forEach((name, tensor) -> before.put(name, tensor.toFloatArray()));
    Tensor images = Tensor.of(BARS.images().toFloatArray(), BARS.images().shape());
    Untargeted goal = Untargeted.of(BARS.labels());
    var modes = BARS.modes();
    try {
      attackFor.apply(ball.eps())
          .perturb(BARS.classifier(), Examples.of(images, goal, Rng.seed(SEED)), ball);
      assertArrayEquals(BARS.images().toFloatArray(), images.toFloatArray(), "the images were changed");
      assertArrayEquals(BARS.labels(), goal.labels().toIntArray(), "the labels were changed");
      assertEquals(modes, BARS.modes(), "the network was left in another mode");
      BARS.network().state().forEach((name, tensor) ->
          assertArrayEquals(before.get(name), tensor.toFloatArray(), name + " was changed"));
      BARS.network().namedParameters().forEach((name, parameter) ->
          assertNull(parameter.gradient(), name + " has accumulated a gradient"));
    } finally {
      BARS.restore();
    }
  }

  /// What the attack made, not what the judge returned: where an attack fails, the judge gives the input
  /// back, and would hide a difference.
  private float[] perturbed(Classifier victim, Examples examples) {
    return attackFor.apply(ball.eps()).perturb(victim, examples, ball).toFloatArray();
  }

  private void treatsExamplesAloneAsAmongOthers() {
    Examples all = bars(BARS.untargeted());
    float[] together = perturbed(BARS.classifier(), all);
    assertArrayEquals(together, perturbed(Classifier.of(BARS.network(), 5), all),
        "a victim asked in pieces gave other results");
    for (int i = 0; i < all.count(); i += 5) {
      assertArrayEquals(Arrays.copyOfRange(together, 16 * i, 16 * (i + 1)),
          perturbed(BARS.classifier(), all.only(i)),
          "example " + i + " came out differently when it was attacked alone");
    }
  }

  private void ignoresTheOrder() {
    Examples all = bars(BARS.untargeted());
    int[] order = Rng.seed(3).permutation(all.count());
    Tensor straight = Tensor.of(perturbed(BARS.classifier(), all), all.images().shape());
    assertArrayEquals(BatchRows.select(straight, order).toFloatArray(),
        perturbed(BARS.classifier(), all.only(order)));
  }

  private void repeatsItself() {
    Examples all = bars(BARS.untargeted());
    float[] first = Parallel.withThreads(1, () -> perturbed(BARS.classifier(), all));
    float[] second = Parallel.withThreads(2, () -> perturbed(BARS.classifier(), all));
    assertArrayEquals(first, second);
  }

  /// Everything in the result is worked out again, from the returned images alone.
  private void tellsTheTruth(Goal goal) {
    AttackResult result = attackBars(goal);
    assertInside(result.adversarial());
    int[] before = answers(BARS.images());
    int[] after = answers(result.adversarial());
    double[] distances = ball.norm().of(result.adversarial().sub(BARS.images()));
    int[] classes = goal.classes().toIntArray();
    int robust = 0;
    int open = 0;
    for (int i = 0; i < after.length; i++) {
      boolean atGoal = goal instanceof Targeted ? after[i] == classes[i] : after[i] != classes[i];
      boolean wasAtGoal = goal instanceof Targeted ? before[i] == classes[i] : before[i] != classes[i];
      assertEquals(atGoal, result.success()[i], "success of example " + i + ", answered " + after[i]);
      assertEquals(wasAtGoal, result.atGoalBefore()[i]);
      assertEquals(after[i], result.labels()[i]);
      double distance = atGoal ? distances[i] : Double.POSITIVE_INFINITY;
      assertEquals(distance, result.distances()[i], 1e-12);
      if (!atGoal || wasAtGoal) {
        assertEquals(0, distances[i], "example " + i + " should be as it was");
      }
      robust += atGoal ? 0 : 1;
      open += wasAtGoal ? 0 : 1;
    }
    assertEquals(robust / (double) after.length, result.robustAccuracy(), 1e-12);
    assertEquals((open - robust) / (double) open, result.successRate(), 1e-12);
  }

  private static int[] answers(Tensor images) {
    Module network = BARS.network();
    return network.evaluating(() -> network.forward(images)).value().argmax(1).toIntArray();
  }

  private void countsWhatItAsks() {
    Classifier victim = BARS.classifier();
    AttackResult result = attackFor.apply(ball.eps()).run(victim, bars(BARS.untargeted()), ball);
    long looksOfTheJudge = 2L * result.count();
    assertEquals(victim.queries(), LongStream.of(result.queries()).sum() + looksOfTheJudge, "queries");
    assertEquals(victim.gradientEvaluations(), LongStream.of(result.gradientEvaluations()).sum());
    for (int i = 0; i < result.count(); i++) {
      if (result.atGoalBefore()[i]) {
        assertEquals(0, result.queries()[i], "example " + i + " needs nothing");
        assertEquals(0, result.gradientEvaluations()[i], "example " + i + " needs nothing");
      }
    }
  }

  /// Interior images, so that the box does not matter.
  private void breaksWhatCanBeBroken(boolean targeted) {
    Rng rng = Rng.seed(5);
    assertBreaksExactly(LinearVictim.random(16, rng.split("weights")),
        rng.split("images").uniformBetween(0.35, 0.65, 60, 1, 4, 4), targeted);
  }

  private void usesBlackAndWhitePixels() {
    Rng rng = Rng.seed(6);
    Tensor images = rng.split("images").uniformBetween(-0.5, 1.5, 60, 1, 4, 4).clamp(0, 1);
    assertBreaksExactly(LinearVictim.random(16, rng.split("weights")), images, false);
  }

  private void assertBreaksExactly(LinearVictim victim, Tensor images, boolean targeted) {
    int[] labels = victim.answers(images);
    Ball small = ball.withEps(victim.medianRadius(images, ball.norm()));
    Goal goal = targeted ? Targeted.of(Arrays.stream(labels).map(label -> 1 - label).toArray())
        : Untargeted.of(labels);
    double[] clean = victim.margins(images, labels);
    double[] worst = victim.worstMargins(images, labels, small);
    boolean[] success = attackFor.apply(small.eps())
        .run(victim.classifier(DType.FLOAT32), images, goal, small, Rng.seed(SEED)).success();
    int broken = 0;
    for (int i = 0; i < success.length; i++) {
      // A random start still leaves a little of itself after all steps, hence the margin of doubt.
      double doubt = 0.03 * (clean[i] - worst[i]);
      if (Math.abs(worst[i]) > doubt) {
        assertEquals(worst[i] < 0, success[i], "example " + i + ": margin " + clean[i] + ", " + worst[i]
            + " at the worst point of the ball");
        broken += success[i] ? 1 : 0;
      }
    }
    assertTrue(broken >= 15 && broken <= 45, broken + " of 60 could be broken: too one-sided to say much");
  }

  private void leavesNothingInALargeBall() {
    Rng rng = Rng.seed(8);
    LinearVictim victim = LinearVictim.random(16, rng.split("weights"));
    Tensor images = rng.split("images").uniform(40, 1, 4, 4);
    Ball large = ball.norm() == Norm.LINF ? ball.withEps(1) : ball.withEps(ball.norm() == Norm.L2 ? 4 : 16);
    Ball free = ball.norm() == Norm.LINF ? large : large.within(Box.unbounded());
    AttackResult result = attackFor.apply(large.eps()).run(victim.classifier(DType.FLOAT32), images,
        Untargeted.of(victim.answers(images)), free, Rng.seed(SEED));
    assertEquals(0, result.robustAccuracy());
  }

  private void growsWithTheBall() {
    Rng rng = Rng.seed(9);
    LinearVictim victim = LinearVictim.random(16, rng.split("weights"));
    Tensor images = rng.split("images").uniformBetween(0.4, 0.6, 40, 1, 4, 4);
    double previous = 1;
    for (double eps : new double[] {0, 0.01, 0.03, 0.1, 0.3}) {
      double robust = attackFor.apply(eps).run(victim.classifier(DType.FLOAT32), images,
          Untargeted.of(victim.answers(images)), ball.withEps(eps), Rng.seed(SEED)).robustAccuracy();
      assertTrue(robust <= previous, "accuracy rises from " + previous + " to " + robust + " at eps " + eps);
      previous = robust;
    }
  }

  private void beatsNoise() {
    assertLeadOverNoise(BARS.untargeted(), ball);
  }

  private void reachesTargets() {
    assertLeadOverNoise(BARS.targeted(), ball.withEps(2 * ball.eps()));
  }

  private void assertLeadOverNoise(Goal goal, Ball within) {
    double attacked = attackFor.apply(within.eps()).run(BARS.classifier(), bars(goal), within).successRate();
    double noise = RandomNoise.signs().run(BARS.classifier(), bars(goal), within).successRate();
    // In L1 a single step moves a single pixel, and no further than the box allows.
    double lead = ball.norm() == Norm.L1 ? 0.05 : 0.2;
    assertTrue(attacked >= noise + lead, "the attack succeeds at " + attacked + ", noise at " + noise);
  }

  /// That more restarts keep what fewer have won.
  public static void keepsWins(Ball ball, IntFunction<? extends FixedBudgetAttack<? super WhiteBox>> withTries) {
    Examples examples = Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(SEED));
    boolean[] before = new boolean[examples.count()];
    for (int tries = 1; tries <= 5; tries++) {
      AttackResult result = withTries.apply(tries).run(BARS.classifier(), examples, ball);
      boolean[] won = result.success();
      int fewerTries = tries - 1;
      boolean[] earlier = before;
      IntStream.range(0, won.length).forEach(i -> assertTrue(won[i] || !earlier[i],
          "example " + i + " was won with " + fewerTries + " tries and lost with one more"));
      before = won;
    }
  }
}
