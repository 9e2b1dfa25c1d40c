package scrutable.lessons.poisoning.twomoons;

import java.util.ArrayList;
import java.util.List;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.poisoning.twomoons.TwoMoonsExperiment.Measurement;
import scrutable.lessons.poisoning.twomoons.TwoMoonsExperiment.Network;
import scrutable.tensor.Rng;

/// L41: a bridge of points without labels, in the plane, where one can watch it; the method is in
/// [TwoMoonsExperiment].
public final class TwoMoonsLesson implements Lesson {
  private static final int LABELS_PER_CLASS = 3;
  private static final int UNLABELLED = 800;
  private static final int REFITS = 10;
  private static final int SEEDS = 5;
  private static final int TARGETS = 10;
  private static final int NEURAL_TARGETS = 5;

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    int steps = context.choose(30, 1_000);
    int refits = context.choose(1, REFITS);
    List<Illustration> frames = null;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      TwoMoonsWorld world = TwoMoonsWorld.draw(UNLABELLED, LABELS_PER_CLASS, rng);
      DecisionAccess unpoisoned = world.labelSpreading().train(world.pool(), rng);
      ChosenTargets targets = world.targets(unpoisoned, TARGETS);
      measured.add(TwoMoonsExperiment.measure(world, unpoisoned, targets, steps, context.sabotage(),
          context.sham(), rng));
      if (frames == null) {
        frames = TwoMoonsFigures.frames(world, targets.each()[0], steps, refits, rng);
      }
      context.progress().update("poisoning", measured.size(), seeds.length + 1);
    }
    Rng rng = Rng.seed(context.seed());
    Network network = TwoMoonsExperiment.network(TwoMoonsWorld.draw(UNLABELLED, LABELS_PER_CLASS, rng), refits,
        context.choose(1, NEURAL_TARGETS), steps, context.sabotage(), rng);
    return judge(new Runs<>(measured), network, frames);
  }

  private static LessonResult judge(Runs<Measurement> runs, Network network,
      List<Illustration> frames) {
    int last = TwoMoonsExperiment.BUDGETS.length - 1;
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of label spreading", runs.median(Measurement::clean),
        Comparison.AT_LEAST, 0.98, ""));
    findings.add(Criterion.gate("accuracy of label spreading, minus that of a network that looks at labels"
        + " alone", runs.median(run -> run.clean() - run.supervised()), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.effect("share of the targets that a bridge of 8 points flips",
        runs.median(run -> run.bridge()[last]), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.control("share of the targets that 8 points anywhere flip",
        runs.median(Measurement::random), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.control("share of the targets that an equal bridge to another place flips",
        runs.median(Measurement::elsewhere), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.control("accuracy lost to the bridge",
        runs.median(run -> run.clean() - run.accuracy()), Comparison.AT_MOST, 0.005, ""));
    findings.add(Criterion.ablation("share of the targets that 8 points at the target flip",
        runs.median(Measurement::copies), Comparison.AT_MOST, 0.1, ""));
    findings.addAll(doses(runs));
    findings.add(new Planted("two moons, every point off its arc by normal noise of " + TwoMoonsWorld.NOISE
        + " in each direction, and labels that are those of the moon; the places to attack are"
        + " chosen by a rule, before any attack: away from all data, with a straight way to them that does"
        + " not pass the other class"));
    findings.addAll(TwoMoonsFigures.of(runs, network, frames));
    return LessonResult.of(findings);
  }

  /// The worst case over all targets of all seeds.
  private static List<Finding> doses(Runs<Measurement> runs) {
    int last = TwoMoonsExperiment.BUDGETS.length - 1;
    return List.of(
        Criterion.dose("points that each control and the ablation add, least",
            runs.spread(run -> run.doses().fewest()).min(), Comparison.EXACTLY, TwoMoonsExperiment.BUDGETS[last],
            "points"),
        Criterion.dose("length of an equal bridge, of the attack's, least",
            runs.spread(run -> run.doses().shorter()).min(), Comparison.AT_LEAST, 0.99, ""),
        Criterion.dose("distance that an equal bridge keeps from the target, least",
            runs.spread(run -> run.doses().near()).min(), Comparison.AT_LEAST, 0.5, ""),
        Criterion.dose("mean distance of points anywhere from their middle, least",
            runs.spread(run -> run.doses().spread()).min(), Comparison.AT_LEAST, 0.5, ""),
        Criterion.dose("distance of the farthest copy from its target",
            runs.spread(run -> run.doses().copiesOff()).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("points that two of the labelled, the pool and the test share",
            runs.spread(run -> run.doses().shared()).max(), Comparison.EXACTLY, 0, "points"));
  }

  @Override
  public Card card() {
    return Card.of(41, "two-moons", "A bridge without labels")
        .withClaim("Where labels are spread over a graph of neighbours, eight points without labels, one percent of the"
            + " pool, laid in a line from a labelled point to a place of the adversary's choice, give that place the"
            + " label of the other end, in at least seven of ten cases; eight points at the place itself, in an equal"
            + " line to another place, or scattered at random, do so in at most one of ten. Elsewhere at most half a"
            + " percentage point is lost. Nothing is claimed of networks: the one of this lesson mostly holds out.")
        .withSlides("Why does the model learn this decision boundary?", "We don't know", "Poisoning will be easy",
            "Desired Error", "but if we added unlabeled data ...", "instead ...", "Success!")
        .withData("moons")
        .withThreatModel(new ThreatModel("points without labels, which are added to the pool", "at most 8 points"
            + " beside 800, for one target at a time", "the labelled points and the pool; not the learner's"
            + " settings", "one chosen point, which is in no data set, gets the other label"))
        .withSabotage("the bridges begin at a labelled point of the class that the place has already")
        .withSham("the copies that should lie at the place itself lie where a bridge begins")
        .withSeconds(40);
  }
}
