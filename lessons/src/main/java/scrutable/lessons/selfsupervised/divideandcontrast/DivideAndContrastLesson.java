package scrutable.lessons.selfsupervised.divideandcontrast;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Arm;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Effort;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Measurement;
import scrutable.lessons.selfsupervised.divideandcontrast.DivideAndContrastExperiment.Setting;
import scrutable.tensor.Rng;

/// L38: what becomes of learning without labels when nobody has chosen the pictures, and what dividing them helps.
///
/// The method is in [DivideAndContrastExperiment].
public final class DivideAndContrastLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final Effort FULL = new Effort(6_000, 160);
  private static final Effort QUICK = new Effort(600, 10);

  @Override
  public LessonResult run(LessonContext context) {
    Setting setting = new Setting(context.sabotage(), context.sham() ? 10 : 1);
    List<Measurement> measured = new ArrayList<>();
    DivideAndContrastExperiment first = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      var experiment = DivideAndContrastExperiment.of(setting, context.profile() == Profile.QUICK ? QUICK : FULL,
          Rng.seed(seed), context.progress());
      measured.add(experiment.measured());
      first = first == null ? experiment : first;
    }
    return judge(new Runs<>(measured), first);
  }

  private static LessonResult judge(Runs<Measurement> runs, DivideAndContrastExperiment first) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the probe, chosen digits, minus that on an untrained encoder",
        runs.median(run -> run.probe(Arm.CHOSEN) - run.untrained()), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.gate("pictures with labels that are test pictures as well",
        runs.spread(Measurement::shared).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.effect("the gap: accuracy of the probe, chosen digits, minus that of the collection as it"
        + " comes", runs.median(run -> run.gap(Arm.AS_IT_COMES)), Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.control(
        "share of the gap that a division by who knows brings back: it is not the company alone",
        runs.median(run -> broughtBack(run, Arm.DIVIDED_BY_TRUTH)), Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.dose("share of digits among what a digit is told from then, smallest of the seeds",
        runs.spread(run -> run.shown().get(Arm.DIVIDED_BY_TRUTH).company()).min(), Comparison.EXACTLY, 1, ""));
    findings.add(Criterion.dose("how often digits are shown alone, over how often in the collection: distance from 1,"
        + " largest of the seeds", runs.spread(run -> Math.abs(digits(run, Arm.DIGITS_ALONE) - 1)).max(),
        Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.ablation("the gap if the others are letters, over the gap",
        runs.median(run -> run.gap(Arm.AMONG_LETTERS) / run.gap(Arm.AS_IT_COMES)), Comparison.AT_MOST, 0.8, ""));
    findings.add(Criterion.dose("how often digits are shown among letters, over how often in the collection, smallest"
        + " of the seeds", runs.spread(run -> digits(run, Arm.AMONG_LETTERS)).min(), Comparison.EXACTLY, 1, ""));
    findings.add(new Planted("one picture in ten of the collection is a digit; the others are of nine families of"
        + " patterns that are no writing, or of nine letters by the hand that writes the digits"));
    findings.addAll(DivideAndContrastFigures.of(runs, first));
    return LessonResult.of(findings);
  }

  static double broughtBack(Measurement run, Arm arm) {
    return 1 - run.gap(arm) / run.gap(Arm.AS_IT_COMES);
  }

  /// How often digits were shown, over how often in the collection as it comes.
  static double digits(Measurement run, Arm arm) {
    return run.shown().get(arm).digits() / (double) run.shown().get(Arm.AS_IT_COMES).digits();
  }

  @Override
  public Card card() {
    return Card.of(38, "divide-and-contrast", "All the data, as it comes")
        .withClaim("An encoder that learns without labels from a collection in which one picture in ten is a digit ends"
            + " at least 5 percentage points below one that learns, in as many steps, from digits that somebody chose."
            + " If the other pictures are letters, the gap is at most 0.8 times as wide. Dividing the collection by who"
            + " knows what is a digit brings back no more than half of the gap.")
        .withSlides("Divide and Contrast: Self-supervised Learning from Uncurated Data",
            "Collect ALL THE DATA!", "High-quality training data")
        .withData("glyphs")
        .withSabotage("the collection is one that somebody chose")
        .withSham("the digits of the collection are shown ten times as often when they are alone")
        .withSeconds(30);
  }
}
