package scrutable.lessons.explanations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.data.Digits;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// L29: from how often a network errs in noise follows how near its nearest error is.
///
/// Ford, Gilmer, Carlini and Cubuk, "Adversarial examples are a natural consequence of test error in noise",
/// ICML 2019, section 4.
public final class ErrorInNoiseLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int ELEMENTS = 784;

  /// Amounts and thresholds by data set: procedural ones say nothing about real data.
  ///
  /// @param gate the accuracy that each network must have
  /// @param gain by which factor training on noise or attacks must move the distances; less in a quick run,
  ///     which trains too briefly
  private record Standard(int train, int epochs, double gate, double gain) {
    static Standard of(LessonContext context) {
      return switch (context.data()) {
        case "glyphs" -> new Standard(context.choose(800, 4_000), context.choose(12, 10),
            context.choose(65, 88) / 100.0, context.choose(110, 130) / 100.0);
        case "mnist" -> new Standard(context.choose(800, 6_000), context.choose(12, 10),
            context.choose(60, 85) / 100.0, context.choose(110, 130) / 100.0);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set "
            + context.data());
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    List<Map<Training, Measurement>> runs = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = context.data().equals("glyphs")
          ? Digits.glyphs(standard.train, 1_000, rng.split("data"))
          : Digits.real(context.data(), standard.train, 1_000, context.progress());
      var noise = ErrorInNoise.Noise.draw(context.choose(150, 400), context.choose(400, 2_000), ELEMENTS,
          rng.split("noise"));
      Map<Training, Measurement> measured = new EnumMap<>(Training.class);
      for (Training training : Training.values()) {
        Rng own = rng.split(training.label());
        Module network = training.train(digits.train(), standard.epochs, own, context.progress());
        measured.put(training, measure(network, digits.test(), noise, own, context));
      }
      runs.add(measured);
    }
    return judge(standard, runs, context);
  }

  private static Measurement measure(Module network, Dataset test, ErrorInNoise.Noise noise, Rng rng,
      LessonContext context) {
    Classifier victim = Classifier.of(network);
    Dataset right = firstRight(victim, test, context.choose(10, 40));
    int[] labels = right.labels().toIntArray();
    double[] far = NearestError.alongRandomRays(victim, right, rng.split("rays"));
    double[] near = context.sabotage() ? far : NearestError.byGradients(victim, right, rng.split("search"));
    Slabs slabs = Slabs.inFrontOf(victim, rng.split("slabs"));
    Dataset inSlabs = firstRight(slabs, test, context.choose(10, 40));
    return new Measurement(Metrics.accuracy(network, test, 500),
        ErrorInNoise.of(victim, right.inputs(), labels, noise), near, far,
        ErrorInNoise.of(slabs, inSlabs.inputs(), inSlabs.labels().toIntArray(), noise),
        slabs.distances(inSlabs.inputs()));
  }

  /// The first test images that are classified rightly: nothing else decides which are looked at.
  private static Dataset firstRight(DecisionAccess victim, Dataset test, int count) {
    int[] answers = victim.labels(test.inputs());
    int[] labels = test.labels().toIntArray();
    return test.select(IntStream.range(0, labels.length).filter(i -> answers[i] == labels[i])
        .limit(count).toArray());
  }

  /// What one network showed.
  ///
  /// @param clean accuracy without noise
  /// @param noisy the errors in noise of each image
  /// @param nearest the distance to the nearest error found, of each
  /// @param alongRay the distance to the first error in a random direction
  /// @param noisyInSlabs the errors in noise of a classifier with thin slabs of errors
  /// @param nearestInSlabs the distance to the nearest slab
  record Measurement(double clean, ErrorInNoise[] noisy, double[] nearest, double[] alongRay,
      ErrorInNoise[] noisyInSlabs, double[] nearestInSlabs) {

    double[] implied() {
      return Arrays.stream(noisy).mapToDouble(ErrorInNoise::impliedDistance).toArray();
    }

    /// The share of images for which a rate could be measured.
    double measurable() {
      return Arrays.stream(noisy).filter(ErrorInNoise::isMeasured).count() / (double) noisy.length;
    }

    double ratio() {
      return medianRatio(nearest, implied());
    }

    double ratioInSlabs() {
      return medianRatio(nearestInSlabs,
          Arrays.stream(noisyInSlabs).mapToDouble(ErrorInNoise::impliedDistance).toArray());
    }

    double rayRatio() {
      return medianRatio(alongRay, nearest);
    }

    double medianImplied() {
      return medianOfFinite(implied());
    }

    double medianNearest() {
      return medianOfFinite(nearest);
    }

    /// The correlation of the logarithms of implied and measured distances, over the images.
    double correlation() {
      return Correlation.ofLogarithms(implied(), nearest);
    }

    /// The same with each implied distance paired with the measured one of the next image.
    double shiftedCorrelation() {
      double[] shifted = new double[nearest.length];
      Arrays.setAll(shifted, i -> nearest[(i + 1) % shifted.length]);
      return Correlation.ofLogarithms(implied(), shifted);
    }
  }

  static double medianRatio(double[] numerators, double[] denominators) {
    return medianOfFinite(IntStream.range(0, numerators.length)
        .mapToDouble(i -> numerators[i] / denominators[i]).toArray());
  }

  static double medianOfFinite(double[] values) {
    double[] finite = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    return finite.length == 0 ? Double.NaN : Spread.of(finite).median();
  }

  private static LessonResult judge(Standard standard, List<Map<Training, Measurement>> runs,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("ratio of measured and implied distance for a plane that is known",
        KnownPlane.ratio(Rng.seed(context.seed()).split("plane")), Comparison.AT_LEAST, 0.95, ""));
    for (Training training : Training.values()) {
      String name = training.label();
      findings.add(Criterion.gate("clean accuracy, " + name, median(runs, training, Measurement::clean),
          Comparison.AT_LEAST, standard.gate, ""));
      findings.add(Criterion.gate("share of images with a rate that can be measured, " + name,
          median(runs, training, Measurement::measurable), Comparison.AT_LEAST, 0.8, ""));
      double ratio = median(runs, training, Measurement::ratio);
      findings.add(Criterion.effect("measured / implied distance, " + name, ratio, Comparison.AT_LEAST, 0.6,
          ""));
      findings.add(Criterion.effect("measured / implied distance is not more, " + name, ratio,
          Comparison.AT_MOST, 1.6, ""));
      findings.add(Criterion.control("distance along a random direction / nearest error, " + name,
          median(runs, training, Measurement::rayRatio), Comparison.AT_LEAST, 5, ""));
      findings.add(Criterion.ablation("measured / implied distance, errors in thin slabs, " + name,
          median(runs, training, Measurement::ratioInSlabs), Comparison.AT_MOST, 0.2, ""));
    }
    for (Training better : betterThanUsual(context)) {
      findings.add(Criterion.effect("implied distance, " + better.label() + " / as usual",
          gain(runs, better, Measurement::medianImplied), Comparison.AT_LEAST, standard.gain, ""));
      findings.add(Criterion.effect("measured distance, " + better.label() + " / as usual",
          gain(runs, better, Measurement::medianNearest), Comparison.AT_LEAST, standard.gain, ""));
    }
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would"
          + " help"));
    }
    findings.addAll(ErrorInNoiseFigures.of(runs));
    return LessonResult.of(findings);
  }

  /// A quick run trains too briefly for noise to help.
  private static List<Training> betterThanUsual(LessonContext context) {
    return context.profile() == Profile.QUICK ? List.of(Training.ATTACKED)
        : List.of(Training.NOISE, Training.ATTACKED);
  }

  private static double gain(List<Map<Training, Measurement>> runs, Training better,
      ToDoubleFunction<Measurement> of) {
    return median(runs, better, of) / median(runs, Training.USUAL, of);
  }

  static double median(List<Map<Training, Measurement>> runs, Training training,
      ToDoubleFunction<Measurement> of) {
    return spread(runs, training, of).median();
  }

  static Spread spread(List<Map<Training, Measurement>> runs, Training training,
      ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(run -> of.applyAsDouble(run.get(training))).toArray());
  }

  @Override
  public Card card() {
    return Card.of(29, "error-in-noise", "Adversarial examples are a natural consequence of test error in noise")
        .withClaim("The rate of errors under normal noise predicts how far the nearest error is, as if the errors"
            + " were the far side of a plane: within a factor of 1.6 for a network trained as usual, one trained on"
            + " noisy and one trained on attacked images. Training on noise or on attacks moves both.")
        .withSlides("Adversarial Examples Are a Natural Consequence of Linear Models",
            "Nicolas Ford*1,2 Justin Gilmer*1 Nicholas")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "none: the nearest error in L2 is looked"
            + " for, also outside the range from black to white, where the noise goes as well",
            "everything: the gradient of the loss, and the true label", "any wrong class"))
        .withSabotage("the nearest error is looked for along a random direction")
        .withSeconds(40);
  }
}
