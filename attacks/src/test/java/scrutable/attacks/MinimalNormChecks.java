package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.autograd.Variable;
import scrutable.nn.Sequential;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What every attack that looks for the nearest image must do, in two groups as in [AttackChecks].
///
/// The checks are proven by deliberately broken attacks, each of which must be rejected
/// (`BrokenMinimalNormAttacksTest`).
public final class MinimalNormChecks {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final int COUNT = 36;
  private static final Tensor IMAGES = BARS.images().slice(0, 0, COUNT);
  private static final Goal UNTARGETED = BARS.untargeted().only(0, COUNT);
  private static final Goal TARGETED = BARS.targeted().only(0, COUNT);
  private static final long SEED = 7;

  private final MinimalNormAttack<? super WhiteBox> attack;
  private final Norm norm;
  private final double tolerance;
  private AttackResult untargeted;

  private MinimalNormChecks(MinimalNormAttack<? super WhiteBox> attack, Norm norm, double tolerance) {
    this.attack = attack;
    this.norm = norm;
    this.tolerance = tolerance;
  }

  /// Checks of an attack that says it finds distances in a norm.
  ///
  /// @param tolerance by which share a distance found may be larger than the true one, on a linear victim
  public static MinimalNormChecks of(Norm norm, double tolerance, MinimalNormAttack<? super WhiteBox> attack) {
    return new MinimalNormChecks(attack, norm, tolerance);
  }

  /// That the attack keeps to the rules, and that its result is what it says.
  public Map<String, Executable> honesty() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    AttackChecks.of(norm, budgeted()).honesty()
        .forEach((name, check) -> checks.put("under a budget, " + name, check));
    checks.put("what it finds lies in the box", this::staysInTheBox);
    checks.put("an image that cannot be moved to its goal comes back as it was", this::returnsWhatFails);
    checks.put("every image it returns is as it was or at its goal", this::returnsNothingHalfWay);
    return checks;
  }

  /// That the attack finds what there is to be found.
  public Map<String, Executable> strength() {
    Map<String, Executable> checks = new LinkedHashMap<>();
    checks.put("of a linear victim it finds the true distances", () -> findsTheDistance(false));
    checks.put("of a linear victim it finds the true distances to targets", () -> findsTheDistance(true));
    checks.put("black and white pixels do not hinder it", this::usesBlackAndWhitePixels);
    checks.put("it always finds something where there is something", this::findsSomething);
    checks.put("what it finds is nearer than what noise finds", this::beatsNoise);
    checks.put("the scale of the logits does not matter much", this::bearsLargeLogits);
    return checks;
  }

  /// Not a method reference, so that an attack which overrides `withinBudget` is taken at its word.
  private FixedBudgetAttack<? super WhiteBox> budgeted() {
    return attack.withinBudget();
  }

  /// Several checks look at this one: what the attack finds on its way to any other class.
  private AttackResult untargeted() {
    if (untargeted == null) {
      untargeted = run(BARS.classifier(), IMAGES, UNTARGETED);
    }
    return untargeted;
  }

  private AttackResult run(Classifier victim, Tensor images, Goal goal) {
    return attack.run(victim, images, goal, norm, Box.UNIT, Rng.seed(SEED));
  }

  private void staysInTheBox() {
    for (Goal goal : new Goal[] {UNTARGETED, TARGETED}) {
      Tensor found = attack.search(BARS.classifier(), Examples.of(IMAGES, goal, Rng.seed(SEED)), norm,
          Box.UNIT);
      for (float pixel : found.toFloatArray()) {
        assertTrue(pixel >= 0 && pixel <= 1, "a pixel is " + pixel + ", outside the box [0, 1]");
      }
    }
  }

  /// A victim that says the same whatever it is shown.
  private void returnsWhatFails() {
    Classifier deaf = Classifier.of(x -> x.reshape(x.size(0), -1).slice(1, 0, 3).mul(0)
        .add(Variable.constant(Tensor.of(new float[] {3, 2, 1}, 3))));
    int[] zeros = new int[IMAGES.size(0)];
    Tensor found = attack.search(deaf,
        Examples.of(IMAGES, Untargeted.of(zeros), Rng.seed(SEED)), norm, Box.UNIT);
    assertArrayEquals(IMAGES.toFloatArray(), found.toFloatArray());
    AttackResult result = run(deaf, IMAGES, Untargeted.of(zeros));
    assertEquals(1, result.robustAccuracy());
    assertEquals(Double.POSITIVE_INFINITY, result.medianDistance());
  }

  private void returnsNothingHalfWay() {
    Goal goal = TARGETED;
    Tensor found = attack.search(BARS.classifier(), Examples.of(IMAGES, goal, Rng.seed(SEED)), norm,
        Box.UNIT);
    boolean[] reached = goal.reached(BARS.classifier().labels(found));
    double[] distances = norm.of(found.sub(IMAGES));
    for (int i = 0; i < reached.length; i++) {
      assertTrue(reached[i] || distances[i] == 0, "example " + i + " was moved, but not to its goal");
    }
  }

  /// Interior images, so that the box does not matter: the distance is `|w.x + b| / |w|` in the dual norm.
  private void findsTheDistance(boolean targeted) {
    Rng rng = Rng.seed(5);
    LinearVictim victim = LinearVictim.random(16, rng.split("weights"));
    Tensor images = rng.split("images").uniformBetween(0.4, 0.6, 40, 1, 4, 4);
    int[] labels = victim.answers(images);
    Goal goal = targeted ? Targeted.of(Arrays.stream(labels).map(label -> 1 - label).toArray())
        : Untargeted.of(labels);
    double[] margins = victim.margins(images, labels);
    double slope = norm.dual().of(victim.weightsLike(images))[0];
    double median = victim.medianRadius(images, norm);
    double[] found = run(victim.classifier(DType.FLOAT32), images, goal).distances();
    for (int i = 0; i < found.length; i++) {
      double exact = margins[i] / slope;
      boolean almostFallen = exact < 0.1 * median;                 // a sphere takes long to shrink so far
      boolean meetsTheBox = norm == Norm.L1 && exact > 0.35;
      if (almostFallen || meetsTheBox) {
        continue;
      }
      assertTrue(found[i] >= exact * (1 - 1e-4) - 1e-6, "example " + i + " is said to fall at " + found[i]
          + ", but its distance is " + exact);
      // A boundary is crossed, not only met: by a little more than rounding.
      assertTrue(found[i] <= exact * (1 + tolerance) + 2e-4, "example " + i + " was found to fall at "
          + found[i] + " only, but its distance is " + exact);
    }
  }

  /// Pixels at the walls of the box, all of them: each can only go one way.
  private void usesBlackAndWhitePixels() {
    Rng rng = Rng.seed(6);
    LinearVictim victim = LinearVictim.random(16, rng.split("weights"));
    Tensor images = rng.split("images").uniformBetween(-4, 5, 40, 1, 4, 4).clamp(0, 1);
    AttackResult result = run(victim.classifier(DType.FLOAT32), images,
        Untargeted.of(victim.answers(images)));
    assertEquals(0, result.robustAccuracy(), "the opposite corner always has the other answer");
  }

  private void findsSomething() {
    assertEquals(0, untargeted().robustAccuracy());
    AttackResult targeted = run(BARS.classifier(), IMAGES, TARGETED);
    assertTrue(targeted.successRate() > 0.8,
        "only " + targeted.successRate() + " of the targets were reached");
  }

  private void beatsNoise() {
    double median = untargeted().medianDistance();
    double noise = RandomNoise.signs().run(BARS.classifier(), IMAGES, UNTARGETED,
        new Ball(norm, 1.5 * median, Box.UNIT), Rng.seed(SEED)).successRate();
    assertTrue(noise < 0.4, "noise of 1.5 times the median distance " + median + " breaks " + noise);
  }

  private void bearsLargeLogits() {
    Classifier loud = Classifier.of(new Sequential(BARS.network(), logits -> logits.mul(8)));
    double plain = untargeted().medianDistance();
    double scaled = run(loud, IMAGES, UNTARGETED).medianDistance();
    assertTrue(plain < Double.POSITIVE_INFINITY, "most attacks failed, at any scale");
    assertEquals(plain, scaled, 0.1 * plain);
  }
}
