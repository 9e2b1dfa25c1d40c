package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two gated recurrent units, one that reads from the left and one that reads from the right, side by side: each
/// place knows what stands before it and what stands behind it.
///
/// Sequences `(N, T, D)` become `(N, T, 2 H)`: the first H features are the states of the [Gru] that reads forwards,
/// the others of the one that reads backwards, which is at place t after it has read t and all behind it. In a padded
/// batch it begins at the last token of each sequence, not at the padding.
///
/// Parameters as in PyTorch: those of a [Gru], and the same names with `_reverse`. Schuster and Paliwal 1997,
/// "Bidirectional recurrent neural networks".
public final class BidirectionalGru implements Module {
  private final Gru forwards;
  private final Gru backwards;

  /// @param in D, the features of a step
  /// @param hidden H, the size of the state in each direction
  public BidirectionalGru(int in, int hidden, Rng rng) {
    this(new Gru(in, hidden, rng), new Gru(in, hidden, rng));
  }

  private BidirectionalGru(Gru forwards, Gru backwards) {
    this.forwards = forwards;
    this.backwards = backwards;
  }

  /// A layer of two given units, which should have states of the same size.
  public static BidirectionalGru of(Gru forwards, Gru backwards) {
    if (forwards.hidden() != backwards.hidden()) {
      throw new IllegalArgumentException("BidirectionalGru: the states of both directions should have the same size,"
          + " not " + forwards.hidden() + " and " + backwards.hidden());
    }
    return new BidirectionalGru(forwards, backwards);
  }

  /// The states of sequences that are not padded.
  @Override
  public Variable forward(Variable x) {
    int[] lengths = new int[x.rank() == 0 ? 0 : x.size(0)];
    Arrays.fill(lengths, x.rank() < 2 ? 0 : x.size(1));
    return run(x, lengths).outputs();
  }

  /// Runs over padded sequences from the state zero.
  ///
  /// @param lengths how many steps of each sequence count
  /// @return outputs `(N, T, 2 H)`, 0 behind the end of a sequence; and last `(N, 2 H)`, the state of each direction
  ///     after it has read all
  public Gru.Run run(Variable x, int[] lengths) {
    Variable zero = Variable.constant(Tensor.zeros(x.dtype(), x.rank() == 0 ? 0 : x.size(0), forwards.hidden()));
    Gru.Run first = forwards.run(x, zero, lengths);
    // Turned round, the padding comes first: the state stays zero until the last token is reached.
    Tensor mask = SequenceMask.of(lengths, x.size(1), x.dtype()).flip(1);
    Gru.Run second = backwards.run(x.flip(1), zero, mask);
    return new Gru.Run(Variable.concat(2, first.outputs(), second.outputs().flip(1)),
        Variable.concat(1, first.last(), second.last()));
  }

  @Override
  public void describe(Parts parts) {
    forwards.describe(parts, "");
    backwards.describe(parts, "_reverse");
  }

  @Override
  public String toString() {
    return outline();
  }
}
