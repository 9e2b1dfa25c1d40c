package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Which places of padded sequences hold something: masks made of lengths.
///
/// A mask in this engine comes in two forms. The plain one, [#of], is 1 where there is something and 0 where there is
/// padding, and *selects*; multiplying by it would turn an infinite number under the padding into NaN. The additive
/// one, [#additive], is made for the scores of an attention.
public final class SequenceMask {
  private SequenceMask() {}

  /// 1 in the first `lengths[n]` places of row n and 0 behind them: `(N, T)`.
  ///
  /// @throws IllegalArgumentException unless each length lies in 0 .. T
  public static Tensor of(int[] lengths, int steps, DType dtype) {
    requireLengths("SequenceMask", lengths, steps);
    float[] mask = new float[lengths.length * steps];
    for (int n = 0; n < lengths.length; n++) {
      Arrays.fill(mask, n * steps, n * steps + lengths[n], 1);
    }
    return Tensor.wrap(mask, lengths.length, steps).to(dtype);
  }

  /// The mask that hides the padding of keys from every query and every head, to be added to scores
  /// `(N, heads, T, S)`: `(N, 1, 1, S)`, 0 for keys and [MultiHeadAttention#HIDDEN] for padding.
  ///
  /// @throws IllegalArgumentException unless each length lies in 1 .. S: who sees nothing has no average
  public static Tensor additive(int[] lengths, int keys, DType dtype) {
    requireSomething("SequenceMask", lengths);
    Tensor mask = of(lengths, keys, dtype);
    return Tensor.where(mask, Tensor.full(0, dtype), Tensor.full(MultiHeadAttention.HIDDEN, dtype))
        .reshape(lengths.length, 1, 1, keys);
  }

  /// Refuses lengths that do not lie in 0 .. `steps`.
  public static void requireLengths(String who, int[] lengths, int steps) {
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] < 0 || lengths[n] > steps) {
        throw new IllegalArgumentException(who + ": the length " + lengths[n] + " of sequence " + n
            + " does not lie in 0 .. " + steps + ", the number of steps");
      }
    }
  }

  /// Refuses empty sequences, where an average or a last state would mean nothing.
  public static void requireSomething(String who, int[] lengths) {
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] == 0) {
        throw new IllegalArgumentException(who + ": sequence " + n + " is empty; give it at least one token, such as"
            + " the end of the sequence");
      }
    }
  }
}
