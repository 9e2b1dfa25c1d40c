package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Decision;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Recipe;
import scrutable.attacks.poisoning.Retrained;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L41: a bridge of points without labels, in the plane, where one can watch it.
///
/// Carlini 2021, "Poisoning the unlabeled dataset of semi-supervised learning", section 3.
public final class TwoMoonsLesson implements Lesson {
  static final int LABELS_PER_CLASS = 3;
  static final int UNLABELLED = 800;
  static final int[] BUDGETS = {2, 4, 8};
  static final int REFITS = 10;
  private static final int SEEDS = 5;
  private static final int TARGETS = 10;
  private static final int NEURAL_TARGETS = 5;

  /// What the learners of one seed showed.
  ///
  /// @param clean accuracy of label spreading without poison
  /// @param supervised accuracy of a network that looks at the labels alone
  /// @param bridge share of the targets that each budget flips
  /// @param accuracy of label spreading with the largest budget, mean over the targets
  /// @param copies share of the targets flipped by as many points at the target
  /// @param random share of the targets flipped by as many points anywhere
  record Measurement(double clean, double supervised, double[] bridge, double accuracy, double copies,
      double random) {}

  /// What a network that learns from the same points did, for one seed only.
  ///
  /// @param accuracies of the refits, which differ in nothing but their seed
  /// @param disagreement the share of the plane where the refits do not all agree
  /// @param disagreementOnTest the same for test points
  /// @param bridge the share of a few targets that a bridge flips
  /// @param copies the share of them flipped by copies of the target
  record Network(double[] accuracies, double disagreement, double disagreementOnTest, double bridge,
      double copies) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    int steps = context.choose(30, 1_000);
    TwoMoonsFrames frames = null;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      TwoMoonsWorld world = TwoMoonsWorld.draw(UNLABELLED, LABELS_PER_CLASS, rng);
      Recipe<Tensor> spreading = world.labelSpreading();
      Decision unpoisoned = spreading.train(world.pool(), rng);
      ChosenTargets targets = world.targets(unpoisoned, TARGETS);
      measured.add(measure(world, unpoisoned, targets, steps, context.sabotage(), rng));
      if (frames == null) {
        frames = TwoMoonsFrames.of(world, targets.each()[0], steps, context.choose(1, REFITS), rng);
      }
      context.progress().update("poisoning", measured.size(), seeds.length + 1);
    }
    Network network = network(context, steps);
    return judge(measured, network, frames);
  }

  private static Measurement measure(TwoMoonsWorld world, Decision unpoisoned, ChosenTargets targets,
      int steps, boolean sabotage, Rng rng) {
    Recipe<Tensor> spreading = world.labelSpreading();
    int most = BUDGETS[BUDGETS.length - 1];
    double[] bridge = new double[BUDGETS.length];
    double accuracy = 0;
    double copies = 0;
    double random = 0;
    for (ChosenTargets target : targets.each()) {
      for (int b = 0; b < BUDGETS.length; b++) {
        Tensor pool = bridge(world, target, sabotage ? 0 : BUDGETS[b], rng);
        Retrained victim = Retrained.of(spreading, pool, target, world.test(), rng);
        bridge[b] += victim.success();
        accuracy += b == BUDGETS.length - 1 ? victim.accuracy() / targets.count() : 0;
      }
      copies += target.success(spreading.train(copies(world, target, most), rng));
      random += target.success(spreading.train(random(world, most, rng), rng));
    }
    int count = targets.count();
    Arrays.setAll(bridge, b -> bridge[b] / count);              // divided at last: nine tenths are not 0.9
    double clean = 1 - new ManyErrors(world.test()).success(unpoisoned);
    double supervised = 1 - new ManyErrors(world.test())
        .success(world.supervised(steps).train(world.pool(), rng.split("supervised")));
    return new Measurement(clean, supervised, bridge, accuracy, copies / count, random / count);
  }

  static Tensor bridge(TwoMoonsWorld world, ChosenTargets target, int points, Rng rng) {
    return new Interpolation(world.labelled()).craft(world.pool(), target, new Budget(points), rng).data();
  }

  /// As many points as a bridge has, all of them at the target.
  static Tensor copies(TwoMoonsWorld world, ChosenTargets target, int points) {
    Tensor more = Joining.concat(0, world.pool(), target.input(0).expand(points, 2));
    return Poisoned.of(world.pool(), more, new Budget(points), "copies of the target").data();
  }

  /// As many points, anywhere in the rectangle that is drawn.
  private static Tensor random(TwoMoonsWorld world, int points, Rng rng) {
    Tensor more = Joining.concat(1,
        rng.uniformBetween(TwoMoonsWorld.LEFT, TwoMoonsWorld.RIGHT, points, 1),
        rng.uniformBetween(TwoMoonsWorld.BOTTOM, TwoMoonsWorld.TOP, points, 1));
    Tensor pool = Joining.concat(0, world.pool(), more);
    return Poisoned.of(world.pool(), pool, new Budget(points), "anywhere").data();
  }

  private static Network network(LessonContext context, int steps) {
    Rng rng = Rng.seed(context.seed());
    TwoMoonsWorld world = TwoMoonsWorld.draw(UNLABELLED, LABELS_PER_CLASS, rng);
    Recipe<Tensor> recipe = world.virtualAdversarialTraining(steps);
    int refits = context.choose(1, REFITS);
    double[] accuracies = new double[refits];
    int[][] plane = new int[refits][];
    int[][] test = new int[refits][];
    Decision first = null;
    for (int i = 0; i < refits; i++) {
      Decision victim = recipe.train(world.pool(), rng.split("refit").split(i));
      first = first == null ? victim : first;
      accuracies[i] = 1 - new ManyErrors(world.test()).success(victim);
      plane[i] = victim.labels(TwoMoonsFrames.grid(60));
      test[i] = victim.labels(world.test().inputs());
    }
    int count = context.choose(1, NEURAL_TARGETS);
    int most = BUDGETS[BUDGETS.length - 1];
    double bridge = 0;
    double copies = 0;
    Rng same = rng.split("refit").split(0);
    ChosenTargets targets = world.targets(first, count);
    for (ChosenTargets target : targets.each()) {
      Tensor pool = bridge(world, target, context.sabotage() ? 0 : most, rng);
      bridge += target.success(recipe.train(pool, same)) / targets.count();
      copies += target.success(recipe.train(copies(world, target, most), same)) / targets.count();
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

  private static LessonResult judge(List<Measurement> runs, Network network, TwoMoonsFrames frames) {
    int last = BUDGETS.length - 1;
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of label spreading", median(runs, Measurement::clean),
        Comparison.AT_LEAST, 0.98, ""));
    findings.add(Criterion.gate("accuracy of label spreading, minus that of a network that looks at labels"
        + " alone",
        median(runs, run -> run.clean - run.supervised), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.effect("share of the targets that a bridge of 8 points flips",
        median(runs, run -> run.bridge[last]), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.control("share of the targets that 8 points anywhere flip",
        median(runs, Measurement::random), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.control("accuracy lost to the"
        + " bridge", median(runs, run -> run.clean - run.accuracy),
        Comparison.AT_MOST, 0.005, ""));
    findings.add(Criterion.ablation("share of the targets that 8 points at the target flip",
        median(runs, Measurement::copies), Comparison.AT_MOST, 0.1, ""));
    findings.add(new Planted("two moons, every point off its arc by normal noise of " + TwoMoonsWorld.NOISE
        + " in each direction, and labels that are those of the moon; the places to attack are"
        + " chosen by a rule, before any attack: away from all data, with a straight way to them that does"
        + " not pass the other class"));
    findings.addAll(TwoMoonsFigures.of(runs, network, frames));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(41, "two-moons", "A bridge without labels")
        .withClaim("Eight points without labels, one percent of the pool, laid in a line from a labelled point to a"
            + " place of the adversary's choice, give that place the label of the other end, in at least nine of ten"
            + " cases; eight points at the place itself, or scattered at random, do so in at most one of ten. Nobody"
            + " else notices.")
        .withSlides("Why does the model learn this decision boundary?", "We don't know", "Poisoning will be easy",
            "Desired Error", "but if we added unlabeled data ...", "instead ...", "Success!")
        .withData("moons")
        .withThreatModel(new ThreatModel("points without labels, which are added to the pool", "at most 8 points"
            + " beside 800, for one target at a time", "the labelled points and the pool; not the learner's"
            + " settings", "one chosen point, which is in no data set, gets the other label"))
        .withSabotage("the bridges have no points")
        .withSeconds(40);
  }
}
