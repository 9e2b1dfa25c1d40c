package scrutable.lessons.adversarial.stopsign;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.adversarial.stopsign.StopSignExperiment.Drive;
import scrutable.lessons.adversarial.stopsign.StopSignExperiment.Fault;
import scrutable.lessons.adversarial.stopsign.StopSignExperiment.Measurement;
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

/// L17: a stop sign with stickers that reads "45 mph" during whole drives towards it.
///
/// The method is in [StopSignExperiment].
public final class StopSignLesson implements Lesson {
  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    Drive shown = null;
    Fault fault = new Fault(context.sabotage(), context.sham());
    for (long seed : context.seeds(context.choose(1, 3))) {
      var experiment = new StopSignExperiment(context.choose(1_000, 3_000), context.choose(200, 600),
          context.choose(5, 9), context.choose(40, 80), Rng.seed(seed), context.progress());
      measured.add(experiment.measure(fault));
      shown = shown == null ? experiment.drive(fault) : shown;
    }
    return judge(new Runs<>(measured), shown);
  }

  private static LessonResult judge(Runs<Measurement> runs, Drive shown) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy on pictures not learned from", runs.median(Measurement::accuracy),
        Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("share of the frames in which the clean sign is read as stop",
        runs.median(Measurement::cleanStop), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("share of the sign under stickers", runs.median(Measurement::cover),
        Comparison.AT_MOST, 0.16, ""));
    findings.add(Criterion.effect("share of the frames read as 45 mph, with the stickers",
        runs.median(Measurement::stickers), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.control("share of the frames read as 45 mph, plain white in other places",
        runs.median(Measurement::whiteElsewhere), Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.control("share of the frames read as 45 mph, black stickers in the same places",
        runs.median(Measurement::black), Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.control("share of the frames read as 45 mph, random greys in the same places",
        runs.median(Measurement::random), Comparison.AT_MOST, 0.25, ""));
    findings.add(Criterion.ablation("share of the frames read as 45 mph, the same greys in other places",
        runs.median(Measurement::elsewhere), Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.dose("points of the sign that the others change, in shares of the stickers'; the least",
        runs.spread(run -> run.doses().points()).min(), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.dose("how far the greys in other places are from the sign, in lengths of the stickers",
        runs.spread(run -> run.doses().length()).min(), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.dose("how far white in other places is from the sign, in lengths of the stickers",
        runs.spread(run -> run.doses().whiteLength()).min(), Comparison.AT_LEAST, 0.8, ""));
    findings.add(Criterion.dose("how far black and random greys are from the sign, in lengths of the stickers",
        runs.spread(run -> run.doses().darkLength()).min(), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.dose("frames of the drives that stickers were made in",
        runs.spread(run -> run.doses().sharedViews()).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.dose("test pictures that were learned from", runs.spread(run -> run.doses().shared()).max(),
        Comparison.EXACTLY, 0, ""));
    findings.add(new Planted("eight signs with their own shapes and colours, before random sky and ground, eight in ten"
        + " of them with grey rectangles at random; nothing that would help the attack"));
    findings.addAll(StopSignFigures.of(runs, shown));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(17, "stop-sign-45", "Stickers turn stop into 45")
        .withClaim("Grey stickers on at most a sixth of a stop sign make a network that has learned from signs with"
            + " stickers read \"45 mph\" in at least half of the frames of drives towards it, although they were made"
            + " from other views. The very same greys in other places do so in at most 15 %, and so does plain white"
            + " there. In the same places black does so in at most 15 % and random greys in at most a quarter, but both"
            + " are nearer to the red of the sign than the stickers are.")
        .withSlides("86% it is 45 MPH")
        .withData("signs")
        .withThreatModel(new ThreatModel("the surface of one real sign, once", "at most a sixth of the sign,"
            + " printed in eight shades of grey", "everything: the gradient of the loss, and how views are"
            + " distributed, but not the drive that follows", "one particular class: 45 mph"))
        .withSabotage("the greys of the stickers are in the wrong places of the sign")
        .withSham("what is compared with the stickers is printed, but left at home")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
