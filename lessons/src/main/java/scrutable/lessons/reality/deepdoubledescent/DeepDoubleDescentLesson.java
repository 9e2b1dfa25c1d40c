package scrutable.lessons.reality.deepdoubledescent;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.data.Digits;
import scrutable.lessons.reality.deepdoubledescent.DeepDoubleDescentExperiment.WidthRun;
import scrutable.tensor.Rng;

/// L08: double descent in a trained network, over its width; and what early stopping has to do with it. The method is
/// in [DeepDoubleDescentExperiment].
public final class DeepDoubleDescentLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int[] WIDTHS = {4, 6, 8, 12, 16, 20, 28, 40, 64, 100, 200, 500};
  private static final int[] FEW_WIDTHS = {6, 50, 500};
  private static final int[] EPOCHS = {1, 2, 3, 4, 6, 8, 12, 20, 30, 50, 80, 150};
  private static final int[] FEW_EPOCHS = {1, 3, 6, 12, 30, 150};

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean quick = context.profile() == Profile.QUICK;
    int[] widths = quick ? FEW_WIDTHS : WIDTHS;
    int[] epochs = quick ? FEW_EPOCHS : EPOCHS;
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    List<DeepDoubleDescentExperiment> measured = new ArrayList<>();
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      measured.add(DeepDoubleDescentExperiment.of(digits(context, rng), widths, epochs, context.sabotage(),
          context.sham(), rng));
      context.progress().update("networks of all widths", measured.size(), seeds.length);
    }
    return judge(new DeepDoubleDescentCurves(widths, epochs, new Runs<>(measured)), Digits.areDrawn(context.data()));
  }

  private static Digits digits(LessonContext context, Rng rng) throws IOException {
    int training = 2 * context.choose(700, 1_000);
    int judged = context.choose(1_000, 2_000);
    return Digits.areDrawn(context.data()) ? DeepDoubleDescentExperiment.calmGlyphs(training, judged, rng)
        : DeepDoubleDescentExperiment.reduced(Digits.real(context.data(), 60_000, judged, context.progress()),
            training, rng);
  }

  private static LessonResult judge(DeepDoubleDescentCurves curves, boolean drawn) {
    int peak = curves.peak();
    double rise = DeepDoubleDescentCurves.rise(curves.noisy(WidthRun::testError));
    int widest = curves.widths().length - 1;
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test error of the widest network without wrong labels",
            curves.clean(WidthRun::testError)[widest], Comparison.AT_MOST, drawn ? 0.1 : 0.2, ""),
        Criterion.effect("rise of the test error to its peak, above the best narrower network",
            rise, Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("fall of the test error from the peak to the widest network",
            curves.noisy(WidthRun::testError)[peak] - curves.noisy(WidthRun::testError)[widest],
            Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("distance of the peak from the narrowest width that learns 95 % of the labels by heart",
            curves.peakFromLearning(), Comparison.AT_MOST, 2, "times"),
        Criterion.effect("training error of the widest network", curves.noisy(WidthRun::trainError)[widest],
            Comparison.AT_MOST, 0.01, ""),
        Criterion.control("greatest rise of the test error with the width, without wrong labels",
            DeepDoubleDescentCurves.rise(curves.clean(WidthRun::testError)), Comparison.AT_MOST, 0.015, ""),
        Criterion.dose("share of wrong labels, in training and validation, smallest of the seeds",
            curves.runs().spread(run -> Math.min(run.wrong(), run.validationWrong())).min(), Comparison.AT_LEAST, 0.15,
            ""),
        Criterion.dose("share of wrong labels of the control, largest of the seeds",
            curves.runs().spread(DeepDoubleDescentExperiment::cleanWrong).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("training error of the widest network without wrong labels",
            curves.clean(WidthRun::trainError)[widest], Comparison.AT_MOST, 0.01, ""),
        Criterion.ablation("greatest rise when training stops early, as a share of that when it does not",
            DeepDoubleDescentCurves.rise(curves.noisy(WidthRun::earlyStopped)) / rise, Comparison.AT_MOST, 0.25, ""),
        Criterion.dose("images that any two of training, stopping and judging share, most",
            curves.runs().spread(DeepDoubleDescentExperiment::shared).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("share of the epochs after which the widest network stops early",
            curves.noisy(run -> curves.checkpoints()[run.stop()])[widest]
                / (double) curves.checkpoints()[curves.checkpoints().length - 1], Comparison.AT_MOST, 0.2, ""),
        new Planted("wrong labels: each training and validation label is replaced, with a probability of 20"
            + " %, by another class; test labels are all right")));
    findings.addAll(DeepDoubleDescentFigures.of(curves));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(8, "deep-double-descent", "Reality: the same for networks, in width and in time")
        .withClaim("Train networks of growing width on labels of which a fifth is wrong, until the training error"
            + " stops falling: their test error rises towards the width that can just learn everything by heart, and"
            + " falls again beyond it; without wrong labels nothing rises, and little when training stops early.")
        .withSlides("Reality")
        .withData("glyphs", "mnist")
        .withSabotage("no training label is wrong")
        .withSham("training stops early where the error on the very images that judge is least")
        .withSeconds(30);
  }
}
