package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.tensor.linalg.MatrixAssertions.assertClose;
import static scrutable.tensor.linalg.MatrixAssertions.assertRejected;
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

class CholeskyTest {
  private static final Tensor TEXTBOOK =
      matrix(new double[] {4, 12, -16}, new double[] {12, 37, -43}, new double[] {-16, -43, 98});

  @Test
  void theFactorOfATextbookMatrixIsExact() {
    Tensor lower = matrix(new double[] {2, 0, 0}, new double[] {6, 1, 0}, new double[] {-8, 5, 3});
    assertClose(lower, Cholesky.of(TEXTBOOK).lower(), 0);
    assertEquals(StrictMath.log(36), Cholesky.of(TEXTBOOK).logDeterminant(), 1e-15);
  }

  @Test
  void solvesOneAndSeveralRightHandSides() {
    var cholesky = Cholesky.of(TEXTBOOK);
    assertClose(vector(1, 2, 3), cholesky.solve(vector(-20, -43, 192)), 1e-12);
    Tensor solutions = matrix(new double[] {1, 0}, new double[] {2, 1}, new double[] {3, -1});
    assertClose(solutions, cholesky.solve(product(TEXTBOOK, solutions)), 1e-11);
  }

  @Test
  void reconstructsRandomMatricesOfEverySmallSize() {
    var rng = Rng.seed(1);
    for (int n = 1; n <= 20; n++) {
      Tensor root = random(rng, n, n + 3);
      Tensor a = product(root, root.t());
      var cholesky = Cholesky.of(a);
      assertClose(a, product(cholesky.lower(), cholesky.lower().t()), 1e-13 * n * n);
      assertClose(identity(n), product(a, cholesky.solve(identity(n))), 1e-9);
    }
  }

  @Test
  void theHilbertMatrixIsSolvedWithASmallResidual() {
    Tensor a = hilbert(10); // condition number 1.6e13: the solution is poor, the residual must not be
    Tensor b = product(a, Tensor.full(1, DType.FLOAT64, 10, 1));
    assertClose(b, product(a, Cholesky.of(a).solve(b)), 1e-15);
    // the determinant of the Hilbert matrix of order 10 is 2.164179226431492e-53
    assertEquals(StrictMath.log(2.164179226431492e-53), Cholesky.of(a).logDeterminant(), 2e-4);
  }

  @Test
  void theLogDeterminantExistsWhereTheDeterminantOverflows() {
    Tensor a = identity(1000).mul(1e10);
    assertEquals(1000 * StrictMath.log(1e10), Cholesky.of(a).logDeterminant(), 1e-9);
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteIsRejectedAtItsPivot() {
    Tensor a = matrix(new double[] {1, 2}, new double[] {2, 3.5});
    assertRejected(
        "Cholesky: the matrix is not positive definite: pivot 1 is -0.5; adding a small multiple of the"
            + " identity may help",
        () -> Cholesky.of(a));
    assertThrows(IllegalArgumentException.class, () -> Cholesky.of(Tensor.zeros(DType.FLOAT64, 2, 2)));
  }

  @Test
  void badArgumentsAreNamed() {
    assertRejected(
        "Cholesky: expected a symmetric matrix, but a(1, 0) = 3.0 and a(0, 1) = 2.0",
        () -> Cholesky.of(matrix(new double[] {1, 2}, new double[] {3, 4})));
    assertRejected(
        "Cholesky: expected a square matrix, but the shape is (2, 3); 2 != 3",
        () -> Cholesky.of(Tensor.zeros(DType.FLOAT64, 2, 3)));
    assertRejected(
        "Cholesky: expected a matrix, a tensor of rank 2, but the shape is (4,)",
        () -> Cholesky.of(vector(1, 2, 3, 4)));
    assertRejected(
        "Cholesky: expected float64, but got float32; convert with .to(DType.FLOAT64)",
        () -> Cholesky.of(Tensor.zeros(2, 2)));
    assertRejected(
        "Cholesky: every element must be finite, but element 3 (in row-major order) of shape (2, 2) is NaN",
        () -> Cholesky.of(matrix(new double[] {1, 0}, new double[] {0, Double.NaN})));
    assertRejected(
        "Cholesky.solve: the matrix has 3 rows, so b must have shape (3,) or (3, k), but it is (2,)",
        () -> Cholesky.of(TEXTBOOK).solve(vector(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> Cholesky.of(TEXTBOOK).solve(Tensor.scalar(1.0)));
    assertThrows(
        IllegalArgumentException.class,
        () -> Cholesky.of(TEXTBOOK).solve(vector(1, 2, Double.POSITIVE_INFINITY)));
  }

  @Test
  void asymmetryOfRoundingSizeIsAccepted() {
    Tensor a = matrix(new double[] {2, 1}, new double[] {1 + 1e-12, 2});
    assertTrue(Cholesky.of(a).logDeterminant() > 1);
  }

  @Test
  void emptySystemsHaveEmptySolutions() {
    var cholesky = Cholesky.of(Tensor.zeros(DType.FLOAT64, 0, 0));
    assertEquals(0, cholesky.logDeterminant());
    assertEquals(0, cholesky.solve(vector()).elementCount());
    Tensor none = Cholesky.of(TEXTBOOK).solve(Tensor.zeros(DType.FLOAT64, 3, 0));
    assertEquals(0, none.size(1));
  }
}
