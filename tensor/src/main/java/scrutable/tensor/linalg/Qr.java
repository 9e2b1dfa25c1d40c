package scrutable.tensor.linalg;

import java.util.Arrays;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// The QR factorisation of a tall matrix: `A = Q R`, the columns of `Q` orthonormal, `R` upper triangular.
///
/// One mirror for each column. A Householder reflection `H = I - 2 v v^T / (v^T v)` can throw any vector
/// onto any other of the same length; the mirror of column `j` throws what is left of it below row `j` onto
/// row `j`. After all columns only `R` is left, and `Q` is the product of the mirrors, which is never written
/// down: applying the mirrors one by one is cheaper. Mirrors stretch nothing, so rounding errors do not grow.
///
/// It solves full-rank problems as exactly as the singular value decomposition at a fraction of its cost,
/// `2 n^2 (m - n/3)` multiplications; but it does not see what the rank is when columns nearly depend on each
/// other. Source: Golub, Van Loan, "Matrix Computations", 4th edition, sections 5.2 and 5.3.
public final class Qr {
  private static final double NEARLY_DEPENDENT = 1e-12;

  private final double[][] columns; // of A / scale; above the diagonal those of R, from it down the mirrors v
  private final double[] diagonal;  // of R
  private final double scale;       // of the size of A, so that no square overflows or vanishes
  private final int m;

  private Qr(double[][] columns, int m) {
    this.columns = columns;
    this.m = m;
    this.scale = PowerOfTwo.near(Matrices.largest(columns));
    for (double[] column : columns) {
      Vectors.scale(column, 1 / scale);
    }
    this.diagonal = new double[columns.length];
    for (int j = 0; j < columns.length; j++) {
      diagonal[j] = makeMirror(columns[j], j);
      int mirror = j;
      Parallel.forRange(columns.length - j - 1, 8, (from, to) -> {
        for (int k = from; k < to; k++) {
          reflect(mirror, columns[mirror + 1 + k]);
        }
      });
    }
  }

  /// Factorises a matrix (m, n) with `m >= n`.
  ///
  /// @throws IllegalArgumentException if `a` is wider than tall, or not a matrix of finite `FLOAT64` numbers
  public static Qr of(Tensor a) {
    double[][] rows = Matrices.rows("Qr", a);
    int n = a.size(1);
    if (rows.length < n) {
      throw new IllegalArgumentException("Qr: expected at least as many rows as columns, but the shape is "
          + Shape.text(a.shape()) + "; factorise the transpose, and use solveTransposed");
    }
    return new Qr(Matrices.transpose(rows, n), rows.length);
  }

  /// Turns the part of a column from row `j` down into the mirror that throws it onto row `j`, and returns
  /// where it lands. Of the two places, plus and minus its length, the one on the other side is taken:
  /// `v = x - landing` is then a sum of two numbers of the same sign, and no digits cancel. The mirror is
  /// scaled to `v^T v = 2`, or all zeros if there is nothing to reflect.
  private double makeMirror(double[] column, int j) {
    double square = Vectors.dot(column, column, j, m);
    if (square == 0) {
      return 0;
    }
    double landing = column[j] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    double length = Math.sqrt(square - column[j] * landing);
    column[j] -= landing;
    for (int i = j; i < m; i++) {
      column[i] /= length;
    }
    return landing;
  }

  /// Applies mirror `j` to a vector of m numbers.
  private void reflect(int j, double[] vector) {
    double along = Vectors.dot(columns[j], vector, j, m);
    Vectors.addMultiple(vector, -along, columns[j], j, m);
  }

  /// Whether no column is, but for rounding, a combination of those before it: each diagonal element of `R`
  /// is at least 1e-12 of the largest.
  public boolean hasFullRank() {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (double element : diagonal) {
      largest = Math.max(largest, Math.abs(element));
      smallest = Math.min(smallest, Math.abs(element));
    }
    return smallest > NEARLY_DEPENDENT * largest;
  }

  /// The least-squares solution of `A x = b`: `R x = Q^T b`, from the bottom up.
  ///
  /// @param b one right-hand side (m) or several as columns (m, k)
  /// @return the solution (n) or solutions (n, k)
  /// @throws IllegalArgumentException if the shape of `b` does not fit, or `A` has not full rank
  public Tensor solve(Tensor b) {
    requireFullRank();
    int n = diagonal.length;
    double[][] solutions = Matrices.rightHandSides("Qr.solve", b, m);
    Parallel.forRange(solutions.length, 1, (from, to) -> {
      for (int s = from; s < to; s++) {
        double[] x = solutions[s];
        for (int j = 0; j < n; j++) {
          reflect(j, x);
        }
        for (int j = n - 1; j >= 0; j--) {
          x[j] /= diagonal[j];
          Vectors.addMultiple(x, -x[j], columns[j], 0, j);
        }
        solutions[s] = Arrays.copyOf(x, n);
        Vectors.scale(solutions[s], 1 / scale);
      }
    });
    return Matrices.solutions(solutions, n, b);
  }

  /// The shortest solution of `A^T x = b`, a system with more unknowns than equations: `x = Q R^-T b`.
  ///
  /// @param b one right-hand side (n) or several as columns (n, k)
  /// @return the solution (m) or solutions (m, k)
  /// @throws IllegalArgumentException if the shape of `b` does not fit, or `A` has not full rank
  public Tensor solveTransposed(Tensor b) {
    requireFullRank();
    int n = diagonal.length;
    double[][] rightHandSides = Matrices.rightHandSides("Qr.solveTransposed", b, n);
    double[][] solutions = new double[rightHandSides.length][m];
    Parallel.forRange(solutions.length, 1, (from, to) -> {
      for (int s = from; s < to; s++) {
        double[] x = solutions[s];
        for (int j = 0; j < n; j++) {
          x[j] = (rightHandSides[s][j] - Vectors.dot(columns[j], x, 0, j)) / diagonal[j];
        }
        for (int j = n - 1; j >= 0; j--) {
          reflect(j, x);
        }
        Vectors.scale(x, 1 / scale);
      }
    });
    return Matrices.solutions(solutions, m, b);
  }

  private void requireFullRank() {
    if (!hasFullRank()) {
      throw new IllegalArgumentException("Qr: a column of the matrix depends on those before it, so there is"
          + " no single solution; LeastSquares finds the shortest of the best");
    }
  }
}
