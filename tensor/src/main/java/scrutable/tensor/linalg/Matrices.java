package scrutable.tensor.linalg;

import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Between tensors and arrays of rows, with the checks that every algorithm here needs.
final class Matrices {
  private static final double SYMMETRY_TOLERANCE = 1e-10;

  private Matrices() {}

  /// The rows of a matrix (m, n); copies.
  ///
  /// @throws IllegalArgumentException unless `a` is a `FLOAT64` tensor of rank 2 and all its elements are
  ///     finite
  static double[][] rows(String function, Tensor a) {
    if (a.rank() != 2) {
      throw new IllegalArgumentException(
          function + ": expected a matrix, a tensor of rank 2, but the shape is " + Shape.text(a.shape()));
    }
    double[] elements = elements(function, a);
    int columns = a.size(1);
    var rows = new double[a.size(0)][columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(elements, i * columns, rows[i], 0, columns);
    }
    return rows;
  }

  /// The rows of a square matrix (n, n).
  static double[][] squareRows(String function, Tensor a) {
    double[][] rows = rows(function, a);
    if (a.size(0) != a.size(1)) {
      throw new IllegalArgumentException(
          function + ": expected a square matrix, but the shape is " + Shape.text(a.shape()) + "; "
              + a.size(0) + " != " + a.size(1));
    }
    return rows;
  }

  /// The rows of a symmetric matrix (n, n); mirrored elements may differ by rounding, 1e-10 of the largest
  /// element.
  static double[][] symmetricRows(String function, Tensor a) {
    double[][] rows = squareRows(function, a);
    double tolerance = SYMMETRY_TOLERANCE * largest(rows);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        if (Math.abs(rows[i][j] - rows[j][i]) > tolerance) {
          throw new IllegalArgumentException(
              function + ": expected a symmetric matrix, but a(" + i + ", " + j + ") = " + rows[i][j]
                  + " and a(" + j + ", " + i + ") = " + rows[j][i]);
        }
      }
    }
    return rows;
  }

  /// The right-hand sides of a linear system with `n` equations: the columns of (n, k), or the one vector
  /// (n).
  static double[][] rightHandSides(String function, Tensor b, int n) {
    if (b.rank() != 1 && b.rank() != 2 || b.size(0) != n) {
      throw new IllegalArgumentException(
          function + ": the matrix has " + n + " rows, so b must have shape (" + n + ",) or (" + n
              + ", k), but it is " + Shape.text(b.shape()));
    }
    if (b.rank() == 1) {
      return new double[][] {elements(function, b)};
    }
    return transpose(rows(function, b), b.size(1));
  }

  /// Solutions as a tensor, shaped as the right-hand sides `b` were: (n, k) or (n).
  static Tensor solutions(double[][] columns, int n, Tensor b) {
    return b.rank() == 1 ? Tensor.wrap(columns[0], n) : tensor(transpose(columns, n), columns.length);
  }

  /// The elements in row-major order; a copy.
  static double[] elements(String function, Tensor a) {
    if (a.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException(
          function + ": expected float64, but got " + a.dtype() + "; convert with .to(DType.FLOAT64)");
    }
    double[] elements = a.toDoubleArray();
    for (int i = 0; i < elements.length; i++) {
      if (!Double.isFinite(elements[i])) {
        throw new IllegalArgumentException(
            function + ": every element must be finite, but element " + i + " (in row-major order) of shape "
                + Shape.text(a.shape()) + " is " + elements[i]);
      }
    }
    return elements;
  }

  /// A matrix from its rows; the number of columns is needed where there are no rows.
  static Tensor tensor(double[][] rows, int columns) {
    var elements = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, elements, i * columns, columns);
    }
    return Tensor.wrap(elements, rows.length, columns);
  }

  static double[][] transpose(double[][] rows, int columns) {
    var transposed = new double[columns][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j][i] = rows[i][j];
      }
    }
    return transposed;
  }

  static double[][] identity(int n) {
    var rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i][i] = 1;
    }
    return rows;
  }

  /// The largest absolute value of all elements; 0 where there are none.
  static double largest(double[][] rows) {
    double largest = 0;
    for (double[] row : rows) {
      for (double element : row) {
        largest = Math.max(largest, Math.abs(element));
      }
    }
    return largest;
  }
}
