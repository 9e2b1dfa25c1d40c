package scrutable.lessons.poisoning.budget;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.tensor.Rng;

/// L44: how much poison each kind of learner needs, with what the adversary may do written beside it. The method is in
/// [BudgetExperiment].
public final class BudgetLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int POOL = 600;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    int labels = 3 * SmallDigits.FEW_LABELS;
    int train = context.choose(600, 1_200);
    BudgetCurve wrong = BudgetCurve.empty("graph, wrong label", labels,
        "chosen targets; adds labelled examples, the label is wrong, the picture is the target itself");
    BudgetCurve right = BudgetCurve.empty("graph, right label", labels,
        "chosen targets; changes pixels of labelled examples by at most 0.3, every label stays right");
    BudgetCurve none = BudgetCurve.empty("graph, no label", POOL,
        "chosen targets; adds pictures without labels, never the target itself");
    BudgetCurve networkWrong = BudgetCurve.empty("network, wrong label", train,
        "chosen targets; adds labelled examples, the label is wrong, the picture is the target itself");
    BudgetCurve networkRight = BudgetCurve.empty("network, right label", train,
        "chosen targets; changes pixels of labelled examples by at most 0.3, every label stays right");
    BudgetCurve sign = BudgetCurve.empty("network, backdoor", train,
        "pictures with a sign; changes pictures and their labels");
    BudgetCurve captions = BudgetCurve.empty("dual encoder, captions", context.choose(1_000, 4_000),
        "chosen targets; adds pictures with captions, the caption is wrong, the picture is the target itself");
    var experiment = new BudgetExperiment(context.profile() == Profile.FULL, context.sabotage(), context.sham());
    int shared = 0;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      context.progress().update("attacking a graph, seed " + seed, seed - context.seed(), SEEDS);
      SmallDigits few = SmallDigits.load(context.data(), SmallDigits.FEW_LABELS, POOL, rng.split("few"),
          context.progress());
      experiment.graph(few, wrong, right, none, rng.split("graph"));
      context.progress().update("attacking networks, seed " + seed, seed - context.seed(), SEEDS);
      SmallDigits many = SmallDigits.load(context.data(), train / 3, 0, rng.split("labelled"), context.progress());
      experiment.network(many, networkWrong, networkRight, sign, rng.split("supervised"));
      shared += experiment.captioned(captions, rng.split("captions")) + few.shared() + many.shared();
    }
    return judge(List.of(wrong, right, none, networkWrong, networkRight, sign, captions), shared, context);
  }

  private static LessonResult judge(List<BudgetCurve> curves, int shared, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    for (BudgetCurve curve : curves) {
      findings.add(Criterion.gate("accuracy without poison: " + curve.name(), BudgetCurve.median(curve.clean()),
          Comparison.AT_LEAST, 0.8, ""));
      findings.add(Criterion.control("reached by the control: " + curve.name(), BudgetCurve.median(curve.control()),
          Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.dose("what the control did, of the attack, least: " + curve.name(), curve.leastDose(),
          Comparison.AT_LEAST, 0.9, ""));
      if (context.profile() == Profile.FULL) {
        findings.add(Criterion.control("largest fall of success with a larger budget: " + curve.name(),
            curve.largestFall(), Comparison.AT_MOST, 0.2, ""));
      }
    }
    double wrong = curves.get(0).smallest();
    double right = curves.get(1).smallest();
    double none = curves.get(2).smallest();
    findings.add(Criterion.effect("the graph: pictures without labels for one target", none, Comparison.AT_MOST, 4,
        ""));
    findings.add(Criterion.effect("the graph: examples with right labels for one target, of those without labels",
        right / none, Comparison.AT_MOST, 1, ""));
    findings.add(Criterion.effect("the graph: examples with wrong labels for one target, of those without labels",
        wrong / none, Comparison.AT_MOST, 1, ""));
    findings.add(Criterion.effect("examples with right labels for one target: the network, of the graph",
        curves.get(4).smallest() / right, Comparison.AT_LEAST, 4, ""));
    findings.add(Criterion.effect("the network: examples with wrong labels for one target", curves.get(3).smallest(),
        Comparison.AT_MOST, 10, ""));
    findings.add(Criterion.effect("the dual encoder: pairs with captions for one target",
        curves.getLast().smallest(), Comparison.AT_MOST, 10, ""));
    findings.add(Criterion.dose("pictures that two of what is learned from, test and targets share", shared,
        Comparison.EXACTLY, 0, ""));
    findings.add(new Planted("the class of each glyph and of each scene, and the captions, chosen before they are"
        + " drawn; nothing that would help the attacks"));
    findings.addAll(BudgetFigures.of(curves));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(44, "how-much-poison", "How much poisoning data?")
        .withClaim("On one learner the order of the slide is not found: a graph with thirty labels is turned on half of"
            + " the chosen pictures by at most four pictures without labels, and by no more with right labels or wrong"
            + " ones. A small network with forty times as many labels, attacked in another way, needs at least four"
            + " times as many examples with right labels; which of the three makes the difference is not shown. With"
            + " wrong labels that network falls to at most ten, and a dual encoder to ten captions.")
        .withSlides("How much poisoning data?", "Fully supervised learning: 1%", "Semi-supervised learning: 0.1%",
            "Self-supervised learning: 0.00001%")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("differs from row to row: see the table", "counted in examples, for one"
            + " target",
            "differs from row to row", "half of the chosen targets, or of the pictures with a sign, are given a"
            + " chosen class"))
        .withSabotage("every poison is made for another target, captions and the sign are right")
        .withSham("every control does half as much, and its captions are right")
        .withSeconds(90);
  }
}
