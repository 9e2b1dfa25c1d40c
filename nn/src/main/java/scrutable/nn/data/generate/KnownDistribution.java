package scrutable.nn.data.generate;

import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A small world whose every input is listed, with its probability together with each class: `P(x, y)`.
///
/// @param inputs `(M, D)`, `float32`, every input that can occur
/// @param joint  `(M, K)`, `float64`, `P(x, y)`; all elements add up to 1
public record KnownDistribution(Tensor inputs, Tensor joint) {
  private static final double ROUNDING = 1e-9;

  /// Checks shapes and probabilities.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit, or the probabilities are none
  public KnownDistribution {
    if (inputs.rank() != 2 || joint.rank() != 2 || inputs.size(0) != joint.size(0)
        || joint.dtype() != DType.FLOAT64) {
      throw new IllegalArgumentException("KnownDistribution: inputs (M, D) need float64 probabilities (M, K),"
          + " but they are " + Shape.text(inputs.shape()) + " and " + joint.dtype() + " "
          + Shape.text(joint.shape()));
    }
    double total = joint.sum().item();
    if (!(joint.min().item() >= 0) || Math.abs(total - 1) > ROUNDING) {
      throw new IllegalArgumentException("KnownDistribution: probabilities must not be negative and must add"
          + " up to 1, but the smallest is " + joint.min().item() + " and their sum is " + total);
    }
  }

  /// The probability of class `y` for each input, `P(y | x)`: `(M,)`, `float64`; NaN for an input that never
  /// occurs.
  public Tensor posterior(int y) {
    return joint.select(1, y).div(joint.sum(false, 1));
  }
}
