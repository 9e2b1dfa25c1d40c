package scrutable.attacks;

import java.util.LinkedHashMap;
import java.util.Map;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.evasion.AutoPgd;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Attacks that are broken on purpose, each in one way that has happened to somebody.
///
/// All are an iterated sign gradient in LINF (or its L2 twin, where the mistake needs lengths) and right but
/// for the one mistake.
final class BrokenAttacks {
  private static final int STEPS = 20;

  private BrokenAttacks() {}

  /// The attack that the broken ones are variations of; it passes.
  static Tensor sound(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball, 1);
  }

  private static Tensor iterate(WhiteBox victim, Examples examples, Tensor start, Ball ball, Ball projection,
      int direction) {
    Tensor current = start;
    for (int step = 0; step < STEPS; step++) {
      examples.countGradient();
      Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, current, examples.goal()).gradient();
      current = projection.climb(examples.images(), current, gradient.mul(direction), length(ball));
    }
    return current;
  }

  private static double length(Ball ball) {
    return 2.5 * ball.eps() / STEPS;
  }

  static Tensor noOperation(WhiteBox victim, Examples examples, Ball ball) {
    return examples.images();
  }

  static Tensor signFlipped(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball, -1);
  }

  /// The gradient of the mean loss, normalised with a guard against zero that then bites.
  static Tensor meanOverTheBatch(WhiteBox victim, Examples examples, Ball ball) {
    Tensor current = examples.images();
    int count = examples.count();
    for (int step = 0; step < STEPS; step++) {
      examples.countGradient();
      Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, current, examples.goal()).gradient()
          .div(count);
      Tensor guarded = gradient.div(gradient.square().sum(true, 1, 2, 3).sqrt().add(1e-3));
      current = ball.project(examples.images(), current.add(guarded.mul(length(ball))));
    }
    return current;
  }

  static Tensor notClipped(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball.within(Box.unbounded()), 1);
  }

  static Tensor notProjected(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball.withEps(1e9), 1);
  }

  /// A start at up to twice the radius, and no step after it that would bring it back.
  static Tensor startOutsideTheBall(WhiteBox victim, Examples examples, Ball ball) {
    return examples.randomStart(ball.withEps(2 * ball.eps()));
  }

  /// Leaves the target instead of approaching it: takes every goal for a label.
  static Tensor targetTakenForLabel(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball, examples.goal().direction());
  }

  /// Moves only pixels that are neither black nor white, as `atanh` without a margin does.
  static Tensor frozenPixels(WhiteBox victim, Examples examples, Ball ball) {
    Tensor images = examples.images();
    Tensor black = images.with(Tensor.full(0, images.dtype()), BinaryFunction.LESS_OR_EQUAL);
    Tensor white = images.with(Tensor.full(1, images.dtype()), BinaryFunction.GREATER_OR_EQUAL);
    return Tensor.where(black.add(white), images, sound(victim, examples, ball));
  }

  /// One random stream for all, drawn in the order of the batch.
  static Tensor oneStreamForAll(WhiteBox victim, Examples examples, Ball ball) {
    Rng shared = Rng.seed(1);
    Tensor[] changes = new Tensor[examples.count()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = ball.norm().randomIn(ball.eps(), examples.images().dtype(), shared, 1, 4, 4);
    }
    Tensor start = ball.project(examples.images(), examples.images().add(Joining.stack(0, changes)));
    return iterate(victim, examples, start, ball, ball, 1);
  }

  /// Another start each time, whatever the seed.
  static Tensor unseeded(WhiteBox victim, Examples examples, Ball ball) {
    Rng random = Rng.seed(System.nanoTime());
    Tensor noise = random.uniformBetween(-ball.eps(), ball.eps(), examples.images().shape());
    return ball.project(examples.images(), examples.images().add(noise.to(examples.images().dtype())));
  }

  /// Writes into the images it was given.
  static Tensor changesItsInput(WhiteBox victim, Examples examples, Ball ball) {
    Tensor moved = sound(victim, examples, ball);
    Tensor images = examples.images();
    for (int i = 0; i < images.elementCount(); i++) {
      images.storage().set(images.offset() + i, 0.5);
    }
    return moved;
  }

  /// Trains the network a little: runs it in training mode and accumulates gradients of its parameters.
  static FixedBudgetAttack<WhiteBox> touchesTheNetwork(Module network) {
    return (victim, examples, ball) -> {
      if (examples.images().size(0) > 1 && !network.parameters().isEmpty()) {
        Variable logits = network.train().forward(examples.images());
        Losses.crossEntropyPerExample(logits, examples.goal().classes()).sum().backward();
      }
      return sound(victim, examples, ball);
    };
  }

  /// The same examples, but nobody hears what is reported to them.
  static Examples unheard(Examples examples) {
    return Examples.of(examples.images(), examples.goal(), Rng.seed(0));
  }

  static Tensor doesNotCount(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, unheard(examples), examples.images(), ball, ball, 1);
  }

  /// Says "not a number" where it has no gradient.
  static Tensor dividesByZero(WhiteBox victim, Examples examples, Ball ball) {
    Tensor moved = sound(victim, examples, ball);
    return moved.add(moved.sub(moved).div(moved.sub(moved)));
  }

  /// In L1 always the steepest element alone, also when it has long met the box.
  static Tensor oneElementForEver(WhiteBox victim, Examples examples, Ball ball) {
    return iterate(victim, examples, examples.images(), ball, ball, 1);
  }

  /// One step size for the whole batch, halved when the batch as a whole does not get on.
  static Tensor oneStepSizeForAll(WhiteBox victim, Examples examples, Ball ball) {
    Tensor current = examples.images();
    double step = 2 * ball.eps();
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < STEPS; i++) {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(AttackLoss.CROSS_ENTROPY, current, examples.goal());
      double now = at.losses().mean().item();
      step = now > before ? step : step / 2;
      before = now;
      current = ball.climb(examples.images(), current, at.gradient(), step);
    }
    return current;
  }

  /// A search that keeps what makes things worse for it.
  static Tensor searchesTheWrongWay(WhiteBox victim, Examples examples, Ball ball) {
    ScoreAccess negated = images -> victim.logits(images).neg();
    return new Square(300).perturb(negated, examples, ball);
  }

  /// A search that paints with half of what it may.
  static Tensor paintsPale(WhiteBox victim, Examples examples, Ball ball) {
    return new Square(300).perturb(victim, examples, ball.withEps(ball.eps() / 2));
  }

  /// Climbs something that grows with the attack's effort and has nothing to do with the goal.
  static Tensor climbsAnotherLoss(WhiteBox victim, Examples examples, Ball ball) {
    AttackLoss away = (logits, goal) -> logits.square().sum(false, 1);
    return new AutoPgd(STEPS, away).perturb(victim, examples, ball);
  }

  /// Judges images before they are projected, by a ball that is large enough for them.
  static FixedBudgetAttack<WhiteBox> judgedBeforeProjection() {
    return new FixedBudgetAttack<>() {
      @Override
      public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
        return sound(victim, examples, ball);
      }

      @Override
      public AttackResult run(WhiteBox victim, Examples examples, Ball ball) {
        Ball larger = ball.withEps(2 * ball.eps());
        Tensor moved = sound(victim, examples, larger);
        return AttackResult.judge(victim, examples.images(), moved, examples.goal(), larger);
      }
    };
  }

  /// Counts every answer other than the target as a success.
  static FixedBudgetAttack<WhiteBox> wrongTargetTest() {
    return new FixedBudgetAttack<>() {
      @Override
      public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
        return sound(victim, examples, ball);
      }

      @Override
      public AttackResult run(WhiteBox victim, Examples examples, Ball ball) {
        Tensor moved = sound(victim, examples, ball);
        return AttackResult.judge(victim, examples.images(), moved, new Untargeted(examples.goal().classes()),
            ball);
      }
    };
  }

  /// Tries again with all examples, and returns the last try.
  static FixedBudgetAttack<DecisionAccess> forgetsEarlierTries(FixedBudgetAttack<DecisionAccess> attack, int tries) {
    return (victim, examples, ball) -> {
      Tensor latest = attack.perturb(victim, examples, ball);
      for (int again = 1; again < tries; again++) {
        latest = attack.perturb(victim, examples.drawing("restart " + again), ball);
      }
      return latest;
    };
  }

  /// Every broken attack by its name, with the check that must reject it.
  static Map<String, Case> all(Module network) {
    Map<String, Case> all = new LinkedHashMap<>();
    String exact = "of a linear victim it breaks exactly what can be broken";
    all.put("does nothing", new Case(BrokenAttacks::noOperation, exact));
    all.put("flips the sign", new Case(BrokenAttacks::signFlipped, exact));
    all.put("averages over the batch", new Case(Norm.L2, BrokenAttacks::meanOverTheBatch,
        "an example is treated alone as among others"));
    all.put("does not clip", new Case(BrokenAttacks::notClipped, "it stays in the ball and in the box"));
    all.put("forgets the projection", new Case(BrokenAttacks::notProjected,
        "it stays in the ball and in the box"));
    all.put("forgets the projection in L2", new Case(Norm.L2, BrokenAttacks::notProjected,
        "it stays in the ball and in the box"));
    all.put("starts outside the ball", new Case(BrokenAttacks::startOutsideTheBall,
        "it stays in the ball and in the box"));
    all.put("takes the target for a label", new Case(BrokenAttacks::targetTakenForLabel,
        "of a linear victim it reaches exactly the targets in reach"));
    all.put("freezes black and white pixels", new Case(BrokenAttacks::frozenPixels,
        "it uses pixels that are black or white"));
    all.put("draws from one stream for all", new Case(BrokenAttacks::oneStreamForAll,
        "the order of the examples does not matter"));
    all.put("is not seeded", new Case(BrokenAttacks::unseeded,
        "the same seed gives the same bits, on one thread and on two"));
    all.put("changes its input", new Case(BrokenAttacks::changesItsInput,
        "victim, images and goals are left as they were"));
    all.put("touches the network", new Case(touchesTheNetwork(network),
        "victim, images and goals are left as they were"));
    all.put("does not count", new Case(BrokenAttacks::doesNotCount, "it counts what it asks"));
    all.put("divides by zero", new Case(BrokenAttacks::dividesByZero, "it stays in the ball and in the box"));
    all.put("moves one element in L1 for ever", new Case(Norm.L1, BrokenAttacks::oneElementForEver,
        "it uses pixels that are black or white"));
    all.put("has one step size for all", new Case(BrokenAttacks::oneStepSizeForAll,
        "an example is treated alone as among others"));
    all.put("searches the wrong way", new Case(BrokenAttacks::searchesTheWrongWay, exact));
    all.put("paints pale squares", new Case(BrokenAttacks::paintsPale, exact));
    all.put("climbs a loss that is not the goal's", new Case(BrokenAttacks::climbsAnotherLoss, exact));
    all.put("is judged before it is projected", new Case(judgedBeforeProjection(),
        "an untargeted result says what is so"));
    all.put("takes any answer for the target", new Case(wrongTargetTest(),
        "a targeted result says what is so"));
    return all;
  }

  /// A broken attack and the check that must see it.
  record Case(Norm norm, FixedBudgetAttack<WhiteBox> attack, String rejectedBy) {
    Case(FixedBudgetAttack<WhiteBox> attack, String rejectedBy) {
      this(Norm.LINF, attack, rejectedBy);
    }
  }
}
