package scrutable.lessons.explanations.linear;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import scrutable.attacks.evaluation.Straightness;
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
import scrutable.lessons.explanations.linear.LinearDoubling.Sizes;
import scrutable.lessons.explanations.linear.LinearExperiment.Measurement;
import scrutable.lessons.explanations.linear.LinearExperiment.Units;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// L28: adversarial examples because networks are too linear.
///
/// The method is in [LinearExperiment] and [LinearDoubling].
public final class LinearLesson implements Lesson {
  private static final int SEEDS = 3;

  /// Thresholds that differ by data set: procedural ones say nothing about real data.
  ///
  /// @param rectified  the accuracy that the network with rectified units must have before anything is said of it;
  ///     `others`, those with radial units and waves
  /// @param twoClasses the logistic regression that tells class 3 from class 8
  /// @param unsure     how sure of their errors radial units may be, in the confidence of rectified ones
  private record Standard(double rectified, double others, double twoClasses, double unsure) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(0.9, 0.8, 0.9, 0.5);
        case "mnist" -> new Standard(0.9, 0.8, 0.9, 0.8);
        case "fashion-mnist" -> new Standard(0.8, 0.75, 0.9, 0.8);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    List<Map<Units, Measurement>> networks = new ArrayList<>();
    List<Sizes> sizes = new ArrayList<>();
    Map<Units, Straightness> fans = null;
    double eps = LinearExperiment.EPS;
    double noiseEps = context.sham() ? eps / 10 : eps;
    int shared = 0;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits.Size size = new Digits.Size(context.choose(3_000, 6_000), 1_000);
      Digits digits = Digits.of(context.data(), size, size, rng.split("data"), context.progress());
      Dataset shown = digits.test().take(context.choose(100, 200));
      var experiment = LinearExperiment.of(digits, context.choose(5, 6), shown, eps, rng, context.progress());
      networks.add(experiment.measured());
      fans = fans == null ? LinearFigures.fans(experiment.victims(), shown.take(4), eps) : fans;
      sizes.add(LinearDoubling.measure(digits, eps, !context.sabotage(), noiseEps, context.choose(8, 10),
          rng.split("sizes")));
      shared = Math.max(shared, digits.test().countSharedWith(digits.train()));
    }
    return judge(standard, Runs.ofEach(networks), new Runs<>(sizes), shared, fans, Digits.areDrawn(context.data()));
  }

  private static LessonResult judge(Standard standard, Map<Units, Runs<Measurement>> networks, Runs<Sizes> sizes,
      int shared, Map<Units, Straightness> fans, boolean drawn) {
    List<Finding> findings = new ArrayList<>();
    for (Units units : Units.values()) {
      findings.add(Criterion.gate("clean accuracy, " + units.label() + " units",
          networks.get(units).median(Measurement::clean), Comparison.AT_LEAST,
          units == Units.RECTIFIED ? standard.rectified : standard.others, ""));
    }
    findings.add(Criterion.gate("clean accuracy of the logistic regression (14 x 14)", sizes.median(Sizes::clean),
        Comparison.AT_LEAST, standard.twoClasses, ""));
    findings.add(Criterion.effect("largest relative error of the identity, all seeds",
        sizes.measured().stream().mapToDouble(Sizes::identityError).max().orElseThrow(), Comparison.AT_MOST, 1e-5, ""));
    findings.add(Criterion.effect("R^2 of a straight line, rectified units",
        networks.get(Units.RECTIFIED).median(Measurement::rSquared), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.effect("least growth of the shift per doubling of the side",
        sizes.median(one -> leastRatio(one.shifts())), Comparison.AT_LEAST, 3, ""));
    findings.add(Criterion.effect("largest growth of the shift per doubling of the side",
        sizes.median(one -> largestRatio(one.shifts())), Comparison.AT_MOST, 5, ""));
    findings.add(Criterion.control("largest growth of the shift by random signs per doubling of the side",
        sizes.median(one -> largestRatio(one.noises())), Comparison.AT_MOST, 2.5, ""));
    findings.add(Criterion.dose("change of a pixel by random signs, in that by the step, the least of all sizes",
        sizes.spread(one -> Arrays.stream(one.lengths()).min().orElseThrow()).min(), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.dose("test images that were learned from, most of the seeds", shared, Comparison.EXACTLY, 0,
        ""));
    findings.add(Criterion.control("R^2 of a straight line, waves",
        networks.get(Units.WAVES).median(Measurement::rSquared), Comparison.AT_MOST, 0.8, ""));
    double sure = networks.get(Units.RECTIFIED).median(Measurement::confidence);
    findings.add(Criterion.ablation("confidence in errors, radial units over rectified units",
        networks.get(Units.RADIAL).median(Measurement::confidence) / sure, Comparison.AT_MOST, standard.unsure,
        ""));
    findings.add(Criterion.dose("largest change of a pixel in the attack on radial units, in that on rectified ones",
        networks.get(Units.RADIAL).spread(Measurement::moved).min()
            / networks.get(Units.RECTIFIED).spread(Measurement::moved).max(), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.dose("errors of the radial units, of which they are not sure",
        networks.get(Units.RADIAL).median(Measurement::error), Comparison.AT_LEAST, 0.5, ""));
    if (drawn) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack. In the pictures of 56 x 56 every pixel is one of 28 x 28 repeated four times"));
    }
    findings.addAll(LinearFigures.of(networks, sizes, fans));
    return LessonResult.of(findings);
  }

  /// The least factor from one value to the next; NaN if the first is.
  private static double leastRatio(double[] values) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i < values.length; i++) {
      least = Math.min(least, values[i] / values[i - 1]);
    }
    return Double.isNaN(values[1] / values[0]) ? Double.NaN : least;
  }

  /// Likewise the largest.
  private static double largestRatio(double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < values.length; i++) {
      largest = Math.max(largest, values[i] / values[i - 1]);
    }
    return Double.isNaN(values[1] / values[0]) ? Double.NaN : largest;
  }

  @Override
  public Card card() {
    return Card.of(28, "linear", "Explanation: too linear")
        .withClaim("Along the sign of the gradient the logit of the right class is nearly a straight line in an MLP,"
            + " and many small steps add up: in a linear model to exactly eps times the sum of |w|, which grows with"
            + " the number of pixels if each keeps its weight, while noise of the same size grows with its square root."
            + " Units that answer to one neighbourhood only are fooled as well, but at most half as sure of it.")
        .withSlides("We argue instead that the primary cause of this phenomenon is their linear nature.")
        .withData("glyphs", "mnist", "fashion-mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.25 of the"
            + " range from black to white", "everything: the gradient of the loss, and the true label", "any wrong"
            + " class"))
        .withSabotage("the step goes along random signs and not along those of the weights")
        .withSham("the random signs it is compared with move a pixel by a tenth of what the step does")
        .withSeconds(20);
  }
}
