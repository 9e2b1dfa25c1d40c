package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What the tests of this package share: making matrices, and an independent, plain product to check with.
final class MatrixAssertions {
  private MatrixAssertions() {}

  static Tensor matrix(double[]... rows) {
    return Matrices.tensor(rows, rows.length == 0 ? 0 : rows[0].length);
  }

  static Tensor vector(double... elements) {
    return Tensor.of(elements, elements.length);
  }

  static Tensor diagonal(double... elements) {
    var rows = new double[elements.length][elements.length];
    for (int i = 0; i < elements.length; i++) {
      rows[i][i] = elements[i];
    }
    return matrix(rows);
  }

  static Tensor random(Rng rng, int m, int n) {
    var elements = new double[m * n];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = rng.nextGaussian();
    }
    return Tensor.of(elements, m, n);
  }

  /// A matrix with elements `1 / (i + j + 1)`: famous for being almost singular.
  static Tensor hilbert(int n) {
    var rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = 1.0 / (i + j + 1);
      }
    }
    return matrix(rows);
  }

  static Tensor identity(int n) {
    return Tensor.identity(n, DType.FLOAT64);
  }

  static Tensor product(Tensor a, Tensor b) {
    var elements = new double[a.size(0) * b.size(1)];
    double[] left = a.toDoubleArray();
    double[] right = b.toDoubleArray();
    int inner = a.size(1);
    int columns = b.size(1);
    for (int i = 0; i < a.size(0); i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < inner; k++) {
          elements[i * columns + j] += left[i * inner + k] * right[k * columns + j];
        }
      }
    }
    return Tensor.wrap(elements, a.size(0), columns);
  }

  static void assertClose(Tensor expected, Tensor actual, double tolerance) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertEquals(DType.FLOAT64, actual.dtype());
    double[] wanted = expected.toDoubleArray();
    double[] found = actual.toDoubleArray();
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], found[i], tolerance, "element " + i);
    }
  }

  static void assertRejected(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
