package scrutable.nn.sequence;

import java.util.Arrays;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.layer.SequenceMask;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What networks calculate with padded sequences `(N, T, D)`, where only the first `lengths[n]` places of row n count.
///
/// All of them select with the lengths and never multiply: whatever stands under the padding, infinity and NaN
/// included, changes neither the result nor a gradient.
public final class Sequences {
  private Sequences() {}

  /// Each sequence in reversed order, its padding left in place: `(N, T, ...)` to `(N, T, ...)`.
  ///
  /// `y[n][t] = x[n][lengths[n] - 1 - t]` for `t < lengths[n]`, and `x[n][t]` behind. Twice gives x back.
  public static Variable reverse(Variable x, int[] lengths) {
    requireSequences("reverse", x, lengths);
    int steps = x.size(1);
    int[] from = new int[lengths.length * steps];
    for (int n = 0; n < lengths.length; n++) {
      for (int t = 0; t < steps; t++) {
        from[n * steps + t] = n * steps + (t < lengths[n] ? lengths[n] - 1 - t : t);
      }
    }
    return rows(x).selectAll(0, Tensor.wrap(from, from.length)).reshape(x.shape());
  }

  /// The last place of each sequence: `(N, T, ...)` to `(N, ...)`.
  ///
  /// @throws IllegalArgumentException if a sequence is empty
  public static Variable last(Variable x, int[] lengths) {
    requireSequences("last", x, lengths);
    SequenceMask.requireSomething("last", lengths);
    int[] from = new int[lengths.length];
    for (int n = 0; n < from.length; n++) {
      from[n] = n * x.size(1) + lengths[n] - 1;
    }
    int[] shape = x.shape();
    int[] withoutTime = new int[shape.length - 1];
    withoutTime[0] = shape[0];
    System.arraycopy(shape, 2, withoutTime, 1, shape.length - 2);
    return rows(x).selectAll(0, Tensor.wrap(from, from.length)).reshape(withoutTime);
  }

  /// `(N, T, ...)` as `(N T, ...)`.
  private static Variable rows(Variable x) {
    int[] shape = x.shape();
    int[] flat = Arrays.copyOfRange(shape, 1, shape.length);
    flat[0] = shape[0] * shape[1];
    return x.reshape(flat);
  }

  /// The mean of each sequence over time: `(N, T, D)` to `(N, D)`.
  ///
  /// @throws IllegalArgumentException if a sequence is empty
  public static Variable mean(Variable x, int[] lengths) {
    Tensor mask = mask("mean", x, lengths);
    double[] counts = Arrays.stream(lengths).asDoubleStream().toArray();
    Variable divisor = Variable.constant(Tensor.wrap(counts, counts.length, 1).to(x.dtype()));
    return x.where(mask, zero(x.dtype())).sum(false, 1).div(divisor);
  }

  /// The largest number of each feature over time: `(N, T, D)` to `(N, D)`.
  ///
  /// @throws IllegalArgumentException if a sequence is empty
  public static Variable max(Variable x, int[] lengths) {
    Tensor mask = mask("max", x, lengths);
    Variable lowest = Variable.constant(Tensor.full(Double.NEGATIVE_INFINITY, x.dtype()));
    return x.where(mask, lowest).max(false, 1);
  }

  private static Tensor mask(String who, Variable x, int[] lengths) {
    requireSequences(who, x, lengths);
    if (x.rank() != 3) {
      throw new IllegalArgumentException(who + ": sequences should be (N, T, D), not " + Shape.text(x.shape()));
    }
    SequenceMask.requireSomething(who, lengths);
    return SequenceMask.of(lengths, x.size(1), x.dtype()).unsqueeze(2);
  }

  private static Variable zero(DType dtype) {
    return Variable.constant(Tensor.full(0, dtype));
  }

  private static void requireSequences(String who, Variable x, int[] lengths) {
    if (x.rank() < 2 || x.size(0) != lengths.length) {
      throw new IllegalArgumentException(who + ": sequences (N, T, ...) need N lengths, but they are "
          + Shape.text(x.shape()) + " and " + lengths.length);
    }
    SequenceMask.requireLengths(who, lengths, x.size(1));
  }

  /// The mean cross-entropy of the tokens, in nats per token: every token of the batch counts the same, padding does
  /// not count.
  ///
  /// @param logits  `(N, T, V)`
  /// @param targets the right tokens, `(N, T)`
  /// @throws IllegalArgumentException if the shapes do not fit, or there is not a single token
  public static Variable crossEntropy(Variable logits, PaddedBatch targets) {
    Tensor mask = SequenceMask.of(targets.lengths(), targets.steps(), DType.FLOAT32);
    return crossEntropy(logits, targets.ids(), mask);
  }

  /// The mean cross-entropy of the places that `counts` selects, in nats: for masked words, or any other choice of
  /// places.
  ///
  /// What is not selected has no part in the loss and receives the gradient 0; its target may be anything, also a
  /// number that is no class.
  ///
  /// @param logits  `(..., V)`
  /// @param targets `(...)`, `int32`
  /// @param counts  `(...)`, not 0 where a place counts
  /// @throws IllegalArgumentException if the shapes do not fit, no place counts, or a target that counts is no class
  public static Variable crossEntropy(Variable logits, Tensor targets, Tensor counts) {
    int[] shape = logits.shape();
    int[] places = Arrays.copyOf(shape, Math.max(shape.length - 1, 0));
    if (shape.length == 0 || targets.dtype() != DType.INT32 || !targets.hasShape(places) || !counts.hasShape(places)) {
      throw new IllegalArgumentException("crossEntropy: logits (..., V) need int32 targets (...) and a mask (...), but"
          + " they are " + Shape.text(shape) + ", " + targets.dtype() + " " + Shape.text(targets.shape()) + " and "
          + Shape.text(counts.shape()));
    }
    Tensor index = indicesOfNonZero(counts);
    if (index.size(0) == 0) {
      throw new IllegalArgumentException("crossEntropy: none of the places " + Shape.text(places) + " counts, so there"
          + " is nothing to take the mean of");
    }
    Variable picked = logits.reshape(-1, shape[shape.length - 1]).selectAll(0, index);
    return Losses.crossEntropy(picked, Indexing.select(targets.reshape(-1), 0, index));
  }

  /// Where a number is not 0, counted through all axes: `int32 (K,)`.
  static Tensor indicesOfNonZero(Tensor counts) {
    double[] values = counts.toDoubleArray();
    int[] result = new int[values.length];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        result[found++] = i;
      }
    }
    return Tensor.wrap(Arrays.copyOf(result, found), found);
  }
}
