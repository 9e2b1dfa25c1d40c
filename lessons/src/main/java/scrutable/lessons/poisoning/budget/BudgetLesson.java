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

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    int pool = context.choose(600, 1_200);
    BudgetCurve wrong = BudgetCurve.empty("labelled, wrong label", pool,
        "chosen targets; adds labelled examples, the label is wrong, the picture is the target itself");
    BudgetCurve right = BudgetCurve.empty("labelled, right label", pool,
        "chosen targets; changes pixels of labelled examples by at most 0.3, every label stays right");
    BudgetCurve sign = BudgetCurve.empty("labelled, backdoor", pool,
        "pictures with a sign; changes pictures and their labels");
    BudgetCurve none = BudgetCurve.empty("unlabelled bridge", pool,
        "chosen targets; adds pictures without labels, never the target itself");
    BudgetCurve captions = BudgetCurve.empty("captions", context.choose(1_000, 4_000),
        "chosen targets; adds pictures with captions, the caption is wrong, the picture is the target itself");
    var experiment = new BudgetExperiment(context.profile() == Profile.FULL, context.sabotage());
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      context.progress().update("labelled examples, seed " + seed, seed - context.seed(), SEEDS);
      SmallDigits many = SmallDigits.load(context.data(), pool / 3, 0, rng.split("labelled"), context.progress());
      experiment.labelled(many, wrong, right, sign, rng.split("supervised"));
      SmallDigits few = SmallDigits.load(context.data(), SmallDigits.FEW_LABELS, pool, rng.split("few"),
          context.progress());
      experiment.unlabelled(few, none, rng.split("graph"));
      experiment.captioned(captions, rng.split("captions"));
    }
    return judge(List.of(wrong, right, sign, none, captions), context);
  }

  private static LessonResult judge(List<BudgetCurve> curves, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    BudgetCurve wrong = curves.get(0);
    BudgetCurve right = curves.get(1);
    BudgetCurve none = curves.get(3);
    BudgetCurve captions = curves.get(4);
    for (BudgetCurve curve : curves) {
      findings.add(Criterion.gate("accuracy without poison: " + curve.name(), BudgetCurve.median(curve.clean()),
          Comparison.AT_LEAST, 0.8, ""));
      findings.add(Criterion.control("reached by the control: " + curve.name(), BudgetCurve.median(curve.control()),
          Comparison.AT_MOST, 0.1, ""));
      if (context.profile() == Profile.FULL) {
        findings.add(Criterion.control("largest fall of success with a larger budget: " + curve.name(),
            curve.largestFall(), Comparison.AT_MOST, 0.2, ""));
      }
    }
    findings.add(Criterion.effect("budget with right labels, in budgets without labels",
        right.smallest() / none.smallest(), Comparison.ABOVE, 1, ""));
    findings.add(Criterion.effect("pairs with captions for one target", captions.smallest(), Comparison.AT_MOST, 10,
        ""));
    findings.add(Criterion.effect("examples with wrong labels for one target", wrong.smallest(), Comparison.AT_MOST,
        10, ""));
    findings.add(new Planted("the class of each glyph and of each scene, and the captions, chosen before they are drawn;"
        + " nothing that would help the attacks"));
    findings.addAll(BudgetFigures.of(curves));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(44, "how-much-poison", "How much poisoning data?")
        .withClaim("Of pictures without labels it takes fewer to turn a chosen picture in half of the cases than of"
            + " pictures with right labels, and of pictures with captions at most ten; but where the label may be"
            + " wrong and the picture be the target, a labelled learner falls to a handful as well.")
        .withSlides("How much poisoning data?", "Fully supervised learning: 1%", "Semi-supervised learning: 0.1%",
            "Self-supervised learning: 0.00001%")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("differs from row to row: see the table", "counted in examples, for one"
            + " target",
            "differs from row to row", "half of the chosen targets, or of the pictures with a sign, are given a"
            + " chosen class"))
        .withSabotage("every budget is spent on nothing")
        .withSeconds(90);
  }
}
