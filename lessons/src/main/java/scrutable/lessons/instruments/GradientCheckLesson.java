package scrutable.lessons.instruments;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Graph;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;

/// L00: how do we know that a gradient is right?
///
/// Central differences against the chain rule, in both precisions; the mistakes of beginners as the control;
/// Hessian-vector products (Pearlmutter 1994) on top.
public final class GradientCheckLesson implements Lesson {
  private static final double TOLERANCE = 1e-6;

  @Override
  public LessonResult run(LessonContext context) {
    Rng rng = Rng.seed(context.seed());
    List<CheckedFunction> right = new ArrayList<>(CheckedFunction.ofTheEngine(rng.split("functions")));
    List<CheckedFunction> wrong = Mistake.all(rng.split("mistakes"));
    if (context.sabotage()) {
      right.set(0, new CheckedFunction("square", x -> Graph.apply(new Mistake.MissingFactor(), x[0]),
          right.getFirst().inputs()));
    }
    Table table = Table.of("errors", "The largest relative error of each gradient.", Column.text("function"),
        Column.text("gradient"), Column.text("float64"), Column.text("float32"));
    Worst correct = new Worst();
    for (int i = 0; i < right.size(); i++) {
      table = correct.add(right.get(i), "the engine's", table);
      context.progress().update("checking gradients", i + 1, right.size() + wrong.size());
    }
    Worst mistaken = new Worst();
    Table diagnoses = Table.of("diagnoses", "What the check says of the mistakes.", Column.text("mistake"),
        Column.text("diagnosis"));
    for (int i = 0; i < wrong.size(); i++) {
      table = mistaken.add(wrong.get(i), "planted mistake", table);
      diagnoses = diagnoses.row(wrong.get(i).name(), wrong.get(i).check(GradientCheck.Options.FLOAT64).diagnosis());
      context.progress().update("checking gradients", right.size() + i + 1, right.size() + wrong.size());
    }
    double hessian = Curvature.hessianVectorError(rng.split("hessian"));
    double eigenvalue = Curvature.powerIterationError(rng.split("power iteration"));
    return LessonResult.of(
        Criterion.effect("largest float64 error of a right gradient", correct.largest64, Comparison.AT_MOST,
            TOLERANCE, ""),
        Criterion.effect("largest float32 error of a right gradient, at most", correct.largest32,
            Comparison.AT_MOST, 1e-2, ""),
        Criterion.effect("error of the Hessian-vector product", hessian, Comparison.AT_MOST, 1e-4, ""),
        Criterion.effect("error of the largest eigenvalue by power iteration", eigenvalue, Comparison.AT_MOST,
            1e-3, ""),
        Criterion.control("smallest float64 error of a wrong gradient", mistaken.smallest64, Comparison.AT_LEAST,
            5e-5, ""),
        Criterion.ablation("smallest float32 error of a wrong gradient, divided by the largest of a right one",
            mistaken.smallest32 / correct.largest32, Comparison.AT_MOST, 1, ""),
        new Planted("five wrong gradients, right in value and in shape: a missing factor 2, a wrong sign, a"
            + " forgotten transpose, a forgotten sum over broadcast rows, and 0.01 % too much"),
        table,
        diagnoses,
        new Illustration("steps", "The error of a right gradient against the step of the difference. On the right"
            + " the neglected curvature rules, on the left rounding; float32 has no good step at all.",
            stepFigure(rng.split("steps"))),
        new Headline("functions", right.size(), 0, ""),
        new Headline("largest-error-exponent", StrictMath.log10(correct.largest64), 1, ""),
        new Headline("float32-error-percent", 100 * correct.largest32, 2, "%"),
        new Headline("smallest-mistake-percent", 100 * mistaken.smallest64, 3, "%"));
  }

  /// The extremes over several functions, in both precisions.
  private static final class Worst {
    private double largest64;
    private double largest32;
    private double smallest64 = Double.POSITIVE_INFINITY;
    private double smallest32 = Double.POSITIVE_INFINITY;

    Table add(CheckedFunction function, String kind, Table table) {
      var precise = function.check(GradientCheck.Options.FLOAT64);
      var coarse = function.check(GradientCheck.Options.FLOAT32);
      largest64 = Math.max(largest64, precise.worstError());
      largest32 = Math.max(largest32, coarse.worstError());
      smallest64 = Math.min(smallest64, precise.worstError());
      smallest32 = Math.min(smallest32, coarse.worstError());
      return table.row(function.name(), kind, scientific(precise.worstError()), scientific(coarse.worstError()));
    }

    private static String scientific(double value) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
  }

  private static LineChart stepFigure(Rng rng) {
    CheckedFunction layer = new CheckedFunction("tanh layer", x -> x[0].matmul(x[1]).tanh(),
        CheckedFunction.normal(rng, 4, 6), CheckedFunction.normal(rng, 6, 3));
    int count = 25;
    double[] steps = new double[count];
    double[] precise = new double[count];
    double[] coarse = new double[count];
    for (int i = 0; i < count; i++) {
      steps[i] = StrictMath.pow(10, -12 + i / 2.0);
      precise[i] = layer.check(GradientCheck.Options.FLOAT64.withStep(steps[i])).worstError();
      coarse[i] = layer.check(new GradientCheck.Options(DType.FLOAT32, steps[i], TOLERANCE, 0)).worstError();
    }
    return new LineChart("Gradient of a tanh layer: error against step", Axis.log("step h"),
        Axis.log("largest relative error"),
        List.of(Series.line("float64", steps, precise), Series.line("float32", steps, coarse)),
        List.of(ReferenceLine.horizontal(TOLERANCE, "tolerance")));
  }

  @Override
  public Card card() {
    return Card.of(0, "gradcheck", "How do we know that a gradient is right?")
        .withClaim("In float64, central differences confirm the gradients of fifteen functions to better than one"
            + " part in a million and expose a gradient that is a hundredth of a percent wrong; in float32 they"
            + " cannot.")
        .withData("random")
        .withSabotage("the gradient of the square loses its factor 2")
        .withSeconds(3);
  }
}
