package scrutable.attacks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import scrutable.autograd.Functions;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Attacks that look for the nearest image and are broken on purpose, each in one way that has happened to
/// somebody.
///
/// All walk along the gradient until the goal is reached and then halve the way back, and are right but for
/// the one mistake.
final class BrokenMinimalNormAttacks {
  private static final int STEPS = 120;
  private static final int HALVINGS = 16;

  private BrokenMinimalNormAttacks() {}

  /// The attack that the broken ones are variations of; it passes.
  static Tensor sound(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return goBack(victim, examples, walk(victim, examples, AttackLoss.MARGIN, norm, box, 1));
  }

  /// Steps of a fixed length until the goal is reached; the image as it was where it never is.
  private static Tensor walk(WhiteBox victim, Examples examples, AttackLoss loss, Norm norm, Box box,
      int direction) {
    Ball free = new Ball(norm, Double.POSITIVE_INFINITY, box);
    Tensor current = examples.images();
    Tensor found = current;
    boolean[] done = new boolean[examples.count()];
    for (int step = 0; step < STEPS; step++) {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(loss, current, examples.goal());
      boolean[] reached = examples.goal().reached(at.logits());
      for (int i = 0; i < done.length; i++) {
        boolean already = done[i];
        done[i] |= reached[i];
        reached[i] &= !already;
      }
      found = BatchRows.where(reached, current, found);
      current = free.climb(examples.images(), current, at.gradient().mul(direction), length(norm));
    }
    return found;
  }

  private static double length(Norm norm) {
    return norm == Norm.LINF ? 0.02 : 0.05;
  }

  /// The nearest point at the goal on the straight line from the original, if the goal begins there once only.
  private static Tensor goBack(WhiteBox victim, Examples examples, Tensor far) {
    Tensor near = examples.images();
    Tensor change = far.sub(near);
    double[] low = new double[examples.count()];
    double[] high = new double[examples.count()];
    Arrays.fill(high, 1);
    for (int halving = 0; halving < HALVINGS; halving++) {
      double[] middle = new double[high.length];
      Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
      examples.countQuery();
      boolean[] reached = examples.goal()
          .reached(victim.labels(near.add(change.mul(BatchRows.column(middle, near)))));
      for (int i = 0; i < high.length; i++) {
        low[i] = reached[i] ? low[i] : middle[i];
        high[i] = reached[i] ? middle[i] : high[i];
      }
    }
    Tensor back = near.add(change.mul(BatchRows.column(high, near)));
    boolean[] moved = new boolean[high.length];
    double[] lengths = Norm.LINF.of(change);
    for (int i = 0; i < moved.length; i++) {
      moved[i] = lengths[i] > 0 && high[i] < 1;
    }
    return BatchRows.where(moved, back, far);
  }

  /// Says a black image where nothing was found, which then may even count as a success.
  static Tensor blackWhereItFails(WhiteBox victim, Examples examples, Norm norm, Box box) {
    Tensor found = sound(victim, examples, norm, box);
    double[] distances = norm.of(found.sub(examples.images()));
    boolean[] moved = new boolean[distances.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = distances[i] > 0;
    }
    return BatchRows.where(moved, found, found.mul(0));
  }

  /// Says the last image of the way, at the goal or not.
  static Tensor lastOfTheWay(WhiteBox victim, Examples examples, Norm norm, Box box) {
    Ball free = new Ball(norm, Double.POSITIVE_INFINITY, box);
    Tensor current = examples.images();
    for (int step = 0; step < 4; step++) {
      examples.countGradient();
      Tensor slope = victim.lossGradient(AttackLoss.MARGIN, current, examples.goal()).gradient();
      current = free.climb(examples.images(), current, slope, length(norm));
    }
    return current;
  }

  static Tensor doesNotGoBack(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return walk(victim, examples, AttackLoss.MARGIN, norm, box, 1);
  }

  static Tensor notClipped(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return sound(victim, examples, norm, Box.unbounded());
  }

  static Tensor noOperation(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return examples.images();
  }

  /// Leaves the target instead of approaching it: takes every goal for a label.
  static Tensor targetTakenForLabel(WhiteBox victim, Examples examples, Norm norm, Box box) {
    int direction = examples.goal().direction();
    return goBack(victim, examples, walk(victim, examples, AttackLoss.MARGIN, norm, box, direction));
  }

  /// Signs of the gradient whatever the norm: near in one norm is not near in the other.
  static Tensor wrongNorm(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return sound(victim, examples, norm == Norm.L2 ? Norm.LINF : Norm.L2, box);
  }

  /// Moves only pixels that are neither black nor white, as `atanh` without a margin does.
  static Tensor frozenPixels(WhiteBox victim, Examples examples, Norm norm, Box box) {
    Tensor images = examples.images();
    Tensor black = images.with(Tensor.full(0, images.dtype()), BinaryFunction.LESS_OR_EQUAL);
    Tensor white = images.with(Tensor.full(1, images.dtype()), BinaryFunction.GREATER_OR_EQUAL);
    Tensor frozen = Tensor.where(black.add(white), images, sound(victim, examples, norm, box));
    examples.countQuery();
    return BatchRows.where(examples.goal().reached(victim.labels(frozen)), frozen, images);
  }

  /// Halves one interval for the whole batch.
  static Tensor oneSearchForAll(WhiteBox victim, Examples examples, Norm norm, Box box) {
    Tensor far = walk(victim, examples, AttackLoss.MARGIN, norm, box, 1);
    Tensor best = far;
    for (double share = 1; share > 0.3; share -= 0.05) {
      Tensor nearer = examples.images().add(far.sub(examples.images()).mul(share));
      examples.countQuery();
      for (boolean reached : examples.goal().reached(victim.labels(nearer))) {
        if (!reached) {
          return best;
        }
      }
      best = nearer;
    }
    return best;
  }

  /// Climbs the probability of the wrong answers, which is flat where the victim is sure.
  static Tensor climbsProbabilities(WhiteBox victim, Examples examples, Norm norm, Box box) {
    AttackLoss probability = (logits, goal) ->
        AttackLoss.MARGIN.perExample(Functions.softmax(logits.mul(20)), goal);
    return goBack(victim, examples, walk(victim, examples, probability, norm, box, 1));
  }

  static Tensor doesNotCount(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return sound(victim, BrokenAttacks.unheard(examples), norm, box);
  }

  static Tensor unseeded(WhiteBox victim, Examples examples, Norm norm, Box box) {
    Tensor found = sound(victim, examples, norm, box);
    double far = 1 + 1e-3 * Rng.seed(System.nanoTime()).nextDouble();
    return box.clip(examples.images().add(found.sub(examples.images()).mul(far)));
  }

  /// A budget that is not looked at.
  static MinimalNormAttack<WhiteBox> forgetsTheBudget() {
    return new MinimalNormAttack<>() {
      @Override
      public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
        return sound(victim, examples, norm, box);
      }

      @Override
      public FixedBudgetAttack<WhiteBox> withinBudget() {
        return (victim, examples, ball) -> search(victim, examples, ball.norm(), ball.box());
      }
    };
  }

  /// Each broken attack by the mistake in it.
  static Map<String, Case> all() {
    Map<String, Case> all = new LinkedHashMap<>();
    String fails = "an image that cannot be moved to its goal comes back as it was";
    String distances = "of a linear victim it finds the true distances";
    all.put("says black where it fails", new Case(BrokenMinimalNormAttacks::blackWhereItFails, fails));
    all.put("says the last image of its way", new Case(BrokenMinimalNormAttacks::lastOfTheWay,
        "every image it returns is as it was or at its goal"));
    all.put("does not clip", new Case(BrokenMinimalNormAttacks::notClipped, "what it finds lies in the box"));
    all.put("does nothing", new Case(BrokenMinimalNormAttacks::noOperation, distances));
    all.put("does not go back", new Case(BrokenMinimalNormAttacks::doesNotGoBack, distances));
    all.put("minimises another norm", new Case(BrokenMinimalNormAttacks::wrongNorm, distances));
    all.put("takes the target for a label", new Case(BrokenMinimalNormAttacks::targetTakenForLabel,
        "of a linear victim it finds the true distances to targets"));
    all.put("freezes black and white pixels", new Case(BrokenMinimalNormAttacks::frozenPixels,
        "black and white pixels do not hinder it"));
    all.put("makes one search for all", new Case(BrokenMinimalNormAttacks::oneSearchForAll,
        "under a budget, an example is treated alone as among others"));
    all.put("climbs probabilities", new Case(BrokenMinimalNormAttacks::climbsProbabilities,
        "the scale of the logits does not matter much"));
    all.put("does not count", new Case(BrokenMinimalNormAttacks::doesNotCount,
        "under a budget, it counts what it asks"));
    all.put("is not seeded", new Case(BrokenMinimalNormAttacks::unseeded,
        "under a budget, the same seed gives the same bits, on one thread and on two"));
    all.put("forgets the budget", new Case(forgetsTheBudget(),
        "under a budget, it stays in the ball and in the box"));
    return all;
  }

  /// A broken attack and the check that must see it.
  record Case(MinimalNormAttack<WhiteBox> attack, String rejectedBy) {}
}
