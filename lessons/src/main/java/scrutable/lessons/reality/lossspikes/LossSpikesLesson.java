package scrutable.lessons.reality.lossspikes;

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
import scrutable.lessons.reality.CharacterText;
import scrutable.lessons.reality.lossspikes.LossSpikesBurstExperiment.Branch;
import scrutable.lessons.reality.lossspikes.LossSpikesBurstExperiment.Plan;
import scrutable.tensor.Rng;

/// L12: part A, gradient descent drives the sharpness of the loss up to where gradient descent must fail
/// ([LossSpikesExperiment]); part B, Adam leaps when gradients come that it has no memory of
/// ([LossSpikesBurstExperiment]).
public final class LossSpikesLesson implements Lesson {
  private static final double[] RATES = LossSpikesExperiment.RATES;
  private static final int SEEDS = 3;
  private static final int TEXT = 300_000;
  private static final int TEST = 20_000;
  private static final int PLAYS = 900_000;
  private static final List<Branch> ABLATED = List.of(Branch.SHORT, Branch.REMEMBERED, Branch.KNOWN);

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    return context.data().equals("random") ? bothParts(context) : partB(context);
  }

  /// Part B alone, with a published text: part A has no data.
  private static LessonResult partB(LessonContext context) throws IOException {
    CharacterText text = CharacterText.published(PLAYS, context.progress());
    List<LossSpikesBurstExperiment> bursts = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      bursts.add(LossSpikesBurstExperiment.of(text, Plan.longer(context.sabotage(), context.sham()),
          Rng.seed(seed).split("burst"), context.progress()));
    }
    List<Finding> findings = new ArrayList<>(ofBurst(new Runs<>(bursts), false));
    findings.add(new Planted("part B: a pattern of four characters, repeated, in twelve batches"));
    findings.addAll(LossSpikesBurstFigures.of(new Runs<>(bursts)));
    return LessonResult.of(findings);
  }

  private static LessonResult bothParts(LessonContext context) {
    List<LossSpikesExperiment> measured = new ArrayList<>();
    List<LossSpikesBurstExperiment> bursts = new ArrayList<>();
    boolean quick = context.profile() == Profile.QUICK;
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    double largest = context.sabotage() ? RATES[0] : RATES[RATES.length - 1];
    double low = context.sham() ? 0 : RATES[0];
    for (long seed : seeds) {
      measured.add(LossSpikesExperiment.of(context.choose(900, 1_500), largest, low, Rng.seed(seed)));
      context.progress().update("part A, descending", measured.size(), seeds.length);
      if (!quick) {
        Rng rng = Rng.seed(seed).split("burst");
        CharacterText text = CharacterText.drawn(TEXT, TEST, rng.split("text"));
        bursts.add(LossSpikesBurstExperiment.of(text, Plan.usual(context.sabotage(), context.sham()), rng,
            context.progress()));
      }
    }
    List<Finding> findings = new ArrayList<>(ofDescent(new Runs<>(measured)));
    if (!quick) {
      findings.addAll(ofBurst(new Runs<>(bursts), true));
    }
    findings.add(new Planted("the target is a sign: of the product of two inputs plus a third one; it has no noise"));
    findings.addAll(LossSpikesFigures.of(new Runs<>(measured)));
    if (!quick) {
      findings.add(new Planted("part B: invented words; a pattern of four characters, repeated, in twelve batches"));
      findings.addAll(LossSpikesBurstFigures.of(new Runs<>(bursts)));
    }
    return LessonResult.of(findings);
  }

  private static List<Finding> ofDescent(Runs<LossSpikesExperiment> runs) {
    double largest = RATES[RATES.length - 1];
    return List.of(
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
                .max(), Comparison.AT_MOST, 0.9, ""));
  }

  /// The criteria of part B alone.
  ///
  /// @param drawn whether the text was invented
  static List<Finding> ofBurst(Runs<LossSpikesBurstExperiment> runs, boolean drawn) {
    return List.of(
        drawn ? Criterion.gate("B: perplexity before the burst, minus that of counting with one character of context",
            runs.median(run -> run.before().get(Branch.BURST) - run.counted()), Comparison.BELOW, 0, "")
            : Criterion.gate("B: perplexity before the burst", runs.median(run -> run.before().get(Branch.BURST)),
                Comparison.AT_MOST, 11, ""),
        Criterion.effect("B: greatest perplexity on clean text after the burst began, as a multiple of that before",
            runs.median(run -> StrictMath.exp(run.damage(Branch.BURST))), Comparison.AT_LEAST, drawn ? 2 : 1.7,
            "times"),
        Criterion.effect("B: largest update, in units of the learning rate",
            runs.median(run -> run.largestUpdate(Branch.BURST)), Comparison.AT_LEAST, 1.2, ""),
        Criterion.effect("B: the step of the burst with the largest update, at least",
            runs.median(run -> run.largestAt(Branch.BURST)), Comparison.AT_LEAST, 2, ""),
        Criterion.effect("B: the step of the burst with the largest update, at most",
            runs.median(run -> run.largestAt(Branch.BURST)), Comparison.AT_MOST, 25, ""),
        Criterion.effect("B: perplexity at the end after going back, as a multiple of the undisturbed one",
            runs.median(run -> run.end(Branch.ROLLED_BACK) / run.end(Branch.UNDISTURBED)), Comparison.AT_MOST, 1.03,
            "times"),
        Criterion.control("B: greatest perplexity after as many good batches, as a multiple of that before",
            runs.median(run -> StrictMath.exp(run.damage(Branch.UNDISTURBED))), Comparison.AT_MOST, 1.1, "times"),
        Criterion.ablation("B: largest update, if Adam remembers squares shortly",
            runs.median(run -> run.largestUpdate(Branch.SHORT)), Comparison.AT_MOST, 1.1, ""),
        Criterion.ablation("B: damage then, in nats, as a share of the damage with a long memory",
            runs.median(run -> run.damage(Branch.SHORT) / run.damage(Branch.BURST)), Comparison.AT_MOST, 0.5, ""),
        Criterion.ablation("B: damage if Adam remembers the pattern's squares, as a share of that if it does not",
            runs.median(run -> run.damage(Branch.REMEMBERED) / run.damage(Branch.BURST)), Comparison.AT_MOST, 0.5, ""),
        Criterion.ablation("B: greatest perplexity in a run that knows the pattern",
            runs.median(run -> StrictMath.exp(run.damage(Branch.KNOWN))), Comparison.AT_MOST, 1.2, "times"),
        Criterion.dose("B: batches of the pattern in each branch that should withstand them, fewest",
            runs.spread(run -> ABLATED.stream().mapToInt(run.patterns()::get).min().orElseThrow()).min(),
            Comparison.EXACTLY, LossSpikesBurstExperiment.BURST, ""),
        Criterion.dose("B: batches of the pattern among the good ones of the control, most",
            runs.spread(run -> run.patterns().get(Branch.UNDISTURBED)).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("B: squares with those of the pattern, as a multiple of those without",
            runs.median(LossSpikesBurstExperiment::excess), Comparison.AT_LEAST, 2, "times"));
  }

  @Override
  public Card card() {
    return Card.of(12, "loss-spikes", "Even standard gradient descent begins to fail")
        .withClaim("Gradient descent on all examples at once, without any noise, makes the loss of a network sharper"
            + " and sharper until the largest curvature is 2 divided by the learning rate; from there on the"
            + " curvature stays, the loss goes up and down for some hundred steps, and yet it falls. And Adam, when a"
            + " language model meets twelve batches of a kind that it has no memory of, takes steps several times its"
            + " usual ones and doubles the perplexity on text that it knew.")
        .withSlides("Even standard gradient descent begins to fail")
        .withData("random", "tiny-shakespeare")
        .withSabotage("the largest learning rate is divided by five, so that the run ends before the edge; and good"
            + " batches come in place of the burst")
        .withSham("the run whose rate is lowered stands still instead; and the branches that withstand the burst are"
            + " spared it")
        .withSeconds(40);
  }
}
