package scrutable.nn.semisupervised;

import scrutable.tensor.Shape;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// What can be made of a network's own probabilities `(N, K)` before they serve as targets.
public final class Confidence {
  private Confidence() {}

  /// 1 for each row whose largest probability reaches the threshold, else 0: `float (N,)`.
  public static Tensor mask(Tensor probabilities, double threshold) {
    requireRows(probabilities);
    Tensor largest = probabilities.max(false, 1);
    return largest.greaterOrEqual(Tensor.full(threshold, largest.dtype()));
  }

  /// The class with the largest probability in each row: `int32 (N,)`.
  public static Tensor hardLabels(Tensor probabilities) {
    requireRows(probabilities);
    return probabilities.argmax(1);
  }

  /// Rows made more definite: `p_k^(1/T) / sum_j p_j^(1/T)`. Temperature 1 changes nothing, towards 0 the
  /// largest takes all.
  ///
  /// Berthelot et al. 2019, "MixMatch", equation 7.
  ///
  /// @throws IllegalArgumentException if the temperature is not positive
  public static Tensor sharpen(Tensor probabilities, double temperature) {
    requireRows(probabilities);
    if (!(temperature > 0)) {
      throw new IllegalArgumentException("sharpen: the temperature must be positive, but is " + temperature);
    }
    return Softmaxes.softmax(probabilities.log().div(temperature));
  }

  private static void requireRows(Tensor probabilities) {
    if (probabilities.rank() != 2) {
      throw new IllegalArgumentException("the probabilities should be (N, K), not "
          + Shape.text(probabilities.shape()));
    }
  }
}
