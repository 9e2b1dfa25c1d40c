package scrutable.lessons.adversarial;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Untargeted;
import scrutable.attacks.White;
import scrutable.attacks.evaluation.SecurityCurve;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.RandomNoise;
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
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// L15: the fast gradient sign method, `x' = x + eps sign(dJ/dx)`.
///
/// Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, section 4.
public final class FastGradientSignLesson implements Lesson {
  static final double EPS = 0.25;
  static final double[] RADII = {0, 0.05, 0.1, 0.15, 0.2, EPS, 0.3};
  private static final int SEEDS = 3;
  private static final int ATTACKED = 500;

  /// Thresholds by data set: procedural ones say nothing about real data.
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
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context.data());
    Map<Victim, List<Measurement>> measured = new EnumMap<>(Victim.class);
    Gallery gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = load(context, standard, rng.split("data"));
      for (Victim victim : Victim.values()) {
        Rng own = rng.split(victim.label());
        Module network = victim.train(digits.train(), standard.epochs, own, context.progress());
        measured.computeIfAbsent(victim, none -> new ArrayList<>())
            .add(measure(network, digits, context.sabotage() ? 0 : 1, own, context));
        if (victim == Victim.CNN && gallery == null) {
          gallery = Gallery.of(Classifier.of(network), digits.test(), context.sabotage() ? 0 : EPS, own);
        }
      }
    }
    return judge(standard, measured, gallery, context);
  }

  private static Digits load(LessonContext context, Standard standard, Rng rng) throws IOException {
    return context.data().equals("glyphs")
        ? Digits.glyphs(context.choose(3_000, standard.train), 2_000, rng)
        : Digits.real(context.data(), standard.train, 10_000, context.progress());
  }

  /// What one trained network showed.
  ///
  /// @param clean accuracy on the whole test set
  record Measurement(double clean, SecurityCurve attacked, SecurityCurve random, SecurityCurve downhill) {
    double errorAt(SecurityCurve curve, double eps) {
      return 1 - point(curve, eps).robustAccuracy();
    }

    static SecurityCurve.Point point(SecurityCurve curve, double eps) {
      return curve.points().get(Arrays.binarySearch(RADII, eps));
    }
  }

  private static Measurement measure(Module network, Digits digits, double strength, Rng rng,
      LessonContext context) {
    Classifier victim = Classifier.of(network);
    double clean = Metrics.accuracy(network, digits.test(), 500);
    var test = digits.test().take(Math.min(context.choose(300, ATTACKED), digits.test().size()));
    Examples examples = Examples.of(test.inputs(), new Untargeted(test.labels()), rng.split("attack"));
    double[] radii = Arrays.stream(RADII).map(eps -> eps * strength).toArray();
    Ball ball = Ball.linf(EPS);
    FixedBudgetAttack<White> fastGradientSign = new FastGradientSign();
    return new Measurement(clean,
        SecurityCurve.of(fastGradientSign, victim, examples, ball, radii),
        SecurityCurve.of(RandomNoise.signs(), victim, examples, ball, radii),
        SecurityCurve.of(new Downhill(), victim, examples, ball, radii));
  }

  private static LessonResult judge(Standard standard, Map<Victim, List<Measurement>> measured, Gallery gallery,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    for (Victim victim : Victim.values()) {
      List<Measurement> runs = measured.get(victim);
      String name = victim.label();
      findings.add(Criterion.gate("clean accuracy of the " + name, median(runs, Measurement::clean),
          Comparison.AT_LEAST, standard.gate(victim), ""));
      if (victim != Victim.CNN) {
        findings.add(Criterion.effect("error of the " + name + " at eps 0.25",
            median(runs, run -> run.errorAt(run.attacked, EPS)), Comparison.AT_LEAST, 0.9, ""));
        findings.add(Criterion.effect("confidence of the " + name + " in its errors",
            median(runs, run -> Measurement.point(run.attacked, EPS).meanConfidence()), Comparison.AT_LEAST, 0.7, ""));
      }
      findings.add(Criterion.control("added error of the " + name + " by random signs of the same eps",
          median(runs, run -> run.errorAt(run.random, EPS) - run.errorAt(run.random, 0)), Comparison.AT_MOST,
          standard.random, ""));
      findings.add(Criterion.ablation("added error of the " + name + " by the step in the opposite direction",
          median(runs, run -> run.errorAt(run.downhill, EPS) - run.errorAt(run.downhill, 0)), Comparison.AT_MOST,
          0.1, ""));
    }
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(FastGradientSignFigures.of(measured, gallery));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(15, "fgsm", "One step along the sign of the gradient")
        .withClaim("Moving every pixel by 0.25 in the direction that raises the loss makes a softmax model and an MLP"
            + " wrong on at least 90 % of the test images, and sure of it; moving every pixel by the same amount in"
            + " random directions does next to nothing.")
        .withSlides("I. Goodfellow, J. Shlens, and C. Szegedy. Explaining and harnessing adversarial examples. 2014.")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.25 of the"
            + " range from black to white, staying inside that range", "everything: the gradient of the loss, and the"
            + " true label",
            "any wrong class"))
        .withSabotage("eps = 0, so that nothing is moved")
        .withSeconds(15);
  }
}
