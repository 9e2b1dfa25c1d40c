package scrutable.lessons.explanations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.FastGradientSign;
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
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// L28: adversarial examples because networks are too linear.
///
/// Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, sections 3, 5
/// and 7.
public final class LinearLesson implements Lesson {
  static final double EPS = 0.25;
  private static final int SEEDS = 3;
  private static final int PLACES = 11;

  /// The kinds of units compared.
  enum Units {
    RECTIFIED("rectified"), RADIAL("radial (RBF)"), WAVES("waves (sine)");

    private final String label;

    Units(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// What one network showed.
  ///
  /// @param rSquared   how straight the label's logit is along the sign of the gradient
  /// @param error      at eps 0.25
  /// @param confidence in its errors
  record Measurement(double clean, double rSquared, double error, double confidence) {}

  /// What the linear models of one seed showed, by the side of the pictures.
  ///
  /// @param clean         accuracy of the model on pictures of 14 x 14
  /// @param identityError of the same
  /// @param shifts        of the score by the step, the weights of 14 x 14 copied to each pixel
  /// @param noises        the same by random signs
  /// @param radii         the median eps at which a picture falls, trained anew at each side
  record Sizes(double clean, double identityError, double[] shifts, double[] noises, double[] radii) {
    static double leastRatio(double[] values) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 1; i < values.length; i++) {
        least = Math.min(least, values[i] / values[i - 1]);
      }
      return Double.isNaN(values[1] / values[0]) ? Double.NaN : least;
    }

    static double largestRatio(double[] values) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 1; i < values.length; i++) {
        largest = Math.max(largest, values[i] / values[i - 1]);
      }
      return Double.isNaN(values[1] / values[0]) ? Double.NaN : largest;
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Map<Units, List<Measurement>> networks = new EnumMap<>(Units.class);
    Map<Units, Straightness> fans = new EnumMap<>(Units.class);
    List<Sizes> sizes = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    double eps = context.sabotage() ? 0 : EPS;
    int made = 0;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.glyphs(context.choose(3_000, 6_000), 1_000, rng.split("data"));
      double width = LinearNetworks.width(digits.train());
      for (Units units : Units.values()) {
        Rng own = rng.split(units.label());
        int epochs = context.choose(5, 6);
        Module network = switch (units) {
          case RECTIFIED -> LinearNetworks.rectified(digits.train(), epochs, own);
          case RADIAL -> LinearNetworks.radial(digits.train(), width, 2 * epochs, own);
          case WAVES -> LinearNetworks.waves(digits.train(), width, 2 * epochs, own);
        };
        Classifier victim = Classifier.of(network);
        Dataset shown = digits.test().take(context.choose(100, 200));
        Straightness straightness = Straightness.of(victim, shown, places(eps));
        fans.putIfAbsent(units, Straightness.of(victim, shown.take(4), widePlaces(eps)));
        AttackResult attacked = new FastGradientSign().run(victim, shown.inputs(), new Untargeted(shown.labels()),
            Ball.linf(eps), own.split("attack"));
        networks.computeIfAbsent(units, none -> new ArrayList<>()).add(new Measurement(
            Metrics.accuracy(network, digits.test(), 500), straightness.medianRSquared(),
            1 - attacked.robustAccuracy(), attacked.meanConfidence()));
        context.progress().update("networks", ++made, (long) seeds.length * Units.values().length);
      }
      sizes.add(sizes(digits, eps, context.choose(8, 10), rng.split("sizes")));
    }
    return judge(networks, sizes, fans);
  }

  /// From 0 to eps.
  private static double[] places(double eps) {
    double[] places = new double[PLACES];
    for (int i = 0; i < PLACES; i++) {
      places[i] = eps * i / (PLACES - 1);
    }
    return places;
  }

  /// To both sides and further, for the figure.
  private static double[] widePlaces(double eps) {
    double[] places = new double[61];
    for (int i = 0; i < places.length; i++) {
      places[i] = eps * (i - 20) / 10;
    }
    return places;
  }

  private static Sizes sizes(Digits digits, double eps, int epochs, Rng rng) {
    double[] shifts = new double[Doubling.SIDES.length];
    double[] noises = new double[Doubling.SIDES.length];
    double[] radii = new double[Doubling.SIDES.length];
    Doubling.Logistic copied = null;
    double clean = Double.NaN;
    double identityError = Double.NaN;
    for (int i = 0; i < Doubling.SIDES.length; i++) {
      int side = Doubling.SIDES[i];
      Doubling.Logistic trained = Doubling.of(digits.train(), 3, 8, side).train(epochs, rng.split(side));
      Doubling test = Doubling.of(digits.test(), 3, 8, side);
      copied = copied == null ? trained : copied.doubled(side / 2);
      if (i == 0) {
        clean = test.accuracy(trained);
        identityError = test.identityError(trained, eps);
      }
      shifts[i] = test.shift(copied, eps);
      noises[i] = test.noise(copied, eps, rng.split("noise").split(side));
      radii[i] = test.medianRadius(trained);
    }
    return new Sizes(clean, identityError, shifts, noises, radii);
  }

  private static LessonResult judge(Map<Units, List<Measurement>> networks, List<Sizes> sizes,
      Map<Units, Straightness> fans) {
    List<Finding> findings = new ArrayList<>();
    for (Units units : Units.values()) {
      findings.add(Criterion.gate("clean accuracy, " + units.label() + " units",
          median(networks.get(units), Measurement::clean), Comparison.AT_LEAST, units == Units.RECTIFIED ? 0.9 : 0.8,
          ""));
    }
    findings.add(Criterion.gate("clean accuracy of the logistic regression (14 x 14)", median(sizes, Sizes::clean),
        Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.effect("largest relative error of the identity, all seeds",
        sizes.stream().mapToDouble(Sizes::identityError).max().orElseThrow(), Comparison.AT_MOST, 1e-5, ""));
    findings.add(Criterion.effect("R^2 of a straight line, rectified units",
        median(networks.get(Units.RECTIFIED), Measurement::rSquared), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.effect("least growth of the shift per doubling of the side",
        median(sizes, one -> Sizes.leastRatio(one.shifts)), Comparison.AT_LEAST, 3, ""));
    findings.add(Criterion.effect("largest growth of the shift per doubling of the side",
        median(sizes, one -> Sizes.largestRatio(one.shifts)), Comparison.AT_MOST, 5, ""));
    findings.add(Criterion.control("largest growth of the shift by random signs per doubling of the side",
        median(sizes, one -> Sizes.largestRatio(one.noises)), Comparison.AT_MOST, 2.5, ""));
    findings.add(Criterion.control("R^2 of a straight line, waves", median(networks.get(Units.WAVES),
        Measurement::rSquared), Comparison.AT_MOST, 0.8, ""));
    double sure = median(networks.get(Units.RECTIFIED), Measurement::confidence);
    findings.add(Criterion.ablation("confidence in errors, radial units over rectified units",
        median(networks.get(Units.RADIAL), Measurement::confidence) / sure, Comparison.AT_MOST, 0.5, ""));
    findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
        + " attack. In the pictures of 56 x 56 every pixel is one of 28 x 28 repeated four times"));
    findings.addAll(LinearFigures.of(networks, sizes, fans));
    return LessonResult.of(findings);
  }

  static <T> double median(List<T> runs, ToDoubleFunction<T> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(28, "linear", "Explanation: too linear")
        .withClaim("Along the sign of the gradient the logits of an MLP are nearly straight lines, and many small"
            + " steps add up: of a linear model, by exactly eps times the sum of |w|, which grows with the number of"
            + " pixels, while noise of the same size grows with its square root. Units that answer to one"
            + " neighbourhood only are fooled as well, but do not become sure of it.")
        .withSlides("We argue instead that the primary cause of this phenomenon is their linear nature.")
        .withData("glyphs")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.25 of the"
            + " range from black to white", "everything: the gradient of the loss, and the true label", "any wrong"
            + " class"))
        .withSabotage("eps = 0, so that nothing is moved")
        .withSeconds(20);
  }
}
