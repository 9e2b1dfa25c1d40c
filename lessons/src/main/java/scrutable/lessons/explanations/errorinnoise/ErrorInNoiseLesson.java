package scrutable.lessons.explanations.errorinnoise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.evaluation.NoiseErrorRate;
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
import scrutable.lessons.data.Digits;
import scrutable.lessons.explanations.errorinnoise.ErrorInNoiseExperiment.Regime;
import scrutable.tensor.Rng;

/// L29: from how often a network errs in noise follows how near its nearest error is.
///
/// The method is in [ErrorInNoiseExperiment].
public final class ErrorInNoiseLesson implements Lesson {
  /// By which factor training on noise or attacks must move the distances.
  private static final double GAIN = 1.1;
  private static final int SEEDS = 3;
  private static final int ELEMENTS = 784;

  /// Amounts and thresholds by data set: procedural ones say nothing about real data.
  ///
  /// @param gate the accuracy that each network must have
  private record Standard(int train, int epochs, double gate) {
    static Standard of(LessonContext context) {
      return switch (context.data()) {
        case "glyphs" -> new Standard(context.choose(800, 4_000), context.choose(12, 10),
            context.choose(65, 88) / 100.0);
        case "mnist" -> new Standard(context.choose(800, 6_000), context.choose(12, 10),
            context.choose(60, 85) / 100.0);
        case "fashion-mnist" -> new Standard(context.choose(800, 6_000), context.choose(12, 10),
            context.choose(55, 75) / 100.0);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set "
            + context.data());
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    List<Map<Regime, ErrorInNoiseMeasurement>> seeds = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(standard.train, 1_000),
          new Digits.Size(standard.train, 1_000), rng.split("data"), context.progress());
      var noise = NoiseErrorRate.Noise.draw(context.choose(150, 400), context.choose(400, 2_000), ELEMENTS,
          rng.split("noise"));
      seeds.add(ErrorInNoiseExperiment.of(digits, standard.epochs, context.choose(10, 40), noise, !context.sabotage(),
          context.sham() ? 0.1 : 1, rng, context.progress()));
    }
    return judge(standard, Runs.ofEach(seeds), context);
  }

  private static LessonResult judge(Standard standard, Map<Regime, Runs<ErrorInNoiseMeasurement>> measured,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    double plane = ErrorInNoiseExperiment.ratioForAKnownPlane(Rng.seed(context.seed()).split("plane"));
    findings.add(Criterion.gate("ratio of measured and implied distance for a plane that is known", plane,
        Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.gate("the same is not more: the search can only overestimate", plane, Comparison.AT_MOST,
        1.05, ""));
    measured.forEach((regime, runs) -> {
      String name = regime.label();
      findings.add(Criterion.gate("clean accuracy, " + name, runs.median(ErrorInNoiseMeasurement::clean),
          Comparison.AT_LEAST, standard.gate, ""));
      findings.add(Criterion.gate("share of images with a rate that can be measured, " + name,
          runs.median(ErrorInNoiseMeasurement::measurable), Comparison.AT_LEAST, 0.8, ""));
      double ratio = runs.median(ErrorInNoiseMeasurement::ratio);
      findings.add(Criterion.effect("measured / implied distance, " + name, ratio, Comparison.AT_LEAST, 0.6,
          ""));
      findings.add(Criterion.effect("measured / implied distance is not more, " + name, ratio,
          Comparison.AT_MOST, 1.6, ""));
      findings.add(Criterion.control("distance along a random direction / nearest error, " + name,
          runs.median(ErrorInNoiseMeasurement::rayRatio), Comparison.AT_LEAST, 5, ""));
      findings.add(Criterion.dose("length of a step along a random direction, in what is taken down, " + name,
          runs.spread(run -> run.doses().step()).min(), Comparison.AT_LEAST, 0.99, ""));
      findings.add(Criterion.dose("random directions in which an error was found, " + name,
          runs.median(run -> run.doses().found()), Comparison.AT_LEAST, 0.1, ""));
      findings.add(Criterion.dose("images looked at that were learned from, " + name,
          runs.spread(run -> run.doses().shared()).max(), Comparison.EXACTLY, 0, ""));
      findings.add(Criterion.dose("rate of errors in noise, thin slabs over network, each in its own noise, " + name,
          runs.median(ErrorInNoiseMeasurement::rateInSlabs), Comparison.AT_LEAST, 0.3, ""));
      findings.add(Criterion.ablation("measured / implied distance, errors in thin slabs, " + name,
          runs.median(ErrorInNoiseMeasurement::ratioInSlabs), Comparison.AT_MOST, 0.2, ""));
    });
    for (Regime better : betterThanUsual(context)) {
      findings.add(Criterion.effect("implied distance, " + better.label() + " / as usual",
          gain(measured, better, ErrorInNoiseMeasurement::medianImplied), Comparison.AT_LEAST, GAIN, ""));
      findings.add(Criterion.effect("measured distance, " + better.label() + " / as usual",
          gain(measured, better, ErrorInNoiseMeasurement::medianNearest), Comparison.AT_LEAST, GAIN, ""));
    }
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would"
          + " help"));
    }
    findings.addAll(ErrorInNoiseFigures.of(measured));
    return LessonResult.of(findings);
  }

  /// A quick run trains too briefly for noise to help.
  private static List<Regime> betterThanUsual(LessonContext context) {
    return context.profile() == Profile.QUICK ? List.of(Regime.ATTACKED)
        : List.of(Regime.NOISE, Regime.ATTACKED);
  }

  private static double gain(Map<Regime, Runs<ErrorInNoiseMeasurement>> measured, Regime better,
      ToDoubleFunction<ErrorInNoiseMeasurement> of) {
    return measured.get(better).median(of) / measured.get(Regime.USUAL).median(of);
  }

  @Override
  public Card card() {
    return Card.of(29, "error-in-noise", "Adversarial examples are a natural consequence of test error in noise")
        .withClaim("The rate of errors under normal noise predicts how far the nearest error is, as if the errors were"
            + " the far side of a plane: within a factor of 1.6 for a network trained as usual, one trained on noisy"
            + " and one trained on attacked images. Training on noise or on attacks moves both, by a tenth at least.")
        .withSlides("Adversarial Examples Are a Natural Consequence of Linear Models",
            "Nicolas Ford*1,2 Justin Gilmer*1 Nicholas")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "none: the nearest error in L2 is looked"
            + " for, also outside the range from black to white, where the noise goes as well",
            "everything: the gradient of the loss, and the true label", "any wrong class"))
        .withSabotage("the nearest error is looked for along a random direction")
        .withSham("steps along the random directions are a tenth as long as is taken down")
        .withSeconds(40);
  }
}
