package scrutable.lessons.selfsupervised.imagecontrastive;

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
import scrutable.lessons.data.Digits;
import scrutable.lessons.selfsupervised.imagecontrastive.ImageContrastiveExperiment.Measurement;
import scrutable.tensor.Rng;

/// L36: what a network learns from being told, of pictures without labels, that two views show the same
/// thing.
///
/// The method is in [ImageContrastiveExperiment].
public final class ImageContrastiveLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    boolean drawn = Digits.areDrawn(context.data());
    int pool = context.choose(512, 3_000);
    int epochs = context.choose(2, 30);
    List<Measurement> measured = new ArrayList<>();
    ImageContrastiveGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      ImageContrastivePictures pictures = drawn ? ImageContrastivePictures.drawn(pool, rng)
          : ImageContrastivePictures.published(context.data(), pool, rng, context.progress());
      var experiment = ImageContrastiveExperiment.of(pictures, epochs, context.sabotage(), context.sham(), rng,
          context.progress());
      measured.add(experiment.measured());
      gallery = gallery == null ? ImageContrastiveGallery.of(experiment, rng.split("gallery")) : gallery;
    }
    return judge(new Runs<>(measured), gallery, drawn);
  }

  private static LessonResult judge(Runs<Measurement> runs, ImageContrastiveGallery gallery,
      boolean drawn) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("spread of the features, as a share of an even one: no collapse",
        runs.median(run -> run.after().spread()), Comparison.ABOVE, 0.5, ""));
    findings.add(Criterion.effect("accuracy of the probe, minus that on an untrained encoder",
        runs.median(run -> run.trained() - run.untrained()), Comparison.AT_LEAST, 0.05, ""));
    findings.add(Criterion.effect("distance of partners over distance of strangers, after minus before",
        runs.median(run -> run.after().alignment() - run.before().alignment()), Comparison.BELOW, 0, ""));
    findings.add(Criterion.effect("uniformity, after minus before",
        runs.median(run -> run.after().uniformity() - run.before().uniformity()), Comparison.BELOW, 0, ""));
    findings.add(Criterion.effect("accuracy with one label per class, minus that of the same encoder without the"
        + " pictures that have none", runs.median(run -> run.one().probe() - run.one().alone()), Comparison.AT_LEAST,
        0.05, ""));
    findings.add(Criterion.control("accuracy of the nearest pixels with the same labels, minus that of the"
        + " probe",
        runs.median(run -> run.pixels() - run.trained()), Comparison.AT_MOST, 0, ""));
    findings.add(Criterion.ablation("accuracy of the probe with unchanged views, minus that with changed"
        + " ones",
        runs.median(run -> run.unchanged() - run.trained()), Comparison.AT_MOST, -0.05, ""));
    findings.add(Criterion.dose("distance of two views where they should not be changed, of that where they are",
        runs.spread(run -> run.doses().unchanged()).max(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.dose("epochs without changes, of those with changes, least",
        runs.spread(run -> run.doses().epochs()).min(), Comparison.EXACTLY, 1, ""));
    findings.add(Criterion.dose("steps with the labels alone, of those without labels, least",
        runs.spread(run -> run.doses().steps()).min(), Comparison.EXACTLY, 1, ""));
    findings.add(Criterion.dose("by what share the changes of the pictures that the labels alone were learned from are"
        + " longer or shorter than those without labels", runs.spread(run -> run.doses().changes()).max(),
        Comparison.AT_MOST, 0.15, ""));
    findings.add(Criterion.dose("pictures that two of the pool, the labelled and the test share",
        runs.spread(run -> run.doses().shared()).max(), Comparison.EXACTLY, 0, "pictures"));
    if (drawn) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; the changes of views"
          + " (crops, turns, slants, shades, grain) are like those by which the glyphs of a class differ,"
          + " which is the reason why they help"));
    }
    findings.addAll(ImageContrastiveFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(36, "image-contrastive", "These two show the same thing")
        .withClaim("An encoder that has learned, without any label, which views show the same picture lets a linear"
            + " classifier with ten labels per class get at least 5 percentage points more right than an untrained"
            + " encoder does, and more than comparing pixels does. Without changed views the gain is at least 5"
            + " percentage points smaller. With a single label per class it gets at least 5 points more right than the"
            + " same encoder that sees the labelled pictures alone, under the same changes.")
        .withSlides("a", "b", "≈", "To classify:")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withSabotage("the two views are of different pictures")
        .withSham("the same encoder with the labels alone makes a tenth of the steps")
        .withSeconds(60)
        .provenBy(Profile.FULL);
  }
}
