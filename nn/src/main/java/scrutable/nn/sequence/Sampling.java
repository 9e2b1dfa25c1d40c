package scrutable.nn.sequence;

import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Drawing one of K possibilities for each row of logits.
public final class Sampling {
  private Sampling() {}

  /// One index for each row, drawn with the probabilities `softmax(logits / temperature)`: `(N, K)` to `int32 (N,)`.
  ///
  /// Temperature 1 is the distribution itself, below 1 the likely becomes likelier, and 0 stands for the limit: the
  /// first largest logit, without chance (and without taking a number from `rng`). Above 0, each row takes one uniform
  /// number. A logit of -infinity is never drawn. Calculated in double precision.
  ///
  /// @param logits `(N, K)`; log-probabilities are logits as well
  /// @throws IllegalArgumentException if shape or temperature do not fit, or a row holds NaN or +infinity or allows
  ///     nothing
  public static Tensor categorical(Tensor logits, double temperature, Rng rng) {
    if (logits.rank() != 2 || logits.size(1) == 0) {
      throw new IllegalArgumentException("categorical: logits should be (N, K) with K >= 1, not "
          + Shape.text(logits.shape()));
    }
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("categorical: the temperature should be finite and not negative, not "
          + temperature);
    }
    int columns = logits.size(1);
    double[] all = logits.toDoubleArray();
    int[] drawn = new int[logits.size(0)];
    for (int n = 0; n < drawn.length; n++) {
      int best = largest(all, n, columns);
      drawn[n] = temperature == 0 ? best : rng.categorical(weights(all, n, columns, best, temperature));
    }
    return Tensor.wrap(drawn, drawn.length);
  }

  /// The first largest logit of row n.
  private static int largest(double[] all, int n, int columns) {
    int best = 0;
    for (int k = 0; k < columns; k++) {
      double logit = all[n * columns + k];
      if (!(logit < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("categorical: logit " + k + " of row " + n + " is " + logit);
      }
      best = logit > all[n * columns + best] ? k : best;
    }
    if (all[n * columns + best] == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException("categorical: all logits of row " + n
          + " are -infinity; nothing can be drawn");
    }
    return best;
  }

  /// Probabilities up to a common factor; the largest is 1.
  private static double[] weights(double[] all, int n, int columns, int best, double temperature) {
    double[] weights = new double[columns];
    for (int k = 0; k < columns; k++) {
      weights[k] = StrictMath.exp((all[n * columns + k] - all[n * columns + best]) / temperature);
    }
    return weights;
  }
}
