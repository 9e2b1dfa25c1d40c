package scrutable.nn.classical;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// The support vector machine: two classes, parted by the boundary with the widest margin.
///
/// ```
/// f(x) = sum_i a_i y_i k(x_i, x) + b        class 1 where f(x) > 0, class 0 elsewhere
/// ```
///
/// The sign `y_i` is 1 for class 1 and -1 for class 0. Fitting minimises `|w|^2 / 2 + C sum_i max(0, 1 - y_i
/// f(x_i))`, a wide margin against a small hinge loss, through its dual problem
/// ([SequentialMinimalOptimization]). Each example ends in one of three sets:
///
/// | set | weight | where |
/// | --- | --- | --- |
/// | the rest | `a_i = 0` | outside the margin; could be left out |
/// | [#marginSet()] | `0 < a_i < C` | exactly on the margin, `y_i f(x_i) = 1` |
/// | [#errorSet()] | `a_i = C` | inside the margin or on the wrong side |
///
/// The kernel matrix is kept whole, `8 N^2` bytes: meant for up to a few thousand examples.
///
/// Source: Cortes, Vapnik, "Support-vector networks" (1995).
public final class SupportVectorMachine {
  private static final double TOLERANCE = 1e-6;
  private static final int STEPS_PER_EXAMPLE = 10_000;

  private final Kernel kernel;
  private final double c;
  private final double[][] examples;
  private final int[] signs;
  private final double[][] kernelMatrix;
  private final SequentialMinimalOptimization.Solution solution;

  private SupportVectorMachine(Kernel kernel, double c, double[][] examples, int[] signs, double tolerance) {
    this.kernel = kernel;
    this.c = c;
    this.examples = examples;
    this.signs = signs;
    this.kernelMatrix = kernel.matrix(examples, examples);
    int maxSteps = (int) Math.min(Integer.MAX_VALUE, (long) STEPS_PER_EXAMPLE * signs.length);
    this.solution = SequentialMinimalOptimization.solve(kernelMatrix, signs, c, tolerance, maxSteps);
    if (solution.gap() > tolerance) {
      throw new IllegalStateException("SupportVectorMachine: after " + maxSteps + " steps the gap is still "
          + solution.gap() + " > " + tolerance
          + "; a smaller C, scaled inputs or a larger tolerance may help");
    }
  }

  /// Fits to examples, until no pair of weights violates the conditions of the optimum by more than 1e-6.
  ///
  /// @param inputs `(N, ...)`, each example flattened
  /// @param labels `(N,)`, `int32`, 0 or 1, both present
  /// @param c the price of a unit of hinge loss, above 0: the larger, the fewer errors and the narrower
  ///     margin
  public static SupportVectorMachine fit(Tensor inputs, Tensor labels, Kernel kernel, double c) {
    return fit(inputs, labels, kernel, c, TOLERANCE);
  }

  /// Fits with a tolerance of one's own: 1e-3 is common, 1e-10 needed where derivatives are checked.
  ///
  /// @throws IllegalArgumentException if shapes do not fit, labels are not 0 or 1, one class has no example,
  ///     or `c` or `tolerance` is not positive
  /// @throws IllegalStateException if the tolerance is not reached
  public static SupportVectorMachine fit(
      Tensor inputs, Tensor labels, Kernel kernel, double c, double tolerance) {
    double[][] rows = ExampleRows.of("SupportVectorMachine", inputs);
    int[] classes = ExampleRows.labels("SupportVectorMachine", labels, rows.length, 2);
    if (Arrays.stream(classes).distinct().count() != 2) {
      throw new IllegalArgumentException("SupportVectorMachine: both classes need an example, but all "
          + rows.length + " labels are the same");
    }
    if (!(c > 0) || c == Double.POSITIVE_INFINITY || !(tolerance > 0)) {
      throw new IllegalArgumentException("SupportVectorMachine: C and tolerance must be positive and finite,"
          + " but are " + c + " and " + tolerance);
    }
    return new SupportVectorMachine(
        kernel, c, rows, Arrays.stream(classes).map(k -> 2 * k - 1).toArray(), tolerance);
  }

  /// The signed score `f(x)` of each example; class 1 where it is positive.
  ///
  /// @param inputs `(M, ...)`
  /// @return `(M,)`, `float64`
  public Tensor decisionFunction(Tensor inputs) {
    double[][] rows = ExampleRows.ofLength("SupportVectorMachine", inputs, examples[0].length);
    int[] support = supportVectors();
    double[] scores = new double[rows.length];
    Parallel.forRange(rows.length, 16, (from, to) -> {
      for (int m = from; m < to; m++) {
        double score = solution.bias();
        for (int i : support) {
          score += coefficient(i) * kernel.of(rows[m], examples[i]);
        }
        scores[m] = score;
      }
    });
    return Tensor.wrap(scores, rows.length);
  }

  /// The gradient of `f` with respect to each example: the direction in which it looks more like class 1.
  ///
  /// @param inputs `(M, ...)`
  /// @return the shape of the inputs, `float64`
  public Tensor inputGradient(Tensor inputs) {
    double[][] rows = ExampleRows.ofLength("SupportVectorMachine", inputs, examples[0].length);
    int[] support = supportVectors();
    double[][] gradients = new double[rows.length][examples[0].length];
    Parallel.forRange(rows.length, 16, (from, to) -> {
      for (int m = from; m < to; m++) {
        for (int i : support) {
          kernel.addGradient(coefficient(i), rows[m], examples[i], gradients[m]);
        }
      }
    });
    return ExampleRows.tensor(gradients, examples[0].length).reshape(inputs.shape());
  }

  /// The class of each example, 0 or 1: `(M,)`, `int32`.
  public Tensor predict(Tensor inputs) {
    double[] scores = decisionFunction(inputs).toDoubleArray();
    return Tensor.wrap(Arrays.stream(scores).mapToInt(s -> s > 0 ? 1 : 0).toArray(), scores.length);
  }

  private double coefficient(int i) {
    return solution.weights()[i] * signs[i];
  }

  /// The kernel.
  public Kernel kernel() {
    return kernel;
  }

  /// The price `C` of a unit of hinge loss, and largest weight.
  public double c() {
    return c;
  }

  /// The bias `b`.
  public double bias() {
    return solution.bias();
  }

  /// The weights `a_i` of the examples, `(N,)`, `float64`; exactly 0 or C outside of the margin set.
  public Tensor alphas() {
    return Tensor.of(solution.weights(), signs.length);
  }

  /// The signs `y_i` of the examples, 1 or -1: `(N,)`, `float64`.
  public Tensor signs() {
    return Tensor.wrap(Arrays.stream(signs).asDoubleStream().toArray(), signs.length);
  }

  /// The kernel `k(x_i, x_j)` of the examples with one another, `(N, N)`, `float64`.
  public Tensor kernelMatrix() {
    return ExampleRows.tensor(kernelMatrix, signs.length);
  }

  /// The places of the support vectors, `a_i > 0`, in order: the margin set and the error set together.
  public int[] supportVectors() {
    return where(i -> solution.weights()[i] > 0);
  }

  /// The places of the examples on the margin, `0 < a_i < C`, in order.
  public int[] marginSet() {
    return where(i -> solution.weights()[i] > 0 && solution.weights()[i] < c);
  }

  /// The places of the examples inside the margin or on its wrong side, `a_i = C`, in order.
  public int[] errorSet() {
    return where(i -> solution.weights()[i] == c);
  }

  /// The places of the examples that fix the bias: the margin set. Where it is empty, the bias is the middle of an
  /// interval, and these are the two examples that bound it.
  public int[] biasSet() {
    int[] margin = marginSet();
    if (margin.length > 0) {
      return margin;
    }
    // Every weight is 0 or C: it may go up or down, not both.
    int highest = -1;
    int lowest = -1;
    double[] slopes = new double[signs.length];
    for (int i = 0; i < signs.length; i++) {
      slopes[i] = signs[i];
      for (int j = 0; j < signs.length; j++) {
        slopes[i] -= coefficient(j) * kernelMatrix[i][j];
      }
      boolean mayGoUp = signs[i] > 0 == (solution.weights()[i] == 0);
      if (mayGoUp && (highest < 0 || slopes[i] > slopes[highest])) {
        highest = i;
      }
      if (!mayGoUp && (lowest < 0 || slopes[i] < slopes[lowest])) {
        lowest = i;
      }
    }
    return new int[] {highest, lowest};
  }

  private int[] where(IntPredicate condition) {
    return IntStream.range(0, signs.length).filter(condition).toArray();
  }

  /// The normal of the boundary, `w = sum_i a_i y_i x_i`, so that `f(x) = w . x + b`; `(D,)`, `float64`.
  ///
  /// @throws IllegalStateException if the kernel is not the linear one: its normal has no such form
  public Tensor normal() {
    if (!(kernel instanceof Kernel.Linear)) {
      throw new IllegalStateException("normal: only a linear boundary has one normal, but the kernel is "
          + kernel + "; inputGradient gives the direction at each point");
    }
    double[] normal = new double[examples[0].length];
    for (int i : supportVectors()) {
      ExampleRows.addMultiple(normal, coefficient(i), examples[i]);
    }
    return Tensor.wrap(normal, normal.length);
  }

  /// How far the weights are from optimal: the most that a unit of change of any pair still gains.
  public double gap() {
    return solution.gap();
  }

  /// One line: kernel, C, and how many examples there are in each set.
  @Override
  public String toString() {
    return "SupportVectorMachine(" + kernel + ", C = " + c + "): " + signs.length + " examples, "
        + marginSet().length + " on the margin, " + errorSet().length + " in error";
  }
}
