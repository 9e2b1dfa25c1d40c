package scrutable.lessons.adversarial.guacamole;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.adversarial.guacamole.GuacamoleExperiment.Cats;
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

/// L16: a cat that is guacamole from every side.
///
/// The method is in [GuacamoleExperiment].
public final class GuacamoleLesson implements Lesson {
  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    Cats shown = null;
    for (long seed : context.seeds(context.choose(1, 3))) {
      var experiment = GuacamoleExperiment.of(context.choose(800, 1_500), context.choose(200, 500),
          context.choose(4, 10), context.sabotage() ? 0 : GuacamoleExperiment.EPS, Rng.seed(seed), context.progress());
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
        runs.median(Measurement::eot), Comparison.AT_LEAST, 0.75, ""));
    findings.add(Criterion.control("share of unseen views that are guacamole, random signs of the same eps",
        runs.median(Measurement::noise), Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.ablation("share of unseen views that are guacamole, without the expectation",
        runs.median(Measurement::plain), Comparison.AT_MOST, 0.6, ""));
    findings.add(new Planted("the kind of each icon, chosen before it is drawn, and that kinds have colours of"
        + " their own; nothing that would help the attack"));
    findings.addAll(GuacamoleFigures.of(runs, shown));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(16, "guacamole", "A cat that is guacamole from every side")
        .withClaim("Moving every pixel of a tabby cat by at most 0.11 makes a network at least 90 % sure that it is"
            + " guacamole. In at least 40 % of the views in which the cat is turned, resized and relit, that is gone;"
            + " a change made for the average over such views is still guacamole in at least 75 % of views it was not"
            + " made for.")
        .withSlides("88% tabby cat", "99% guacamole")
        .withData("icons")
        .withThreatModel(new ThreatModel("each picture of a cat, pixel by pixel, before it is shown to the camera",
            "every pixel by at most eps = 0.11 of the range from black to white", "everything: the gradient of the"
            + " loss, and how views are distributed, but not which will be taken", "one particular class: guacamole"))
        .withSabotage("eps = 0, so that nothing is moved")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
