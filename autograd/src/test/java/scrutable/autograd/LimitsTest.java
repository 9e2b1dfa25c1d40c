package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Gradients where numbers reach the ends of their type, or a formula its corner: right, or NaN, but never plausible.
class LimitsTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static Variable floats(double... values) {
    return Variable.tracked(Tensor.of(values, values.length).to(DType.FLOAT32));
  }

  private static Variable doubles(double... values) {
    return Variable.tracked(Tensor.of(values, values.length));
  }

  /// The gradient for an incoming gradient of one number everywhere, by shortcut and by rule; -0 counts as 0.
  private static double[] gradient(Variable output, Variable input, double incoming) {
    Variable weights = Variable.constant(Tensor.full(incoming, output.dtype(), output.shape()));
    double[] first = Gradients.ofWeighted(output, weights, List.of(input), Gradients.Options.DEFAULT).get(input)
        .add(0.0).toDoubleArray();
    double[] ruled = Gradients.ofWeighted(output, weights, List.of(input), Gradients.Options.CREATE_GRAPH).get(input)
        .add(0.0).toDoubleArray();
    assertArrayEquals(ruled, first, 1e-6 * Math.abs(incoming));
    return first;
  }

  private static double[] gradient(Variable output, Variable input) {
    return gradient(output, input, 1);
  }

  /// The gradient of one element of the gradient of a scalar: a row of the Hessian.
  private static double[] hessianRow(Variable scalar, Variable x, int row) {
    Variable first = Gradients.of(scalar, List.of(x), Gradients.Options.CREATE_GRAPH).variable(x);
    return Gradients.of(first.select(0, row), List.of(x), Gradients.Options.ALLOW_UNUSED).get(x).add(0.0)
        .toDoubleArray();
  }

  @Test
  void logSumExpOfLargeNumbersHasTheSoftmaxAsItsGradient() {
    for (double size : new double[] {1, 1e4, 1e6, 1e8, 1e30, -1e6, -1e30}) {
      for (int count = 2; count < 6; count++) {
        double[] equal = new double[count];
        Arrays.fill(equal, size);
        double[] shares = new double[count];
        Arrays.fill(shares, 1.0 / count);
        for (Variable x : new Variable[] {floats(equal), doubles(equal)}) {
          assertArrayEquals(shares, gradient(x.logSumExp(false), x), 1e-7, count + " times " + size);
        }
      }
    }
    Variable pair = doubles(1e8, 1e8);
    assertArrayEquals(new double[] {0.25, -0.25}, hessianRow(pair.logSumExp(false), pair, 0), 1e-12);
  }

  @Test
  void logSumExpFarFromZeroHasTheGradientOfTheSameNumbersNearZero() {
    Tensor near = Rng.seed(3).uniform(4, 5, 6).mul(64).map(UnaryFunction.FLOOR).div(16);
    Variable x = Variable.tracked(near);
    Variable far = Variable.tracked(near.add(1 << 18));                       // exact: a sixteenth is still there
    for (int[] axes : new int[][] {{0}, {1}, {2}, {0, 2}, {}}) {
      assertArrayEquals(gradient(x.logSumExp(true, axes), x), gradient(far.logSumExp(true, axes), far), 0);
    }
  }

  @Test
  void logSumExpOfInfinitiesHasTheLimitOrNoGradient() {
    Variable up = floats(INFINITY, 1);
    assertTrue(gradient(up.logSumExp(false), up)[1] == 0);
    Variable one = floats(-INFINITY, 3);
    assertArrayEquals(new double[] {0, 1}, gradient(one.logSumExp(false), one));
    Variable none = floats(-INFINITY, -INFINITY);
    assertArrayEquals(new double[] {0, 0}, gradient(none.logSumExp(false), none));
    Variable unknown = floats(Double.NaN, 1);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, gradient(unknown.logSumExp(false), unknown));
  }

  @Test
  void theSoftmaxFamilyIsRightForLargeEqualNumbers() {
    Variable x = floats(1e8, 1e8).reshape(1, 2);
    double half = Math.log(0.5);
    assertArrayEquals(new double[] {0.5, 0.5}, Functions.softmax(x).value().toDoubleArray(), 1e-7);
    assertArrayEquals(new double[] {half, half}, Functions.logSoftmax(x).value().toDoubleArray(), 1e-7);
    Variable logits = Variable.tracked(x.value());
    Variable loss = Functions.crossEntropyPerExample(logits, Tensor.of(new float[] {1, 0}, 1, 2));
    assertArrayEquals(new double[] {-0.5, 0.5}, gradient(loss, logits), 1e-7);
    Variable first = Functions.logSoftmax(logits).select(1, 0);
    assertArrayEquals(new double[] {0.5, -0.5}, gradient(first, logits), 1e-7);
  }

  @Test
  void activationsThatHaveReachedTheirLimitPassTheGradientOnWhateverItsSize() {
    List<UnaryOperator<Variable>> growing = List.of(Functions::silu, Functions::gelu, Functions::geluTanh,
        Variable::softplus, Variable::relu, x -> x.leakyRelu(0.0));
    List<UnaryOperator<Variable>> flat = List.of(Variable::sigmoid, Variable::tanh, Variable::erf,
        x -> x.clamp(-1, 1));
    for (double size : new double[] {1e4, 1e19, 1e30, 1e38}) {
      for (double incoming : new double[] {10, -1e3, 1e-3}) {
        Variable x = floats(size, -size);
        for (UnaryOperator<Variable> f : growing) {
          double[] g = gradient(f.apply(x), x, incoming);
          assertArrayEquals(new double[] {incoming, 0}, g, 1e-6 * Math.abs(incoming), f.apply(x) + " at " + size);
          assertArrayEquals(new double[] {x.value().get(0), 0}, f.apply(x).value().add(0.0).toDoubleArray());
        }
        for (UnaryOperator<Variable> f : flat) {
          assertArrayEquals(new double[] {0, 0}, gradient(f.apply(x), x, incoming), f.apply(x) + " at " + size);
        }
      }
    }
  }

  @Test
  void aClampPassesNothingOfAnInfiniteGradientWhereItIsFlat() {
    Variable x = floats(-2, 0, 2);
    assertArrayEquals(new double[] {0, INFINITY, 0}, gradient(x.clamp(-1, 1), x, INFINITY));
  }

  @Test
  void aNormHasItsDirectionAsGradientAtEveryScaleAndZeroAtZero() {
    for (double scale : new double[] {1, 1e-30, 1e-42, 1e25, 5e37}) {
      Variable x = floats(3 * scale, -4 * scale);
      double[] exact = x.value().toDoubleArray();
      double length = Math.hypot(exact[0], exact[1]);
      assertEquals(1, x.norm().item() / length, scale < 1e-38 ? 1e-3 : 1e-6, "scale " + scale);
      assertArrayEquals(new double[] {exact[0] / length, exact[1] / length}, gradient(x.norm(), x), 1e-6,
          "scale " + scale);
    }
    Variable tooLong = floats(3e38, 3e38);
    assertEquals(INFINITY, tooLong.norm().item());
    assertArrayEquals(new double[] {Math.sqrt(0.5), Math.sqrt(0.5)}, gradient(tooLong.norm(), tooLong), 1e-6);
    Variable rows = Variable.tracked(Tensor.of(new double[] {0, 0, 3, 4}, 2, 2));
    assertArrayEquals(new double[] {0, 5}, rows.norm(false, 1).value().toDoubleArray());
    assertArrayEquals(new double[] {0, 0, 0.6, 0.8}, gradient(rows.norm(false, 1), rows), 1e-15);
    Variable unknown = floats(Double.NaN, 0);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, gradient(unknown.norm(), unknown));
  }

  @Test
  void theSecondDerivativeOfANormIsTheProjectionOrZeroAtZero() {
    Variable x = doubles(3e-20, 4e-20);
    assertArrayEquals(new double[] {0.64 / 5e-20, -0.48 / 5e-20}, hessianRow(x.norm(), x, 0), 1e8);
    Variable zero = doubles(0, 0);
    assertArrayEquals(new double[] {0, 0}, hessianRow(zero.norm(), zero, 0));
  }

  @Test
  void aNormOfNothingIsZero() {
    Variable nothing = Variable.tracked(Tensor.zeros(DType.FLOAT64, 2, 0));
    assertArrayEquals(new double[] {0, 0}, nothing.norm(false, 1).value().toDoubleArray());
    assertEquals(0, gradient(nothing.norm(false, 1), nothing).length);
  }

  /// As the documentation of `where` shows it.
  @Test
  void whatIsNotChosenMustBeHarmlessAllTheSame() {
    Variable x = doubles(0, Math.E);
    Variable zero = Variable.constant(Tensor.scalar(0.0));
    Variable one = Variable.constant(Tensor.scalar(1.0));
    Tensor positive = x.greater(0);
    Variable right = x.where(positive, one).log().where(positive, zero);
    assertArrayEquals(new double[] {0, 1}, right.value().toDoubleArray());
    assertArrayEquals(new double[] {0, 1 / Math.E}, gradient(right, x), 1e-15);
    Variable wrong = x.log().where(positive, zero);
    assertArrayEquals(new double[] {0, 1}, wrong.value().toDoubleArray());
    assertArrayEquals(new double[] {Double.NaN, 1 / Math.E}, gradient(wrong, x), 1e-15);
  }

  @Test
  void logAddExpAddsNumbersThatAreGivenByTheirLogarithms() {
    double[] a = {0, 1, 1000, -1000, 1e8, 3, -INFINITY, -INFINITY, INFINITY, INFINITY, 40};
    double[] b = {0, 2, 1000, -1001, 1e8, -INFINITY, 2, -INFINITY, 5, INFINITY, 0};
    double[] sums = {Math.log(2), 2 + Math.log1p(Math.exp(-1)), 1000 + Math.log(2), -1000 + Math.log1p(Math.exp(-1)),
        1e8 + Math.log(2), 3, 2, -INFINITY, INFINITY, INFINITY, 40 + Math.exp(-40)};
    double early = 1 / (1 + Math.exp(1));
    double[] ofA = {0.5, early, 0.5, 1 - early, 0.5, 1, 0, 0, 1, 0.5, 1};
    double[] ofB = {0.5, 1 - early, 0.5, early, 0.5, 0, 1, 0, 0, 0.5, Math.exp(-40)};
    Variable x = doubles(a);
    Variable y = doubles(b);
    assertArrayEquals(sums, x.logAddExp(y).value().toDoubleArray(), 1e-13);
    assertArrayEquals(ofA, gradient(x.logAddExp(y), x), 1e-15);
    assertArrayEquals(ofB, gradient(x.logAddExp(y), y), 1e-15);
    assertArrayEquals(ofB, gradient(y.logAddExp(x), y), 1e-15);
    Variable narrow = floats(1e8, -3);
    Variable other = floats(1e8, -3);
    assertArrayEquals(new double[] {0.5, 0.5}, gradient(narrow.logAddExp(other), narrow), 1e-7);
    Variable unknown = doubles(Double.NaN);
    assertTrue(Double.isNaN(unknown.logAddExp(doubles(0)).value().get(0)));
    assertTrue(Double.isNaN(gradient(unknown.logAddExp(doubles(0)), unknown)[0]));
  }

  @Test
  void theSecondDerivativeOfLogAddExpIsRightForEqualNumbersToo() {
    Variable x = doubles(1e6, 1e6);
    assertArrayEquals(new double[] {0.25, -0.25}, hessianRow(x.select(0, 0).logAddExp(x.select(0, 1)), x, 0), 1e-15);
    Variable impossible = doubles(-INFINITY, -INFINITY);
    Variable none = impossible.select(0, 0).logAddExp(impossible.select(0, 1));
    assertArrayEquals(new double[] {0, 0}, hessianRow(none, impossible, 0));
  }

  /// Beyond 2^24 pixels a `float32` index would name a neighbour.
  @Test
  void samplingNamesEveryPixelOfAnImageThatFloat32CannotCount() {
    int side = 4099;
    float[] columns = new float[side * side];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i % side;
    }
    Variable image = Variable.constant(Tensor.wrap(columns, 1, 1, side, side));
    double[] grid = new double[8];
    for (int i = 0; i < 4; i++) {
      grid[2 * i] = (2 * (4000 + i) + 1.0) / side - 1;
      grid[2 * i + 1] = (2 * 4098 + 1.0) / side - 1;
    }
    Variable points = Variable.constant(Tensor.of(grid, 1, 1, 4, 2).to(DType.FLOAT32));
    assertArrayEquals(new double[] {4000, 4001, 4002, 4003},
        Functions.sample(image, points).value().toDoubleArray(), 0.01);
  }
}
