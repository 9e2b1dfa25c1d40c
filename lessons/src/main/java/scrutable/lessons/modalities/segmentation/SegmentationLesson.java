package scrutable.lessons.modalities.segmentation;

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
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Attack;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Effort;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Measurement;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Strength;
import scrutable.tensor.Rng;

/// L25: attacks on a label for every pixel; the method is in [SegmentationExperiment].
public final class SegmentationLesson implements Lesson {
  private static final int SEEDS = 2;
  private static final int TEST = 500;
  private static final int LEVELS = SegmentationExperiment.LEVELS;

  /// What is asked for.
  ///
  /// @param clean     mean intersection over union without an attack, at least
  /// @param step      share of it that one step leaves, at most
  /// @param many      share of it that many steps leave, at most
  /// @param regained  what the ensemble keeps more, at least
  /// @param takenBack share of that, at least
  record Limits(double clean, double step, double many, double regained, double takenBack) {
    static final Limits SHAPES = new Limits(0.8, 0.75, 0.5, 0.15, 0.67);
    static final Limits DIGITS = new Limits(0.75, 0.85, 0.75, 0.1, 0.35);
  }

  private static final Effort QUICK = new Effort(200, 1, 2);
  private static final Effort FULL = new Effort(15_000, 1, 32);

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = context.data().equals("shapes");
    Strength strength = new Strength(context.sabotage() ? 0 : 1, context.sham() ? 0.5 : 1);
    Effort effort = context.profile() == Profile.QUICK ? QUICK : FULL;
    List<Measurement> measured = new ArrayList<>();
    SegmentationGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      SegmentationScenes scenes = drawn ? SegmentationScenes.drawn(effort.train(), TEST, rng)
          : SegmentationScenes.published(effort.train(), TEST, rng, context.progress());
      var experiment = SegmentationExperiment.of(scenes, effort, strength, rng, context.progress());
      measured.add(experiment.measured());
      if (gallery == null) {
        gallery = SegmentationGallery.of(experiment.ensemble().network(), scenes.test(), strength.attack(),
            rng.split("attack"));
      }
    }
    Runs<Measurement> runs = new Runs<>(measured);
    List<Finding> findings = new ArrayList<>(judge(runs, drawn ? Limits.SHAPES : Limits.DIGITS));
    if (drawn) {
      findings.add(new Planted("background and shapes have colours drawn without looking at the form, so that only"
          + " outlines tell triangle, disc, square and diamond apart; nothing that would help the attack"));
    }
    findings.addAll(SegmentationFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  /// The criteria alone.
  static List<Finding> judge(Runs<Measurement> runs, Limits limits) {
    return List.of(
        Criterion.gate("pictures of the test that were learned from", runs.spread(Measurement::shared).max(),
            Comparison.EXACTLY, 0, ""),
        Criterion.gate("mean intersection over union without an attack", runs.median(Measurement::clean),
            Comparison.AT_LEAST, limits.clean, ""),
        Criterion.effect("share of it that is left after one step of " + LEVELS + " grey levels",
            kept(runs, Attack.STEP), Comparison.AT_MOST, limits.step, ""),
        Criterion.effect("share that is left after many steps", kept(runs, Attack.ITERATED), Comparison.AT_MOST,
            limits.many, ""),
        Criterion.effect("what the ensemble over three sizes keeps of that attack, minus what the network keeps",
            runs.median(Measurement::regained), Comparison.AT_LEAST, limits.regained, ""),
        Criterion.effect("how much of that is taken back by five times as many steps on the ensemble",
            runs.median(Measurement::takenBack), Comparison.AT_LEAST, limits.takenBack, ""),
        Criterion.effect("what as many steps leave of the ensemble that do not know of it, minus that",
            runs.median(Measurement::byKnowing), Comparison.AT_LEAST, 0.05, ""),
        Criterion.control("share that is left after random signs of the same size", kept(runs, Attack.RANDOM),
            Comparison.AT_LEAST, 0.95, ""),
        Criterion.dose("length of the random change, in lengths of the step", dose(runs, Attack.RANDOM, Attack.STEP),
            Comparison.AT_LEAST, 0.99, ""),
        Criterion.ablation("share that is left after many steps in the opposite direction",
            kept(runs, Attack.OPPOSITE), Comparison.AT_LEAST, 0.98, ""),
        Criterion.dose("length of these, in lengths of the many steps of the attack",
            dose(runs, Attack.OPPOSITE, Attack.ITERATED), Comparison.AT_LEAST, 0.7, ""));
  }

  private static double kept(Runs<Measurement> runs, Attack attack) {
    return runs.median(run -> run.of(attack).kept());
  }

  /// The least over the seeds: a change that is too short with one of them is no control.
  private static double dose(Runs<Measurement> runs, Attack control, Attack attack) {
    return runs.spread(run -> run.of(control).moved() / run.of(attack).moved()).min();
  }

  @Override
  public Card card() {
    return Card.of(25, "arnab-segmentation", "A label for every pixel")
        .withClaim("A network that says of every pixel which shape it belongs to loses at least 25 % of its mean"
            + " intersection over union to one step of 8 grey levels and 50 % to many small ones; random signs of the"
            + " same size cost it less than 5 %. Asking it at several sizes helps against an attack that does not know"
            + " of that; one that does, and is patient, takes back most of what was won against the impatient one.")
        .withSlides("On the Robustness of Semantic Segmentation Models to Adversarial Attacks",
            "Anurag Arnab Ondrej Miksik Philip H.S. Torr")
        .withData("shapes", "mnist")
        .withThreatModel(new ThreatModel("each test picture, pixel by pixel",
            "each of red, green and blue of every pixel by at most 8 of 255 grey levels, within the range of a pixel",
            "everything but the truth: the label that is attacked is what the network says of the clean picture",
            "a low intersection over union, in the mean over the classes, of all pictures together"))
        .withSabotage("no pixel is moved but by random signs and opposite steps")
        .withSham("random signs and opposite steps stay within half of the budget")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
