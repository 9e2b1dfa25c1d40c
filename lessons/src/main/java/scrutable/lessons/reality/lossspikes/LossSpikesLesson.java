package scrutable.lessons.reality.lossspikes;

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
import scrutable.tensor.Rng;

/// L12, part A: gradient descent drives the sharpness of the loss up to where gradient descent must fail; the method is
/// in [LossSpikesExperiment].
public final class LossSpikesLesson implements Lesson {
  private static final double[] RATES = LossSpikesExperiment.RATES;
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    List<LossSpikesExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    double largest = context.sabotage() ? RATES[0] : RATES[RATES.length - 1];
    double low = context.sham() ? 0 : RATES[0];
    for (long seed : seeds) {
      measured.add(LossSpikesExperiment.of(context.choose(900, 1_500), largest, low, Rng.seed(seed)));
      context.progress().update("descending", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<LossSpikesExperiment> runs) {
    double largest = RATES[RATES.length - 1];
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("last loss as a share of the first, smallest rate",
            runs.spread(run -> run.small().finalLoss()).max(), Comparison.AT_MOST, 0.1, ""),
        Criterion.effect("sharpness over the last third, in units of 2 / rate, largest rate: distance from 1",
            runs.spread(run -> Math.abs(run.lateSharpness(run.large(), largest) - 1)).max(),
            Comparison.AT_MOST, 0.05, ""),
        Criterion.effect("share of steps that raise the loss, beyond the edge",
            runs.median(run -> run.risingShare(run.large())), Comparison.AT_LEAST, 0.2, ""),
        Criterion.effect("greatest loss, as a multiple of the least before it",
            runs.median(run -> run.large().spike()), Comparison.AT_LEAST, 2, "times"),
        Criterion.effect("last loss as a share of the first, largest rate",
            runs.spread(run -> run.large().finalLoss()).max(), Comparison.AT_MOST, 0.01, ""),
        Criterion.control("sharpness over the last third, in units of 2 / rate, smallest rate",
            runs.spread(run -> run.lateSharpness(run.small(), RATES[0])).max(), Comparison.AT_MOST, 0.8, ""),
        Criterion.control("share of all steps that raise the loss, smallest rate",
            runs.spread(run -> run.small().risingShare(0, run.small().rates().length)).max(),
            Comparison.AT_MOST, 0.05, ""),
        Criterion.control("greatest loss, as a multiple of the least before it, smallest rate",
            runs.spread(run -> run.small().spike()).max(), Comparison.AT_MOST, 1.05, "times"),
        Criterion.dose("distance that the smallest rate goes from the first weights, in that of the largest, smallest",
            runs.spread(run -> run.small().distance() / run.large().distance()).min(), Comparison.AT_LEAST, 0.3,
            "times"),
        Criterion.dose("difference of the losses of the two before the first step, largest",
            runs.spread(run -> Math.abs(run.small().losses()[0] - run.large().losses()[0])).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.ablation("share of the same steps that raise the loss, when the rate is lowered before them",
            runs.spread(run -> run.risingShare(run.lowered())).max(), Comparison.AT_MOST, 0.02, ""),
        Criterion.dose("steps before the rate is lowered at which the two runs differ, most",
            runs.spread(LossSpikesExperiment::differentBefore).max(), Comparison.EXACTLY, 0, "steps"),
        Criterion.dose("loss after the same steps, as a share of that before them, with the rate lowered, largest",
            runs.spread(run -> run.lowered().fall(run.loweredAt(), run.loweredAt() + LossSpikesExperiment.WINDOW))
                .max(), Comparison.AT_MOST, 0.9, ""),
        new Planted("the target is a sign: of the product of two inputs plus a third one; it has no noise")));
    findings.addAll(LossSpikesFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(12, "loss-spikes", "Even standard gradient descent begins to fail")
        .withClaim("Gradient descent on all examples at once, without any noise, makes the loss of a network sharper"
            + " and sharper until the largest curvature is 2 divided by the learning rate; from there on the"
            + " curvature stays and the loss goes up and down, and yet it falls in the long run.")
        .withSlides("Even standard gradient descent begins to fail")
        .withData("random")
        .withSabotage("the largest learning rate is divided by five, so that the run ends before the edge")
        .withSham("the run whose rate is lowered stands still instead")
        .withSeconds(8);
  }
}
