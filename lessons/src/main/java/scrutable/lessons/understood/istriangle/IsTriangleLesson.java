package scrutable.lessons.understood.istriangle;

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
import scrutable.lessons.understood.istriangle.IsTriangleExperiment.Row;
import scrutable.tensor.Rng;

/// L01: programs say how. A three-line rule, its failures predicted with pencil and paper, beside a network whose
/// failures nobody predicted; the method is in [IsTriangleExperiment].
public final class IsTriangleLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    TriangleRule rule = context.sabotage() ? new TriangleRule(1) : TriangleRule.OF_THE_SLIDE;
    TriangleRule other = context.sham() ? TriangleRule.OF_THE_SLIDE : new TriangleRule(1);
    List<IsTriangleExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      measured.add(IsTriangleExperiment.of(rule, other, Rng.seed(seed)));
      context.progress().update("training and testing", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured), context.seed());
  }

  /// The analytic claims must hold for every seed: of each number, the worst of them is judged.
  private static LessonResult judge(Runs<IsTriangleExperiment> runs, long seed) {
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("accuracy of the rule on clean shapes", runs.spread(run -> 1 - run.clean().rule()).min(),
            Comparison.AT_LEAST, 0.99, ""),
        Criterion.gate("accuracy of the CNN on clean shapes", runs.spread(run -> 1 - run.clean().cnn()).min(),
            Comparison.AT_LEAST, 0.99, ""),
        Criterion.gate("agreement of rule and CNN on clean shapes",
            runs.spread(run -> run.clean().agreement()).min(), Comparison.AT_LEAST, 0.98, ""),
        Criterion.effect("largest gap between predicted and measured error of the rule", mismatch(runs),
            Comparison.AT_MOST, 0.01, ""),
        Criterion.effect("error of the rule on inverted triangles (predicted: 1)",
            runs.spread(run -> run.rows().get("triangles inverted").rule()).min(), Comparison.EXACTLY, 1, ""),
        Criterion.effect("shifted sets on which rule and CNN agree on less than 85 %", disagreeing(runs),
            Comparison.AT_LEAST, 2, "sets"),
        Criterion.control("largest gap when the errors of another rule, u < l, are predicted",
            runs.spread(run -> run.largestGap(row -> row.rule() - row.mispredicted())).min(),
            Comparison.AT_LEAST, 0.1, ""),
        Criterion.dose("shapes of some test set of which that rule says something else, smallest of the seeds",
            runs.spread(run -> run.largestGap(Row::told)).min(), Comparison.AT_LEAST, 0.3, ""),
        Criterion.dose("distance of shifted pictures from where their shift puts them, largest",
            runs.spread(IsTriangleExperiment::largestMisplacement).max(), Comparison.AT_MOST, 0.01, "pixels"),
        Criterion.dose("pictures of any test set that were trained on", runs.spread(
            run -> run.rows().values().stream().mapToInt(Row::shared).sum()).max(), Comparison.EXACTLY, 0, ""),
        Criterion.ablation("largest gap when the prediction is applied to the CNN",
            runs.spread(run -> run.largestGap(row -> row.cnn() - row.predicted())).min(), Comparison.AT_LEAST, 0.1,
            ""),
        new Planted("the rule's own feature: at rest, a triangle has a third as much above the middle as below, a disc"
            + " the same amount")));
    findings.addAll(IsTriangleFigures.of(runs, seed));
    return LessonResult.of(findings);
  }

  static double mismatch(Runs<IsTriangleExperiment> runs) {
    return runs.spread(run -> run.largestGap(row -> row.rule() - row.predicted())).max();
  }

  static double disagreeing(Runs<IsTriangleExperiment> runs) {
    return runs.spread(run -> run.rows().values().stream().filter(Row::isShifted)
        .filter(row -> row.agreement() < 0.85).count()).min();
  }

  @Override
  public Card card() {
    return Card.of(1, "is-triangle", "How: a rule that can be read")
        .withClaim("Reading the rule is enough to predict its errors on shifted shapes to within one percentage"
            + " point, and its failure on every inverted triangle. A network that agrees with the rule on 98 % of the"
            + " clean pictures goes its own way as soon as they are shifted.")
        .withSlides("u=sum(x[:len//2])", "l=sum(x[len//2:])", "triangle iff u < l/2")
        .withData("shapes")
        .withSabotage("the rule's threshold is changed from 1/2 to 1 without telling whoever predicts")
        .withSham("the other rule, whose errors are predicted for comparison, is the rule itself")
        .withSeconds(6);
  }
}
