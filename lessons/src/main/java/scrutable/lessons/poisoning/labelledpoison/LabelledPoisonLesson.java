package scrutable.lessons.poisoning.labelledpoison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.poisoning.PoisonDose;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Rng;

/// L40: one percent of the labelled data decides what a chosen input is called. The method is in
/// [WrongLabelsExperiment] (part A) and [CleanLabelsExperiment] (parts B and C).
public final class LabelledPoisonLesson implements Lesson {
  static final int[] BUDGETS = {1, 3, WrongLabelsExperiment.ONE_PERCENT, 30};
  private static final int SEEDS = 3;

  /// What all three parts showed for one seed; a quick run has part A only, and null for the others.
  record Measurement(WrongLabelsExperiment wrong, CleanLabelsExperiment collisions, CleanLabelsExperiment matching) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Measurement> runs = new ArrayList<>();
    int[] budgets = context.profile() == Profile.QUICK ? new int[] {WrongLabelsExperiment.ONE_PERCENT} : BUDGETS;
    CleanLabelsExperiment.Wrongly wrongly = new CleanLabelsExperiment.Wrongly(context.sabotage(), context.sham());
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      context.progress().update("wrong labels, seed " + seed, 3 * runs.size(), 3 * SEEDS);
      WrongLabelsExperiment wrong = WrongLabelsExperiment.run(budgets, context.choose(2, 5), context.sabotage(),
          context.sham(), rng.split("A"));
      if (context.profile() == Profile.QUICK) {
        runs.add(new Measurement(wrong, null, null));
        continue;
      }
      Dataset train = Glyphs.generate(1_000, rng.split("train"));
      Dataset test = Glyphs.generate(1_000, rng.split("test"));
      context.progress().update("feature collisions, seed " + seed, 3 * runs.size() + 1, 3 * SEEDS);
      CleanLabelsExperiment collisions = CleanLabelsExperiment.collisions(Glyphs.generate(3_000,
          rng.split("pretraining")),
          train.take(500), test, 10, 3, wrongly, rng.split("B"));
      context.progress().update("gradient matching, seed " + seed, 3 * runs.size() + 2, 3 * SEEDS);
      CleanLabelsExperiment matching = CleanLabelsExperiment.matching(train, test, 10, wrongly, rng.split("C"));
      runs.add(new Measurement(wrong, collisions, matching));
    }
    return judge(new Runs<>(runs), context);
  }

  private static LessonResult judge(Runs<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    judgeWrongLabels(runs, findings);
    if (context.profile() == Profile.FULL) {
      judgeCollisions(runs, findings);
      judgeMatching(runs, findings);
    }
    findings.add(new Planted("the class of each point and of each glyph, chosen before it is drawn; nothing that"
        + " would help the attacks"));
    findings.addAll(LabelledPoisonFigures.of(runs, context));
    return LessonResult.of(findings);
  }

  private static void judgeWrongLabels(Runs<Measurement> runs, List<Finding> findings) {
    ToDoubleFunction<Measurement> success = run ->
        run.wrong.byBudget().get(WrongLabelsExperiment.ONE_PERCENT).success();
    ToDoubleFunction<Measurement> accuracy = run ->
        run.wrong.byBudget().get(WrongLabelsExperiment.ONE_PERCENT).accuracy();
    findings.add(gate("A: accuracy without poison", runs, run -> run.wrong.clean(), 0.98));
    findings.add(effect("A: targets turned by 1 % of wrong labels", runs, success, 0.9));
    findings.add(atMost("A: accuracy lost", runs, run -> run.wrong.clean() - accuracy.applyAsDouble(run), 0.01));
    findings.add(atMost("A: targets turned by as many labels flipped at random", runs,
        run -> run.wrong.flips().success(), 0.1));
    findings.add(ablation("A: targets turned by the same examples with right labels", runs,
        run -> run.wrong.honest().success(), 0.1));
    findings.addAll(dosesOfWrongLabels(runs));
  }

  /// The worst case over all targets of all seeds.
  private static List<Criterion> dosesOfWrongLabels(Runs<Measurement> runs) {
    int examples = WrongLabelsExperiment.ONE_PERCENT;
    return List.of(
        dose("A: labels flipped at random, least", runs.spread(run -> run.wrong.flips().least(PoisonDose::relabelled))
            .min(), Comparison.EXACTLY, examples),
        dose("A: examples inserted with right labels, least", runs.spread(run ->
            run.wrong.honest().least(dose -> dose.examples() - dose.wanted())).min(), Comparison.EXACTLY, examples),
        dose("A: how far the farthest of them lies from the target", runs.spread(run ->
            run.wrong.honest().greatest(PoisonDose::away)).max(), Comparison.AT_MOST,
            1.001 * WrongLabelsExperiment.RADIUS),
        dose("A: points that training and test share", runs.spread(run -> run.wrong.shared()).max(),
            Comparison.EXACTLY, 0));
  }

  private static void judgeCollisions(Runs<Measurement> runs, List<Finding> findings) {
    findings.add(gate("B: accuracy without poison", runs, run -> run.collisions.clean(), 0.88));
    findings.add(effect("B: targets turned by 1 % of feature collisions", runs,
        run -> run.collisions.attacked().success(), 0.6));
    findings.add(atMost("B: accuracy lost", runs,
        run -> run.collisions.clean() - run.collisions.attacked().accuracy(), 0.01));
    findings.add(atMost("B: targets turned by random changes of the same size", runs,
        run -> run.collisions.noise().success(), 0.1));
    findings.add(atMost("B: targets turned without poison", runs, run -> run.collisions.unpoisoned(), 0.1));
    findings.add(ablation("B: targets turned in victims that train all layers", runs,
        run -> run.collisions.otherVictim().success(), 0.3));
    findings.add(dose("B: pictures that poison such a victim, least", runs.spread(run ->
        run.collisions.otherVictim().least(PoisonDose::examples)).min(), Comparison.EXACTLY, 5));
    findings.add(dose("B: accuracy of such a victim, least", runs.spread(run ->
        run.collisions.otherVictim().accuracy()).min(), Comparison.AT_LEAST, 0.7));
    findings.addAll(dosesOfChanges("B", runs, Measurement::collisions, 5));
  }

  private static void judgeMatching(Runs<Measurement> runs, List<Finding> findings) {
    findings.add(gate("C: accuracy without poison", runs, run -> run.matching.clean(), 0.8));
    findings.add(effect("C: targets turned by 1 % of matched gradients", runs,
        run -> run.matching.attacked().success(), 0.4));
    findings.add(atMost("C: accuracy lost", runs,
        run -> run.matching.clean() - run.matching.attacked().accuracy(), 0.01));
    findings.add(atMost("C: targets turned by random changes of the same size", runs,
        run -> run.matching.noise().success(), 0.1));
    findings.add(atMost("C: targets turned without poison", runs, run -> run.matching.unpoisoned(), 0.1));
    findings.add(ablation("C: targets turned by poison that was made for another target", runs,
        run -> run.matching.attacked().elsewhere(), 0.1));
    findings.add(dose("C: times that such a victim was shown a target of another class, least", runs.spread(run ->
        run.matching.attacked().asked()).min(), Comparison.AT_LEAST, 50));
    findings.addAll(dosesOfChanges("C", runs, Measurement::matching, 10));
  }

  private static List<Criterion> dosesOfChanges(String part, Runs<Measurement> runs,
      Function<Measurement, CleanLabelsExperiment> of, int examples) {
    return List.of(
        dose(part + ": pictures changed at random, least", runs.spread(run ->
            of.apply(run).noise().least(PoisonDose::examples)).min(), Comparison.EXACTLY, examples),
        dose(part + ": how far they were moved, of the attack's pictures, least", runs.spread(run ->
            of.apply(run).noise().least(PoisonDose::moved) / of.apply(run).attacked().mean(PoisonDose::moved)).min(),
            Comparison.AT_LEAST, 0.9),
        dose(part + ": pictures that two of training and test sets share", runs.spread(run ->
            of.apply(run).shared()).max(), Comparison.EXACTLY, 0));
  }

  private static Criterion dose(String name, double value, Comparison comparison, double threshold) {
    return Criterion.dose(name, value, comparison, threshold, "");
  }

  private static Criterion gate(String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> of,
      double threshold) {
    return Criterion.gate(name, runs.median(of), Comparison.AT_LEAST, threshold, "");
  }

  private static Criterion effect(String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> of,
      double threshold) {
    return Criterion.effect(name, runs.median(of), Comparison.AT_LEAST, threshold, "");
  }

  private static Criterion atMost(String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> of,
      double threshold) {
    return Criterion.control(name, runs.median(of), Comparison.AT_MOST, threshold, "");
  }

  private static Criterion ablation(String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> of,
      double threshold) {
    return Criterion.ablation(name, runs.median(of), Comparison.AT_MOST, threshold, "");
  }

  @Override
  public Card card() {
    return Card.of(40, "labelled-poison", "If we could insert labeled data")
        .withClaim("One percent of the training data turns a chosen input into a chosen class: nine times in ten where"
            + " the labels may be wrong, six times in ten where every label is right and the features are frozen, and"
            + " four times in ten where every label is right and the network is trained from scratch; accuracy on"
            + " everything else falls by at most one percentage point, and as many random changes achieve nothing. All"
            + " this in a small world of points and glyphs, each input with a victim of its own.")
        .withSlides("Desired Error", "If we could insert labeled data", "Poisoned Sample",
            "Fully supervised learning: 1%")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("A: new examples with wrong labels; B and C: the pixels of pictures whose"
            + " label is right, every pixel by at most 0.15 (B) or 0.3 (C)", "1 % of the training data for one target",
            "B: the frozen features; C: the training data and the form of the network, but neither its initial"
            + " weights nor its result", "one chosen test example is given one chosen class; nothing else changes"))
        .withSabotage("every poison is made for the next target")
        .withSham("random flips leave all labels as they are, and random changes are a tenth as large")
        .withSeconds(80);
  }
}
