package scrutable.lessons.instruments.gradientcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.instruments.gradientcheck.GradientCheckExperiment.Checked;
import scrutable.lessons.instruments.gradientcheck.PlantedMistake.Pair;
import scrutable.tensor.Rng;

/// L00: how do we know that a gradient is right? The method is in [GradientCheckExperiment].
public final class GradientCheckLesson implements Lesson {
  private static final double EXCESS = 1e-4;

  @Override
  public LessonResult run(LessonContext context) {
    var experiment = GradientCheckExperiment.of(context.sabotage(), context.sham() ? 0.1 : EXCESS,
        Rng.seed(context.seed()), context.progress());
    List<ScalarComparison> scalars = ScalarComparison.all();
    double largest64 = largest(experiment.right(), Checked::float64);
    double largest32 = largest(experiment.right(), Checked::float32);
    double smallest64 = smallest(experiment.wrong(), Checked::float64);
    double smallest32 = smallest(experiment.wrong(), Checked::float32);
    double least = experiment.planted().stream().mapToDouble(Pair::inGradient).min().orElse(Double.NaN);
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.effect("largest float64 error of a right gradient", largest64, Comparison.AT_MOST,
            GradientCheckExperiment.TOLERANCE, ""),
        Criterion.effect("largest float32 error of a right gradient, at most", largest32,
            Comparison.AT_MOST, 1e-2, ""),
        Criterion.effect("error of the Hessian-vector product", experiment.hessian(), Comparison.AT_MOST, 1e-4, ""),
        Criterion.effect("error of the largest eigenvalue by power iteration", experiment.eigenvalue(),
            Comparison.AT_MOST, 1e-3, ""),
        Criterion.effect("largest difference between the engine on one screen and the engine",
            scalars.stream().mapToDouble(ScalarComparison::error).max().orElse(Double.NaN), Comparison.AT_MOST, 1e-12,
            ""),
        Criterion.control("smallest float64 error of a wrong gradient", smallest64, Comparison.AT_LEAST, 5e-5, ""),
        Criterion.dose("how wrong the smallest planted mistake is, by the right gradient, at least", least,
            Comparison.AT_LEAST, 0.9 * EXCESS, ""),
        Criterion.dose("how wrong the smallest planted mistake is, by the right gradient, at most", least,
            Comparison.AT_MOST, 1.1 * EXCESS, ""),
        Criterion.dose("largest difference of a value that a planted mistake makes",
            experiment.planted().stream().mapToDouble(Pair::inValue).max().orElse(Double.NaN), Comparison.EXACTLY, 0,
            ""),
        Criterion.control("error of the wrong order where an intermediate number is used twice",
            scalars.stream().mapToDouble(one -> Math.abs(one.ratio() - 1)).max().orElse(Double.NaN),
            Comparison.AT_LEAST, 0.5, ""),
        Criterion.dose("error of the wrong order where only x itself is used twice",
            scalars.stream().limit(2).mapToDouble(one -> Math.abs(one.ratio() - 1)).max().orElse(Double.NaN),
            Comparison.AT_MOST, 1e-12, ""),
        Criterion.ablation("smallest float32 error of a wrong gradient, divided by the largest of a right one",
            smallest32 / largest32, Comparison.AT_MOST, 1, ""),
        new Planted("five wrong gradients, right in value and in shape: a missing factor 2, a wrong sign, a"
            + " forgotten transpose, a forgotten sum over broadcast rows, and 0.01 % too much")));
    findings.addAll(GradientCheckFigures.of(experiment, scalars));
    findings.add(new Headline("functions", experiment.right().size(), 0, ""));
    findings.add(new Headline("largest-error-exponent", StrictMath.log10(largest64), 1, ""));
    findings.add(Headline.percent("float32-error-percent", largest32, 2));
    findings.add(Headline.percent("smallest-mistake-percent", smallest64, 3));
    return LessonResult.of(findings);
  }

  private static double largest(List<Checked> all, ToDoubleFunction<Checked> error) {
    return all.stream().mapToDouble(error).max().orElse(Double.NaN);
  }

  private static double smallest(List<Checked> all, ToDoubleFunction<Checked> error) {
    return all.stream().mapToDouble(error).min().orElse(Double.NaN);
  }

  @Override
  public Card card() {
    return Card.of(0, "gradcheck", "How do we know that a gradient is right?")
        .withClaim("In float64, central differences confirm the gradients of fifteen functions to better than one"
            + " part in a million and expose a gradient that is a hundredth of a percent wrong; in float32 they"
            + " cannot.")
        .withData("random")
        .withSabotage("the gradient of the square loses its factor 2")
        .withSham("the smallest planted mistake is ten percent and not a hundredth of a percent")
        .withSeconds(3);
  }
}
