package scrutable.tensor.linalg;

import java.util.Arrays;
import java.util.Comparator;
import scrutable.tensor.Tensor;

/// The singular value decomposition, in its thin form: `A = U diag(singularValues) V^T`, with `r = min(m,
/// n)`.
///
/// *One-sided Jacobi*: turn pairs of columns of `A` in their plane until they are orthogonal, over and
/// over, until all pairs are. Turning columns is multiplying by rotations from the right, so in the end `A
/// V = U diag(s)`: the lengths of the columns are the singular values, their directions are `U`, and the
/// collected rotations are `V`. Each sweep over all pairs squares the remaining error; six to ten sweeps
/// do. It is not the fastest way, but the shortest to explain, and small singular values come out with more
/// right digits than by any other.
///
/// Sources: Hestenes, "Inversion of matrices by biorthogonalization and related results" (1958); Golub, Van
/// Loan, "Matrix Computations", 4th edition, section 8.6.3; on accuracy, Demmel, Veselic, "Jacobi's method
/// is more accurate than QR" (1992).
///
/// @param u the left singular vectors (m, r) as columns, orthonormal
/// @param singularValues (r), descending, not negative
/// @param v the right singular vectors (n, r) as columns, orthonormal; the element of largest absolute
///     value in each is positive
public record Svd(Tensor u, Tensor singularValues, Tensor v) {
  private static final double EPSILON = 0x1p-52;
  private static final double NEGLIGIBLE_SQUARE = 1e-280; // of a column, where the largest element is near 1
  private static final int MOST_SWEEPS = 100;

  /// Decomposes a matrix (m, n).
  ///
  /// @throws IllegalArgumentException if `a` is not a finite `FLOAT64` tensor of rank 2
  /// @throws ArithmeticException if the sweeps do not converge, which is not known to happen
  public static Svd of(Tensor a) {
    double[][] rows = Matrices.rows("Svd", a);
    int m = a.size(0);
    int n = a.size(1);
    if (m >= n) {
      return ofTall(Matrices.transpose(rows, n), m, false);
    }
    return ofTall(rows, n, true); // the columns of A^T; U and V change places
  }

  /// The rank: how many singular values exceed rounding, `max(m, n) epsilon` times the largest.
  public int rank() {
    double limit = Math.max(u.size(0), v.size(0)) * EPSILON;
    double[] values = singularValues.toDoubleArray();
    return (int) Arrays.stream(values).filter(value -> value > limit * values[0]).count();
  }

  private static Svd ofTall(double[][] columns, int length, boolean transposed) {
    int n = columns.length;
    double scale = PowerOfTwo.near(Matrices.largest(columns));
    for (double[] column : columns) {
      Vectors.scale(column, 1 / scale);
    }
    double[][] rotations = Matrices.identity(n); // row j collects what happened to column j
    makeOrthogonal(columns, rotations, length);
    var values = new double[n];
    for (int j = 0; j < n; j++) {
      double square = Vectors.dot(columns[j], columns[j]);
      if (square > NEGLIGIBLE_SQUARE) {
        values[j] = Math.sqrt(square);
        Vectors.scale(columns[j], 1 / values[j]);
      } else {
        columns[j] = orthogonalTo(columns, j, length);
      }
    }
    Vectors.scale(values, scale);
    double[][] right = transposed ? columns : rotations;
    for (int j = 0; j < n; j++) {
      if (Vectors.pointsBackwards(right[j])) {
        Vectors.scale(columns[j], -1);
        Vectors.scale(rotations[j], -1);
      }
    }
    Tensor ofColumns = Matrices.tensor(Matrices.transpose(columns, length), n);
    Tensor ofRotations = Matrices.tensor(Matrices.transpose(rotations, n), n);
    Tensor singularValues = Tensor.wrap(values, n);
    return transposed
        ? new Svd(ofRotations, singularValues, ofColumns)
        : new Svd(ofColumns, singularValues, ofRotations);
  }

  private static void makeOrthogonal(double[][] columns, double[][] rotations, int length) {
    int n = columns.length;
    double tolerance = Math.sqrt(length) * EPSILON;
    boolean turned = n > 0;
    for (int sweep = 0; turned; sweep++) {
      if (sweep == MOST_SWEEPS) {
        throw new ArithmeticException("Svd: no convergence in " + MOST_SWEEPS + " sweeps");
      }
      double[] squares = sortByLength(columns, rotations);
      turned = false;
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          turned |= makeOrthogonal(columns, rotations, squares, p, q, tolerance);
        }
      }
    }
  }

  /// Turns one pair so that its product becomes zero; false if it is zero already, up to rounding.
  private static boolean makeOrthogonal(
      double[][] columns, double[][] rotations, double[] squares, int p, int q, double tolerance) {
    if (squares[p] <= NEGLIGIBLE_SQUARE || squares[q] <= NEGLIGIBLE_SQUARE) {
      return false;
    }
    double product = Vectors.dot(columns[p], columns[q]);
    if (Math.abs(product) <= tolerance * Math.sqrt(squares[p]) * Math.sqrt(squares[q])) {
      return false;
    }
    double cotangentOfTwice = (squares[p] - squares[q]) / (2 * product);
    double size = 1 / (Math.abs(cotangentOfTwice) + Math.sqrt(1 + cotangentOfTwice * cotangentOfTwice));
    double tangent = Math.copySign(size, cotangentOfTwice);
    double c = 1 / Math.sqrt(1 + tangent * tangent);
    double s = c * tangent;
    Vectors.rotate(columns[p], columns[q], c, s);
    Vectors.rotate(rotations[p], rotations[q], c, s);
    squares[p] += tangent * product;
    squares[q] = Math.max(squares[q] - tangent * product, 0);
    return true;
  }

  /// Longest columns first: so the small ones settle last, free of what the large ones would still bring
  /// in, and the sweeps are fewer (de Rijk 1989). The squares of the lengths are calculated afresh, which
  /// ends their drift.
  private static double[] sortByLength(double[][] columns, double[][] rotations) {
    int n = columns.length;
    double[][] oldColumns = columns.clone();
    double[][] oldRotations = rotations.clone();
    var oldSquares = new double[n];
    Arrays.setAll(oldSquares, j -> Vectors.dot(columns[j], columns[j]));
    Integer[] order = new Integer[n];
    Arrays.setAll(order, j -> j);
    Arrays.sort(order, Comparator.comparingDouble(j -> -oldSquares[j]));
    var squares = new double[n];
    for (int j = 0; j < n; j++) {
      columns[j] = oldColumns[order[j]];
      rotations[j] = oldRotations[order[j]];
      squares[j] = oldSquares[order[j]];
    }
    return squares;
  }

  /// A unit vector orthogonal to the first `count` columns, which are orthonormal: a direction for a
  /// singular value of zero. Of the unit vectors along the axes at least one keeps a length of `sqrt(1 -
  /// count / length)` when its parts along the columns are taken away; twice, as the first time leaves
  /// rounding errors.
  private static double[] orthogonalTo(double[][] columns, int count, int length) {
    double[] best = new double[length];
    double bestSquare = -1;
    for (int axis = 0; axis < length && bestSquare < 0.5 * (length - count) / length; axis++) {
      var candidate = new double[length];
      candidate[axis] = 1;
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < count; j++) {
          Vectors.addMultiple(candidate, -Vectors.dot(candidate, columns[j]), columns[j], 0, length);
        }
      }
      double square = Vectors.dot(candidate, candidate);
      if (square > bestSquare) {
        bestSquare = square;
        best = candidate;
      }
    }
    Vectors.scale(best, 1 / Math.sqrt(bestSquare));
    return best;
  }
}
