package scrutable.lessons.defences.faileddefences;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
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
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Fault;
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Measurement;
import scrutable.lessons.figure.ImageGrid;
import scrutable.tensor.Rng;

/// L26: defences that hold against an attack that follows the gradient they hand out, and against no other.
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
    int shared = 0;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      Digits digits = Digits.of(context.data(), new Digits.Size(standard.train, standard.attacked),
          new Digits.Size(standard.train, standard.attacked), rng.split("data"), context.progress());
      var experiment = new FailedDefencesExperiment(digits, standard.epochs, rng, context.progress());
      seeds.add(experiment.measure(defences(context), steps, fault(context)));
      shared += experiment.shared();
      loud.add(LoudLogits.of(experiment.undefended, digits.test(), steps, rng.split("loud")));
      gallery = gallery == null ? FailedDefencesFigures.gallery(experiment.undefended, digits.test(), steps, rng)
          : gallery;
    }
    return judge(standard, Runs.ofEach(seeds), new Runs<>(loud), shared, gallery, context);
  }

  private static Fault fault(LessonContext context) {
    return new Fault(!context.sabotage(), context.sham() ? 0.1 : 1, context.sham() ? 0.5 : 0);
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
      Runs<LoudLogits[]> loud, int shared, ImageGrid gallery, LessonContext context) {
    Runs<Measurement> none = measured.get(Defence.NONE);
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy of the undefended network under the naive attack",
        none.median(run -> run.judged().naive()), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.gate("clean accuracy, the least of the defences",
        least(measured, Measurement::clean), Comparison.AT_LEAST, standard.gate, ""));
    measured.forEach((defence, runs) -> {
      if (isClaimed(defence)) {
        findings.add(Criterion.effect("withstood under the naive attack, " + defence.label(),
            runs.median(run -> run.judged().naive()), Comparison.AT_LEAST, 0.5, ""));
        findings.add(Criterion.effect("withstood under the adaptive attack, " + defence.label(),
            runs.median(run -> run.judged().adaptive()), Comparison.AT_MOST, 0.1, ""));
      }
    });
    findings.add(Criterion.effect("withstood of images made for the undefended network, the most of the defences",
        most(measured, run -> run.judged().transferred()), Comparison.AT_MOST, 0.25, ""));
    findings.addAll(controls(measured));
    findings.add(Criterion.ablation("naive minus adaptive at eps 0.08, without a defence",
        Math.abs(none.median(run -> run.near().naive() - run.near().adaptive())), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.effect("accuracy that logits times 100 seem to gain under PGD",
        loud.median(run -> run[2].descent()) - loud.median(run -> run[0].descent()), Comparison.AT_LEAST, 0.2, ""));
    findings.add(Criterion.ablation("and under APGD on the difference of logits ratio",
        Math.abs(loud.median(run -> run[2].logitRatio()) - loud.median(run -> run[0].logitRatio())),
        Comparison.AT_MOST, 0.02, ""));
    findings.add(Criterion.dose("attacked images that were learned from", shared, Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help"
          + " the attacks or the defences"));
    }
    findings.addAll(FailedDefencesFigures.of(measured, loud, gallery));
    return LessonResult.of(findings);
  }

  /// What the random change and the comparison of attacks show, at the worst of the defences that are claimed broken.
  private static List<Finding> controls(Map<Defence, Runs<Measurement>> measured) {
    return List.of(
        Criterion.control("clean accuracy lost to random signs of the same eps, the most of the defences",
            most(measured, run -> run.clean() - run.noise()), Comparison.AT_MOST, 0.2, ""),
        Criterion.dose("length of the random change, in lengths of the adaptive attack, the least of the defences",
            least(measured, Measurement::noiseLength), Comparison.AT_LEAST, 0.9, ""),
        Criterion.dose("images that the naive attack on the detector has turned at four fifths of its way",
            measured.get(Defence.DETECTOR).median(Measurement::early), Comparison.AT_MOST, 0.2, ""),
        Criterion.control("withstood when every pixel may become anything, the most of the defences",
            most(measured, Measurement::everything), Comparison.AT_MOST, 0.02, ""),
        Criterion.dose("withstood under the adaptive attack at eps 0.08, the least of the defences",
            least(measured, run -> run.near().adaptive()), Comparison.AT_LEAST, 0.05, ""),
        Criterion.dose("withstood under Square at eps 0.2, by the undefended network",
            measured.get(Defence.NONE).median(run -> run.judged().square()), Comparison.AT_MOST, 0.2, ""),
        Criterion.control("lost at eps 0.08 by twice as many steps of the adaptive attack, the most of the defences",
            most(measured, run -> run.near().adaptive() - run.longer()), Comparison.AT_MOST, 0.05, ""),
        Criterion.control("lost at eps 0.08 by the worst of all attacks instead of the adaptive, the most",
            most(measured, run -> run.near().adaptive() - run.near().worst()), Comparison.AT_MOST, 0.1, ""));
  }

  private static double most(Map<Defence, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return claimed(measured, of).max().orElseThrow();
  }

  private static double least(Map<Defence, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return claimed(measured, of).min().orElseThrow();
  }

  private static DoubleStream claimed(Map<Defence, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return measured.entrySet().stream().filter(entry -> isClaimed(entry.getKey()))
        .mapToDouble(entry -> entry.getValue().median(of));
  }

  @Override
  public Card card() {
    return Card.of(26, "failed-defences", "People have tried very hard to stop these attacks")
        .withClaim("Five published kinds of defence leave more than half of the images right under an attack that"
            + " follows the gradient they hand out (a detector: under one that stops at the boundary of the bare"
            + " network), and at most a tenth under one that takes its gradient elsewhere, at the same eps of 0.2. None"
            + " of them makes the network robust there; each breaks the attack. Images made for the network without a"
            + " defence, by somebody who has never heard of one, leave at most a quarter.")
        .withSlides("People have tried very hard to stop these attack")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each test image, pixel by pixel", "every pixel by at most eps = 0.2 of the"
            + " range from black to white, for all attacks; eps = 0.08 where attacks"
            + " are compared; eps = 0.06 in the table of loud logits",
            "naive: everything, and the gradient is taken as the defence hands it out (of the detector: the network"
                + " without it); adaptive: everything; transferred: the network without the defence; Square: scores",
            "any wrong class that is not rejected"))
        .withSabotage("the adaptive attack is replaced by the naive one")
        .withSham("random signs are a tenth as long, and the naive attack on the detector goes half as far again")
        .withSeconds(90);
  }
}
