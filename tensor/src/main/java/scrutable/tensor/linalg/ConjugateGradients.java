package scrutable.tensor.linalg;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Solves `A x = b` for a symmetric positive definite operator, with nothing but products `A p`.
///
/// The solution is the lowest point of the bowl `x^T A x / 2 - b^T x`, and the residual `r = b - A x`
/// points straight downhill. Going that way each time zigzags through a narrow bowl. So each direction `p`
/// is the residual, corrected to be *conjugate* to the last direction (`p^T A p' = 0`): then it does not
/// spoil what was gained there, and, this is the surprise, it is conjugate to all earlier ones too. In
/// exact arithmetic `n` steps reach the solution; in practice far fewer come near enough, about as many as
/// there are clusters of eigenvalues, at worst in the order of the square root of the condition number.
///
/// Source: Hestenes, Stiefel, "Methods of conjugate gradients for solving linear systems" (1952), section 3;
/// Shewchuk, "An introduction to the conjugate gradient method without the agonizing pain" (1994).
public final class ConjugateGradients {
  private ConjugateGradients() {}

  /// What came out.
  ///
  /// @param solution in the shape of `b`
  /// @param iterations products `A p` that were needed, without the last one, which checks the residual
  /// @param residual `|b - A x| / |b|` of the solution, calculated afresh; 0 for `b = 0`
  /// @param converged whether the method reached the tolerance
  public record Result(Tensor solution, int iterations, double residual, boolean converged) {}

  /// Solves `A x = b`, from `x = 0` on.
  ///
  /// @param a symmetric and positive definite
  /// @param b the right-hand side, `FLOAT64` of any shape
  /// @param tolerance stop when `|b - A x| <= tolerance |b|`
  /// @param maxIterations stop after so many steps in any case
  /// @throws IllegalArgumentException if `b` is not finite `FLOAT64`, if `tolerance` or `maxIterations` is
  ///     negative, if the operator returns another shape or type, or if it turns out not to be positive
  ///     definite
  public static Result solve(LinearOperator a, Tensor b, double tolerance, int maxIterations) {
    if (!(tolerance >= 0) || maxIterations < 0) {
      throw new IllegalArgumentException(
          "ConjugateGradients: tolerance and maxIterations must not be negative, but tolerance = " + tolerance
              + ", maxIterations = " + maxIterations);
    }
    double[] residual = Matrices.elements("ConjugateGradients", b);
    double scale = scaleOf(residual);
    Vectors.scale(residual, 1 / scale);
    int n = residual.length;
    int[] shape = b.shape();
    var x = new double[n];
    double[] direction = residual.clone();
    double square = Vectors.dot(residual, residual);
    double target = tolerance * Math.sqrt(square);
    int iterations = 0;
    while (Math.sqrt(square) > target && iterations < maxIterations) {
      double[] product = apply(a, direction, shape);
      double curvature = Vectors.dot(direction, product);
      if (!(curvature > 0)) {
        throw new IllegalArgumentException(
            "ConjugateGradients: the operator is not positive definite: p^T A p = " + curvature
                + " in iteration " + iterations + "; a multiple of the identity added to it may help");
      }
      double step = square / curvature;
      Vectors.addMultiple(x, step, direction, 0, n);
      Vectors.addMultiple(residual, -step, product, 0, n);
      double newSquare = Vectors.dot(residual, residual);
      Vectors.scale(direction, newSquare / square);
      Vectors.addMultiple(direction, 1, residual, 0, n);
      square = newSquare;
      iterations++;
    }
    boolean converged = Math.sqrt(square) <= target;
    Vectors.scale(x, scale);
    return new Result(Tensor.of(x, shape), iterations, relativeResidual(a, x, b), converged);
  }

  /// 1, but for a vector whose square would overflow or vanish: what is solved instead is the system for `b / scale`.
  private static double scaleOf(double[] b) {
    double largest = Matrices.largest(new double[][] {b});
    return largest > 1e140 || largest < 1e-140 ? PowerOfTwo.near(largest) : 1;
  }

  /// The residual of the loop is updated and not calculated, and drifts from the truth in a long run.
  private static double relativeResidual(LinearOperator a, double[] x, Tensor b) {
    double[] scaled = b.toDoubleArray();
    double scale = scaleOf(scaled);
    Vectors.scale(scaled, 1 / scale);
    double length = Math.sqrt(Vectors.dot(scaled, scaled));
    if (length == 0) {
      return 0;
    }
    double[] difference = b.toDoubleArray();
    Vectors.addMultiple(difference, -1, apply(a, x, b.shape()), 0, x.length);
    Vectors.scale(difference, 1 / scale);
    return Math.sqrt(Vectors.dot(difference, difference)) / length;
  }

  private static double[] apply(LinearOperator a, double[] vector, int[] shape) {
    Tensor product = a.apply(Tensor.of(vector, shape));
    if (product.dtype() != DType.FLOAT64 || !Arrays.equals(product.shape(), shape)) {
      throw new IllegalArgumentException(
          "ConjugateGradients: the operator must return float64 of shape " + Shape.text(shape)
              + ", but returned " + product.dtype() + " of shape " + Shape.text(product.shape()));
    }
    return product.toDoubleArray();
  }
}
