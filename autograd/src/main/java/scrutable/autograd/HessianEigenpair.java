package scrutable.autograd;

import java.util.List;
import java.util.function.Supplier;
import scrutable.tensor.Tensor;

/// An eigenvalue of the Hessian of a loss and its eigenvector; that of the largest eigenvalue says how sharply the
/// loss curves.
///
/// @param value  the eigenvalue, as the Rayleigh quotient `u . H u` of the last unit vector `u`
/// @param vector `H u`, in the direction of the eigenvector: one tensor for each parameter
public record HessianEigenpair(double value, List<Tensor> vector) {

  /// The pair whose eigenvalue is the largest in absolute value, by power iteration: a vector that is multiplied by the
  /// Hessian again and again turns towards its eigenvector. Each step costs one Hessian-vector product, about two
  /// gradients; the error falls with the ratio of the second largest eigenvalue to the largest.
  ///
  /// The Hessian itself, a matrix of parameters by parameters, is never made (Pearlmutter 1994, "Fast exact
  /// multiplication by the Hessian").
  ///
  /// @param loss  gives the scalar with an intact graph; it is asked once for each step
  /// @param start one tensor for each parameter, of its shape; not all zero
  /// @throws IllegalArgumentException if there is no iteration, or a vector that is zero or not finite
  public static HessianEigenpair largest(Supplier<Variable> loss, List<? extends Variable> parameters,
      List<Tensor> start, int iterations) {
    if (iterations < 1) {
      throw new IllegalArgumentException("power iteration needs at least one step, not " + iterations);
    }
    //: code power-iteration
    List<Tensor> vector = start;
    double value = 0;
    for (int i = 0; i < iterations; i++) {
      double length = requireLength(Math.sqrt(dot(vector, vector)));
      List<Tensor> unit = vector.stream().map(part -> part.div(length)).toList();
      vector = Functions.hessianVectorProduct(loss.get(), parameters, unit);
      value = dot(unit, vector);
    }
    //: end
    return new HessianEigenpair(value, vector);
  }

  private static double requireLength(double length) {
    if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("power iteration: the vector has the length " + length + "; it must be"
          + " positive and finite (the loss may be linear in the parameters, so that its Hessian is zero)");
    }
    return length;
  }

  private static double dot(List<Tensor> a, List<Tensor> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.get(i).mul(b.get(i)).sum().item();
    }
    return sum;
  }
}
