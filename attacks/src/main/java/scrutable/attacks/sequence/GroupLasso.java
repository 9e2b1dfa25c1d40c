package scrutable.attacks.sequence;

import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The penalty `sum over rows of |d_i|`, Euclidean: it takes whole rows to exactly zero, so that few words change.
///
/// At zero it has a kink where a gradient step jumps back and forth. A proximal step goes down the gradient of
/// everything else, and then to the point that settles both wishes, to be near and to have a small penalty.
///
/// Source: Parikh and Boyd 2014, "Proximal algorithms", section 6.5.4 (block soft thresholding).
public final class GroupLasso {
  private GroupLasso() {}

  /// The minimiser of `threshold sum |p_i| + sum |p_i - d_i|^2 / 2`: every row is made shorter by `threshold`, and one
  /// that is not longer than that becomes zero.
  ///
  /// ```
  /// p_i = 0                              if |d_i| <= threshold
  /// p_i = d_i (1 - threshold / |d_i|)    otherwise
  /// ```
  ///
  /// @param rows      d, `(..., D)`, `float32`
  /// @param threshold the weight of the penalty times the size of the step before; without the size of the step the
  ///     penalty would grow as steps get smaller
  /// @throws IllegalArgumentException if the rows are not `float32`, or the threshold is not finite or negative
  public static Tensor prox(Tensor rows, double threshold) {
    if (rows.dtype() != DType.FLOAT32 || rows.rank() < 1) {
      throw new IllegalArgumentException("prox: rows should be float32 with at least one axis, not " + rows.dtype()
          + " with " + rows.rank());
    }
    if (!(threshold >= 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("prox: the threshold should be finite and not negative, not " + threshold);
    }
    float[] values = rows.toFloatArray();
    int width = rows.size(rows.rank() - 1);
    for (int from = 0; from < values.length; from += width) {
      shorten(values, from, width, threshold);
    }
    return Tensor.wrap(values, rows.shape());
  }

  //: code prox
  private static void shorten(float[] values, int from, int width, double threshold) {
    double square = 0;                                  // the square of a float never overflows a double
    for (int d = from; d < from + width; d++) {
      square += (double) values[d] * values[d];
    }
    double length = Math.sqrt(square);
    double factor = length <= threshold ? 0 : 1 - threshold / length;
    for (int d = from; d < from + width; d++) {
      values[d] = factor == 0 ? 0 : (float) (factor * values[d]);
    }
  }
  //: end
}
