package scrutable.lessons.adversarial.biggio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.adversarial.biggio.BiggioExperiment.Fault;
import scrutable.lessons.adversarial.biggio.BiggioExperiment.Measurement;
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
import scrutable.tensor.Rng;

/// L13: a seven that must pass as a one, against two support vector machines and a network.
///
/// The method is in [BiggioExperiment].
public final class BiggioLesson implements Lesson {
  private static final int IMAGES = 3_000;
  private static final int TRAIN = 600;

  /// Thresholds by data set.
  ///
  /// @param evasion the share of the sevens that must pass
  /// @param mimicry the same with the density term
  private record Standard(double evasion, double mimicry) {
    static Standard of(String data) {
      return switch (data) {
        case "glyphs" -> new Standard(0.9, 0.75);
        case "mnist" -> new Standard(0.85, 0.65);
        default -> throw new IllegalArgumentException("no thresholds are set for the data set " + data);
      };
    }
  }

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    List<Map<BiggioVictim, Measurement>> seeds = new ArrayList<>();
    List<BiggioExperiment> experiments = new ArrayList<>();
    for (long seed : context.seeds(context.choose(1, 3))) {
      Rng rng = Rng.seed(seed);
      var experiment = new BiggioExperiment(onesAndSevens(context, rng.split("data")), context.choose(20, 150),
          new Fault(context.sabotage(), context.sham() ? 0.1 : 1), rng, context.progress());
      experiments.add(experiment);
      seeds.add(experiment.measure());
    }
    return judge(Runs.ofEach(seeds), new Runs<>(experiments), context);
  }

  private static Digits onesAndSevens(LessonContext context, Rng rng) throws IOException {
    Digits.Size size = new Digits.Size(IMAGES, IMAGES);
    Digits ten = Digits.of(context.data(), size, size, rng, context.progress());
    return new Digits(ten.train().ofClasses(1, 7).take(context.choose(400, TRAIN)), ten.test().ofClasses(1, 7));
  }

  private static LessonResult judge(Map<BiggioVictim, Runs<Measurement>> measured,
      Runs<BiggioExperiment> experiments, LessonContext context) {
    Standard standard = Standard.of(context.data());
    List<Finding> findings = new ArrayList<>();
    for (BiggioVictim kind : BiggioVictim.values()) {
      Runs<Measurement> runs = measured.get(kind);
      String name = kind.label();
      findings.add(Criterion.gate("accuracy of the " + name, runs.median(Measurement::accuracy),
          Comparison.AT_LEAST, 0.93, ""));
      findings.add(Criterion.effect("sevens that pass the " + name,
          runs.median(run -> BiggioFigures.last(run.evasion())), Comparison.AT_LEAST, standard.evasion, ""));
      findings.add(Criterion.effect("sevens that pass the " + name + " with the density term",
          runs.median(Measurement::evasionWithDensity), Comparison.AT_LEAST, standard.mimicry, ""));
      findings.add(Criterion.effect("log-density gained by the density term, " + name,
          runs.median(Measurement::mimicry), Comparison.AT_LEAST, 2, "nats"));
      findings.add(Criterion.control("sevens that pass the " + name + " after a random change",
          runs.median(run -> BiggioFigures.last(run.random())), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.ablation("sevens that pass the " + name + " after steps in the opposite direction",
          runs.median(Measurement::uphill), Comparison.AT_MOST, 0.05, ""));
    }
    findings.add(Criterion.dose("length of the random change, in lengths of the attack, the least of all classifiers",
        least(measured, Measurement::randomLength), Comparison.AT_LEAST, 0.95, ""));
    findings.add(Criterion.dose("length of the opposite change, in lengths of the attack, the least of all classifiers",
        least(measured, Measurement::uphillLength), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.dose("test images that were learned from", experiments.spread(one -> one.shared).max(),
        Comparison.EXACTLY, 0, ""));
    if (Digits.areDrawn(context.data())) {
      findings.add(new Planted("the label of each glyph, chosen before it is drawn; nothing that would help the"
          + " attack"));
    }
    findings.addAll(BiggioFigures.of(measured, experiments));
    return LessonResult.of(findings);
  }

  private static double least(Map<BiggioVictim, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return measured.values().stream().mapToDouble(runs -> runs.spread(of).min()).min().orElseThrow();
  }

  @Override
  public Card card() {
    return Card.of(13, "biggio-evasion", "Evasion by gradient descent, before deep learning")
        .withClaim("Descending on the score of a linear machine, of a kernel machine or of a small network, at least"
            + " 90 % of the sevens pass as ones before they have gone half the way to the nearest one; random steps"
            + " of that length take at most 10 % there. A density term makes what passes look more like a one, by at"
            + " least 2 nats, and at least 75 % still pass.")
        .withSlides("B. Biggio, I. Corona, D. Maiorca, B. Nelson, N. Srndic, P. Laskov, G. Giacinto, and F. Roli."
            + " Evasion attacks against machine learning at test time. 2013.")
        .withData("glyphs", "mnist")
        .withThreatModel(new ThreatModel("each seven, pixel by pixel, when it is classified", "a change of at most"
            + " half the median Euclidean distance from a seven to the nearest one, pixels staying between black and"
            + " white",
            "the classifier with its gradient, and some ones", "to be taken for a one"))
        .withSabotage("what the attack finds is added to the wrong pixels")
        .withSham("the random change and the opposite one are a tenth as long")
        .withSeconds(35);
  }
}
