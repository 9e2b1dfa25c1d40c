package scrutable.lessons.understood.greenblack;

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
import scrutable.lessons.understood.greenblack.GreenBlackExperiment.Prices;
import scrutable.tensor.Rng;

/// L05: the green line and the black one: the same network, on the same points, free and on a leash; the method is in
/// [GreenBlackExperiment].
public final class GreenBlackLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final double BAYES = GreenBlackExperiment.BAYES;

  @Override
  public LessonResult run(LessonContext context) {
    List<GreenBlackExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    Prices prices = context.sabotage() ? Prices.DISARMED : context.sham() ? Prices.SHAM : Prices.FREE;
    for (long seed : seeds) {
      measured.add(GreenBlackExperiment.of(context.choose(120, 200), context.choose(500, 2_500), prices,
          Rng.seed(seed), context.progress()));
      context.progress().update("seeds", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<GreenBlackExperiment> runs) {
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test error of the black line beyond the best there can be",
            runs.median(run -> run.black().testError()) - BAYES, Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("training error of the green line", runs.median(run -> run.green().trainError()),
            Comparison.AT_MOST, 0.01, ""),
        Criterion.effect("test error of the green line beyond that of the black one",
            runs.median(GreenBlackExperiment::gap), Comparison.AT_LEAST, 0.02, ""),
        Criterion.effect("length of the green line, over that of the black one", runs.median(
            GreenBlackBoundary::lengthRatio), Comparison.AT_LEAST, 1.5, "times"),
        Criterion.control("the same difference of test errors where no classes overlap",
            Math.abs(runs.median(GreenBlackExperiment::cleanGap)), Comparison.BELOW, 0.01, ""),
        Criterion.dose("difference of green and black in length of the first weights, and in steps, largest",
            runs.spread(GreenBlackExperiment::unevenness).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("length of the weights where no classes overlap, free, over that with weight decay, smallest",
            runs.spread(run -> run.cleanGreen().length() / run.cleanBlack().length()).min(), Comparison.AT_LEAST, 2,
            "times"),
        Criterion.dose("training error of the free network where no classes overlap, largest",
            runs.spread(run -> run.cleanGreen().trainError()).max(), Comparison.AT_MOST, 0.01, ""),
        Criterion.dose("points of the control that are not those of the effect, most",
            runs.spread(run -> run.points().size() - run.points().countSharedWith(run.apartPoints())).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.dose("labels that have to change for no classes to overlap, smallest share",
            runs.spread(GreenBlackExperiment::relabelled).min(), Comparison.AT_LEAST, 0.03, ""),
        Criterion.ablation("test error of the green network beyond the best, stopped at the least validation error",
            runs.median(run -> run.green().stoppedTestError()) - BAYES, Comparison.AT_MOST, 0.03, ""),
        Criterion.dose("share of the steps until then, largest of the seeds",
            runs.spread(run -> run.green().stoppedAfter()).max(), Comparison.AT_MOST, 0.5, ""),
        Criterion.dose("points that training, stopping and judging share, most",
            runs.spread(GreenBlackExperiment::shared).max(), Comparison.EXACTLY, 0, ""),
        new Planted("the overlap: two round clouds, so that the straight line between them is the best boundary, and "
            + Math.round(1000 * BAYES) / 10.0 + " % of new points are on its wrong side")));
    findings.addAll(GreenBlackFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(5, "green-vs-black", "Overfitting: the green line and the black line")
        .withClaim("Of two networks of the same size, trained on the same overlapping points, the free one gets at"
            + " most 1 % of them wrong and draws a boundary at least one and a half times as long; the one with"
            + " weight decay gets more of them wrong and is better on new points by at least two percentage points."
            + " Without overlap there is hardly a difference.")
        .withSlides("Figure 1. The green line represents an overfitted model and the black line represents a"
            + " regularized model. While the green line best follows the training data, it is too dependent on that"
            + " data and it is likely to have a higher error rate on new unseen data, compared to the black line.")
        .withData("blobs")
        .withSabotage("the green network gets the weight decay of the black one")
        .withSham("where no classes overlap, the free network has weight decay, too")
        .withSeconds(15);
  }
}
