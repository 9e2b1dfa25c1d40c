package scrutable.lessons.adversarial.szegedy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Box;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.BoxConstrainedLbfgs;
import scrutable.lessons.adversarial.szegedy.SzegedyExperiment.Measurement;
import scrutable.lessons.adversarial.szegedy.SzegedyExperiment.Victim;
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
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L14: the nearest image that is taken for something else, found by L-BFGS in the box.
///
/// The method is in [SzegedyExperiment].
public final class SzegedyLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int ATTACKED = 50;

  /// Thresholds by data set.
  ///
  /// @param half   how many images each half of the training data has
  /// @param steps  of training of the linear models
  /// @param linear the accuracy that the lightly decayed linear models must have
  /// @param strong that of the heavily decayed one
  /// @param hidden that of the network with hidden layers
  private record Standard(int half, int steps, double linear, double strong, double hidden) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(3_000, 3_000, 0.8, 0.65, 0.9);
        case "mnist" -> new Standard(30_000, 9_000, 0.88, 0.75, 0.95);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }

    double gate(Victim victim) {
      return switch (victim) {
        case FC10_WEAK, FC10_MIDDLE -> linear;
        case FC10_STRONG -> strong;
        case FC100 -> hidden;
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    MinimalNormAttack<WhiteBox> search =
        new BoxConstrainedLbfgs(context.choose(15, 50), context.choose(7, 10), 0.01, AttackLoss.CROSS_ENTROPY);
    MinimalNormAttack<WhiteBox> attack = context.sabotage() ? (victim, examples, norm, box) ->
        ofAnother(examples.images(), search.search(victim, examples, norm, box), box) : search;
    int half = context.choose(Math.min(1_500, standard.half), standard.half);
    List<Map<Victim, Measurement>> seeds = new ArrayList<>();
    List<double[][]> transfers = new ArrayList<>();
    int shared = 0;
    SzegedyGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(2 * half, context.choose(300, 1_000)),
          new Digits.Size(2 * half, 10_000), rng.split("data"), context.progress());
      var experiment = SzegedyExperiment.of(digits.train().take(half), digits.train().slice(half, 2 * half),
          digits.test(), context.choose(16, ATTACKED), context.choose(1_500, standard.steps), attack,
          context.sham() ? 0.1 : 1, rng, context.progress());
      seeds.add(experiment.measured());
      transfers.add(experiment.transfer());
      shared += experiment.shared();
      gallery = gallery == null ? SzegedyGallery.of(experiment) : gallery;
    }
    return judge(standard, Runs.ofEach(seeds), new Runs<>(transfers), shared, gallery, context);
  }

  /// For the sabotage: each image is given the change that was found for the one before it.
  private static Tensor ofAnother(Tensor images, Tensor found, Box box) {
    Tensor changes = found.sub(images);
    int last = images.size(0) - 1;
    return box.clip(images.add(
        Joining.concat(0, changes.slice(0, last, last + 1), changes.slice(0, 0, last))));
  }

  private static LessonResult judge(Standard standard, Map<Victim, Runs<Measurement>> measured,
      Runs<double[][]> transfers, int shared, SzegedyGallery gallery, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      Runs<Measurement> runs = measured.get(victim);
      String name = victim.label();
      findings.add(Criterion.gate("clean accuracy of " + name, runs.median(Measurement::clean),
          Comparison.AT_LEAST, standard.gate(victim), ""));
      findings.add(Criterion.effect("targets reached on " + name, runs.median(Measurement::found),
          Comparison.AT_LEAST, 1, ""));
      findings.add(Criterion.control("added error of " + name + " by noise of the same size",
          runs.median(Measurement::noise), Comparison.AT_MOST, 0.05, ""));
      findings.add(Criterion.ablation("targets still reached on " + name + " with the pixels of the change shuffled",
          runs.median(Measurement::shuffled), Comparison.AT_MOST, 0.1, ""));
    }
    Runs<Measurement> strong = measured.get(Victim.FC10_STRONG);
    double weak = measured.get(Victim.FC10_WEAK).median(Measurement::distortion);
    double hidden = measured.get(Victim.FC100).median(Measurement::distortion);
    findings.add(Criterion.effect("median distortion of FC10(1e-4)", weak, Comparison.AT_MOST, 0.12, ""));
    findings.add(Criterion.effect("median distortion of FC100-100-10", hidden, Comparison.AT_MOST, 0.12, ""));
    findings.add(Criterion.effect("the smaller of these two", Math.min(weak, hidden), Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.effect("distortion of FC10(1) over that of FC10(1e-4)",
        strong.median(Measurement::distortion) / weak, Comparison.AT_LEAST, 1.25, ""));
    findings.add(Criterion.effect(
        "error of an FC100-100-10 trained on other images, over that by noise (taken for 0.01 at least), at 0.1",
        transfers.median(SzegedyLesson::gain), Comparison.AT_LEAST, 3, ""));
    findings.add(Criterion.dose("length of the noise, in lengths of the attack, the least of all networks",
        least(measured, Measurement::noiseLength), Comparison.AT_LEAST, 0.98, ""));
    findings.add(Criterion.dose("length of the shuffled changes, in lengths of the attack, the least of all networks",
        least(measured, Measurement::shuffledLength), Comparison.AT_LEAST, 0.98, ""));
    findings.add(Criterion.dose("images that two of the three data sets share", shared, Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(SzegedyFigures.of(measured, transfers, gallery));
    return LessonResult.of(findings);
  }

  private static double least(Map<Victim, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return measured.values().stream().mapToDouble(runs -> runs.spread(of).min()).min().orElseThrow();
  }

  /// How many times as many errors as noise an FC100-100-10 of the second half makes on images made for that of the
  /// first. Noise is taken to cause an error in a hundred at least, so that nothing is divided by zero.
  private static double gain(double[][] transfer) {
    int hidden = Victim.FC100.ordinal();
    int other = Victim.values().length + hidden;
    return transfer[hidden][other] / Math.max(transfer[transfer.length - 1][other], 0.01);
  }

  @Override
  public Card card() {
    return Card.of(14, "szegedy", "The nearest image that is taken for something else")
        .withClaim("Near every test image tried lies one taken for a wrong class drawn at random: at a median distance"
            + " (root-mean-square) of at most 0.12 of a pixel's range for a weakly decayed linear model and a deep"
            + " network. Stretched to 0.1, what fools one deep network makes another, trained on other images, err at"
            + " least three times as often as noise. Strong weight decay lengthens that way by at least a quarter.")
        .withSlides("C. Szegedy, W. Zaremba, I. Sutskever, J. Bruna, D. Erhan, I. Goodfellow, and R. Fergus."
            + " Intriguing properties of neural networks. ICLR 2014.")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "as little as possible, measured as the"
            + " root-mean-square change of a pixel; every pixel stays between black and white",
            "everything: the gradient of the loss; for the transfer, everything of another network than the one"
            + " attacked",
            "one particular wrong class, drawn at random for each image"))
        .withSabotage("each image is given the change that was found for another")
        .withSham("noise and shuffled changes are a tenth as long")
        .withSeconds(40);
  }
}
