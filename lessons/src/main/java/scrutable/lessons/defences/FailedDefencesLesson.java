package scrutable.lessons.defences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.RandomNoise;
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
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L26: defences that hold against an attack that does not know them, and against no other.
///
/// Athalye, Carlini and Wagner, "Obfuscated gradients give a false sense of security", ICML 2018; Carlini and
/// Wagner, "Adversarial examples are not easily detected", AISec 2017; Tramer, Carlini, Brendel and Madry,
/// "On adaptive attacks to adversarial example defenses", NeurIPS 2020.
public final class FailedDefencesLesson implements Lesson {
  static final double EPS = 0.2;
  private static final int SEEDS = 3;

  /// Amounts and thresholds by data set: procedural ones say nothing about real data.
  ///
  /// @param gate the accuracy that each defence must have without an attack
  private record Standard(int train, int epochs, int attacked, double gate) {
    static Standard of(LessonContext context) {
      return switch (context.data()) {
        case "glyphs" -> new Standard(context.choose(1_000, 4_000), context.choose(7, 6),
            context.choose(24, 60), context.choose(60, 80) / 100.0);
        case "mnist" -> new Standard(context.choose(1_000, 6_000), context.choose(7, 6),
            context.choose(24, 60), context.choose(60, 80) / 100.0);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set "
            + context.data());
      };
    }
  }

  /// What one defence withstood.
  ///
  /// @param clean accuracy without an attack
  /// @param noise the share withstood under random signs of size eps
  /// @param naive the share withstood under the naive attack, likewise the next
  /// @param longer the adaptive attack with twice as many steps; NaN where nothing is claimed, likewise the
  ///     next
  /// @param everything the adaptive attack when every pixel may become anything
  record Measurement(double clean, double noise, double naive, double adaptive, double longer,
      double everything) {}

  /// What one seed showed.
  record Run(Map<Defence, Measurement> defences, LoudLogits[] loud) {}

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    List<Run> runs = new ArrayList<>();
    Rounded rounded = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = context.data().equals("glyphs")
          ? Digits.glyphs(standard.train, standard.attacked, rng.split("data"))
          : Digits.real(context.data(), standard.train, standard.attacked, context.progress());
      Module undefended = SmallNetwork.train(SmallNetwork.fresh(1, rng.split("initialise")),
          SmallNetwork.CROSS_ENTROPY, SmallNetwork.RATE, digits.train(), standard.epochs,
          rng.split("shuffle"), "no defence", context.progress());
      var workshop = new Defence.Workshop(digits.train(), standard.epochs, undefended, rng,
          context.progress());
      Map<Defence, Measurement> measured = new EnumMap<>(Defence.class);
      for (Defence defence : defences(context)) {
        measured.put(defence, measure(defence, workshop, digits.test(), rng.split("attack"), context));
      }
      runs.add(new Run(measured, LoudLogits.of(undefended, digits.test(), context.choose(20, 40),
          rng.split("loud"))));
      rounded = rounded == null ? Rounded.of(undefended, digits.test(), context.choose(20, 40), rng)
          : rounded;
    }
    return judge(standard, runs, rounded, context);
  }

  /// A quick run leaves out the two that take longest to train.
  static List<Defence> defences(LessonContext context) {
    List<Defence> all = new ArrayList<>(List.of(Defence.values()));
    if (context.profile() == Profile.QUICK) {
      all.removeAll(List.of(Defence.THERMOMETER, Defence.RANDOM_SIZE));
    }
    return all;
  }

  private static Measurement measure(Defence defence, Defence.Workshop workshop, Dataset test, Rng rng,
      LessonContext context) {
    Trial trial = defence.build(workshop);
    boolean inFull = defence != Defence.RANDOM_SIZE;
    int steps = context.choose(20, 40);
    Ball ball = Ball.linf(EPS);
    Trial.Attempt adaptive = context.sabotage() ? trial.naive() : trial.adaptive();
    Tensor noisy = RandomNoise.signs().perturb(trial.deployed(),
        Examples.of(test.inputs(), new Untargeted(test.labels()), rng), ball);
    return new Measurement(trial.accuracy(test.inputs(), test), trial.withstood(noisy, test),
        trial.withstood(trial.naive().images(test, ball, steps, rng), test),
        trial.withstood(adaptive.images(test, ball, steps, rng), test),
        inFull ? trial.withstood(adaptive.images(test, ball, 2 * steps, rng), test) : Double.NaN,
        inFull ? trial.withstood(adaptive.images(test, Ball.linf(1), steps, rng), test) : Double.NaN);
  }

  private static LessonResult judge(Standard standard, List<Run> runs, Rounded rounded,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the undefended network under the naive attack",
        median(runs, Defence.NONE, Measurement::naive), Comparison.AT_MOST, 0.1, ""));
    for (Defence defence : defences(context).stream().filter(Defence::isClaimed).toList()) {
      String name = defence.label();
      findings.add(Criterion.gate("clean accuracy, " + name, median(runs, defence, Measurement::clean),
          Comparison.AT_LEAST, standard.gate, ""));
      findings.add(Criterion.effect("withstood under the naive attack, " + name,
          median(runs, defence, Measurement::naive), Comparison.AT_LEAST, 0.5, ""));
      findings.add(Criterion.effect("withstood under the adaptive attack, " + name,
          median(runs, defence, Measurement::adaptive), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.control("clean accuracy lost to random signs of the same eps, " + name,
          median(runs, defence, run -> run.clean - run.noise), Comparison.AT_MOST, 0.2, ""));
      findings.add(Criterion.control("withstood when every pixel may become anything, " + name,
          median(runs, defence, Measurement::everything), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.control("gained by twice as many steps of the attack, " + name,
          median(runs, defence, run -> run.longer - run.adaptive), Comparison.AT_MOST, 0.05, ""));
    }
    findings.add(Criterion.ablation("naive minus adaptive, without a defence",
        median(runs, Defence.NONE, run -> run.naive - run.adaptive), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.effect("accuracy that logits times 100 seem to gain under PGD",
        loud(runs, 2, LoudLogits::descent) - loud(runs, 0, LoudLogits::descent), Comparison.AT_LEAST, 0.2,
        ""));
    findings.add(Criterion.ablation("and under APGD on the difference of logits ratio",
        Math.abs(loud(runs, 2, LoudLogits::logitRatio) - loud(runs, 0, LoudLogits::logitRatio)),
        Comparison.AT_MOST, 0.02, ""));
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help"
          + " the attacks or the defences"));
    }
    findings.addAll(FailedDefencesFigures.of(runs, rounded));
    return LessonResult.of(findings);
  }

  static double median(List<Run> runs, Defence defence, ToDoubleFunction<Measurement> of) {
    return spread(runs, defence, of).median();
  }

  static Spread spread(List<Run> runs, Defence defence, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(run -> of.applyAsDouble(run.defences.get(defence))).toArray());
  }

  static double loud(List<Run> runs, int scale, ToDoubleFunction<LoudLogits> of) {
    return Spread.of(runs.stream().mapToDouble(run -> of.applyAsDouble(run.loud[scale])).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(26, "failed-defences", "People have tried very hard to stop these attacks")
        .withClaim("Five published kinds of defence leave more than half of the images right under an attack that"
            + " does not know of them, and at most a tenth under one that does, at the same eps of 0.2. None of them"
            + " made the network robust; each broke the attack.")
        .withSlides("People have tried very hard to stop these attack")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.2 of the"
            + " range from black to white, for both attacks; eps = 0.06 in the table of loud logits",
            "naive: the network and its gradients as they come; adaptive: the defence as well",
            "any wrong class that is not rejected"))
        .withSabotage("the adaptive attack is replaced by the naive one")
        .withSeconds(90);
  }
}
