package scrutable.nn.layer;

import java.util.Arrays;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How a decoder looks back at what an encoder has read: each query takes an average of the encoder's states, weighted
/// by how well they fit.
///
/// `weights = softmax over s of score(query_t, memory_s)`, `context_t = sum_s weights_ts memory_s`
///
/// Queries `(N, T, Q)` and states `(N, S, M)` give contexts `(N, T, M)`. Padding of the encoder is hidden: its weight
/// is exactly 0, whatever stands there. What differs is the score: a product in [DotAttention], a small network in
/// [AdditiveAttention].
public sealed interface EncoderAttention extends Module permits DotAttention, AdditiveAttention {

  /// The states of an encoder, made ready to be looked at again and again.
  ///
  /// @param states `(N, S, M)`, 0 in the padding
  /// @param keys   what queries are compared with, `(N, S, A)`
  /// @param mask   1 for states and 0 for padding, `(N, 1, S)`
  record Memory(Variable states, Variable keys, Tensor mask) {
    /// The memories of some of the N sequences, `int32 (K,)`, in that order; a sequence may be wanted several times.
    public Memory select(Tensor rows) {
      return new Memory(states.selectAll(0, rows), keys.selectAll(0, rows),
          Indexing.select(mask, 0, rows));
    }
  }

  /// What is seen.
  ///
  /// @param context `(N, T, M)`
  /// @param weights `(N, T, S)`, each row with the sum 1
  record Attended(Variable context, Variable weights) {}

  /// What queries are compared with, made of states `(N, S, M)`: `(N, S, A)`.
  Variable keys(Variable states);

  /// How well each query fits each key: `(N, T, Q)` and `(N, S, A)` give `(N, T, S)`.
  Variable scores(Variable queries, Variable keys);

  /// Makes the states of an encoder ready.
  ///
  /// @param states  `(N, S, M)`
  /// @param lengths how many states of each sequence count, at least one
  default Memory remember(Variable states, int[] lengths) {
    if (states.rank() != 3 || states.size(0) != lengths.length) {
      throw new IllegalArgumentException("EncoderAttention: states (N, S, M) need N lengths, but they are "
          + Shape.text(states.shape()) + " and " + lengths.length);
    }
    SequenceMask.requireSomething("EncoderAttention", lengths);
    Tensor mask = SequenceMask.of(lengths, states.size(1), states.dtype());
    Variable zero = Variable.constant(Tensor.full(0, states.dtype()));
    Variable clean = states.where(mask.unsqueeze(2), zero);
    return new Memory(clean, keys(clean), mask.unsqueeze(1));
  }

  /// Looks at a memory.
  ///
  /// @param queries `(N, T, Q)`; T is 1 for a decoder that goes step by step
  default Attended attend(Variable queries, Memory memory) {
    if (queries.rank() != 3 || queries.size(0) != memory.states.size(0)) {
      throw new IllegalArgumentException("EncoderAttention: queries should be (N, T, Q) with N = "
          + memory.states.size(0) + ", not " + Shape.text(queries.shape()));
    }
    Variable hidden = Variable.constant(Tensor.full(MultiHeadAttention.HIDDEN, queries.dtype()));
    Variable weights = Functions.softmax(scores(queries, memory.keys).where(memory.mask, hidden));
    return new Attended(weights.matmul(memory.states), weights);
  }

  /// Attention of sequences `(N, T, M)` to themselves, without padding: `(N, T, M)`.
  @Override
  default Variable forward(Variable x) {
    int[] lengths = new int[x.rank() == 3 ? x.size(0) : 0];
    Arrays.fill(lengths, x.rank() == 3 ? x.size(1) : 0);
    return attend(x, remember(x, lengths)).context();
  }
}
