package scrutable.nn.classical;

import java.util.Arrays;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.ConjugateGradients;
import scrutable.tensor.linalg.LinearOperator;

/// Logistic regression: two classes, and a probability that is a squashed linear function.
///
/// ```
/// P(class 1 | x) = sigmoid(w . x + b)
/// J(w, b) = sum_i c_i crossEntropy_i + lambda / 2 |w|^2
/// ```
///
/// `J` is convex, so it has one lowest point, and Newton's method goes there in a few steps: each solves
/// `H step = -gradient` by conjugate gradients, for which products `H v = sum_i c_i p_i (1 - p_i) (x_i . v)
/// x_i + lambda v` are enough, and is halved until `J` falls. Without `lambda` and with classes that a plane
/// can part there would be no lowest point: the surer, the better, without end.
///
/// Source: Bishop, "Pattern Recognition and Machine Learning" (2006), section 4.3.
public final class LogisticRegression {
  private static final double SMALL_GRADIENT = 1e-8;
  private static final int MOST_STEPS = 100;
  private static final int MOST_PRODUCTS = 1000;

  private final double[] weights; // w, then b

  private LogisticRegression(double[] weights) {
    this.weights = weights;
  }

  /// Fits with every example counting the same, `c_i = 1`.
  ///
  /// @param inputs `(N, ...)`, each flattened
  /// @param labels `(N,)`, `int32`, 0 or 1
  /// @param lambda the price of large weights, above 0; in units of examples
  public static LogisticRegression fit(Tensor inputs, Tensor labels, double lambda) {
    return fit(inputs, labels, Tensor.ones(inputs.size(0)), lambda);
  }

  /// Fits with weighted examples: an error on an example of weight 10 is as bad as ten errors.
  ///
  /// @param counts `c (N,)`, not negative
  /// @throws IllegalArgumentException if the shapes do not fit, a label is not 0 or 1, a weight is negative,
  ///     lambda is not positive, or one of the classes is missing
  public static LogisticRegression fit(Tensor inputs, Tensor labels, Tensor counts, double lambda) {
    double[][] rows = ExampleRows.of("LogisticRegression", inputs);
    int[] classes = ExampleRows.labels("LogisticRegression", labels, rows.length, 2);
    if (!(lambda > 0) || rows.length == 0) {
      throw new IllegalArgumentException("LogisticRegression: lambda must be positive, and there must be an"
          + " example, but lambda = " + lambda + " and there are " + rows.length + " examples");
    }
    double[] weights = requireCounts(counts, rows.length);
    requireBothClasses(classes, weights);
    var objective = new LogisticLoss(rows, classes, weights, lambda);
    double[] w = new double[rows[0].length + 1];
    double[] gradient = objective.gradient(w);
    double target = SMALL_GRADIENT * Math.max(1, norm(gradient));
    for (int step = 0; step < MOST_STEPS && norm(gradient) > target; step++) {
      w = newtonStep(objective, w, gradient);
      gradient = objective.gradient(w);
    }
    return new LogisticRegression(w);
  }

  private static double[] requireCounts(Tensor counts, int n) {
    double[] values = counts.toDoubleArray();
    if (counts.rank() != 1 || values.length != n || Arrays.stream(values).anyMatch(c -> !(c >= 0))) {
      throw new IllegalArgumentException("LogisticRegression: " + n + " examples need as many weights, none"
          + " negative, but their shape is " + Shape.text(counts.shape()));
    }
    return values;
  }

  /// The bias is free: with one class alone, the surer, the better, without end.
  private static void requireBothClasses(int[] classes, double[] counts) {
    double[] ofClass = new double[2];
    for (int i = 0; i < classes.length; i++) {
      ofClass[classes[i]] += counts[i];
    }
    for (int k = 0; k < 2; k++) {
      if (!(ofClass[k] > 0)) {
        throw new IllegalArgumentException("LogisticRegression: there is no example of class " + k
            + " that counts, and without one the best bias is infinite");
      }
    }
  }

  private static double[] newtonStep(LogisticLoss objective, double[] w, double[] gradient) {
    LinearOperator hessian = objective.hessian(w);
    Tensor step = ConjugateGradients.solve(hessian, Tensor.of(gradient, w.length), 1e-10, MOST_PRODUCTS)
        .solution();
    double[] direction = step.toDoubleArray();
    double slope = ExampleRows.dot(gradient, direction);
    double before = objective.value(w);
    double length = 1;
    double[] next = moved(w, -length, direction);
    while (objective.value(next) > before - 1e-4 * length * slope && length > 1e-10) {
      length /= 2;
      next = moved(w, -length, direction);
    }
    return next;
  }

  private static double[] moved(double[] w, double length, double[] direction) {
    double[] next = w.clone();
    ExampleRows.addMultiple(next, length, direction);
    return next;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(ExampleRows.dot(vector, vector));
  }

  private static double score(double[] w, double[] row) {
    double score = w[row.length];
    for (int d = 0; d < row.length; d++) {
      score += w[d] * row[d];
    }
    return score;
  }

  private static double sigmoid(double score) {
    return 1 / (1 + StrictMath.exp(-score));
  }

  /// `J` and its derivatives; the last of the weights is the bias, which costs nothing.
  private record LogisticLoss(double[][] rows, int[] classes, double[] counts, double lambda) {
    double value(double[] w) {
      double value = lambda / 2 * (ExampleRows.dot(w, w) - w[w.length - 1] * w[w.length - 1]);
      for (int i = 0; i < rows.length; i++) {
        double againstClass = (1 - 2 * classes[i]) * score(w, rows[i]);
        value += counts[i] * (Math.max(againstClass, 0)
            + StrictMath.log1p(StrictMath.exp(-Math.abs(againstClass)))); // log(1 + e^z) without overflow
      }
      return value;
    }

    double[] gradient(double[] w) {
      double[] gradient = penalty(w);
      for (int i = 0; i < rows.length; i++) {
        add(gradient, counts[i] * (sigmoid(score(w, rows[i])) - classes[i]), rows[i]);
      }
      return gradient;
    }

    LinearOperator hessian(double[] w) {
      double[] curvatures = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        double p = sigmoid(score(w, rows[i]));
        curvatures[i] = counts[i] * p * (1 - p);
      }
      return vector -> {
        double[] v = vector.toDoubleArray();
        double[] product = penalty(v);
        for (int i = 0; i < rows.length; i++) {
          add(product, curvatures[i] * score(v, rows[i]), rows[i]);
        }
        return Tensor.wrap(product, product.length);
      };
    }

    private double[] penalty(double[] w) {
      double[] penalty = new double[w.length];
      for (int d = 0; d < w.length - 1; d++) {
        penalty[d] = lambda * w[d];
      }
      return penalty;
    }

    private static void add(double[] sum, double factor, double[] row) {
      for (int d = 0; d < row.length; d++) {
        sum[d] += factor * row[d];
      }
      sum[row.length] += factor;
    }
  }

  /// The score `w . x + b` of each example, the logarithm of the odds of class 1: `(M, ...)` to `(M,)`,
  /// `float64`.
  public Tensor decisionFunction(Tensor inputs) {
    double[][] rows = ExampleRows.ofLength("LogisticRegression", inputs, weights.length - 1);
    return Tensor.wrap(Arrays.stream(rows).mapToDouble(row -> score(weights, row)).toArray(), rows.length);
  }

  /// The probability of class 1 of each example: `(M, ...)` to `(M,)`, `float64`.
  public Tensor probability(Tensor inputs) {
    double[] scores = decisionFunction(inputs).toDoubleArray();
    return Tensor.wrap(Arrays.stream(scores).map(LogisticRegression::sigmoid).toArray(), scores.length);
  }

  /// The weights `w (D,)`, `float64`.
  public Tensor weights() {
    return Tensor.wrap(Arrays.copyOf(weights, weights.length - 1), weights.length - 1);
  }

  /// The bias `b`.
  public double bias() {
    return weights[weights.length - 1];
  }

  @Override
  public String toString() {
    return "LogisticRegression: " + (weights.length - 1) + " weights and a bias";
  }
}
