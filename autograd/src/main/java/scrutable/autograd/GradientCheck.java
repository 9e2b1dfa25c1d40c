package scrutable.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Compares the gradients of a function with central differences, for every element of every input.
///
/// The outputs `y` are weighted with fixed random numbers `w` of size 0.5 to 1.5 and both signs, so that no
/// error can hide behind a gradient that cancels. Then, for each input element x,
///
/// `analytic = d(sum w y) / dx`, `numeric = sum w (y(x + h) - y(x - h)) / 2h`,
/// `relative error = |analytic - numeric| / max(|analytic|, |numeric|, scale / 1000)`,
///
/// where `scale` is the largest gradient or weighted output: below a thousandth of it, differences are lost
/// in rounding and are judged against the scale instead.
///
/// The step balances two errors: what central differences neglect, about `h^2`, and rounding, about
/// `epsilon / h`. The best `h` is near the cube root of epsilon, `6e-6 max(1, |x|)` in `float64`, and leaves
/// an error near 1e-10. In `float32` no step does better than about a thousandth, and a wrong factor of
/// 1.0001 goes unseen; so [#check] insists on `float64`.
///
/// ```java
/// GradientCheck.check(x -> x[0].matmul(x[1]).tanh(), a, b).require();
/// ```
///
/// Source: Press et al., "Numerical Recipes", 3rd ed. 2007, section 5.7.
public final class GradientCheck {
  private static final double FLOOR = 1e-3;

  private GradientCheck() {}

  /// How to check.
  ///
  /// @param dtype the type of the inputs
  /// @param step h, multiplied by `max(1, |x|)`
  /// @param tolerance the largest relative error that passes
  /// @param kinkDistance elements with a kink (of relu, abs, max, ...) nearer than this are skipped; 0 skips
  ///     nothing, and a kink that disturbs an element makes it fail and is named in the report
  public record Options(DType dtype, double step, double tolerance, double kinkDistance) {
    public static final Options FLOAT64 = new Options(DType.FLOAT64, 6e-6, 1e-6, 0);
    public static final Options FLOAT32 = new Options(DType.FLOAT32, 1e-2, 1e-2, 0);

    /// @throws IllegalArgumentException if the type cannot be differentiated or a number makes no sense
    public Options {
      if (!dtype.isFloating() || !(step > 0) || !(tolerance > 0) || !(kinkDistance >= 0)) {
        throw new IllegalArgumentException("gradient check: needed are a floating type, step > 0,"
            + " tolerance > 0 and kinkDistance >= 0, not " + dtype + ", " + step + ", " + tolerance + ", "
            + kinkDistance);
      }
    }

    public Options withStep(double newStep) {
      return new Options(dtype, newStep, tolerance, kinkDistance);
    }

    public Options withTolerance(double newTolerance) {
      return new Options(dtype, step, newTolerance, kinkDistance);
    }

    public Options skippingKinksWithin(double distance) {
      return new Options(dtype, step, tolerance, distance);
    }
  }

  /// Checks first derivatives.
  ///
  /// @param f a deterministic function of the inputs, with a result of any shape
  /// @param inputs `float64` tensors of any shape
  /// @throws IllegalArgumentException if an input or the result is not `float64`, or `f` is random
  public static GradientReport check(Function<Variable[], Variable> f, Tensor... inputs) {
    return check(Options.FLOAT64, f, inputs);
  }

  /// Checks first derivatives in `float32`, as loosely as that type demands: to see what it cannot see.
  public static GradientReport checkFloat32(Function<Variable[], Variable> f, Tensor... inputs) {
    return check(Options.FLOAT32, f, inputs);
  }

  /// Checks first derivatives with options.
  public static GradientReport check(Options options, Function<Variable[], Variable> f, Tensor... inputs) {
    return report(options, 1, f, true, inputs);
  }

  /// Checks second derivatives: differentiates the analytic gradient, weighted with fixed random vectors, and
  /// compares with central differences of the analytic gradient. It says nothing about the first ones.
  public static GradientReport checkSecondOrder(Function<Variable[], Variable> f, Tensor... inputs) {
    return checkSecondOrder(Options.FLOAT64, f, inputs);
  }

  /// Checks second derivatives with options.
  public static GradientReport checkSecondOrder(Options options, Function<Variable[], Variable> f,
      Tensor... inputs) {
    return report(options, 2, f, true, inputs);
  }

  /// @param locate whether a wrong operation is looked for inside a larger graph
  private static GradientReport report(Options options, int order, Function<Variable[], Variable> f,
      boolean locate, Tensor... inputs) {
    requireType(options, inputs);
    return Graph.recording(() -> {
      Difference difference = new Difference(options, order == 1 ? f : gradientOf(f), inputs);
      String operations = operations(f.apply(tracked(inputs)));
      return judge(options, order, f, locate, operations, difference);
    });
  }

  /// All gradients of the weighted `f`, flattened into one vector: the function whose derivatives are second
  /// derivatives.
  private static Function<Variable[], Variable> gradientOf(Function<Variable[], Variable> f) {
    return x -> {
      Variable output = f.apply(x);
      Variable weights = Variable.constant(Difference.weights(output.value()));
      Gradients.Options options = new Gradients.Options(true, true);
      Gradients gradients = Gradients.ofWeighted(output, weights, List.of(x), options);
      return Variable.concat(0, Arrays.stream(x)
          .map(input -> gradients.variable(input).reshape(-1)).toArray(Variable[]::new));
    };
  }

  private static GradientReport judge(Options options, int order, Function<Variable[], Variable> f,
      boolean locate, String operations, Difference difference) {
    double floor = FLOOR * difference.scale();
    GradientReport.Element worst = null;
    int checked = 0;
    int skipped = 0;
    int failed = 0;
    for (int input = 0; input < difference.inputs(); input++) {
      for (int at = 0; at < difference.elements(input); at++) {
        if (options.kinkDistance() > 0 && difference.hasKink(input, at, options.kinkDistance(), floor)) {
          skipped++;
          continue;
        }
        checked++;
        GradientReport.Element element = difference.element(input, at, floor);
        failed += element.relativeError() <= options.tolerance() ? 0 : 1;
        if (worst == null || element.relativeError() > worst.relativeError()) {
          worst = element;
        }
      }
    }
    String diagnosis = failed == 0 ? "" : diagnosis(options, order, f, locate, difference, worst, floor);
    String subject = order == 1 ? operations : "the gradient of " + operations;
    return new GradientReport(subject, checked, skipped, failed, options.tolerance(), worst, diagnosis);
  }

  private static String diagnosis(Options options, int order, Function<Variable[], Variable> f, boolean locate,
      Difference difference, GradientReport.Element worst, double floor) {
    List<Variable> results = Gradients.inTopologicalOrder(f.apply(tracked(difference.tensors()))).stream()
        .filter(variable -> !variable.isLeaf()).toList();
    boolean single = results.size() == 1;
    String text = new GradientDiagnosis(difference, worst, floor, order, single).text();
    boolean located = single && Arrays.stream(results.getFirst().inputs()).allMatch(Variable::isTracked);
    return locate && !located ? text + culprit(options, order, results) : text;
  }

  /// Checks each operation of a larger graph alone, on the numbers it had there, and names the first wrong
  /// one.
  private static String culprit(Options options, int order, List<Variable> results) {
    for (Variable result : results) {
      Variable[] inputs = result.inputs();
      int[] free = IntStream.range(0, inputs.length)
          .filter(i -> inputs[i].isTracked()).toArray();
      Function<Variable[], Variable> alone = x -> {
        Variable[] all = inputs.clone();
        for (int i = 0; i < free.length; i++) {
          all[free[i]] = x[i];
        }
        return Graph.apply(result.op(), all);
      };
      Tensor[] values = Arrays.stream(free).mapToObj(i -> inputs[i].value()).toArray(Tensor[]::new);
      GradientReport report = report(options, order, alone, false, values);
      if (!report.passed()) {
        return "\n  where: " + result.op().name() + " is wrong by itself, on inputs " + shapes(inputs)
            + (results.size() == 1 ? "" : "\n  there: " + report.diagnosis());
      }
    }
    return results.isEmpty() ? ""
        : "\n  where: each operation is right by itself; look at how they are connected";
  }

  private static String shapes(Variable[] variables) {
    return String.join(" and ", Arrays.stream(variables).map(v -> Shape.text(v.shape())).toList());
  }

  private static String operations(Variable output) {
    List<String> names = Gradients.inTopologicalOrder(output).stream()
        .filter(variable -> !variable.isLeaf()).map(variable -> variable.op().name()).toList();
    if (names.isEmpty()) {
      return output.isTracked() ? "an input itself" : "a constant";
    }
    int shown = Math.min(names.size(), 8);
    String hidden = names.size() > shown ? "... (" + (names.size() - shown) + " more), " : "";
    return hidden + String.join(", ", names.subList(names.size() - shown, names.size()));
  }

  static Variable[] tracked(Tensor... values) {
    return Arrays.stream(values).map(Variable::tracked).toArray(Variable[]::new);
  }

  private static void requireType(Options options, Tensor[] inputs) {
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].dtype() != options.dtype()) {
        throw new IllegalArgumentException("gradient check: input " + i + " " + Shape.text(inputs[i].shape())
            + " is " + inputs[i].dtype() + ", not " + options.dtype() + (options.dtype() == DType.FLOAT64
            ? ": float32 rounds so coarsely that central differences are wrong by a percent themselves;"
            + " convert the tensor with to(DType.FLOAT64) before it becomes the input, or see checkFloat32" : ""));
      }
    }
  }
}
