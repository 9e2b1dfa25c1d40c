package scrutable.lessons.explanations.nonrobustfeatures;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.lessons.explanations.GreyImageNetwork;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Doses;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Kind;
import scrutable.lessons.explanations.nonrobustfeatures.NonRobustFeaturesExperiment.Measurement;
import scrutable.lessons.figure.ImageGrid;
import scrutable.tensor.Rng;

/// L30: a network that has only seen wrongly labelled images is right about clean ones.
///
/// The method is in [NonRobustFeaturesExperiment].
public final class NonRobustFeaturesLesson implements Lesson {
  private static final int SEEDS = 3;

  /// Amounts and thresholds by data set: procedural ones say nothing about real data.
  ///
  /// @param gate the accuracy that the first network must have
  /// @param looks the share of attacked images that must still look like what they were; a quick run knows
  ///     few images to compare with and reads badly
  private record Standard(int train, int test, int epochs, double gate, double looks) {
    static Standard of(LessonContext context) {
      return switch (context.data()) {
        case "glyphs" -> new Standard(context.choose(1_000, 4_000), context.choose(400, 1_000), 10,
            context.choose(80, 90) / 100.0, context.choose(65, 80) / 100.0);
        case "mnist" -> new Standard(context.choose(1_000, 6_000), 2_000, 10, context.choose(80, 90) / 100.0,
            context.choose(65, 80) / 100.0);
        case "fashion-mnist" -> new Standard(context.choose(1_000, 6_000), 2_000, 10, context.choose(70, 80) / 100.0,
            context.choose(55, 65) / 100.0);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set "
            + context.data());
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    double strength = context.sham() ? 0.1 : 1;
    List<Measurement> runs = new ArrayList<>();
    ImageGrid gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits.Size size = new Digits.Size(standard.train, standard.test);
      Digits digits = Digits.of(context.data(), size, size, rng.split("data"), context.progress());
      var experiment = new NonRobustFeaturesExperiment(digits, standard.epochs, context.choose(10, 30),
          context.sabotage(), strength, rng, context.progress());
      runs.add(experiment.measure());
      gallery = gallery == null ? NonRobustFeaturesFigures.gallery(experiment.sets.get(Kind.NEXT)) : gallery;
    }
    return judge(standard, new Runs<>(runs), gallery, context);
  }

  private static LessonResult judge(Standard standard, Runs<Measurement> runs, ImageGrid gallery,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("clean accuracy of the first network", runs.median(Measurement::clean),
        Comparison.AT_LEAST, standard.gate, ""));
    for (Kind kind : Kind.values()) {
      findings.add(Criterion.gate("attacked images that still look like what they were, " + kind.label(),
          runs.median(run -> run.kinds().get(kind).looks()), Comparison.AT_LEAST, standard.looks, ""));
      for (GreyImageNetwork network : GreyImageNetwork.values()) {
        findings.add(Criterion.effect("clean accuracy of the second network, " + network.label() + ", "
            + kind.label(), runs.median(run -> run.kinds().get(kind).learned().get(network)), Comparison.AT_LEAST,
            kind == Kind.RANDOM ? 0.4 : 0.2, ""));
      }
      findings.add(Criterion.control("clean accuracy after training on the same labels without the attack, "
          + kind.label(), runs.median(run -> run.kinds().get(kind).unmoved()), Comparison.AT_MOST,
          kind == Kind.RANDOM ? 0.25 : 0.05, ""));
      findings.add(Criterion.ablation("clean accuracy after training on the changes of other images, "
          + kind.label(), runs.median(run -> run.kinds().get(kind).shuffled()), Comparison.AT_MOST,
          kind == Kind.RANDOM ? 0.25 : 0.05, ""));
      Runs<Doses> doses = new Runs<>(runs.measured().stream().map(run -> run.kinds().get(kind).doses()).toList());
      findings.add(Criterion.dose("by how much the control moves an image, in L2, " + kind.label(),
          doses.spread(Doses::unmoved).max(), Comparison.EXACTLY, 0, ""));
      findings.add(Criterion.dose("length of the changes of other images after clamping, in that of the attack, "
          + kind.label(), doses.spread(one -> one.shuffled() / one.attack()).min(), Comparison.AT_LEAST, 0.8, ""));
      findings.add(Criterion.dose("labels of control and ablation that are those of the attack, " + kind.label(),
          doses.spread(Doses::labels).min(), Comparison.EXACTLY, 1, ""));
      findings.add(Criterion.dose("labels of the attacked images that are true ones, " + kind.label(),
          doses.spread(Doses::right).max(), Comparison.AT_MOST, kind == Kind.RANDOM ? 0.15 : 0, ""));
      findings.add(Criterion.dose("by how much the attack moves an image, in L2, on average, " + kind.label(),
          doses.spread(Doses::attack).max(), Comparison.AT_MOST, NonRobustFeaturesExperiment.EPS, ""));
    }
    findings.add(Criterion.dose("test images that were learned from, most of the seeds",
        runs.spread(Measurement::shared).max(), Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; no texture or other"
          + " feature that an attack could use"));
    }
    findings.addAll(NonRobustFeaturesFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(30, "non-robust-features", "Adversarial examples are not bugs, they are features")
        .withClaim("A network that is trained only on attacked images, each labelled as the class that the attack"
            + " aimed at and not as what it shows, is right about clean images far more often than chance; on the"
            + " same labels without the attack it is not.")
        .withSlides("Adversarial Examples Are Not Bugs, They Are Features")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withThreatModel(new ThreatModel("the training images and labels of the second network; the test images are"
            + " clean",
            "each image by at most eps = 3 in L2, staying inside the range from black to white",
            "everything about the first network, nothing about the second",
            "none: the question is what the second network can learn from the changes alone"))
        .withSabotage("the images are moved towards classes of a network that has learned nothing")
        .withSham("the changes of other images are a tenth as long")
        .withSeconds(40);
  }
}
