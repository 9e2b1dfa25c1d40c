package scrutable.lessons.defences.faileddefences;

import java.io.IOException;
import java.util.ArrayList;
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
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Defence;
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Measurement;
import scrutable.lessons.figure.ImageGrid;
import scrutable.tensor.Rng;

/// L26: defences that hold against an attack that does not know them, and against no other.
///
/// The method is in [FailedDefencesExperiment].
public final class FailedDefencesLesson implements Lesson {
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

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    Standard standard = Standard.of(context);
    int steps = context.choose(20, 40);
    List<Map<Defence, Measurement>> seeds = new ArrayList<>();
    List<LoudLogits[]> loud = new ArrayList<>();
    ImageGrid gallery = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(standard.train, standard.attacked),
          new Digits.Size(standard.train, standard.attacked), rng.split("data"), context.progress());
      var experiment = new FailedDefencesExperiment(digits, standard.epochs, rng, context.progress());
      seeds.add(experiment.measure(defences(context), steps, !context.sabotage()));
      loud.add(LoudLogits.of(experiment.undefended, digits.test(), steps, rng.split("loud")));
      gallery = gallery == null ? FailedDefencesFigures.gallery(experiment.undefended, digits.test(), steps, rng)
          : gallery;
    }
    return judge(standard, Runs.ofEach(seeds), new Runs<>(loud), gallery, context);
  }

  /// A quick run leaves out the two that take longest to train.
  private static List<Defence> defences(LessonContext context) {
    List<Defence> all = new ArrayList<>(List.of(Defence.values()));
    if (context.profile() == Profile.QUICK) {
      all.removeAll(List.of(Defence.THERMOMETER, Defence.RANDOM_SIZE));
    }
    return all;
  }

  /// The naive attack on random sizes and places was never held off; it is reported, and nothing is claimed of it.
  private static boolean isClaimed(Defence defence) {
    return defence != Defence.NONE && defence != Defence.RANDOM_SIZE;
  }

  private static LessonResult judge(Standard standard, Map<Defence, Runs<Measurement>> measured,
      Runs<LoudLogits[]> loud, ImageGrid gallery, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the undefended network under the naive attack",
        measured.get(Defence.NONE).median(Measurement::naive), Comparison.AT_MOST, 0.1, ""));
    measured.forEach((defence, runs) -> {
      if (!isClaimed(defence)) {
        return;
      }
      String name = defence.label();
      findings.add(Criterion.gate("clean accuracy, " + name, runs.median(Measurement::clean),
          Comparison.AT_LEAST, standard.gate, ""));
      findings.add(Criterion.effect("withstood under the naive attack, " + name,
          runs.median(Measurement::naive), Comparison.AT_LEAST, 0.5, ""));
      findings.add(Criterion.effect("withstood under the adaptive attack, " + name,
          runs.median(Measurement::adaptive), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.control("clean accuracy lost to random signs of the same eps, " + name,
          runs.median(run -> run.clean() - run.noise()), Comparison.AT_MOST, 0.2, ""));
      findings.add(Criterion.control("withstood when every pixel may become anything, " + name,
          runs.median(Measurement::everything), Comparison.AT_MOST, 0.02, ""));
      findings.add(Criterion.control("gained by twice as many steps of the attack, " + name,
          runs.median(run -> run.longer() - run.adaptive()), Comparison.AT_MOST, 0.05, ""));
    });
    findings.add(Criterion.ablation("naive minus adaptive, without a defence",
        measured.get(Defence.NONE).median(run -> run.naive() - run.adaptive()), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.effect("accuracy that logits times 100 seem to gain under PGD",
        loud.median(run -> run[2].descent()) - loud.median(run -> run[0].descent()), Comparison.AT_LEAST, 0.2, ""));
    findings.add(Criterion.ablation("and under APGD on the difference of logits ratio",
        Math.abs(loud.median(run -> run[2].logitRatio()) - loud.median(run -> run[0].logitRatio())),
        Comparison.AT_MOST, 0.02, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help"
          + " the attacks or the defences"));
    }
    findings.addAll(FailedDefencesFigures.of(measured, loud, gallery));
    return LessonResult.of(findings);
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
