package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.tensor.linalg.MatrixAssertions.assertClose;
import static scrutable.tensor.linalg.MatrixAssertions.assertRejected;
import static scrutable.tensor.linalg.MatrixAssertions.diagonal;
import static scrutable.tensor.linalg.MatrixAssertions.matrix;
import static scrutable.tensor.linalg.MatrixAssertions.product;
import static scrutable.tensor.linalg.MatrixAssertions.random;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SymmetricSquareRootTest {
  /// With determinant d and trace t the root of a matrix of order 2 is `(A + sqrt(d) I) / sqrt(t + 2 sqrt(d))`.
  @Test
  void theRootOfOrderTwoIsThatOfTheFormula() {
    Tensor a = matrix(new double[] {33, 24}, new double[] {24, 57});
    double root = Math.sqrt(33 * 57 - 24 * 24);
    double scale = Math.sqrt(33 + 57 + 2 * root);
    Tensor expected = matrix(new double[] {(33 + root) / scale, 24 / scale},
        new double[] {24 / scale, (57 + root) / scale});
    assertClose(expected, SymmetricSquareRoot.of(a), 1e-14);
  }

  @Test
  void theRootOfADiagonalMatrixIsTheRootOfItsElements() {
    assertClose(diagonal(3, 0, 0.5, 2), SymmetricSquareRoot.of(diagonal(9, 0, 0.25, 4)), 1e-15);
  }

  @Test
  void itsSquareIsTheMatrixAndItIsSymmetricAndPositive() {
    var rng = Rng.seed(1);
    for (int n = 1; n <= 12; n++) {
      Tensor factor = random(rng, n, n + 2);
      Tensor a = product(factor, factor.t());
      Tensor root = SymmetricSquareRoot.of(a);
      assertClose(a, product(root, root), 1e-13 * n * n);
      assertArrayEquals(root.toDoubleArray(), root.t().toDoubleArray());
      assertTrue(SymmetricEigen.of(root).values().get(0) > 0);
    }
  }

  @Test
  void itCommutesWithItsMatrix() {
    Tensor factor = random(Rng.seed(2), 5, 7);
    Tensor a = product(factor, factor.t());
    Tensor root = SymmetricSquareRoot.of(a);
    assertClose(product(a, root), product(root, a), 1e-12);
  }

  @Test
  void aSingularMatrixHasARootOfTheSameRank() {
    Tensor factor = random(Rng.seed(3), 6, 2);
    Tensor a = product(factor, factor.t());
    Tensor root = SymmetricSquareRoot.of(a);
    assertClose(a, product(root, root), 1e-13);
    double[] values = SymmetricEigen.of(root).values().toDoubleArray();
    assertEquals(0, values[3], 1e-7);
    assertTrue(values[4] > 0.1);
  }

  @Test
  void hugeAndTinyMatricesHaveRootsToo() {
    assertClose(diagonal(1e150, 2e150), SymmetricSquareRoot.of(diagonal(1e300, 4e300)), 1e136);
    assertClose(diagonal(1e-150, 2e-150), SymmetricSquareRoot.of(diagonal(1e-300, 4e-300)), 1e-164);
  }

  @Test
  void aMatrixWithANegativeEigenvalueIsRejected() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> SymmetricSquareRoot.of(matrix(new double[] {1, 2}, new double[] {2, 1}))).getMessage();
    assertTrue(message.startsWith("SymmetricSquareRoot: the matrix is not positive semidefinite: it has the"
        + " eigenvalue -"), message);
    assertRejected("SymmetricSquareRoot: expected a symmetric matrix, but a(1, 0) = 3.0 and a(0, 1) = 2.0",
        () -> SymmetricSquareRoot.of(matrix(new double[] {1, 2}, new double[] {3, 4})));
    assertRejected("SymmetricSquareRoot: expected float64, but got float32; convert with .to(DType.FLOAT64)",
        () -> SymmetricSquareRoot.of(Tensor.zeros(2, 2)));
    assertEquals(0, SymmetricSquareRoot.of(Tensor.zeros(DType.FLOAT64, 0, 0)).elementCount());
  }
}
