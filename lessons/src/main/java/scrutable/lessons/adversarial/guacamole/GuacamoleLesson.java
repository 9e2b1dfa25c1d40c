package scrutable.lessons.adversarial.guacamole;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Cats;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Fault;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Measurement;
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

/// L16: a cat that is guacamole from most sides.
///
/// The method is in [GuacamoleExperiment].
public final class GuacamoleLesson implements Lesson {
  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    Cats shown = null;
    for (long seed : context.seeds(context.choose(1, 3))) {
      var experiment = GuacamoleExperiment.of(context.choose(800, 1_500), context.choose(200, 500),
          context.choose(4, 10), new Fault(context.sabotage(), context.sham() ? 0.1 : 1), Rng.seed(seed),
          context.progress());
      measured.add(experiment.measured());
      shown = shown == null ? experiment.cats() : shown;
    }
    return judge(new Runs<>(measured), shown);
  }

  private static LessonResult judge(Runs<Measurement> runs, Cats shown) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy on pictures not learned from", runs.median(Measurement::accuracy),
        Comparison.AT_LEAST, 0.97, ""));
    findings.add(Criterion.gate("probability of \"tabby cat\" before the attack",
        runs.median(Measurement::catConfidence), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.effect("probability of \"guacamole\" after the plain attack, seen straight",
        runs.median(Measurement::targetConfidence), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.effect("share of unseen views that are guacamole, attack on the expectation",
        runs.median(Measurement::eot), Comparison.AT_LEAST, 0.6, ""));
    findings.add(Criterion.control("share of unseen views that are guacamole, random signs of the same eps",
        runs.median(Measurement::noise), Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.ablation("share of unseen views without the expectation, of the share with it",
        runs.median(run -> run.plain() / run.eot()), Comparison.AT_MOST, 0.8, ""));
    findings.add(Criterion.dose("length of the random change, in lengths of the attack on the expectation",
        runs.spread(Measurement::noiseLength).min(), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.dose("length of the change without the expectation, in the same lengths",
        runs.spread(Measurement::plainLength).min(), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.dose("views the cats are judged in that an attack was made with",
        runs.spread(Measurement::sharedViews).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.dose("test pictures that were learned from", runs.spread(Measurement::shared).max(),
        Comparison.EXACTLY, 0, ""));
    findings.add(new Planted("the kind of each icon, chosen before it is drawn, and that kinds have colours of"
        + " their own; nothing that would help the attack"));
    findings.addAll(GuacamoleFigures.of(runs, shown));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(16, "guacamole", "A cat that is guacamole from most sides")
        .withClaim("Moving every pixel of a tabby cat by at most 0.11 makes a network at least 90 % sure that it is"
            + " guacamole. When the cat is turned, resized and relit, that is gone in at least a fifth of the views; a"
            + " change made for the average over such views is still guacamole in at least 60 % of views it was not"
            + " made for, and the plain one in at most four fifths as many.")
        .withSlides("88% tabby cat", "99% guacamole")
        .withData("icons")
        .withThreatModel(new ThreatModel("each picture of a cat, pixel by pixel, before it is shown to the camera",
            "every pixel by at most eps = 0.11 of the range from black to white", "everything: the gradient of the"
            + " loss, and how views are distributed, but not which will be taken", "one particular class: guacamole"))
        .withSabotage("what either attack finds is added to the wrong pixels")
        .withSham("random signs and the attack without the expectation have a tenth of the room")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
