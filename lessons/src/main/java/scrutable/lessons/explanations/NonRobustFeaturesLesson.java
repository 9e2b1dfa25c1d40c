package scrutable.lessons.explanations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.lessons.explanations.Relabelling.Kind;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;

/// L30: a network that has only seen wrongly labelled images is right about clean ones.
///
/// Ilyas, Santurkar, Tsipras, Engstrom, Tran and Madry, "Adversarial examples are not bugs, they are
/// features", NeurIPS 2019, section 3.2.
public final class NonRobustFeaturesLesson implements Lesson {
  private static final Objective CROSS_ENTROPY = Objective.ofLogits(Losses::crossEntropy);
  private static final double EPS = 3;
  private static final int SEEDS = 3;
  private static final int READ = 500;

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
        default -> throw new IllegalArgumentException("no thresholds are set for the data set "
            + context.data());
      };
    }
  }

  /// What one data set taught.
  ///
  /// @param success how often the first network gives the target for the attacked image
  /// @param looks how often the attacked image still looks like what it was
  /// @param learned accuracy on clean images of a network of each kind trained on the attacked ones
  /// @param unmoved the same of an MLP trained on the same labels and the images as they were
  /// @param shuffled the same of an MLP trained on the same labels and the changes of other images
  record Taught(double success, double looks, Map<Learner, Double> learned, double unmoved,
      double shuffled) {}

  /// What one seed showed.
  ///
  /// @param clean accuracy of the first network
  /// @param distance the median L2 distance to the nearest image of another class
  record Measurement(double clean, double distance, Map<Kind, Taught> kinds) {
    double learned(Kind kind, Learner learner) {
      return kinds.get(kind).learned.get(learner);
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    double eps = context.sabotage() ? 0 : EPS;
    List<Measurement> runs = new ArrayList<>();
    TransplantGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = context.data().equals("glyphs")
          ? Digits.glyphs(standard.train, standard.test, rng.split("data"))
          : Digits.real(context.data(), standard.train, standard.test, context.progress());
      Module first = train(Learner.MLP, digits.train(), standard, rng.split("first"), context);
      Map<Kind, Relabelling> sets = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        sets.put(kind, Relabelling.of(digits.train(), kind, first, eps, context.choose(10, 30),
            rng.split(kind.label())));
      }
      runs.add(measure(first, digits, sets, standard, rng, context));
      gallery = gallery == null ? TransplantGallery.of(sets.get(Kind.NEXT), EPS) : gallery;
    }
    return judge(standard, runs, gallery, context);
  }

  private static Module train(Learner learner, Dataset data, Standard standard, Rng rng,
      LessonContext context) {
    return learner.train(data, standard.epochs, CROSS_ENTROPY, rng, "the " + learner.label(),
        context.progress());
  }

  private static Measurement measure(Module first, Digits digits, Map<Kind, Relabelling> sets,
      Standard standard, Rng rng, LessonContext context) {
    NearestNeighbour eye = new NearestNeighbour(digits.train());
    Map<Kind, Taught> kinds = new EnumMap<>(Kind.class);
    sets.forEach((kind, set) -> {
      Rng own = rng.split(kind.label());
      Map<Learner, Double> learned = new EnumMap<>(Learner.class);
      for (Learner learner : Learner.values()) {
        learned.put(learner, cleanAccuracy(learner, set.attacked(), digits, standard, own, context));
      }
      kinds.put(kind, new Taught(Metrics.accuracy(first, set.attacked(), READ),
          eye.shareUnchanged(set.attacked().inputs().slice(0, 0, READ)), learned,
          cleanAccuracy(Learner.MLP, set.unmoved(), digits, standard, own, context),
          cleanAccuracy(Learner.MLP, set.changesShuffled(own.split("order")), digits, standard, own,
          context)));
    });
    return new Measurement(Metrics.accuracy(first, digits.test(), READ),
        eye.medianDistanceToAnotherClass(READ), kinds);
  }

  /// The accuracy on clean test images of a fresh network; it never sees a clean image with its own label.
  private static double cleanAccuracy(Learner learner, Dataset data, Digits digits, Standard standard,
      Rng rng, LessonContext context) {
    Module second = train(learner, data, standard, rng.split("second " + learner.label()), context);
    return Metrics.accuracy(second, digits.test(), READ);
  }

  private static LessonResult judge(Standard standard, List<Measurement> runs, TransplantGallery gallery,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("clean accuracy of the first network", median(runs, Measurement::clean),
        Comparison.AT_LEAST, standard.gate, ""));
    for (Kind kind : Kind.values()) {
      findings.add(Criterion.gate("attacked images that still look like what they were, " + kind.label(),
          median(runs, run -> run.kinds.get(kind).looks), Comparison.AT_LEAST, standard.looks, ""));
      for (Learner learner : Learner.values()) {
        findings.add(Criterion.effect("clean accuracy of the second network, " + learner.label() + ", "
            + kind.label(), median(runs, run -> run.learned(kind, learner)), Comparison.AT_LEAST,
            kind == Kind.RANDOM ? 0.4 : 0.2, ""));
      }
      findings.add(Criterion.control("clean accuracy after training on the same labels without the attack, "
          + kind.label(), median(runs, run -> run.kinds.get(kind).unmoved), Comparison.AT_MOST,
          kind == Kind.RANDOM ? 0.25 : 0.05, ""));
      findings.add(Criterion.ablation("clean accuracy after training on the changes of other images, "
          + kind.label(), median(runs, run -> run.kinds.get(kind).shuffled), Comparison.AT_MOST,
          kind == Kind.RANDOM ? 0.25 : 0.05, ""));
    }
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; no texture or other"
          + " feature that an attack could use"));
    }
    findings.addAll(NonRobustFeaturesFigures.of(runs, gallery));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(30, "non-robust-features", "Adversarial examples are not bugs, they are features")
        .withClaim("A network that is trained only on attacked images, each labelled as the class that the attack"
            + " aimed at and not as what it shows, is right about clean images far more often than chance; on the"
            + " same labels without the attack it is not.")
        .withSlides("Adversarial Examples Are Not Bugs, They Are Features")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("the training images and labels of the second network; the test images are"
            + " clean",
            "each image by at most eps = 3 in L2, staying inside the range from black to white",
            "everything about the first network, nothing about the second",
            "none: the question is what the second network can learn from the changes alone"))
        .withSabotage("eps = 0, so that the images are not attacked and only the labels remain")
        .withSeconds(40);
  }
}
