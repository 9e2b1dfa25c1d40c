package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.tensor.linalg.MatrixAssertions.assertClose;
import static scrutable.tensor.linalg.MatrixAssertions.assertRejected;
import static scrutable.tensor.linalg.MatrixAssertions.diagonal;
import static scrutable.tensor.linalg.MatrixAssertions.hilbert;
import static scrutable.tensor.linalg.MatrixAssertions.identity;
import static scrutable.tensor.linalg.MatrixAssertions.matrix;
import static scrutable.tensor.linalg.MatrixAssertions.product;
import static scrutable.tensor.linalg.MatrixAssertions.random;
import static scrutable.tensor.linalg.MatrixAssertions.vector;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ConjugateGradientsTest {
  @Test
  void aTextbookSystemIsSolvedInTwoSteps() {
    Tensor a = matrix(new double[] {4, 1}, new double[] {1, 3});
    var result = ConjugateGradients.solve(LinearOperator.of(a), vector(1, 2), 1e-14, 10);
    assertClose(vector(1 / 11.0, 7 / 11.0), result.solution(), 1e-15);
    assertEquals(2, result.iterations());
    assertTrue(result.converged());
    assertTrue(result.residual() < 1e-14);
  }

  @Test
  void itTakesAsManyStepsAsThereAreDifferentEigenvalues() {
    var eigenvalues = new double[100];
    for (int i = 0; i < 100; i++) {
      eigenvalues[i] = 1 + i % 3;
    }
    Tensor b = random(Rng.seed(13), 100, 1).reshape(100);
    var result = ConjugateGradients.solve(LinearOperator.of(diagonal(eigenvalues)), b, 1e-12, 100);
    assertEquals(3, result.iterations());
    assertClose(b.div(Tensor.of(eigenvalues, 100)), result.solution(), 1e-12);
  }

  @Test
  void agreesWithCholeskyOnARandomSystem() {
    var rng = Rng.seed(14);
    Tensor root = random(rng, 40, 60);
    Tensor a = product(root, root.t());
    Tensor b = random(rng, 40, 1).reshape(40);
    var result = ConjugateGradients.solve(LinearOperator.of(a), b, 1e-13, 200);
    assertTrue(result.converged());
    assertClose(Cholesky.of(a).solve(b), result.solution(), 1e-11);
  }

  @Test
  void theSizeOfTheRightHandSideDoesNotMatter() {
    LinearOperator a = LinearOperator.of(matrix(new double[] {4, 1}, new double[] {1, 3}));
    var usual = ConjugateGradients.solve(a, vector(1, 2), 1e-14, 10);
    for (int exponent : new int[] {-700, -600, 600, 700}) {
      double power = Math.scalb(1.0, exponent);
      var result = ConjugateGradients.solve(a, vector(power, 2 * power), 1e-14, 10);
      assertTrue(result.converged(), "2^" + exponent);
      assertEquals(usual.residual(), result.residual());
      assertArrayEquals(usual.solution().toDoubleArray(), result.solution().div(power).toDoubleArray());
    }
  }

  @Test
  void theShapeOfTheRightHandSideIsKept() {
    Tensor b = random(Rng.seed(15), 3, 4);
    var result = ConjugateGradients.solve(x -> x.mul(2.0), b, 1e-10, 5);
    assertClose(b.mul(0.5), result.solution(), 1e-15);
    assertEquals(1, result.iterations());
  }

  @Test
  void anUnfinishedRunSaysSoWithItsTrueResidual() {
    Tensor b = Tensor.full(1, DType.FLOAT64, 10);
    var result = ConjugateGradients.solve(LinearOperator.of(hilbert(10)), b, 1e-14, 3);
    assertFalse(result.converged());
    assertEquals(3, result.iterations());
    Tensor x = result.solution().reshape(10, 1);
    Tensor difference = b.reshape(10, 1).sub(product(hilbert(10), x));
    double expected = Math.sqrt(difference.square().sum().item() / 10);
    assertEquals(expected, result.residual(), 1e-12);
    var none = ConjugateGradients.solve(LinearOperator.of(identity(2)), vector(3, 4), 0, 0);
    assertEquals(1, none.residual());
    assertClose(vector(0, 0), none.solution(), 0);
  }

  @Test
  void zeroAndEmptyRightHandSidesNeedNoStep() {
    for (Tensor b : new Tensor[] {vector(0, 0), vector()}) {
      var result = ConjugateGradients.solve(x -> x, b, 0, 10);
      assertTrue(result.converged());
      assertEquals(0, result.iterations());
      assertEquals(0, result.residual());
      assertArrayEquals(b.shape(), result.solution().shape());
    }
  }

  @Test
  void anOperatorThatIsNotPositiveDefiniteIsRejected() {
    assertRejected(
        "ConjugateGradients: the operator is not positive definite: p^T A p = -3.0 in iteration 0; a multiple"
            + " of the identity added to it may help",
        () -> ConjugateGradients.solve(LinearOperator.of(diagonal(1, -1)), vector(1, 2), 1e-10, 10));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConjugateGradients.solve(x -> x.mul(Double.NaN), vector(1, 2), 1e-10, 10));
  }

  @Test
  void badArgumentsAreNamed() {
    assertRejected(
        "ConjugateGradients: the operator must return float64 of shape (2,), but returned float64 of"
            + " shape (2, 1)",
        () -> ConjugateGradients.solve(x -> x.reshape(2, 1), vector(1, 2), 1e-10, 10));
    assertRejected(
        "ConjugateGradients: expected float64, but got float32; convert with .to(DType.FLOAT64)",
        () -> ConjugateGradients.solve(x -> x, Tensor.zeros(2), 1e-10, 10));
    assertRejected(
        "ConjugateGradients: tolerance and maxIterations must not be negative, but tolerance = -1.0,"
            + " maxIterations = 10",
        () -> ConjugateGradients.solve(x -> x, vector(1), -1, 10));
    assertThrows(
        IllegalArgumentException.class, () -> ConjugateGradients.solve(x -> x, vector(1), Double.NaN, 10));
    assertThrows(IllegalArgumentException.class, () -> ConjugateGradients.solve(x -> x, vector(1), 0, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConjugateGradients.solve(x -> x, vector(Double.NaN), 1e-10, 10));
  }
}
