package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Gradients of gradients, and products with the Hessian.
class HigherOrderTest {
  private static final double[] POINTS = {0.3, 0.9, 1.7};

  private static Variable derivative(Variable y, Variable x) {
    return Gradients.of(y.sum(), List.of(x), Gradients.Options.CREATE_GRAPH).variable(x);
  }

  private static void assertDerivatives(UnaryOperator<Variable> f, DoubleUnaryOperator... closedForms) {
    Variable x = Variable.tracked(Tensor.of(POINTS, POINTS.length));
    Variable y = f.apply(x);
    for (int order = 0; order < closedForms.length; order++) {
      for (int i = 0; i < POINTS.length; i++) {
        double expected = closedForms[order].applyAsDouble(POINTS[i]);
        assertEquals(expected, y.value().get(i), 1e-11 * Math.max(1, Math.abs(expected)), "order " + order);
      }
      y = order + 1 < closedForms.length ? derivative(y, x) : y;
    }
  }

  @Test
  void threeDerivativesOfElementaryFunctionsHaveTheirClosedForms() {
    assertDerivatives(x -> x.pow(4), x -> x * x * x * x, x -> 4 * x * x * x, x -> 12 * x * x, x -> 24 * x);
    assertDerivatives(Variable::exp, Math::exp, Math::exp, Math::exp, Math::exp);
    assertDerivatives(Variable::log, Math::log, x -> 1 / x, x -> -1 / (x * x), x -> 2 / (x * x * x));
    assertDerivatives(Variable::sin, Math::sin, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x));
    assertDerivatives(Variable::cos, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x), Math::sin);
    assertDerivatives(Variable::sqrt, Math::sqrt, x -> 0.5 / Math.sqrt(x), x -> -0.25 * Math.pow(x, -1.5),
        x -> 0.375 * Math.pow(x, -2.5));
    DoubleUnaryOperator sech2 = x -> 1 / (Math.cosh(x) * Math.cosh(x));
    assertDerivatives(Variable::tanh, Math::tanh, sech2,
        x -> -2 * Math.tanh(x) * sech2.applyAsDouble(x),
        x -> sech2.applyAsDouble(x) * (4 * Math.tanh(x) * Math.tanh(x) - 2 * sech2.applyAsDouble(x)));
    DoubleUnaryOperator s = x -> 1 / (1 + Math.exp(-x));
    assertDerivatives(Variable::softplus, x -> Math.log(1 + Math.exp(x)), s,
        x -> s.applyAsDouble(x) * (1 - s.applyAsDouble(x)),
        x -> s.applyAsDouble(x) * (1 - s.applyAsDouble(x)) * (1 - 2 * s.applyAsDouble(x)));
    Variable one = Variable.constant(Tensor.scalar(1.0));
    assertDerivatives(x -> one.div(x.square().add(1)), x -> 1 / (1 + x * x),
        x -> -2 * x / Math.pow(1 + x * x, 2), x -> (6 * x * x - 2) / Math.pow(1 + x * x, 3),
        x -> 24 * x * (1 - x * x) / Math.pow(1 + x * x, 4));
  }

  @Test
  void theGradientOfAGradientNormReachesThePenalisedWeights() {
    Variable w = Variable.tracked(Tensor.of(new double[] {2, -1}, 2));
    Variable x = Variable.tracked(Tensor.of(new double[] {0.5, 3}, 2));
    Variable penalty = derivative(w.mul(x.pow(3)), x).square().sum();          // 9 w^2 x^4
    assertArrayEquals(new double[] {2 * 9 * 2 * 0.0625, -2 * 9 * 81},
        Gradients.of(penalty, w).get(w).toDoubleArray(), 1e-10);
  }

  private static Tensor random(Rng rng, int... shape) {
    double[] values = new double[Shape.elementCount(shape)];
    Arrays.setAll(values, i -> rng.nextGaussian());
    return Tensor.wrap(values, shape);
  }

  /// A small network with a bias, its loss and its parameters: enough structure for a full Hessian.
  private static final class Net {
    private final Rng rng = Rng.seed(3);
    private final Tensor images = random(rng, 6, 4);
    private final Tensor targets = Indexing.oneHot(Tensor.ofInts(new int[] {0, 2, 1, 1, 0, 2}, 6), 3, DType.FLOAT64);
    private final Parameter first = new Parameter(random(rng, 5, 4));
    private final Parameter bias = new Parameter(random(rng, 5));
    private final Parameter second = new Parameter(random(rng, 3, 5));
    private final List<Parameter> parameters = List.of(first, bias, second);

    Variable loss() {
      Variable hidden = Variable.constant(images).matmul(first.t()).add(bias).tanh();
      return Functions.crossEntropyPerExample(hidden.matmul(second.t()), targets).mean();
    }

    List<Tensor> direction() {
      return parameters.stream().map(p -> random(rng, p.shape())).toList();
    }

    List<Tensor> gradient() {
      Gradients gradients = Gradients.of(loss(), parameters);
      return parameters.stream().map(gradients::get).toList();
    }

    void move(List<Tensor> direction, double amount) {
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).assign(parameters.get(i).value().add(direction.get(i).mul(amount)));
      }
    }
  }

  private static double dot(List<Tensor> a, List<Tensor> b) {
    double total = 0;
    for (int i = 0; i < a.size(); i++) {
      total += a.get(i).mul(b.get(i)).sum().item();
    }
    return total;
  }

  @Test
  void hessianVectorProductsAgreeWithDifferencesOfGradients() {
    Net net = new Net();
    List<Tensor> v = net.direction();
    List<Tensor> product = Functions.hessianVectorProduct(net.loss(), net.parameters, v);
    double step = 1e-5;
    net.move(v, step);
    List<Tensor> above = net.gradient();
    net.move(v, -2 * step);
    List<Tensor> below = net.gradient();
    for (int i = 0; i < v.size(); i++) {
      double[] numeric = above.get(i).sub(below.get(i)).div(2 * step).toDoubleArray();
      assertArrayEquals(numeric, product.get(i).toDoubleArray(), 1e-8);
    }
  }

  @Test
  void theHessianIsSymmetric() {
    Net net = new Net();
    List<Tensor> u = net.direction();
    List<Tensor> v = net.direction();
    double uHv = dot(u, Functions.hessianVectorProduct(net.loss(), net.parameters, v));
    double vHu = dot(v, Functions.hessianVectorProduct(net.loss(), net.parameters, u));
    assertEquals(uHv, vHu, 1e-12);
    assertTrue(Math.abs(uHv) > 1e-3);
  }

  @Test
  void hessianVectorProductsDoNotDependOnTheScopeTheyAreTakenIn() {
    Net net = new Net();
    List<Tensor> v = net.direction();
    Variable loss = net.loss();
    List<Tensor> outside = Functions.hessianVectorProduct(loss, net.parameters, v);
    List<Tensor> inside = Graph.withoutRecording(
        () -> Functions.hessianVectorProduct(loss, net.parameters, v));
    assertEquals(dot(outside, outside), dot(inside, outside));
    assertTrue(dot(outside, outside) > 0);
  }

  @Test
  void powerIterationFindsTheLargestEigenvalueOfAQuadratic() {
    Rng rng = Rng.seed(8);
    Tensor root = random(rng, 6, 6);
    Tensor matrix = root.t().matmul(root).add(Tensor.identity(6, DType.FLOAT64));
    Parameter theta = new Parameter(random(rng, 6, 1));
    Variable loss = theta.t().matmul(Variable.constant(matrix)).matmul(theta).mul(0.5).sum();
    Tensor v = random(rng, 6, 1);
    double eigenvalue = 0;
    for (int i = 0; i < 300; i++) {
      Tensor next = Functions.hessianVectorProduct(loss, List.of(theta), List.of(v)).getFirst();
      eigenvalue = v.mul(next).sum().item() / v.square().sum().item();
      v = next.div(Math.sqrt(next.square().sum().item()));
    }
    Tensor residual = matrix.matmul(v).sub(v.mul(eigenvalue));
    assertEquals(0, residual.abs().max().item(), 1e-6);
    double trace = 0;
    for (int i = 0; i < 6; i++) {
      trace += matrix.get(i, i);
    }
    assertTrue(eigenvalue > trace / 6 && eigenvalue < trace);
  }

  @Test
  void theHessianOfALinearLossIsZero() {
    Parameter a = new Parameter(Tensor.of(new double[] {1, 2}, 2));
    Parameter b = new Parameter(Tensor.of(new double[] {3, 4}, 2));
    Tensor ones = Tensor.of(new double[] {1, 1}, 2);
    List<Tensor> linear = Functions.hessianVectorProduct(a.sum().add(b.sum()), List.of(a, b),
        List.of(ones, ones));
    List<Tensor> half = Functions.hessianVectorProduct(a.square().add(b).sum(), List.of(a, b),
        List.of(ones, ones));
    assertArrayEquals(new double[2], linear.get(0).toDoubleArray());
    assertArrayEquals(new double[] {2, 2}, half.get(0).toDoubleArray());
    assertArrayEquals(new double[2], half.get(1).toDoubleArray());
    assertThrows(IllegalArgumentException.class,
        () -> Functions.hessianVectorProduct(a.sum(), List.of(a), List.of(ones, ones)));
  }
}
