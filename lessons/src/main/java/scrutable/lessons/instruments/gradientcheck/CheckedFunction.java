package scrutable.lessons.instruments.gradientcheck;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import scrutable.autograd.Functions;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.GradientReport;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// A function with inputs at which its gradient is checked.
///
/// @param name   what the table calls it
/// @param apply  the function
/// @param inputs `float64` tensors, away from kinks
record CheckedFunction(String name, Function<Variable[], Variable> apply, Tensor... inputs) {

  GradientReport check(GradientCheck.Options options) {
    Tensor[] converted = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      converted[i] = inputs[i].to(options.dtype());
    }
    return GradientCheck.check(options, apply, converted);
  }

  /// Its value at the inputs.
  Tensor value() {
    return apply.apply(Arrays.stream(inputs).map(Variable::constant).toArray(Variable[]::new)).value();
  }

  /// The gradient of the sum of its elements with respect to one input, as the chain rule gives it.
  Tensor gradient(int input) {
    Variable[] tracked = Arrays.stream(inputs).map(Variable::tracked).toArray(Variable[]::new);
    return Gradients.of(apply.apply(tracked).sum(), tracked[input]).get(tracked[input]);
  }

  /// The functions that networks and attacks are made of.
  static List<CheckedFunction> ofTheEngine(Rng rng) {
    Tensor labels = Tensor.ofInts(new int[] {2, 0, 4}, 3);
    Tensor images = normal(rng, 2, 2, 7, 7);
    return List.of(
        new CheckedFunction("square", x -> x[0].square(), normal(rng, 4, 5)),
        new CheckedFunction("exp", x -> x[0].exp(), normal(rng, 4, 5)),
        new CheckedFunction("tanh", x -> x[0].tanh(), normal(rng, 4, 5)),
        new CheckedFunction("a + b, broadcast", x -> x[0].add(x[1]), normal(rng, 4, 5), normal(rng, 5)),
        new CheckedFunction("a / b, broadcast", x -> x[0].div(x[1]), normal(rng, 3, 1), normal(rng, 1, 4).abs().add(1)),
        new CheckedFunction("matrix product", x -> x[0].matmul(x[1]), normal(rng, 4, 4), normal(rng, 4, 4)),
        new CheckedFunction("mean over rows", x -> x[0].mean(false, 1), normal(rng, 3, 6)),
        new CheckedFunction("softmax", x -> Functions.softmax(x[0]), normal(rng, 3, 5)),
        new CheckedFunction("cross-entropy", x -> Losses.crossEntropyPerExample(x[0], labels), normal(rng, 3, 5)),
        new CheckedFunction("standardise", x -> Functions.standardize(x[0], 1e-5), normal(rng, 3, 8)),
        new CheckedFunction("GELU", x -> Functions.gelu(x[0]), normal(rng, 4, 5)),
        new CheckedFunction("convolution", x -> Functions.conv2d(x[0], x[1], Window.square(3, 2, 1)), images,
            normal(rng, 3, 2, 3, 3)),
        new CheckedFunction("average pooling", x -> Functions.averagePool2d(x[0], Window.square(3, 2, 0)), images),
        new CheckedFunction("max pooling", x -> Functions.maxPool2d(x[0], Window.square(2, 2, 0)),
        distinct(2, 1, 6, 6)),
        new CheckedFunction("bilinear sampling", x -> Functions.sample(x[0], x[1]), normal(rng, 1, 1, 6, 6), grid()));
  }

  static Tensor normal(Rng rng, int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  /// Numbers a whole step apart, so that no small change makes another one the largest.
  private static Tensor distinct(int... shape) {
    int count = Shape.elementCount(shape);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = (i * 29 % count) / 4.0 - 3;
    }
    return Tensor.wrap(values, shape);
  }

  /// Sampling points in the middle of pixel squares, where bilinear interpolation has no kink.
  private static Tensor grid() {
    double[] points = new double[3 * 3 * 2];
    for (int i = 0; i < points.length; i++) {
      int cell = i % 2 == 0 ? i / 2 % 3 : i / 6;
      points[i] = (2 * (cell + 1.3) + 1) / 6 - 1;
    }
    return Tensor.wrap(points, 1, 3, 3, 2);
  }
}
