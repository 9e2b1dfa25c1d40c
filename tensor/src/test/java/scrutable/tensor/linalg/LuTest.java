package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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

class LuTest {
  @Test
  void solvesATextbookSystem() {
    Tensor a = matrix(new double[] {2, 1, 1}, new double[] {4, -6, 0}, new double[] {-2, 7, 2});
    assertClose(vector(1, 1, 2), Lu.of(a).solve(vector(5, -2, 9)), 1e-15);
    assertEquals(-16, Lu.of(a).determinant(), 1e-14);
  }

  @Test
  void aZeroOnTheDiagonalIsSwappedAway() {
    Tensor exchange = matrix(new double[] {0, 1}, new double[] {1, 0});
    assertEquals(-1, Lu.of(exchange).determinant());
    assertClose(vector(7, 3), Lu.of(exchange).solve(vector(3, 7)), 0);
  }

  @Test
  void aTinyPivotDoesNotSpoilTheSolution() {
    Tensor a = matrix(new double[] {1e-20, 1}, new double[] {1, 1}); // without pivoting the answer is (0, 1)
    assertClose(vector(1, 1), Lu.of(a).solve(vector(1, 2)), 1e-15);
  }

  @Test
  void determinantsOfPermutationsAreTheirSigns() {
    Tensor cycle = matrix(new double[] {0, 1, 0}, new double[] {0, 0, 1}, new double[] {1, 0, 0});
    assertEquals(1, Lu.of(cycle).determinant());
    assertEquals(1, Lu.of(identity(5)).determinant());
  }

  @Test
  void invertsRandomMatricesOfEverySmallSize() {
    var rng = Rng.seed(2);
    for (int n = 1; n <= 20; n++) {
      Tensor a = random(rng, n, n);
      assertClose(identity(n), product(a, Lu.of(a).solve(identity(n))), 1e-11);
      Tensor b = random(rng, n, n);
      double expected = Lu.of(a).determinant() * Lu.of(b).determinant();
      double actual = Lu.of(product(a, b)).determinant();
      assertEquals(expected, actual, 1e-10 * Math.abs(expected), "det A det B = det AB");
    }
  }

  @Test
  void theHilbertMatrixIsSolvedWithASmallResidual() {
    Tensor a = hilbert(10);
    Tensor b = product(a, Tensor.full(1, DType.FLOAT64, 10, 1));
    assertClose(b, product(a, Lu.of(a).solve(b)), 1e-15);
    assertEquals(2.164179226431492e-53, Lu.of(a).determinant(), 1e-56);
  }

  @Test
  void aSingularMatrixHasDeterminantZeroAndNoSolution() {
    Tensor a = matrix(new double[] {1, 2, 3}, new double[] {2, 4, 6}, new double[] {0, 1, 1});
    assertEquals(0, Lu.of(a).determinant());
    assertRejected(
        "Lu.solve: the matrix is singular: pivot 2 is 0, so there is no solution or there are many; "
            + "LeastSquares finds the shortest",
        () -> Lu.of(a).solve(vector(1, 2, 3)));
    assertEquals(0, Lu.of(Tensor.zeros(DType.FLOAT64, 2, 2)).determinant());
  }

  @Test
  void badArgumentsAreNamed() {
    assertRejected(
        "Lu: expected a square matrix, but the shape is (3, 2); 3 != 2",
        () -> Lu.of(Tensor.zeros(DType.FLOAT64, 3, 2)));
    assertRejected(
        "Lu.solve: the matrix has 2 rows, so b must have shape (2,) or (2, k), but it is (1, 2)",
        () -> Lu.of(identity(2)).solve(matrix(new double[] {1, 2})));
    assertThrows(IllegalArgumentException.class, () -> Lu.of(matrix(new double[] {Double.NaN})));
  }

  @Test
  void theEmptyMatrixHasDeterminantOne() {
    assertEquals(1, Lu.of(Tensor.zeros(DType.FLOAT64, 0, 0)).determinant());
    assertEquals(0, Lu.of(Tensor.zeros(DType.FLOAT64, 0, 0)).solve(vector()).elementCount());
  }
}
