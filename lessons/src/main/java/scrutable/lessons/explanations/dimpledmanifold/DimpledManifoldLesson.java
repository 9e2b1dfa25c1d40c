package scrutable.lessons.explanations.dimpledmanifold;

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
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.explanations.dimpledmanifold.DimpledManifoldExperiment.Measurement;
import scrutable.lessons.explanations.dimpledmanifold.DimpledManifoldExperiment.Setup;
import scrutable.tensor.Rng;

/// L31: adversarial examples are near because they leave the manifold of the data.
///
/// The method is in [DimpledManifoldExperiment].
public final class DimpledManifoldLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    List<DimpledManifoldExperiment> seeds = new ArrayList<>();
    DimpledManifoldFilm film = new DimpledManifoldFilm();
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      seeds.add(DimpledManifoldExperiment.of(context.choose(20, 100), context.sabotage(), context.sham() ? 0.1 : 1,
          seeds.isEmpty() ? film : (slabs, network, step) -> {}, Rng.seed(seed), context.progress()));
    }
    return judge(Runs.ofEach(seeds.stream().map(DimpledManifoldExperiment::byDimension).toList()),
        Runs.ofEach(seeds.stream().map(DimpledManifoldExperiment::bySetup).toList()), film);
  }

  private static LessonResult judge(Map<Integer, Runs<Measurement>> byDimension,
      Map<Setup, Runs<Measurement>> bySetup, DimpledManifoldFilm film) {
    double[] ratios = byDimension.values().stream().mapToDouble(runs -> runs.median(Measurement::ratio)).toArray();
    double leastFall = Double.POSITIVE_INFINITY;
    for (int i = 1; i < ratios.length; i++) {
      leastFall = Math.min(leastFall, ratios[i - 1] - ratios[i]);
    }
    double worstClean = byDimension.values().stream().mapToDouble(runs -> runs.median(Measurement::clean))
        .min().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("least clean accuracy of all dimensions", worstClean, Comparison.AT_LEAST, 0.99,
        ""));
    findings.add(Criterion.gate("clean accuracy with small initial weights",
        bySetup.get(Setup.SMALL).median(Measurement::clean), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.gate("clean accuracy with weight decay",
        bySetup.get(Setup.DECAYED).median(Measurement::clean), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.effect("distance off the plane over distance within it, 784 dimensions",
        ratios[ratios.length - 1], Comparison.AT_MOST, 0.75, ""));
    findings.add(Criterion.effect("the same ratio in 10 dimensions", ratios[0], Comparison.AT_LEAST, 1.2, ""));
    findings.add(Criterion.effect("least fall of the ratio from one number of dimensions to the next", leastFall,
        Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.control("points turned over by noise as long as the median distance off the plane",
        byDimension.get(DimpledManifoldExperiment.LARGEST).median(Measurement::noise), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.dose("length of this noise at right angles to the plane, in that distance, shortest",
        byDimension.get(DimpledManifoldExperiment.LARGEST).spread(Measurement::noiseLength).min(), Comparison.AT_LEAST,
        0.99, "times"));
    findings.add(Criterion.dose("test points that were learned from, most", byDimension.values().stream()
        .mapToDouble(runs -> runs.spread(Measurement::shared).max()).max().orElseThrow(), Comparison.EXACTLY, 0, ""));
    findings.add(Criterion.ablation("the ratio in 784 dimensions with small initial weights",
        bySetup.get(Setup.SMALL).median(Measurement::ratio), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.ablation("the ratio in 784 dimensions with weight decay",
        bySetup.get(Setup.DECAYED).median(Measurement::ratio), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.dose("length of the first weights that begin small, in that of the usual ones",
        bySetup.get(Setup.SMALL).median(Measurement::first) / bySetup.get(Setup.USUAL).median(Measurement::first),
        Comparison.AT_MOST, 0.31, "times"));
    findings.add(Criterion.dose("length of the first weights that decayed, in that of the usual ones",
        bySetup.get(Setup.DECAYED).median(Measurement::last) / bySetup.get(Setup.USUAL).median(Measurement::last),
        Comparison.AT_MOST, 0.5, "times"));
    findings.add(new Planted("everything: two slabs that lie exactly in a plane, with a wide gap between them. Real"
        + " data lie near no plane; this shows a mechanism, not that it is the one at work in photographs"));
    findings.addAll(DimpledManifoldFigures.of(byDimension, bySetup, film));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(31, "dimpled-manifold", "Off the manifold it is not far")
        .withClaim("A network has learned by plain gradient descent to tell two slabs in a plane apart. In 784"
            + " dimensions its boundary is nearer at right angles to the plane, where there are no data, than within"
            + " it; in 10 dimensions it is not, and neither if the weights begin small or decay strongly.")
        .withSlides("The Dimpled Manifold Model of Adversarial Examples in Machine Learning")
        .withData("slabs")
        .withThreatModel(new ThreatModel("each test point", "as little as possible, measured by its Euclidean length;"
            + " within the plane, or at right angles to it", "everything: the gradients of the logits", "the other"
            + " class"))
        .withSabotage("all networks begin with first weights of three tenths of the usual size")
        .withSham("the noise it is compared with is a tenth as long as the distance off the plane")
        .withSeconds(25);
  }
}
