package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

class SymmetricEigenTest {
  @Test
  void aTwoByTwoMatrixHasItsClosedForm() {
    var eigen = SymmetricEigen.of(matrix(new double[] {2, 1}, new double[] {1, 2}));
    double h = Math.sqrt(0.5);
    assertClose(vector(1, 3), eigen.values(), 1e-15);
    assertClose(matrix(new double[] {h, h}, new double[] {-h, h}), eigen.vectors(), 1e-15);
  }

  @Test
  void theSecondDifferenceHasSinesAsEigenvectors() {
    int n = 30;
    var rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i][i] = 2;
      if (i > 0) {
        rows[i][i - 1] = rows[i - 1][i] = -1;
      }
    }
    var eigen = SymmetricEigen.of(matrix(rows));
    for (int k = 1; k <= n; k++) {
      double expected = 2 - 2 * StrictMath.cos(k * StrictMath.PI / (n + 1));
      assertEquals(expected, eigen.values().get(k - 1), 1e-14);
      double scale = Math.sqrt(2.0 / (n + 1));
      for (int i = 0; i < n; i++) {
        double sine = scale * StrictMath.sin((i + 1) * k * StrictMath.PI / (n + 1));
        assertEquals(Math.abs(sine), Math.abs(eigen.vectors().get(i, k - 1)), 1e-13);
      }
    }
  }

  @Test
  void reconstructsRandomMatricesOfEverySmallSize() {
    var rng = Rng.seed(3);
    for (int n = 1; n <= 25; n++) {
      Tensor a = random(rng, n, n);
      assertDecomposes(a.add(a.t()), 1e-13 * n);
    }
  }

  @Test
  void theHilbertMatrixHasThePublishedSmallestEigenvalues() {
    Tensor values = SymmetricEigen.of(hilbert(5)).values();
    assertEquals(1.567050691098231, values.get(4), 1e-15);
    assertEquals(3.287928772171e-6, values.get(0), 1e-15);
    assertDecomposes(hilbert(12), 1e-14);
  }

  @Test
  void repeatedEigenvaluesHaveAnOrthonormalBasis() {
    var rng = Rng.seed(4);
    Tensor turn = SymmetricEigen.of(randomSymmetric(rng, 6)).vectors();
    Tensor a = product(product(turn, diagonal(2, 2, 2, 5, 5, -1)), turn.t());
    var eigen = SymmetricEigen.of(a.add(a.t()).mul(0.5));
    assertClose(vector(-1, 2, 2, 2, 5, 5), eigen.values(), 1e-14);
    assertDecomposes(a, 1e-13);
    assertDecomposes(Tensor.full(1, DType.FLOAT64, 7, 7), 1e-14);
  }

  @Test
  void diagonalZeroAndScaledMatricesAreExact() {
    var eigen = SymmetricEigen.of(diagonal(3, -1, 2));
    assertClose(vector(-1, 2, 3), eigen.values(), 0);
    assertClose(
        matrix(new double[] {0, 0, 1}, new double[] {1, 0, 0}, new double[] {0, 1, 0}), eigen.vectors(), 0);
    assertClose(vector(0, 0), SymmetricEigen.of(Tensor.zeros(DType.FLOAT64, 2, 2)).values(), 0);
    Tensor a = randomSymmetric(Rng.seed(5), 5);
    double[] values = SymmetricEigen.of(a).values().toDoubleArray();
    for (int exponent : new int[] {900, -900}) {
      double scale = Math.scalb(1.0, exponent);
      double[] scaled = SymmetricEigen.of(a.mul(scale)).values().toDoubleArray();
      for (int i = 0; i < 5; i++) {
        assertEquals(values[i] * scale, scaled[i], "no overflow, no underflow, no rounding");
      }
    }
  }

  @Test
  void elementsOfVeryDifferentSizeDoNotSpoilTheVectors() {
    Tensor a = matrix(
        new double[] {1, 1e-160, 1e-160}, new double[] {1e-160, 1e-200, 1e-170},
        new double[] {1e-160, 1e-170, 1e-250});
    assertDecomposes(a, 1e-15);
  }

  @Test
  void theLargestElementOfEachVectorIsPositive() {
    int n = 12;
    Tensor vectors = SymmetricEigen.of(randomSymmetric(Rng.seed(6), n)).vectors();
    for (int j = 0; j < n; j++) {
      double largest = 0;
      for (int i = 0; i < n; i++) {
        largest = Math.abs(vectors.get(i, j)) > Math.abs(largest) ? vectors.get(i, j) : largest;
      }
      assertTrue(largest > 0);
    }
  }

  @Test
  void badAndEmptyArguments() {
    assertRejected(
        "SymmetricEigen: expected a symmetric matrix, but a(1, 0) = 0.0 and a(0, 1) = 1.0",
        () -> SymmetricEigen.of(matrix(new double[] {1, 1}, new double[] {0, 1})));
    assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(matrix(new double[] {Double.NaN})));
    var empty = SymmetricEigen.of(Tensor.zeros(DType.FLOAT64, 0, 0));
    assertArrayEquals(new int[] {0}, empty.values().shape());
    assertArrayEquals(new int[] {0, 0}, empty.vectors().shape());
    assertClose(vector(-4), SymmetricEigen.of(matrix(new double[] {-4})).values(), 0);
  }

  private static Tensor randomSymmetric(Rng rng, int n) {
    Tensor a = random(rng, n, n);
    return a.add(a.t());
  }

  private static void assertDecomposes(Tensor a, double tolerance) {
    int n = a.size(0);
    var eigen = SymmetricEigen.of(a);
    double[] values = eigen.values().toDoubleArray();
    for (int i = 1; i < n; i++) {
      assertTrue(values[i - 1] <= values[i], "ascending");
    }
    assertClose(identity(n), product(eigen.vectors().t(), eigen.vectors()), 1e-14 * n);
    assertClose(a, product(product(eigen.vectors(), diagonal(values)), eigen.vectors().t()), tolerance);
  }
}
