package scrutable.lessons.capstone.howwhat;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.capstone.howwhat.HowWhatExperiment.Setting;
import scrutable.lessons.capstone.howwhat.HowWhatExperiment.Way;
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
import scrutable.tensor.Rng;

/// L46: the talk in one table. Programs say how, learning from labels says what, and then not even what; the method is
/// in [HowWhatExperiment].
public final class HowWhatLesson implements Lesson {
  static final int NAMED = 2;
  private static final int ALL_OF_A_CLASS = 1_000;
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    Setting setting = new Setting(!context.sabotage(), context.sham() ? ALL_OF_A_CLASS : NAMED);
    List<HowWhatExperiment> measured = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      measured.add(HowWhatExperiment.of(setting, Rng.seed(seed), context.progress()));
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<HowWhatExperiment> runs) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the rule", runs.median(run -> run.of(Way.HOW).clean()),
        Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.gate("accuracy of the network that was told what", runs.median(run ->
        run.of(Way.WHAT).clean()), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.gate("accuracy of the network that was not even told what, once all pictures are named",
        runs.median(run -> run.allNamed().clean()), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("pictures to learn from that are test pictures as well",
        runs.spread(HowWhatExperiment::shared).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.effect("how far the rule's errors are from what reading it predicts, largest of all shifts"
        + " and seeds", runs.spread(run -> run.of(Way.HOW).gap()).max(), Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.control("errors of the network that was told what, from the same prediction",
        runs.median(run -> run.of(Way.WHAT).gap()), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.control("errors of the network that was not even told what, from the same prediction",
        runs.median(run -> run.of(Way.NOT_EVEN_WHAT).gap()), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.effect("share of moved pictures on which the second way, walked twice, disagrees with"
        + " itself", runs.median(run -> run.of(Way.WHAT).disputed()), Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.effect("share of moved pictures on which the third way, walked twice, disagrees with itself",
        runs.median(run -> run.of(Way.NOT_EVEN_WHAT).disputed()), Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.control("share of moved pictures on which the rule, followed twice, disagrees with itself",
        runs.spread(run -> run.of(Way.HOW).disputed()).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.ablation("how far the rule's errors are from what reading another rule, u < l, predicts",
        runs.spread(run -> run.of(Way.HOW).misread()).min(), Comparison.AT_LEAST, 0.1, ""));
    findings.add(Criterion.dose("labels of the third way", runs.spread(run -> run.of(Way.NOT_EVEN_WHAT).labels()).max(),
        Comparison.EXACTLY, 2 * NAMED, ""));
    findings.add(Criterion.dose("labels of the second way", runs.spread(run -> run.of(Way.WHAT).labels()).min(),
        Comparison.EXACTLY, ThreeWays.PICTURES, ""));
    findings.add(new Planted("the rule's own feature: at rest, a triangle has a third as much above the middle as"
        + " below, a circle the same amount; the views of the third way are moved, so that it has seen moved pictures,"
        + " as the second way has not"));
    findings.addAll(HowWhatFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(46, "how-what-not-even-what", "How, what, and not even what")
        .withClaim("Three ways lead to something that tells triangles from circles. Of the rule, reading it predicts"
            + " every failure to within one percentage point, and whoever follows it again gets the same answers. Of"
            + " the networks the same prediction is wrong by at least 10 points, and made again, whether with labels or"
            + " with hardly any, they contradict themselves on at least 2 % of moved pictures.")
        .withSlides("How", "What", "(not-even)", "What")
        .withData("shapes")
        .withSabotage("no way is walked a second time")
        .withSham("the few pictures that are named in the third way are all of them")
        .withSeconds(20)
        .provenBy(Profile.FULL);
  }
}
