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

class SvdTest {
  @Test
  void aTextbookMatrixHasItsClosedForm() {
    var svd = Svd.of(matrix(new double[] {3, 0}, new double[] {4, 5}));
    assertClose(vector(3 * Math.sqrt(5), Math.sqrt(5)), svd.singularValues(), 2e-15);
    double h = Math.sqrt(0.5);
    assertClose(matrix(new double[] {h, h}, new double[] {h, -h}), svd.v(), 1e-15);
    double t = Math.sqrt(0.1);
    assertClose(matrix(new double[] {t, 3 * t}, new double[] {3 * t, -t}), svd.u(), 1e-15);
  }

  @Test
  void reconstructsTallWideAndSquareMatrices() {
    var rng = Rng.seed(7);
    for (int m = 1; m <= 12; m++) {
      for (int n = 1; n <= 12; n++) {
        assertDecomposes(random(rng, m, n), Math.min(m, n), 1e-13);
      }
    }
  }

  @Test
  void singularValuesAreRootsOfEigenvalues() {
    Tensor a = random(Rng.seed(8), 15, 9);
    double[] squares = SymmetricEigen.of(product(a.t(), a)).values().toDoubleArray();
    double[] values = Svd.of(a).singularValues().toDoubleArray();
    for (int i = 0; i < 9; i++) {
      assertEquals(Math.sqrt(squares[8 - i]), values[i], 1e-13);
    }
  }

  @Test
  void theHilbertMatrixKeepsItsSmallSingularValues() {
    // A symmetric positive definite matrix: its singular values are its eigenvalues. Condition number 1.6e13.
    double[] values = Svd.of(hilbert(10)).singularValues().toDoubleArray();
    assertEquals(1.751919670265178, values[0], 2e-15);
    assertEquals(1.093153819379666e-13, values[9], 1e-17);
    assertEquals(10, Svd.of(hilbert(10)).rank());
  }

  @Test
  void lostRankIsNoticedAndItsDirectionsAreStillOrthonormal() {
    var rng = Rng.seed(9);
    Tensor a = product(random(rng, 9, 3), random(rng, 3, 6));
    assertDecomposes(a, 3, 1e-13);
    assertDecomposes(a.t(), 3, 1e-13);
    assertDecomposes(Tensor.zeros(DType.FLOAT64, 4, 3), 0, 0);
    assertDecomposes(Tensor.zeros(DType.FLOAT64, 3, 4), 0, 0);
    assertDecomposes(Tensor.full(1, DType.FLOAT64, 5, 5), 1, 1e-14);
    assertDecomposes(diagonal(0, 2, 0), 1, 0);
    assertDecomposes(diagonal(1, 1, 1), 3, 0);
  }

  @Test
  void veryLargeAndVerySmallMatricesNeitherOverflowNorVanish() {
    Tensor a = random(Rng.seed(10), 4, 3);
    double[] values = Svd.of(a).singularValues().toDoubleArray();
    for (int exponent : new int[] {900, -900}) {
      double scale = Math.scalb(1.0, exponent);
      double[] scaled = Svd.of(a.mul(scale)).singularValues().toDoubleArray();
      for (int i = 0; i < 3; i++) {
        assertEquals(values[i] * scale, scaled[i]);
      }
    }
  }

  @Test
  void emptyMatricesHaveNoSingularValues() {
    for (int[] shape : new int[][] {{0, 0}, {3, 0}, {0, 3}}) {
      var svd = Svd.of(Tensor.zeros(DType.FLOAT64, shape));
      assertArrayEquals(new int[] {shape[0], 0}, svd.u().shape());
      assertArrayEquals(new int[] {0}, svd.singularValues().shape());
      assertArrayEquals(new int[] {shape[1], 0}, svd.v().shape());
      assertEquals(0, svd.rank());
    }
  }

  @Test
  void badArgumentsAreNamed() {
    assertRejected(
        "Svd: expected a matrix, a tensor of rank 2, but the shape is (3,)", () -> Svd.of(vector(1, 2, 3)));
    assertThrows(IllegalArgumentException.class, () -> Svd.of(matrix(new double[] {1, Double.NaN})));
  }

  private static void assertDecomposes(Tensor a, int rank, double tolerance) {
    int r = Math.min(a.size(0), a.size(1));
    var svd = Svd.of(a);
    double[] values = svd.singularValues().toDoubleArray();
    assertEquals(r, values.length);
    assertEquals(rank, svd.rank());
    for (int i = 0; i < r; i++) {
      assertTrue(values[i] >= 0 && (i == 0 || values[i] <= values[i - 1]), "descending");
    }
    assertClose(identity(r), product(svd.u().t(), svd.u()), 1e-14);
    assertClose(identity(r), product(svd.v().t(), svd.v()), 1e-14);
    assertClose(a, product(product(svd.u(), diagonal(values)), svd.v().t()), tolerance);
  }
}
