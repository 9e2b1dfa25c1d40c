package scrutable.nn.sequence;

import java.util.Arrays;
import java.util.List;
import scrutable.nn.layer.SequenceMask;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Sequences of different lengths side by side, filled up at their ends.
///
/// Row n holds sequence n in its first `lengths[n]` places. What stands behind them is only there to make a rectangle:
/// every calculation over time has to leave it out, with [#mask] or with the lengths.
///
/// @param ids     `(N, T)`, `int32`
/// @param lengths of the N sequences, each from 0 to T
public record PaddedBatch(Tensor ids, int[] lengths) {
  /// Checks that ids and lengths fit.
  ///
  /// @throws IllegalArgumentException if they do not
  public PaddedBatch {
    if (ids.dtype() != DType.INT32 || ids.rank() != 2 || ids.size(0) != lengths.length) {
      throw new IllegalArgumentException("PaddedBatch: ids should be int32 (N, T) with one length for each row, not "
          + ids.dtype() + " " + Shape.text(ids.shape()) + " and " + lengths.length + " lengths");
    }
    lengths = lengths.clone();
    SequenceMask.requireLengths("PaddedBatch", lengths, ids.size(1));
  }

  /// Sequences filled up with [Vocabulary#PAD] to the length of the longest.
  public static PaddedBatch of(List<int[]> sequences) {
    return of(sequences, Vocabulary.PAD);
  }

  /// Sequences filled up with `padding` to the length of the longest.
  public static PaddedBatch of(List<int[]> sequences, int padding) {
    return filled(sequences, padding, longest(sequences));
  }

  /// Sequences filled up with [Vocabulary#PAD] to a multiple of `stride`, at least to the length of the longest. Batches
  /// of few different lengths let each training step work in the memory of an earlier one.
  ///
  /// @throws IllegalArgumentException if `stride` is below 1
  public static PaddedBatch inStrides(List<int[]> sequences, int stride) {
    if (stride < 1) {
      throw new IllegalArgumentException("PaddedBatch: the stride must be at least 1, but is " + stride);
    }
    return filled(sequences, Vocabulary.PAD, Math.ceilDiv(longest(sequences), stride) * stride);
  }

  private static int longest(List<int[]> sequences) {
    return sequences.stream().mapToInt(sequence -> sequence.length).max().orElse(0);
  }

  private static PaddedBatch filled(List<int[]> sequences, int padding, int steps) {
    int[] ids = new int[sequences.size() * steps];
    Arrays.fill(ids, padding);
    int[] lengths = new int[sequences.size()];
    for (int n = 0; n < lengths.length; n++) {
      lengths[n] = sequences.get(n).length;
      System.arraycopy(sequences.get(n), 0, ids, n * steps, lengths[n]);
    }
    return new PaddedBatch(Tensor.wrap(ids, lengths.length, steps), lengths);
  }

  /// Sequences that are filled up already; their lengths are read off the padding.
  ///
  /// @param ids `(N, T)`, `int32`, with [Vocabulary#PAD] behind the end of each sequence
  /// @throws IllegalArgumentException if a token stands behind padding
  public static PaddedBatch ofIds(Tensor ids) {
    int[] numbers = ids.toIntArray();
    int[] lengths = new int[ids.size(0)];
    int steps = ids.size(1);
    for (int i = 0; i < numbers.length; i++) {
      int row = i / steps;
      if (numbers[i] != Vocabulary.PAD && lengths[row]++ != i % steps) {
        throw new IllegalArgumentException("PaddedBatch: in sequence " + row + " the token at place " + i % steps
            + " stands behind padding; padding belongs to the end");
      }
    }
    return new PaddedBatch(ids, lengths);
  }

  /// The lengths; a copy.
  @Override
  public int[] lengths() {
    return lengths.clone();
  }

  /// N, the number of sequences.
  public int size() {
    return lengths.length;
  }

  /// T, the number of places in a row.
  public int steps() {
    return ids.size(1);
  }

  /// How many tokens there are, without padding.
  public int tokenCount() {
    return Arrays.stream(lengths).sum();
  }

  /// Sequence n without its padding.
  public int[] sequence(int n) {
    return ids.select(0, n).slice(0, 0, lengths[n]).toIntArray();
  }

  /// The same sequences in which each token became [Vocabulary#UNK] with a probability: whoever learns from them learns
  /// what to do with unknown tokens, and relies on no single one (Iyyer et al. 2015, "Deep unordered composition rivals
  /// syntactic methods for text classification", section 3.2, where the tokens are left out instead).
  ///
  /// @throws IllegalArgumentException unless the probability lies in [0, 1]
  public PaddedBatch withGaps(double probability, Rng rng) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("withGaps: the probability must lie in [0, 1], but is " + probability);
    }
    int[] changed = ids.toIntArray();
    for (int n = 0; n < lengths.length; n++) {
      for (int t = 0; t < lengths[n]; t++) {
        int place = n * steps() + t;
        changed[place] = rng.nextDouble() < probability ? Vocabulary.UNK : changed[place];
      }
    }
    return new PaddedBatch(Tensor.wrap(changed, size(), steps()), lengths);
  }

  /// 1 where there is a token and 0 where there is padding: `(N, T)`, `float32`.
  public Tensor mask() {
    return SequenceMask.of(lengths, steps(), DType.FLOAT32);
  }

  /// All but the last place of each sequence: what a language model reads. With [#targets] it makes a pair.
  ///
  /// @throws IllegalArgumentException if a sequence is empty
  public PaddedBatch inputs() {
    return new PaddedBatch(ids.slice(1, 0, Math.max(steps() - 1, 0)), shortened());
  }

  /// All but the first place of each sequence: what a language model should answer to [#inputs].
  ///
  /// Where a sequence is over, the targets are padding; [Sequences#crossEntropy] leaves them out by their lengths.
  ///
  /// @throws IllegalArgumentException if a sequence is empty
  public PaddedBatch targets() {
    return new PaddedBatch(ids.slice(1, Math.min(1, steps()), steps()), shortened());
  }

  private int[] shortened() {
    for (int n = 0; n < lengths.length; n++) {
      if (lengths[n] == 0) {
        throw new IllegalArgumentException("PaddedBatch: sequence " + n + " is empty; inputs and targets need at least"
            + " one token each");
      }
    }
    return Arrays.stream(lengths).map(length -> length - 1).toArray();
  }
}
