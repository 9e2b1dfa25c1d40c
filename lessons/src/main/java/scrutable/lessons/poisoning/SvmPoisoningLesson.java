package scrutable.lessons.poisoning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Box;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.attacks.poisoning.Poisoned;
import scrutable.attacks.poisoning.Retrained;
import scrutable.attacks.poisoning.SupportVectorPoison;
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
import scrutable.nn.classical.Kernel;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L39: one training example of a hundred ruins a support vector machine.
///
/// Biggio, Nelson and Laskov, "Poisoning attacks against support vector machines", ICML 2012.
public final class SvmPoisoningLesson implements Lesson {
  static final int TRAIN = 100;
  private static final int SEEDS = 3;
  private static final double PRICE_OF_ERRORS = 1;
  private static final double STEP = 0.5;
  private static final int[][] PAIRS = {{7, 1}, {9, 8}};

  /// Thresholds of the first pair by data set, as shares of test examples.
  ///
  /// @param clean the most errors before the attack
  /// @param attacked the fewest after it
  /// @param times how many times as many as before
  private record Standard(double clean, double attacked, double times) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(0.04, 0.10, 5);
        case "mnist" -> new Standard(0.04, 0.10, 5);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Map<String, List<Measurement>> measured = new LinkedHashMap<>();
    int steps = context.sabotage() ? 0 : context.choose(20, 80);
    double step = context.choose(4, 1) * STEP;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = DigitPair.digits(context, context.choose(5_000, 5_500), context.choose(3_000, 5_000),
          rng.split("data"));
      for (int[] pair : context.choose(0, 1) == 0 ? new int[][] {PAIRS[0]} : PAIRS) {
        Rng own = rng.split(10 * pair[0] + pair[1]);
        DigitPair data = DigitPair.of(pair[0], pair[1], digits, TRAIN, context.choose(900, 1_000), own);
        context.progress().update("attacking " + data.name() + ", seed " + seed, measured.size(), PAIRS.length);
        measured.computeIfAbsent(data.name(), none -> new ArrayList<>()).add(measure(data, step, steps, own));
      }
    }
    return judge(Standard.of(context.data()), measured, context);
  }

  /// What one attack did; errors are shares of the test examples, except where it says validation.
  ///
  /// @param clean error without the poison
  /// @param flipped error with the example before it moves: a copy with the wrong label
  /// @param wandering error with the example after as many steps in random directions
  /// @param attacked error with the example after the attack
  /// @param validation error on the validation examples after the attack
  /// @param honest error with the example after the attack, but with the label of the digit it began as
  /// @param way all places of the example
  record Measurement(double clean, double flipped, double wandering, double attacked, double validation,
      double honest, List<SupportVectorPoison.Place> way, SupportVectorPoison poison, DigitPair data) {
    /// The test error with the example at this place of the way.
    double errorAt(int place) {
      Dataset training = poison.with(data.train(), way.get(place).example());
      return error(poison, training, data.test());
    }
  }

  private static Measurement measure(DigitPair data, double step, int steps, Rng rng) {
    SupportVectorPoison poison =
        new SupportVectorPoison(Kernel.linear(), PRICE_OF_ERRORS, 0, step, steps, Box.UNIT);
    List<SupportVectorPoison.Place> way =
        poison.climb(data.train(), data.validation(), poison.start(data.train(), rng.split("start")));
    Tensor start = way.getFirst().example();
    Tensor end = SupportVectorPoison.best(way).example();
    Poisoned<Dataset> poisoned =
        Poisoned.of(data.train(), poison.with(data.train(), end), new Budget(1), "one example");
    int length = way.indexOf(SupportVectorPoison.best(way));
    Dataset honest = poisoned.data().withLabels(Tensor.ofInts(honestLabels(poisoned), poisoned.data().size()));
    return new Measurement(error(poison, data.train(), data.test()),
        error(poison, poison.with(data.train(), start), data.test()),
        error(poison, poison.with(data.train(), wander(start, length, step, rng.split("wander"))), data.test()),
        error(poison, poisoned.data(), data.test()),
        SupportVectorPoison.best(way).validationError(),
        error(poison, honest, data.test()), way, poison, data);
  }

  private static int[] honestLabels(Poisoned<Dataset> poisoned) {
    int[] labels = poisoned.data().labels().toIntArray();
    for (int i : poisoned.indices()) {
      labels[i] = 1 - labels[i];
    }
    return labels;
  }

  /// As many steps of the same length, each in a random direction.
  private static Tensor wander(Tensor start, int steps, double step, Rng rng) {
    Tensor example = start;
    for (int i = 0; i < steps; i++) {
      Tensor direction = rng.normal(start.shape());
      double norm = StrictMath.sqrt(direction.square().sum().item());
      example = Box.UNIT.clip(example.add(direction.mul(step / norm)));
    }
    return example;
  }

  private static double error(SupportVectorPoison poison, Dataset training, Dataset test) {
    return 1 - Retrained.of(poison.victim(), training, new ManyErrors(test), test, Rng.seed(0)).accuracy();
  }

  private static LessonResult judge(Standard standard, Map<String, List<Measurement>> measured,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    measured.forEach((pair, runs) -> {
      boolean first = pair.equals(measured.keySet().iterator().next());
      double clean = median(runs, Measurement::clean);
      double attacked = median(runs, Measurement::attacked);
      findings.add(Criterion.gate("error of " + pair + " before the attack", clean, Comparison.AT_MOST,
          first ? standard.clean : 3 * standard.clean, ""));
      if (first) {
        findings.add(Criterion.effect("error of " + pair + " after the attack", attacked, Comparison.AT_LEAST,
            standard.attacked, ""));
        findings.add(Criterion.effect("times as many errors of " + pair, attacked / Math.max(clean, 0.001),
            Comparison.AT_LEAST, standard.times, ""));
      } else {
        findings.add(Criterion.effect("added error of " + pair, attacked - clean, Comparison.AT_LEAST,
            standard.attacked, ""));
      }
      findings.add(Criterion.control("added error of " + pair + " by the wrong label alone",
          median(runs, run -> run.flipped - run.clean), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.control("added error of " + pair + " by steps in random directions",
          median(runs, run -> run.wandering - run.clean), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.control("validation error of " + pair + " beyond its test error",
          median(runs, run -> run.validation - run.attacked), Comparison.AT_MOST, 0.06, ""));
      findings.add(Criterion.ablation("added error of " + pair + " by the finished picture with its right label",
          median(runs, run -> run.honest - run.clean), Comparison.AT_MOST, 0.02, ""));
    });
    if (context.data().equals("glyphs")) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn by a hand that shakes three"
          + " quarters as much as usual; nothing that would help the attack"));
    }
    findings.addAll(SvmPoisoningFigures.of(measured, context));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(39, "svm-poisoning", "One example of a hundred and one")
        .withClaim("Adding a single example to the hundred that a linear support vector machine learns from raises"
            + " its test error to at least 10 % and at least five times what it was, when the picture follows the"
            + " gradient through the training; the same example before it moved does next to nothing.")
        .withSlides("Poisoning Attacks against Support Vector Machines. Battista Biggio, Blaine Nelson, Pavel Laskov.",
            "Before attack (7 vs 1) / After attack (7 vs 1)", "Before attack (9 vs 8) / After attack (9 vs 8)")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("one added training example: its label is the wrong one, its pixels are free"
            + " in [0, 1]",
            "1 example beside 100, 0.99 % of what is learned from",
            "the training data, the learner (kernel and C) and validation examples of its own; not the test examples",
            "as many errors as possible, on any input (availability)"))
        .withSabotage("no steps, so that the example with the wrong label stays where it began")
        .withSeconds(30);
  }
}
