package scrutable.lessons.poisoning.twomoons;

import java.util.Arrays;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A few labels, many points without one, and eight more of those, laid in a line by an adversary.
///
/// Carlini 2021, "Poisoning the unlabeled dataset of semi-supervised learning", section 3.
final class TwoMoonsExperiment {
  static final int[] BUDGETS = {2, 4, 8};

  private TwoMoonsExperiment() {}

  /// What the learners of one seed showed.
  ///
  /// @param clean accuracy of label spreading without poison
  /// @param supervised accuracy of a network that looks at the labels alone
  /// @param bridge share of the targets that each budget flips
  /// @param accuracy of label spreading with the largest budget, mean over the targets
  /// @param copies share of the targets flipped by as many points at the target
  /// @param elsewhere share of the targets flipped by an equal bridge to another place
  /// @param random share of the targets flipped by as many points anywhere
  /// @param doses what was really added
  record Measurement(double clean, double supervised, double[] bridge, double accuracy, double copies,
      double elsewhere, double random, TwoMoonsDoses doses) {}

  /// What a network that learns from the same points did, for one seed only.
  ///
  /// @param accuracies of the refits, which differ in nothing but their seed
  /// @param disagreement the share of the plane where the refits do not all agree
  /// @param disagreementOnTest the same for test points
  /// @param bridge the share of a few targets that a bridge flips
  /// @param copies the share of them flipped by copies of the target
  record Network(double[] accuracies, double disagreement, double disagreementOnTest, double bridge,
      double copies) {}

  //: code attack
  /// Attacks each target alone, with bridges of all budgets, with copies of the target, with an equal bridge to another
  /// place, and with points anywhere.
  ///
  /// @param broken for a sabotage: the bridges begin at a labelled point of the class that the target has already
  /// @param astray for a sham: the copies lie where a bridge begins
  static Measurement measure(TwoMoonsWorld world, DecisionAccess unpoisoned, ChosenTargets targets,
      int steps, boolean broken, boolean astray, Rng rng) {
    Recipe<Tensor> spreading = world.labelSpreading();
    int most = BUDGETS[BUDGETS.length - 1];
    double[] bridge = new double[BUDGETS.length];
    double[] others = new double[3];
    double accuracy = 0;
    TwoMoonsDoses doses = TwoMoonsDoses.NONE.withShared(world.shared());
    for (ChosenTargets target : targets.each()) {
      Tensor longest = null;
      for (int b = 0; b < BUDGETS.length; b++) {
        longest = bridge(world, target, BUDGETS[b], broken, rng);
        Retrained victim = Retrained.of(spreading, longest, target, world.test(), rng);
        bridge[b] += victim.success();
        accuracy += b == BUDGETS.length - 1 ? victim.accuracy() : 0;
      }
      Tensor[] pools = {copies(world, target, most, astray), elsewhere(world, target, most, rng),
          random(world, most, rng)};
      for (int i = 0; i < pools.length; i++) {
        others[i] += target.success(spreading.train(pools[i], rng));
      }
      doses = doses.and(target, world.added(longest), world.added(pools[0]), world.added(pools[1]),
          world.added(pools[2]));
    }
    int count = targets.count();
    Arrays.setAll(bridge, b -> bridge[b] / count);              // divided at last: nine tenths are not 0.9
    double clean = new ManyErrors(world.test()).accuracy(unpoisoned);
    double supervised = new ManyErrors(world.test())
        .accuracy(world.supervised(steps).train(world.pool(), rng.split("supervised")));
    return new Measurement(clean, supervised, bridge, accuracy / count, others[0] / count, others[1] / count,
        others[2] / count, doses);
  }
  //: end

  //: code bridge
  /// The pool and a straight line of points without labels, from the labelled point nearest to the target (of the
  /// wanted class) to the target.
  ///
  /// @param broken whether it begins at a point of the other class, which the target has already
  static Tensor bridge(TwoMoonsWorld world, ChosenTargets target, int points, boolean broken, Rng rng) {
    int from = broken ? 1 - target.wanted(0) : target.wanted(0);
    Interpolation bridge = new Interpolation(world.labelled());
    return bridge.craft(world.pool(), new ChosenTargets(target.inputs(), Tensor.ofInts(new int[] {from}, 1)),
        new Budget(points), rng).data();
  }

  /// The ablation: as many points as a bridge has, all of them at the target.
  ///
  /// @param astray whether they lie at the labelled point instead, where the bridge begins
  static Tensor copies(TwoMoonsWorld world, ChosenTargets target, int points, boolean astray) {
    Tensor place = astray ? new Interpolation(world.labelled()).source(target, 0) : target.input(0);
    Tensor more = Joining.concat(0, world.pool(), place.expand(points, 2));
    return Poisoned.of(world.pool(), more, new Budget(points), "copies of the target").data();
  }

  /// The control: the same bridge from the same labelled point, turned about it by a right angle, so that it leads to
  /// another place as far away.
  private static Tensor elsewhere(TwoMoonsWorld world, ChosenTargets target, int points, Rng rng) {
    Tensor from = new Interpolation(world.labelled()).source(target, 0);
    Tensor way = world.added(bridge(world, target, points, false, rng)).sub(from);
    Tensor turned = way.matmul(Tensor.of(new float[] {0, 1, -1, 0}, 2, 2)).add(from);
    return Poisoned.of(world.pool(), Joining.concat(0, world.pool(), turned), new Budget(points),
        "a bridge to another place").data();
  }

  /// Another control: as many points, anywhere in the rectangle that is drawn.
  private static Tensor random(TwoMoonsWorld world, int points, Rng rng) {
    Tensor more = Joining.concat(1,
        rng.uniformBetween(TwoMoonsWorld.LEFT, TwoMoonsWorld.RIGHT, points, 1),
        rng.uniformBetween(TwoMoonsWorld.BOTTOM, TwoMoonsWorld.TOP, points, 1));
    Tensor pool = Joining.concat(0, world.pool(), more);
    return Poisoned.of(world.pool(), pool, new Budget(points), "anywhere").data();
  }
  //: end

  /// A network in the place of label spreading: refits without poison, then bridges and copies for a few targets.
  static Network network(TwoMoonsWorld world, int refits, int targetCount, int steps, boolean broken, Rng rng) {
    Recipe<Tensor> recipe = world.virtualAdversarialTraining(steps);
    double[] accuracies = new double[refits];
    int[][] plane = new int[refits][];
    int[][] test = new int[refits][];
    DecisionAccess first = null;
    for (int i = 0; i < refits; i++) {
      DecisionAccess victim = recipe.train(world.pool(), rng.split("refit").split(i));
      first = first == null ? victim : first;
      accuracies[i] = new ManyErrors(world.test()).accuracy(victim);
      plane[i] = victim.labels(TwoMoonsWorld.grid(60));
      test[i] = victim.labels(world.test().inputs());
    }
    int most = BUDGETS[BUDGETS.length - 1];
    double bridge = 0;
    double copies = 0;
    Rng same = rng.split("refit").split(0);
    ChosenTargets targets = world.targets(first, targetCount);
    for (ChosenTargets target : targets.each()) {
      Tensor pool = bridge(world, target, most, broken, rng);
      bridge += target.success(recipe.train(pool, same)) / targets.count();
      copies += target.success(recipe.train(copies(world, target, most, false), same)) / targets.count();
    }
    return new Network(accuracies, disagreement(plane), disagreement(test), bridge, copies);
  }

  /// The share of inputs to which not all give the same answer.
  private static double disagreement(int[][] answers) {
    int different = 0;
    for (int i = 0; i < answers[0].length; i++) {
      boolean isSame = true;
      for (int[] refit : answers) {
        isSame &= refit[i] == answers[0][i];
      }
      different += isSame ? 0 : 1;
    }
    return (double) different / answers[0].length;
  }
}
