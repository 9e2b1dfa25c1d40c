package scrutable.lessons.poisoning.svmpoisoning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import scrutable.tensor.Rng;

/// L39: one training example of a hundred ruins a support vector machine; the method is in [SvmPoisoningExperiment].
public final class SvmPoisoningLesson implements Lesson {
  private static final int TRAIN = 100;
  private static final int SEEDS = 3;
  private static final double STEP = 0.5;
  private static final int[][] PAIRS = {{7, 1}, {9, 8}};

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Map<String, List<SvmPoisoningExperiment>> measured = new LinkedHashMap<>();
    int steps = context.sabotage() ? 0 : context.choose(20, 80);
    double step = context.choose(4, 1) * STEP;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = SvmPoisoningDigits.ten(context.data(), context.choose(5_000, 5_500), context.choose(3_000, 5_000),
          rng.split("data"),
          context.progress());
      for (int[] pair : context.profile() == Profile.QUICK ? new int[][] {PAIRS[0]} : PAIRS) {
        Rng own = rng.split(10 * pair[0] + pair[1]);
        SvmPoisoningDigits data = SvmPoisoningDigits.of(pair[0], pair[1], digits, TRAIN, context.choose(900, 1_000),
            own);
        context.progress().update("attacking " + data.name() + ", seed " + seed, measured.size(), PAIRS.length);
        measured.computeIfAbsent(data.name(), none -> new ArrayList<>()).add(SvmPoisoningExperiment.of(data, step,
            steps, context.sham(), own));
      }
    }
    Map<String, Runs<SvmPoisoningExperiment>> runs = new LinkedHashMap<>();
    measured.forEach((pair, ofSeeds) -> runs.put(pair, new Runs<>(ofSeeds)));
    return judge(Standard.of(context.data()), runs, context);
  }

  private static LessonResult judge(Standard standard, Map<String, Runs<SvmPoisoningExperiment>> measured,
      LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    measured.forEach((pair, runs) -> {
      boolean first = pair.equals(measured.keySet().iterator().next());
      double clean = runs.median(SvmPoisoningExperiment::clean);
      double attacked = runs.median(SvmPoisoningExperiment::attacked);
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
          runs.median(run -> run.flipped() - run.clean()), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.dose("wrong labels in each poisoned set of " + pair + ", least",
          runs.spread(run -> run.doses().wrongLabels()).min(), Comparison.EXACTLY, 1, ""));
      findings.add(Criterion.control("added error of " + pair + " by steps in random directions",
          runs.median(run -> run.wandering() - run.clean()), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.dose("distance that these steps lead away from the start, of the attack's, " + pair
          + ", least", runs.spread(run -> run.doses().wandered() / run.doses().travelled()).min(),
          Comparison.AT_LEAST, 0.99, ""));
      findings.add(Criterion.control("validation error of " + pair + " beyond its test error",
          runs.median(run -> run.validation() - run.attacked()), Comparison.AT_MOST, 0.06, ""));
      findings.add(Criterion.dose("digits of " + pair + " that two of training, validation and test share",
          runs.spread(run -> run.doses().shared()).max(), Comparison.EXACTLY, 0, ""));
      findings.add(Criterion.dose("errors of " + pair + " by which the attack chose, more or fewer than on validation"
          + " digits", runs.spread(run -> run.doses().peeked()).max(), Comparison.EXACTLY, 0, ""));
      findings.add(Criterion.ablation("added error of " + pair + " by the finished picture with its right label",
          runs.median(run -> run.honest() - run.clean()), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.dose("labels of " + pair + " that were set right for it, the pictures being the same",
          runs.spread(run -> run.doses().honestLabels()).min(), Comparison.EXACTLY, 1, ""));
    });
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn by a hand that shakes three"
          + " quarters as much as usual; nothing that would help the attack"));
    }
    findings.addAll(SvmPoisoningFigures.of(measured, context));
    return LessonResult.of(findings);
  }

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
        .withSham("the example that should wander at random stays where it began")
        .withSeconds(30);
  }
}
