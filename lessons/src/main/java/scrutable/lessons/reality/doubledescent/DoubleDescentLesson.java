package scrutable.lessons.reality.doubledescent;

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
import scrutable.lessons.data.Digits;
import scrutable.tensor.Rng;

/// L07: the test error falls a second time, beyond the size at which everything is learned by heart; and what
/// the textbook's way of choosing a size does there. The method is in [DoubleDescentExperiment].
public final class DoubleDescentLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    int examples = context.choose(200, 400);
    int judged = context.choose(500, 2_000);
    List<DoubleDescentExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(examples, judged), new Digits.Size(60_000, judged),
          rng.split("data"), context.progress());
      measured.add(DoubleDescentExperiment.of(digits, examples,
          context.sabotage() ? DoubleDescentExperiment.RIDGE : 0,
          context.sham() ? 1e-9 : DoubleDescentExperiment.RIDGE, rng));
      context.progress().update("models of all sizes", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<DoubleDescentExperiment> runs) {
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("test error of the largest model", runs.median(run -> run.largest().testError()),
            Comparison.AT_MOST, 0.4, ""),
        Criterion.effect("greatest training error with at least as many features as examples",
            runs.median(run -> run.all().interpolationError()), Comparison.EXACTLY, 0, ""),
        Criterion.effect("distance of the peak from one feature per example",
            runs.median(run -> Math.abs(run.all().peakPerExample() - 1)), Comparison.AT_MOST, 0.15, ""),
        Criterion.effect("test error at the peak, against the best with fewer features than examples",
            runs.median(run -> run.atPeak().testError() / run.all().classicalError()),
            Comparison.AT_LEAST, 1.5, "times"),
        Criterion.effect("test error of the largest model, against the best with fewer features than"
            + " examples",
            runs.median(run -> run.largest().testError() / run.all().classicalError()),
            Comparison.AT_MOST, 0.8, "times"),
        Criterion.effect("test error of the model that the wrapper returns, against the largest model",
            runs.median(run -> run.wrapped().testError() / run.largest().testError()),
            Comparison.AT_LEAST, 1.2, "times"),
        Criterion.control("with half of the examples: distance of the peak from one feature per example",
            runs.median(run -> Math.abs(run.half().peakPerExample() - 1)), Comparison.AT_MOST, 0.15, ""),
        Criterion.control("at the size of the peak: test error with half of the examples, less that with all",
            runs.median(run -> run.half().at(run.all().examples()).testError()
                - run.all().at(run.all().examples()).testError()), Comparison.AT_MOST, -0.2, ""),
        Criterion.dose("examples of the sweep with half of them, as a share of all",
            runs.median(run -> (double) run.half().examples() / run.all().examples()), Comparison.EXACTLY, 0.5, ""),
        Criterion.dose("share of the training labels that are wrong, smallest of the seeds",
            runs.spread(DoubleDescentExperiment::wrong).min(), Comparison.AT_LEAST, 0.1, ""),
        Criterion.dose("share of the labels that judge that are wrong, largest of the seeds",
            runs.spread(DoubleDescentExperiment::testWrong).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("images that judge and were learned from, most",
            runs.spread(DoubleDescentExperiment::shared).max(), Comparison.EXACTLY, 0, ""),
        Criterion.ablation("greatest rise of the test error with the size, with a ridge of 1",
            runs.median(run -> run.all().rise()), Comparison.AT_MOST, 0.05, ""),
        Criterion.dose("length of the weights with one feature per example, ridge of 1 over no ridge, largest",
            runs.spread(run -> run.all().shortening()).max(), Comparison.AT_MOST, 0.5, "times"),
        Criterion.dose("test error of the largest model with a ridge of 1",
            runs.median(run -> run.all().ridged().getLast().testError()), Comparison.AT_MOST, 0.4, ""),
        Criterion.ablation("size that cross-validation chooses when it need not stop, per example",
            runs.median(run -> (double) run.unstopped() / run.all().examples()), Comparison.AT_LEAST, 2, ""),
        Criterion.dose("sizes beyond the wrapper's that cross-validation may look at, fewest of the seeds",
            runs.spread(run -> run.beyond().size()).min(), Comparison.AT_LEAST, 5, "sizes"),
        new Planted("wrong labels: each training label is replaced, with a probability of 15 %, by another"
            + " class; test labels are all right")));
    findings.addAll(DoubleDescentFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(7, "double-descent", "Reality: the curve of Fig. 18.9 goes on to the right")
        .withClaim("As a model grows, its test error falls, rises to a peak where the model has as many features as"
            + " examples, and then falls again, below everything a smaller model reached; the textbook's wrapper,"
            + " which stops when the training error has converged, never sees the second descent.")
        .withSlides("Reality")
        .withData("glyphs", "mnist")
        .withSabotage("every model pays for long weights (a ridge of 1), so that none of them has to fit the noise")
        .withSham("the ridge of the ablation is a thousand-millionth, so that it costs nothing")
        .withSeconds(12);
  }
}
