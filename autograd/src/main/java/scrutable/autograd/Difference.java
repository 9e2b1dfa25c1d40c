package scrutable.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The two gradients that [GradientCheck] compares: by the graph and by central differences.
///
/// The difference is taken per output and only then weighted and summed, so that outputs an element does not
/// influence cancel exactly and add no rounding.
final class Difference {
  private static final long SEED = 1970;

  private final GradientCheck.Options options;
  private final Function<Variable[], Variable> f;
  private final Tensor[] inputs;
  private final double[] outputs;
  private final int[] outputShape;
  private final double[] weights;
  private final double[][] analytic;
  private final double[][] numeric;

  Difference(GradientCheck.Options options, Function<Variable[], Variable> f, Tensor[] inputs) {
    this.options = options;
    this.f = f;
    this.inputs = inputs;
    double[][] before = Arrays.stream(inputs).map(Tensor::toDoubleArray).toArray(double[][]::new);
    Variable[] x = GradientCheck.tracked(inputs);
    Variable output = f.apply(x);
    requireType(output);
    requireUnchanged(before, output);
    this.outputs = output.value().toDoubleArray();
    this.outputShape = output.shape();
    Tensor w = weights(output.value());
    this.weights = w.toDoubleArray();
    Gradients gradients = Gradients.ofWeighted(output, Variable.constant(w), List.of(x),
        Gradients.Options.ALLOW_UNUSED);
    this.analytic = Arrays.stream(x).map(input -> gradients.get(input).toDoubleArray())
        .toArray(double[][]::new);
    this.numeric = new double[inputs.length][];
    if (!Arrays.equals(outputs, f.apply(x).value().toDoubleArray())) {
      throw new IllegalArgumentException("gradient check: the function is random, two calls with the same"
          + " input differ; make its generator inside the function, from a fixed seed");
    }
    for (int input = 0; input < inputs.length; input++) {
      numeric[input] = new double[inputs[input].elementCount()];
      for (int at = 0; at < numeric[input].length; at++) {
        numeric[input][at] = centralDifference(input, at);
      }
    }
  }

  private void requireType(Variable output) {
    if (output.dtype() != options.dtype()) {
      throw new IllegalArgumentException("gradient check: the function turned its " + options.dtype()
          + " inputs into a " + output.dtype() + " result " + Shape.text(output.shape()));
    }
  }

  private void requireUnchanged(double[][] before, Variable output) {
    for (int input = 0; input < before.length; input++) {
      double[] after = inputs[input].toDoubleArray();
      int at = Arrays.mismatch(before[input], after);
      if (at >= 0) {
        throw new IllegalArgumentException("gradient check: the forward pass of "
            + (output.isLeaf() ? "the function" : output.op().name()) + " changes its input " + input + " of shape "
            + Shape.text(inputs[input].shape()) + ", at index " + Shape.text(index(inputs[input].shape(), at))
            + " from " + before[input][at] + " to " + after[at] + ". An input belongs to others too: write into a"
            + " copy");
      }
    }
  }

  /// Fixed random weights for every output: 0.5 to 1.5, positive and negative.
  static Tensor weights(Tensor output) {
    Rng rng = Rng.seed(SEED);
    double[] values = new double[output.elementCount()];
    Arrays.setAll(values, i -> (rng.nextBoolean() ? 1 : -1) * (0.5 + rng.nextDouble()));
    return Tensor.wrap(values, output.shape()).to(output.dtype());
  }

  int inputs() {
    return inputs.length;
  }

  Tensor[] tensors() {
    return inputs;
  }

  int elements(int input) {
    return inputs[input].elementCount();
  }

  /// What the rules give for another incoming gradient.
  double[] analyticFor(int input, double[] incoming) {
    Variable[] x = GradientCheck.tracked(inputs);
    Variable weights = Variable.constant(Tensor.of(incoming, outputShape).to(options.dtype()));
    return Gradients.ofWeighted(f.apply(x), weights, List.of(x), Gradients.Options.ALLOW_UNUSED).get(x[input])
        .toDoubleArray();
  }

  double[] outputs() {
    return outputs;
  }

  int[] outputShape() {
    return outputShape;
  }

  double[] outputWeights() {
    return weights;
  }

  double[] analytic(int input) {
    return analytic[input];
  }

  double[] numeric(int input) {
    return numeric[input];
  }

  /// The largest gradient or weighted output.
  double scale() {
    double scale = Double.MIN_NORMAL;
    for (int i = 0; i < outputs.length; i++) {
      scale = larger(scale, outputs[i] * weights[i]);
    }
    for (int input = 0; input < inputs.length; input++) {
      for (int at = 0; at < elements(input); at++) {
        scale = larger(larger(scale, analytic[input][at]), numeric[input][at]);
      }
    }
    return scale;
  }

  private static double larger(double scale, double value) {
    return Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
  }

  GradientReport.Element element(int input, int at, double floor) {
    double a = analytic[input][at];
    double n = numeric[input][at];
    double size = Math.max(Math.max(Math.abs(a), Math.abs(n)), floor);
    double error = Double.isFinite(a - n) ? Math.abs(a - n) / size : Double.POSITIVE_INFINITY;
    int[] shape = inputs[input].shape();
    return new GradientReport.Element(input, shape, index(shape, at), a, n, error);
  }

  private static int[] index(int[] shape, int flat) {
    int[] index = new int[shape.length];
    for (int axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  private double centralDifference(int input, int at) {
    double step = options.step() * Math.max(1, Math.abs(value(input, at)));
    double above = round(value(input, at) + step);
    double below = round(value(input, at) - step);
    double[] up = outputsAt(input, at, above);
    double[] down = outputsAt(input, at, below);
    double total = 0;
    for (int i = 0; i < weights.length; i++) {
      total += weights[i] * (up[i] - down[i]);
    }
    return total / (above - below);
  }

  /// The slopes just below and just above an element; they differ at a kink.
  double[] oneSidedSlopes(int input, int at) {
    double x = value(input, at);
    double step = options.step() * Math.max(1, Math.abs(x));
    double[] slopes = new double[2];
    for (int side = 0; side < 2; side++) {
      double moved = round(side == 0 ? x - step : x + step);
      double[] there = outputsAt(input, at, moved);
      for (int i = 0; i < weights.length; i++) {
        slopes[side] += weights[i] * (there[i] - outputs[i]) / (moved - x);
      }
    }
    return slopes;
  }

  /// Whether the slope jumps within two steps of an element.
  boolean hasKink(int input, int at, double floor) {
    return hasKink(input, at, 2 * options.step() * Math.max(1, Math.abs(value(input, at))), floor);
  }

  /// Whether the slope jumps within a distance of an element.
  ///
  /// The second difference quotient `(y(x + d) - 2 y(x) + y(x - d)) / d^2` of a smooth function is nearly the
  /// same for d, d/2 and d/4: it is y''. With a kink at distance c it is `jump (d - c) / d^2` for d > c and 0
  /// otherwise, which no c keeps constant for three distances.
  boolean hasKink(int input, int at, double distance, double floor) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double d = distance; d > distance / 5; d /= 2) {
      double[] up = outputsAt(input, at, value(input, at) + d);
      double[] down = outputsAt(input, at, value(input, at) - d);
      double curvature = 0;
      for (int i = 0; i < weights.length; i++) {
        curvature += weights[i] * (up[i] - 2 * outputs[i] + down[i]) / (d * d);
      }
      smallest = Math.min(smallest, curvature);
      largest = Math.max(largest, curvature);
    }
    double gradient = Math.max(Math.abs(analytic[input][at]), Math.abs(numeric[input][at]));
    return (largest - smallest) * distance > 0.01 * Math.max(gradient, floor);
  }

  /// Whether the slope jumps about at steps far too small for a kink to matter: the function is rounded inside to
  /// fewer digits than its inputs have.
  boolean isRough(int input, int at, double floor) {
    double tolerance = 0.05 * Math.max(Math.abs(numeric[input][at]), floor);
    return spreadOfSlopes(input, at, 1) > tolerance || spreadOfSlopes(input, at, -1) > tolerance;
  }

  /// How far the one-sided slopes of three tiny steps to one side differ; the largest is three steps of `float32`.
  private double spreadOfSlopes(int input, int at, int side) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double step : new double[] {4e-7, 1e-7, 4e-8}) {
      double x = value(input, at);
      double moved = x + side * step * Math.max(1, Math.abs(x));
      double[] there = outputsAt(input, at, moved);
      double slope = 0;
      for (int i = 0; i < weights.length; i++) {
        slope += weights[i] * (there[i] - outputs[i]) / (moved - x);
      }
      smallest = Math.min(smallest, slope);
      largest = Math.max(largest, slope);
    }
    return largest - smallest;
  }

  /// The Jacobian by central differences at inputs of the same shapes: a row for each output, a column for each
  /// element of one input.
  double[][] jacobian(int input, Tensor... at) {
    int columns = at[input].elementCount();
    double[][] jacobian = new double[weights.length][columns];
    double[] values = at[input].toDoubleArray();
    for (int column = 0; column < columns; column++) {
      double step = options.step() * Math.max(1, Math.abs(values[column]));
      double above = round(values[column] + step);
      double below = round(values[column] - step);
      double[] up = outputsAt(at, input, column, above);
      double[] down = outputsAt(at, input, column, below);
      for (int row = 0; row < weights.length; row++) {
        jacobian[row][column] = (up[row] - down[row]) / (above - below);
      }
    }
    return jacobian;
  }

  private double value(int input, int at) {
    return inputs[input].reshape(-1).get(at);
  }

  private double round(double x) {
    return options.dtype() == DType.FLOAT32 ? (float) x : x;
  }

  private double[] outputsAt(int input, int at, double value) {
    return outputsAt(inputs, input, at, value);
  }

  private double[] outputsAt(Tensor[] around, int input, int at, double value) {
    double[] values = around[input].toDoubleArray();
    values[at] = value;
    Tensor[] moved = around.clone();
    moved[input] = Tensor.wrap(values, around[input].shape()).to(options.dtype());
    return f.apply(GradientCheck.tracked(moved)).value().toDoubleArray();
  }
}
