package scrutable.lessons.adversarial.birdorbicycle;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Fault;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Measurement;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Shown;
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
import scrutable.lessons.contract.ThreatModel;
import scrutable.tensor.Rng;

/// L18: a contest between a defender who may abstain and attackers who may show any picture.
///
/// The method is in [BirdOrBicycleExperiment].
public final class BirdOrBicycleLesson implements Lesson {
  @Override
  public LessonResult run(LessonContext context) {
    var settings = new BirdOrBicycleExperiment.Settings(context.choose(600, 1_500), context.choose(3, 4),
        context.choose(200, 500), context.choose(10, 30), context.choose(50, 200));
    var sham = new BirdOrBicycleSham.Settings(context.choose(10, 50), context.choose(16, 64), context.choose(1, 12),
        context.choose(3, 10));
    List<Measurement> measured = new ArrayList<>();
    List<Shown> gallery = null;
    for (long seed : context.seeds(context.choose(1, 3))) {
      var experiment = new BirdOrBicycleExperiment(settings,
          new Fault(context.sabotage(), context.sham() ? 0.1 : 1), Rng.seed(seed), context.progress());
      List<Shown> shown = experiment.shown();
      measured.add(experiment.measure(shown, sham));
      gallery = gallery == null ? shown : gallery;
    }
    return judge(new Runs<>(measured), gallery);
  }

  private static LessonResult judge(Runs<Measurement> runs, List<Shown> gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("right among the answers, when a fifth is left unanswered",
        runs.median(Measurement::clean), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.effect("right and sure after a small change (PGD)",
        runs.median(Measurement::descent), Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.effect("right and sure on unusual pictures", runs.median(Measurement::unusual),
        Comparison.AT_MOST, 0.55, ""));
    findings.add(Criterion.effect("wrong and sure after a small change (PGD)",
        runs.median(Measurement::descentWins), Comparison.AT_LEAST, 0.25, ""));
    findings.add(Criterion.effect("wrong and sure on unusual pictures", runs.median(Measurement::unusualWins),
        Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.effect("right after turns and shifts", runs.median(run -> run.sham().poses()),
        Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.effect("errors of at least 99 % confidence", runs.median(Measurement::sure),
        Comparison.AT_LEAST, 4, ""));
    findings.add(Criterion.effect("accuracy that the sham gains against SPSA",
        runs.median(run -> run.sham().spsaSham() - run.sham().spsa()), Comparison.AT_LEAST, 0.4, ""));
    findings.add(Criterion.effect("accuracy that the sham gains against HopSkipJump",
        runs.median(run -> run.sham().hopSham() - run.sham().hop()), Comparison.AT_LEAST, 0.4, ""));
    findings.add(Criterion.control("wrong and sure after random signs of the same size",
        runs.median(Measurement::noiseWins), Comparison.AT_MOST, 0.02, ""));
    findings.add(Criterion.dose("length of the random change, in lengths of the small change",
        runs.spread(Measurement::noiseLength).min(), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.ablation("accuracy that the sham gains against turns and shifts",
        runs.median(run -> run.sham().posesSham() - run.sham().poses()), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.ablation("accuracy that the sham gains against PGD that knows of it",
        runs.median(run -> run.sham().gradientSham() - run.sham().gradient()), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.dose("questions asked of the sham, in questions asked of the network, by the attack that"
        + " asks it less", runs.spread(run -> run.sham().effort()).min(), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.dose("pictures that were learned from, or set the level and are attacked",
        runs.spread(Measurement::shared).max(), Comparison.EXACTLY, 0, ""));
    findings.add(new Planted("birds and bicycles are drawn; the generator is the judge of what they are, in unusual"
        + " poses and colours too"));
    findings.addAll(BirdOrBicycleFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(18, "bird-or-bicycle", "Bird or bicycle?")
        .withClaim("A network that abstains from the fifth of ordinary pictures it is least sure of, and makes no error"
            + " among the others, is right and sure on fewer than half of pictures after a small change of the pixels,"
            + " and on hardly more than half of tumbling birds and bicycles, light before the dark. It does not only"
            + " fall silent: it is wrong and sure on a quarter of the former and a twentieth of the latter. A sham"
            + " defence that hides the scores stops SPSA and HopSkipJump, but not a search through turns and shifts,"
            + " nor a gradient averaged over its noise.")
        .withSlides("85% Bicycle", "99.99% Bird", "99.99% Bicycle")
        .withData("birdbike")
        .withThreatModel(new ThreatModel("the picture that is shown", "anything that is clearly a bird or clearly a"
            + " bicycle; in particular every pixel by at most 0.15 (PGD, SPSA), all pixels together by an L2 norm"
            + " of at most 5 (HopSkipJump), any turn and shift, poses and colours not trained on",
            "everything for gradient attacks; scores for SPSA; answers for HopSkipJump and the grid of poses",
            "the wrong answer without abstaining"))
        .withSabotage("small changes are added to the wrong pixels; whoever else attacks shows pictures as they are")
        .withSham("random signs are a tenth as long")
        .withSeconds(90)
        .provenBy(Profile.FULL);
  }
}
