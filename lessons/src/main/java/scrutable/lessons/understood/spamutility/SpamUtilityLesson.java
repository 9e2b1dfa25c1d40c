package scrutable.lessons.understood.spamutility;

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
import scrutable.lessons.contract.Runs;
import scrutable.nn.validation.LossMatrix;
import scrutable.tensor.Rng;

/// L03: losing a letter is worse than reading an advertisement, and a spam filter can be told so; the method is in
/// [SpamUtilityExperiment].
public final class SpamUtilityLesson implements Lesson {
  private static final LossMatrix COSTS = SpamUtilityExperiment.COSTS;
  private static final LossMatrix SWAPPED = SpamUtilityExperiment.SWAPPED;
  private static final LossMatrix EQUAL = SpamUtilityExperiment.EQUAL;
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    LossMatrix chosenBy = context.sabotage() ? SWAPPED : COSTS;
    boolean exact = context.data().equals("mail");
    List<SpamUtilityExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      measured.add(exact ? SpamUtilityExperiment.onMail(chosenBy, context.choose(20, 60), rng)
          : SpamUtilityExperiment.onMessages(chosenBy, rng));
      context.progress().update("training and judging filters", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured), exact, context.sham());
  }

  private static LessonResult judge(Runs<SpamUtilityExperiment> runs, boolean exact, boolean sham) {
    double dear = sham ? 0.5 : COSTS.threshold();
    double swapped = sham ? 0.5 : SWAPPED.threshold();
    List<Finding> findings = new ArrayList<>();
    findings.add(exact
        ? Criterion.gate("errors of the filter at 1/2 beyond those of the best there can be",
            runs.median(run -> run.judged().errorRate(0.5) - run.bestError()), Comparison.AT_MOST, 0.01, "")
        : Criterion.gate("error rate of the filter at 1/2", runs.median(run -> run.judged().errorRate(0.5)),
            Comparison.AT_MOST, 0.03, ""));
    findings.add(Criterion.gate("expected calibration error of the filter",
        runs.median(run -> run.calibration().expectedError()), Comparison.AT_MOST, 0.02, ""));
    findings.add(Criterion.effect("errors that the threshold adds to those at 1/2",
        runs.median(run -> run.judged().errorRate(run.threshold()) - run.judged().errorRate(0.5)), Comparison.ABOVE,
        0, ""));
    findings.add(Criterion.effect("loss at the threshold, as a share of the loss at 1/2",
        runs.median(run -> run.ratio(COSTS, run.threshold())), Comparison.AT_MOST, 0.7, ""));
    if (exact) {
      findings.add(Criterion.effect("distance of the threshold that is best on validation mail from 10/11",
          runs.median(run -> Math.abs(run.tuned() - COSTS.threshold())), Comparison.AT_MOST, 0.05, ""));
      findings.add(Criterion.effect("distance from -1/2 of the slope with which the empirical loss approaches the exact"
          + " one", runs.median(run -> Math.abs(run.slope() + 0.5)), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.dose("kinds of mail that the filter is judged on, fewest of the seeds",
          runs.spread(run -> run.judged().probability().length).min(), Comparison.EXACTLY, 65_536, "kinds"));
      findings.add(new Planted("the probability of every word in spam and in other mail, so that P(spam | x) is a"
          + " logistic function and every loss can be added up over all 65,536 mails"));
    }
    findings.add(Criterion.control("loss at 10/11, as a share of that at 1/2, if both errors cost the same",
        runs.median(run -> run.ratio(EQUAL, dear)), Comparison.AT_LEAST, 1, ""));
    findings.add(dose("the control's threshold", runs, dear));
    findings.add(Criterion.ablation("loss at 1/11, where the exchanged costs would put it, as a share of that at 1/2",
        runs.median(run -> run.ratio(COSTS, swapped)), Comparison.AT_LEAST, 1, ""));
    findings.add(dose("the ablation's threshold", runs, swapped));
    findings.addAll(SpamUtilityFigures.of(runs));
    return LessonResult.of(findings);
  }

  /// A threshold that leaves every mail where 1/2 puts it would neither help nor harm.
  private static Criterion dose(String name, Runs<SpamUtilityExperiment> runs, double threshold) {
    return Criterion.dose("mail of which 1/2 says something else than " + name + ", in that of the effect's",
        runs.spread(run -> run.judged().changed(0.5, threshold) / run.judged().changed(0.5, run.threshold())).min(),
        Comparison.AT_LEAST, 0.5, "times");
  }

  @Override
  public Card card() {
    return Card.of(3, "spam-utility", "More errors, less loss")
        .withClaim("If losing a letter costs ten times as much as reading an advertisement, a filter should call mail"
            + " spam only above a probability of 10/11. It then makes more errors than with the threshold 1/2, and at"
            + " least 30 % less loss.")
        .withSlides("L(spam, nospam) = 1, L(nospam, spam) = 10.")
        .withData("mail", "sms")
        .withSabotage("the arguments of the loss are exchanged where the threshold is chosen, so that missed spam is"
            + " what costs ten")
        .withSham("control and ablation leave the threshold at 1/2")
        .withSeconds(8);
  }
}
