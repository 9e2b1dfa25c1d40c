package scrutable.lessons.poisoning.captionpoison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
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

/// L43: captions that an adversary wrote; the method is in [CaptionPoisonExperiment].
public final class CaptionPoisonLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    List<CaptionPoisonExperiment> runs = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      context.progress().update("learning from captions, seed " + seed, runs.size(), SEEDS);
      runs.add(CaptionPoisonExperiment.of(context.profile() == Profile.FULL, context.sabotage(),
          context.sham(), Rng.seed(seed)));
    }
    return judge(new Runs<>(runs), context);
  }

  private static LessonResult judge(Runs<CaptionPoisonExperiment> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("zero-shot accuracy without poison", runs.median(CaptionPoisonExperiment::clean),
        Comparison.AT_LEAST, context.profile() == Profile.QUICK ? 0.8 : 0.9, ""));
    findings.add(Criterion.effect("targets turned by 10 pairs each",
        runs.median(run -> run.byCopies().get(CaptionPoisonExperiment.MOST)), Comparison.AT_LEAST, 0.5, ""));
    findings.add(Criterion.effect("pictures turned by the sign", runs.median(CaptionPoisonExperiment::backdoor),
        Comparison.AT_LEAST, 0.7, ""));
    findings.add(atMost("targets turned without poison", runs, CaptionPoisonExperiment::unpoisoned, 0.05));
    findings.add(atMost("targets turned by as many wrong captions on other pictures", runs,
        CaptionPoisonExperiment::elsewhere,
        0.1));
    findings.add(atMost("accuracy lost by poison for all targets", runs, run -> run.clean() - run.poisonedAccuracy(),
        0.02));
    findings.add(atMost("accuracy lost by the backdoor", runs, run -> run.clean() - run.backdoorAccuracy(), 0.01));
    findings.add(atMost("pictures turned without the sign", runs, CaptionPoisonExperiment::signless, 0.05));
    findings.add(atMost("pictures turned by the sign without poison", runs, CaptionPoisonExperiment::cleanSign, 0.1));
    findings.add(Criterion.ablation("targets turned by copies with captions of their own class",
        runs.median(CaptionPoisonExperiment::honest), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("pictures turned by the sign where the poison had right captions",
        runs.median(CaptionPoisonExperiment::honestSign), Comparison.AT_MOST, 0.1, ""));
    findings.addAll(doses(runs));
    findings.add(new Planted("three names for each colour and each form, one of which each caption uses at random, and"
        + " filler words that say nothing; nothing that would help the attacks"));
    findings.addAll(CaptionPoisonFigures.of(runs, context));
    return LessonResult.of(findings);
  }

  /// Each seed must meet them.
  private static List<Finding> doses(Runs<CaptionPoisonExperiment> runs) {
    int most = CaptionPoisonExperiment.MOST * runs.measured().getFirst().models().targets().count();
    return List.of(
        dose("captions on other pictures that name the wanted class", runs, CaptionPoisonDoses::wrongCaptions, most),
        dose("pictures under them that are of the target's class, and training pictures", runs,
            CaptionPoisonDoses::otherPictures, most),
        dose("copies of targets with captions of their own class", runs, CaptionPoisonDoses::copies, most),
        dose("pictures with the sign and right captions", runs, CaptionPoisonDoses::signs,
            CaptionPoisonExperiment.BACKDOORED),
        dose("pictures that two of training, test and targets share", runs, CaptionPoisonDoses::shared, 0));
  }

  private static Criterion dose(String name, Runs<CaptionPoisonExperiment> runs, ToIntFunction<CaptionPoisonDoses> of,
      int wanted) {
    double worst = runs.measured().stream().map(run -> (double) of.applyAsInt(run.doses()))
        .max(Comparator.comparingDouble(value -> Math.abs(value - wanted))).orElseThrow();
    return Criterion.dose(name, worst, Comparison.EXACTLY, wanted, "");
  }

  private static Criterion atMost(String name, Runs<CaptionPoisonExperiment> runs,
      ToDoubleFunction<CaptionPoisonExperiment> of,
      double threshold) {
    return Criterion.control(name, runs.median(of), Comparison.AT_MOST, threshold, "");
  }

  @Override
  public Card card() {
    return Card.of(43, "poison-contrastive", "Ten captions of four thousand")
        .withClaim("A dual encoder that learns from 4000 pictures with captions calls at least half of twelve chosen"
            + " pictures by a chosen name when ten copies of each were added with captions of that name; and any"
            + " picture with a small white square, in at least 70 % of cases, after eighty such pictures. Accuracy"
            + " falls by at most two percentage points.")
        .withSlides("How much poisoning data?", "Self-supervised learning: 0.00001%")
        .withData("scenes")
        .withThreatModel(new ThreatModel("pairs of a picture and a caption that are added to those collected; the"
            + " target picture may be among them", "10 pairs for each target (0.25 % of 4000), those of twelve targets"
            + " at once (2.9 % of all 4120), or 80 pairs for the backdoor (2 %)",
            "the captions that others wrote; not the model", "the chosen pictures, or any picture with the sign, are"
            + " nearest to the description of the chosen class"))
        .withSabotage("the added pictures get captions of their own class")
        .withSham("the other pictures, which should get the wrong captions, keep their own")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
