package scrutable.lessons.adversarial.fastgradientsign;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Classifier;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignExperiment.ForeignStep;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignExperiment.Measurement;
import scrutable.lessons.adversarial.fastgradientsign.FastGradientSignExperiment.Victim;
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
import scrutable.tensor.Rng;

/// L15: the fast gradient sign method, `x' = x + eps sign(dJ/dx)`; the method is in [FastGradientSignExperiment].
public final class FastGradientSignLesson implements Lesson {
  private static final double EPS = FastGradientSignExperiment.EPS;
  private static final int SEEDS = 3;
  private static final int ATTACKED = 500;

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    FixedBudgetAttack<WhiteBox> step = context.sabotage() ? new ForeignStep() : new FastGradientSign();
    int shared = 0;
    Map<Victim, List<Measurement>> measured = new EnumMap<>(Victim.class);
    FastGradientSignGallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(context.choose(3_000, standard.train), 2_000),
          new Digits.Size(standard.train, 10_000), rng.split("data"), context.progress());
      var experiment = FastGradientSignExperiment.of(digits, standard.epochs, context.choose(300, ATTACKED), step,
          context.sham() ? 0.1 : 1, rng, context.progress());
      shared += experiment.shared();
      experiment.measured().forEach((victim, measurement) ->
          measured.computeIfAbsent(victim, none -> new ArrayList<>()).add(measurement));
      if (gallery == null) {
        gallery = FastGradientSignGallery.of(Classifier.of(experiment.networks().get(Victim.CNN)), digits.test(),
            EPS, rng.split(Victim.CNN.label));
      }
    }
    Map<Victim, Runs<Measurement>> runs = new EnumMap<>(Victim.class);
    measured.forEach((victim, ofSeeds) -> runs.put(victim, new Runs<>(ofSeeds)));
    return judge(standard, runs, shared, gallery, context);
  }

  private static LessonResult judge(Standard standard, Map<Victim, Runs<Measurement>> measured, int shared,
      FastGradientSignGallery gallery, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    measured.forEach((victim, runs) -> {
      String name = victim.label;
      findings.add(Criterion.gate("clean accuracy of the " + name, runs.median(Measurement::clean),
          Comparison.AT_LEAST, standard.gate(victim), ""));
      findings.add(Criterion.effect("error of the " + name + " at eps 0.25",
          runs.median(run -> run.errorAt(run.attacked(), EPS)), Comparison.AT_LEAST,
          victim == Victim.CNN ? 0.75 : 0.9, ""));
      findings.add(Criterion.effect("confidence of the " + name + " in its errors",
          runs.median(run -> Measurement.point(run.attacked(), EPS).meanConfidence()), Comparison.AT_LEAST, 0.7, ""));
      findings.add(Criterion.control("added error of the " + name + " by random signs of the same eps",
          runs.median(run -> run.errorAt(run.random(), EPS) - run.errorAt(run.random(), 0)), Comparison.AT_MOST,
          standard.random, ""));
      findings.add(Criterion.ablation("added error of the " + name + " by the step in the opposite direction",
          runs.median(run -> run.errorAt(run.downhill(), EPS) - run.errorAt(run.downhill(), 0)), Comparison.AT_MOST,
          0.1, ""));
    });
    findings.add(Criterion.dose("length of the random change, in lengths of the step, the least of all networks",
        least(measured, Measurement::randomLength), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.dose("length of the opposite step, in lengths of the step, the least of all networks",
        least(measured, Measurement::downhillLength), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.dose("pixels that the opposite step moves the other way, of those that both steps move",
        least(measured, Measurement::opposite), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.dose("test images that are training images", shared, Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(FastGradientSignFigures.of(measured, gallery));
    return LessonResult.of(findings);
  }

  private static double least(Map<Victim, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return measured.values().stream().mapToDouble(runs -> runs.spread(of).min()).min().orElseThrow();
  }

  /// The thresholds that differ by data set, procedural ones say nothing about real data; the others stand in `judge`.
  ///
  /// @param train how many images to train on
  /// @param epochs of the MLP and the CNN
  /// @param softmax the accuracy a model must have before it is worth attacking; likewise the next two
  /// @param random what random signs may add to the error: more on black paper, where clipping turns half of the
  ///     signs into no change and the other half into a brighter image
  private record Standard(int train, int epochs, double softmax, double mlp, double cnn, double random) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(6_000, 4, 0.80, 0.90, 0.96, 0.1);
        case "mnist" -> new Standard(60_000, 6, 0.88, 0.96, 0.985, 0.2);
        case "fashion-mnist" -> new Standard(60_000, 6, 0.80, 0.85, 0.86, 0.2);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }

    double gate(Victim victim) {
      return switch (victim) {
        case SOFTMAX -> softmax;
        case MLP -> mlp;
        case CNN -> cnn;
      };
    }
  }

  @Override
  public Card card() {
    return Card.of(15, "fgsm", "One step along the sign of the gradient")
        .withClaim("Moving every pixel by 0.25 in the direction that raises the loss makes a softmax model and an MLP"
            + " wrong on at least 90 % of the test images, a small convolutional network on at least 75 %, and all of"
            + " them sure of it; moving every pixel by the same amount in random directions does next to nothing.")
        .withSlides("I. Goodfellow, J. Shlens, and C. Szegedy. Explaining and harnessing adversarial examples. 2014.")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.25 of the"
            + " range from black to white, staying inside that range", "everything: the gradient of the loss, and the"
            + " true label",
            "any wrong class"))
        .withSabotage("each image is given the step that was made for another")
        .withSham("random signs and the opposite step are a tenth as long")
        .withSeconds(15);
  }
}
