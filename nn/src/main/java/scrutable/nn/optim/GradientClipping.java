package scrutable.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Tensor;

/// Limits how far one step can go, so that a single steep place does not throw training off its path.
///
/// ```java
/// optimizer.step(GradientClipping.byNorm(Gradients.of(loss, parameters), 1.0));
/// ```
public final class GradientClipping {
  /// Keeps the division defined when all gradients are zero; PyTorch uses the same number.
  private static final double TINY = 1e-6;

  private GradientClipping() {}

  /// The common 2-norm of all gradients, as if they were one long vector.
  public static double norm(Gradients gradients) {
    double sum = 0;
    for (Variable target : gradients.targets()) {
      for (double g : gradients.get(target).toDoubleArray()) {
        sum += g * g;
      }
    }
    return Math.sqrt(sum);
  }

  /// Shortens all gradients by the common factor `min(1, limit / (norm + 1e-6))`: the direction stays.
  ///
  /// Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013,
  /// algorithm 1.
  ///
  /// @param limit the largest norm allowed, above 0
  /// @throws ArithmeticException if the norm is not finite: shortened, an infinite gradient would become NaN
  public static Gradients byNorm(Gradients gradients, double limit) {
    requirePositive("byNorm", limit);
    double norm = norm(gradients);
    if (!Double.isFinite(norm)) {
      throw new ArithmeticException("byNorm: the norm of the gradients is " + norm
          + " and cannot be shortened to " + limit + ". Find its origin with NumericsGuard");
    }
    double factor = limit / (norm + TINY);
    return factor >= 1 ? gradients : mapped(gradients, gradient -> gradient.mul(factor));
  }

  /// Limits every single number of the gradients to `[-limit, limit]`: the direction may change.
  ///
  /// @param limit above 0
  public static Gradients byValue(Gradients gradients, double limit) {
    requirePositive("byValue", limit);
    return mapped(gradients, gradient -> gradient.clamp(-limit, limit));
  }

  private static Gradients mapped(Gradients gradients, UnaryOperator<Tensor> change) {
    Map<Variable, Tensor> changed = new LinkedHashMap<>();
    for (Variable target : gradients.targets()) {
      changed.put(target, change.apply(gradients.get(target)));
    }
    return Gradients.ofTensors(changed);
  }

  private static void requirePositive(String method, double limit) {
    if (!(limit > 0)) {
      throw new IllegalArgumentException(method + ": the limit must be above 0, but is " + limit);
    }
  }
}
