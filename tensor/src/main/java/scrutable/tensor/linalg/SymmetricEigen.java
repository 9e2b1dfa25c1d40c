package scrutable.tensor.linalg;

import java.util.Arrays;
import java.util.Comparator;
import scrutable.tensor.Tensor;

/// All eigenvalues and eigenvectors of a symmetric matrix: `A = V diag(values) V^T`.
///
/// Two stages (Golub, Van Loan, "Matrix Computations", 4th edition, section 8.3):
///
/// 1. *Householder*: n - 2 reflections, applied from both sides, make the matrix tridiagonal. All later
/// work then touches two numbers per row instead of n. 2. *Implicit QR*: each step is a chain of plane
/// rotations down the tridiagonal matrix. It is equal to the step `T - mu I = Q R; T := R Q + mu I`, and
/// drives the last off-diagonal element to zero, at a cubic rate when `mu` is the eigenvalue of the last 2
/// x 2 block nearest to its corner (Wilkinson's shift). A zero cuts the matrix in two, and the eigenvalue
/// at the end is done.
///
/// Cost: about `4 n^3 / 3` multiplications for the first stage, `4 n^3 / 3` to form the product of the
/// reflections, and `3 n^3` to rotate the eigenvectors.
///
/// @param values the eigenvalues (n), ascending
/// @param vectors the eigenvectors (n, n) as columns, of length 1, orthogonal to each other; the element of
///     largest absolute value in each is positive. For repeated eigenvalues any orthonormal basis is right,
///     and this is one.
public record SymmetricEigen(Tensor values, Tensor vectors) {
  private static final double EPSILON = 0x1p-52;
  private static final double NEGLIGIBLE = 1e-150; // where the largest element is near 1
  private static final int MOST_STEPS_PER_VALUE = 60;

  /// Decomposes a symmetric matrix (n, n).
  ///
  /// @throws IllegalArgumentException if `a` is not square, symmetric, finite `FLOAT64`
  /// @throws ArithmeticException if the iteration does not converge, which is not known to happen
  public static SymmetricEigen of(Tensor a) {
    double[][] rows = Matrices.symmetricRows("SymmetricEigen", a);
    int n = rows.length;
    double scale = PowerOfTwo.near(Matrices.largest(rows));
    for (double[] row : rows) {
      Vectors.scale(row, 1 / scale);
    }
    double[][] reflections = tridiagonalise(rows);
    var diagonal = new double[n];
    var beside = new double[n]; // beside[k] stands between diagonal[k] and diagonal[k + 1]
    for (int i = 0; i < n; i++) {
      diagonal[i] = rows[i][i];
      beside[i] = i < n - 1 ? rows[i + 1][i] : 0;
    }
    double[][] vectors = Matrices.transpose(product(reflections, n), n); // a row is an eigenvector to be
    diagonalise(diagonal, beside, vectors);
    Vectors.scale(diagonal, scale);
    return sorted(diagonal, vectors);
  }

  /// Stage 1. Reflection `k` is `H = I - 2 v v^T` with a unit vector `v` that is zero up to `k`; it is
  /// chosen to turn column `k` below the diagonal into a multiple of its first element. Returns all `v`,
  /// null where `H = I`.
  private static double[][] tridiagonalise(double[][] a) {
    int n = a.length;
    var reflections = new double[n][];
    for (int k = 0; k < n - 2; k++) {
      var v = new double[n];
      for (int i = k + 1; i < n; i++) {
        v[i] = a[i][k];
      }
      double length = Math.sqrt(Vectors.dot(v, v));
      double below = Math.sqrt(Vectors.dot(v, v, k + 2, n));
      if (below < NEGLIGIBLE) {
        continue;
      }
      double image = v[k + 1] > 0 ? -length : length; // the sign that makes the next line an addition
      v[k + 1] -= image;
      Vectors.scale(v, 1 / Math.sqrt(Vectors.dot(v, v)));
      reflectBothSides(a, v, k + 1);
      a[k + 1][k] = image;
      reflections[k] = v;
    }
    return reflections;
  }

  /// `H A H = A - v w^T - w v^T` with `p = 2 A v` and `w = p - (v . p) v`, on rows and columns `from` and
  /// beyond.
  private static void reflectBothSides(double[][] a, double[] v, int from) {
    int n = a.length;
    var w = new double[n];
    for (int i = from; i < n; i++) {
      w[i] = 2 * Vectors.dot(a[i], v, from, n);
    }
    Vectors.addMultiple(w, -Vectors.dot(v, w, from, n), v, from, n);
    for (int i = from; i < n; i++) {
      Vectors.addMultiple(a[i], -v[i], w, from, n);
      Vectors.addMultiple(a[i], -w[i], v, from, n);
    }
  }

  /// The product `H0 H1 H2 ...` of all reflections, multiplied from the right end: `H Q = Q - 2 v (v^T Q)`.
  private static double[][] product(double[][] reflections, int n) {
    double[][] q = Matrices.identity(n);
    for (int k = n - 3; k >= 0; k--) {
      double[] v = reflections[k];
      if (v == null) {
        continue;
      }
      var combined = new double[n];
      for (int i = k + 1; i < n; i++) {
        Vectors.addMultiple(combined, v[i], q[i], k + 1, n);
      }
      for (int i = k + 1; i < n; i++) {
        Vectors.addMultiple(q[i], -2 * v[i], combined, k + 1, n);
      }
    }
    return q;
  }

  /// Stage 2, from the last eigenvalue to the first.
  private static void diagonalise(double[] diagonal, double[] beside, double[][] vectors) {
    int stepsLeft = MOST_STEPS_PER_VALUE * diagonal.length;
    int last = diagonal.length - 1;
    while (last > 0) {
      int first = last;
      while (first > 0 && !isNegligible(diagonal, beside, first - 1)) {
        first--;
      }
      if (first == last) {
        last--;
      } else if (stepsLeft-- > 0) {
        implicitStep(diagonal, beside, vectors, first, last);
      } else {
        throw new ArithmeticException("SymmetricEigen: no convergence at eigenvalue " + last);
      }
    }
  }

  private static boolean isNegligible(double[] diagonal, double[] beside, int k) {
    return Math.abs(beside[k]) <= EPSILON * (Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]))
        || Math.abs(beside[k]) < Double.MIN_NORMAL;
  }

  /// One QR step on the rows `first .. last`. The first rotation is that of the shifted matrix; it creates
  /// one element outside the three diagonals, the *bulge*, and each further rotation pushes it one row down
  /// and out.
  private static void implicitStep(
      double[] diagonal, double[] beside, double[][] vectors, int first, int last) {
    double kept = diagonal[first] - wilkinsonShift(diagonal, beside, last);
    double bulge = beside[first];
    for (int k = first; k < last; k++) {
      double length = StrictMath.hypot(kept, bulge);
      double c = length == 0 ? 1 : kept / length;
      double s = length == 0 ? 0 : bulge / length;
      if (k > first) {
        beside[k - 1] = length;
      }
      double upper = diagonal[k];
      double lower = diagonal[k + 1];
      double between = beside[k];
      double change = s * (s * (lower - upper) + 2 * c * between); // what one gains the other loses
      diagonal[k] = upper + change;
      diagonal[k + 1] = lower - change;
      beside[k] = c * s * (lower - upper) + (c - s) * (c + s) * between;
      Vectors.rotate(vectors[k], vectors[k + 1], c, s);
      if (k + 1 < last) {
        kept = beside[k];
        bulge = s * beside[k + 1];
        beside[k + 1] *= c;
      }
    }
  }

  private static double wilkinsonShift(double[] diagonal, double[] beside, int last) {
    double between = beside[last - 1];
    double half = (diagonal[last - 1] - diagonal[last]) / 2;
    double distance = half + Math.copySign(StrictMath.hypot(half, between), half);
    return diagonal[last] - between / distance * between;
  }

  private static SymmetricEigen sorted(double[] values, double[][] vectors) {
    int n = values.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    var sortedValues = new double[n];
    var sortedVectors = new double[n][];
    for (int i = 0; i < n; i++) {
      sortedValues[i] = values[order[i]];
      sortedVectors[i] = vectors[order[i]];
      if (Vectors.pointsBackwards(sortedVectors[i])) {
        Vectors.scale(sortedVectors[i], -1);
      }
    }
    return new SymmetricEigen(
        Tensor.wrap(sortedValues, n), Matrices.tensor(Matrices.transpose(sortedVectors, n), n));
  }
}
