package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.tensor.linalg.MatrixAssertions.assertClose;
import static scrutable.tensor.linalg.MatrixAssertions.assertRejected;
import static scrutable.tensor.linalg.MatrixAssertions.hilbert;
import static scrutable.tensor.linalg.MatrixAssertions.matrix;
import static scrutable.tensor.linalg.MatrixAssertions.product;
import static scrutable.tensor.linalg.MatrixAssertions.random;
import static scrutable.tensor.linalg.MatrixAssertions.vector;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class QrTest {
  @Test
  void fitsALineToPoints() {
    // the points (0, 6), (1, 0), (2, 0): the best line is 5 - 3 x
    Tensor a = matrix(new double[] {1, 0}, new double[] {1, 1}, new double[] {1, 2});
    assertClose(vector(5, -3), Qr.of(a).solve(vector(6, 0, 0)), 1e-14);
  }

  @Test
  void tallSystemsHaveTheLeastSquaresSolution() {
    var rng = Rng.seed(3);
    for (int m = 1; m <= 14; m++) {
      for (int n = 1; n <= m; n++) {
        Tensor a = random(rng, m, n);
        Tensor b = random(rng, m, 3);
        assertClose(LeastSquares.solve(a, b), Qr.of(a).solve(b), 1e-10);
      }
    }
  }

  @Test
  void wideSystemsHaveTheirShortestSolution() {
    var rng = Rng.seed(4);
    for (int m = 1; m <= 14; m++) {
      for (int n = 1; n <= m; n++) {
        Tensor a = random(rng, m, n);
        Tensor b = random(rng, n, 2);
        assertClose(LeastSquares.solve(a.t(), b), Qr.of(a).solveTransposed(b), 1e-10);
      }
    }
  }

  @Test
  void aNearlySingularSystemLosesNoMoreDigitsThanItMust() {
    Tensor a = hilbert(8); // its condition number is 1.5e10; the normal equations would have 2e20
    Tensor x = vector(1, -2, 3, -4, 5, -6, 7, -8);
    Tensor b = product(a, x.unsqueeze(1)).squeeze(1);
    assertClose(x, Qr.of(a).solve(b), 1e-4);
    assertClose(b, product(a, Qr.of(a).solve(b).unsqueeze(1)).squeeze(1), 1e-14);
  }

  @Test
  void dependentColumnsAreNoticed() {
    assertTrue(Qr.of(random(Rng.seed(5), 6, 4)).hasFullRank());
    Tensor dependent = matrix(new double[] {1, 2}, new double[] {2, 4}, new double[] {3, 6});
    assertFalse(Qr.of(dependent).hasFullRank());
    assertFalse(Qr.of(Tensor.zeros(DType.FLOAT64, 3, 2)).hasFullRank());
    assertThrows(IllegalArgumentException.class, () -> Qr.of(dependent).solve(vector(1, 2, 3)));
    assertThrows(IllegalArgumentException.class, () -> Qr.of(dependent).solveTransposed(vector(1, 2)));
  }

  @Test
  void theScaleOfTheMatrixDoesNotMatter() {
    Tensor a = random(Rng.seed(8), 6, 4);
    Tensor b = random(Rng.seed(9), 6, 1).reshape(6);
    Tensor c = random(Rng.seed(10), 4, 1).reshape(4);
    for (int exponent : new int[] {-900, -540, 1, 540, 900}) {
      double power = Math.scalb(1.0, exponent);
      Qr scaled = Qr.of(a.mul(power));
      assertTrue(scaled.hasFullRank(), "2^" + exponent);
      assertArrayEquals(Qr.of(a).solve(b).toDoubleArray(), scaled.solve(b).mul(power).toDoubleArray());
      assertArrayEquals(Qr.of(a).solveTransposed(c).toDoubleArray(),
          scaled.solveTransposed(c).mul(power).toDoubleArray());
    }
    assertTrue(Qr.of(Tensor.identity(3, DType.FLOAT64).mul(1e160)).hasFullRank());
    assertTrue(Qr.of(Tensor.identity(3, DType.FLOAT64).mul(1e-200)).hasFullRank());
    assertFalse(Qr.of(matrix(new double[] {1e160, 2e160}, new double[] {2e160, 4e160})).hasFullRank());
  }

  @Test
  void threadsDoNotChangeABit() {
    Tensor a = random(Rng.seed(6), 60, 40);
    Tensor b = random(Rng.seed(7), 40, 5);
    double[] one = Parallel.withThreads(1, () -> Qr.of(a).solveTransposed(b).toDoubleArray());
    assertArrayEquals(one, Parallel.withThreads(3, () -> Qr.of(a).solveTransposed(b).toDoubleArray()));
  }

  @Test
  void badAndEmptyArguments() {
    assertRejected("Qr: expected at least as many rows as columns, but the shape is (1, 2);"
            + " factorise the transpose, and use solveTransposed",
        () -> Qr.of(matrix(new double[] {1, 2})));
    assertRejected("Qr.solve: the matrix has 2 rows, so b must have shape (2,) or (2, k), but it is (3,)",
        () -> Qr.of(matrix(new double[] {1}, new double[] {2})).solve(vector(1, 2, 3)));
    assertEquals(0, Qr.of(Tensor.zeros(DType.FLOAT64, 2, 0)).solve(vector(1, 2)).elementCount());
  }
}
