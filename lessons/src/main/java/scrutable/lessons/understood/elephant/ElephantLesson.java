package scrutable.lessons.understood.elephant;

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

/// L06: with four parameters he fits an elephant, with five it wiggles its trunk; the method is in
/// [ElephantExperiment].
public final class ElephantLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    List<ElephantExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      int networkSteps = measured.isEmpty() ? context.choose(600, 2_000) : 0;
      measured.add(ElephantExperiment.of(networkSteps, context.sham() ? 2 : ElephantExperiment.STEPS,
          Rng.seed(seed)));
      context.progress().update("fitting elephants", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured), context.sabotage() ? 6 : 8);
  }

  /// The claims about the eight numbers are arithmetic and must hold for every seed: the worst of them is judged.
  private static LessonResult judge(Runs<ElephantExperiment> runs, int allowed) {
    ElephantExperiment.Wiggle wiggle = ElephantExperiment.wiggle();
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.effect("distance of the curve of eight numbers, largest of the seeds",
            100 * runs.spread(run -> run.distance(allowed)).max(), Comparison.AT_MOST, 0.1, "% of the width"),
        Criterion.effect("error of the coefficients that were found, largest of all",
            runs.spread(run -> run.coefficientError(allowed)).max(), Comparison.AT_MOST, 1e-3, ""),
        Criterion.effect("how far the fifth parameter moves the tip of the trunk", 100 * wiggle.tip(),
            Comparison.AT_LEAST, 5, "% of the width"),
        Criterion.effect("how far it moves the rest of the elephant", 100 * wiggle.rest(), Comparison.EXACTLY, 0,
            "% of the width"),
        Criterion.effect("distance of the network's curve", 100 * runs.measured().getFirst().network(),
            Comparison.AT_MOST, 2, "% of the width"),
        Criterion.control("distance of the best eight numbers from another animal, smallest of the seeds",
            100 * runs.spread(ElephantExperiment::other).min(), Comparison.AT_LEAST, 2, "% of its width"),
        Criterion.dose("distance of all twenty numbers from the other animal, largest of the seeds",
            100 * runs.spread(ElephantExperiment::whole).max(), Comparison.AT_MOST, 0.1, "% of its width"),
        Criterion.ablation("distance of the best six numbers from the elephant, smallest of the seeds",
            100 * runs.spread(run -> run.distance(6)).min(), Comparison.AT_LEAST, 2, "% of the width"),
        Criterion.dose("the largest number that six leave out, in those of the smallest they keep, largest",
            runs.spread(run -> run.leftOut(6)).max(), Comparison.AT_MOST, 1, "times"),
        new Planted("the elephant: its eight numbers were found by others, by looking at an elephant")));
    findings.addAll(ElephantFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(6, "elephant", "With four parameters I can fit an elephant")
        .withClaim("Eight numbers, which are four complex ones, draw an elephant, and gradient descent on 200 points"
            + " of its outline finds them to within a thousandth; six are not enough, and another animal would not"
            + " fit. A fifth parameter moves the trunk and nothing else. A network fits the elephant, too, with more"
            + " than a hundred times as many.")
        .withSlides("With four parameters I can fit an elephant, and with five I can make him wiggle his trunk.",
            "- John Von Neumann")
        .withData("elephant")
        .withSabotage("only the six largest of the eight numbers may be used")
        .withSham("the other animal is fitted for two steps only, so that no numbers would fit it")
        .withSeconds(5);
  }
}
