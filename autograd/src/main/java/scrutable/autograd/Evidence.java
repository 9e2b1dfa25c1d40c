package scrutable.autograd;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// What is known of one wrong gradient: the function's input and output, the gradient that its rule gives, the right
/// one by central differences, and the Jacobian, which says which output depends on which element and how much.
///
/// @param input which input the wrong gradient belongs to
/// @param shape its shape
/// @param outputShape the shape of the output
/// @param x the elements of the input
/// @param y the outputs
/// @param g the incoming gradient: the weights of the outputs
/// @param analytic what the rule gives
/// @param numeric what is right
/// @param jacobian `[output][element]`, by central differences
/// @param difference the function, to be asked again
record Evidence(int input, int[] shape, int[] outputShape, double[] x, double[] y, double[] g, double[] analytic,
    double[] numeric, double[][] jacobian, Difference difference) {
  private static final int MOST_ELEMENTS = 500;
  private static final int MOST_ENTRIES = 100_000;
  private static final double CLOSE = 1e-5;

  /// Collects it; null where that would take long, or where central differences are too coarse to tell patterns apart.
  static Evidence of(Difference difference, int input) {
    Tensor x = difference.tensors()[input];
    long entries = (long) x.elementCount() * difference.outputs().length;
    if (x.dtype() != DType.FLOAT64 || x.elementCount() > MOST_ELEMENTS || entries > MOST_ENTRIES) {
      return null;
    }
    return new Evidence(input, x.shape(), difference.outputShape(), x.toDoubleArray(), difference.outputs(),
        difference.outputWeights(), difference.analytic(input), difference.numeric(input),
        difference.jacobian(input, difference.tensors()), difference);
  }

  /// Whether two lists of numbers are the same, up to the error of central differences; never if one is not finite.
  boolean same(double[] a, double[] b) {
    double scale = 0.01 * Math.max(largest(a), largest(b));
    boolean same = a.length == b.length && scale > 0 && scale < Double.POSITIVE_INFINITY;
    for (int i = 0; same && i < a.length; i++) {
      same = Math.abs(a[i] - b[i]) <= CLOSE * Math.max(scale, Math.max(Math.abs(a[i]), Math.abs(b[i])));
    }
    return same;
  }

  /// Whether the rule is wrong in an element.
  boolean isWrong(int at) {
    double scale = 0.01 * Math.max(largest(analytic), largest(numeric));
    return !(Math.abs(analytic[at] - numeric[at])
        <= CLOSE * Math.max(scale, Math.max(Math.abs(analytic[at]), Math.abs(numeric[at]))));
  }

  static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  boolean hasShapeOfOutput() {
    return Arrays.equals(shape, outputShape);
  }

  /// Whether each output depends on the element in its own place and on nothing else.
  boolean isElementwise() {
    if (!hasShapeOfOutput()) {
      return false;
    }
    double scale = Arrays.stream(jacobian).mapToDouble(Evidence::largest).max().orElse(0);
    for (int row = 0; row < jacobian.length; row++) {
      for (int column = 0; column < x.length; column++) {
        if (row != column && Math.abs(jacobian[row][column]) > CLOSE * scale) {
          return false;
        }
      }
    }
    return true;
  }

  /// Whether the function is linear in this input: its Jacobian does not change with it.
  boolean isLinear() {
    Tensor[] doubled = difference.tensors().clone();
    doubled[input] = doubled[input].mul(2);
    double[][] there = difference.jacobian(input, doubled);
    boolean linear = true;
    for (int row = 0; linear && row < there.length; row++) {
      linear = same(there[row], jacobian[row]) || largest(there[row]) + largest(jacobian[row]) == 0;
    }
    return linear;
  }

  /// The right gradient for another incoming one, `J^T g`.
  static double[] pullBack(double[][] jacobian, double[] g, int elements) {
    double[] gradient = new double[elements];
    for (int row = 0; row < g.length; row++) {
      for (int column = 0; column < elements; column++) {
        gradient[column] += g[row] * jacobian[row][column];
      }
    }
    return gradient;
  }

  /// How messages call an input: x, or x0, x1, ... if there are several.
  String name(int which) {
    return difference.inputs() == 1 ? "x" : "x" + which;
  }
}
