package scrutable.nn.sequence;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.Gru;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Reads a text word by word and says what it thinks at the end.
///
/// An embedding, a [Gru] that starts from the state zero, and a linear layer on its state after the last token: from
/// `int32` ids `(N, T)`, filled up at the end with [Vocabulary#PAD], to one logit a text, `(N,)`. Each text gets what
/// it would get alone.
///
/// Parts: `embedding`, `gru`, `output`.
public final class GruReader implements Module {
  private final PaddedEmbedding embedding;
  private final Gru gru;
  private final Linear output;

  /// A reader with word vectors drawn from N(0, 0.1^2): small ones, so that what the words have in common is learned
  /// before what sets each apart.
  ///
  /// @param count V, the size of the vocabulary
  /// @param width D, the length of a word vector
  /// @param hidden H, the size of the state
  public GruReader(int count, int width, int hidden, Rng rng) {
    this(rng.normalAround(0, 0.1, count, width), hidden, rng);
  }

  /// A reader that starts from given word vectors `(V, D)`, and learns them further.
  public GruReader(Tensor vectors, int hidden, Rng rng) {
    this.embedding = PaddedEmbedding.of(vectors, Vocabulary.PAD);
    this.gru = new Gru(vectors.size(1), hidden, rng);
    this.output = new Linear(hidden, 1, rng);
  }

  /// The logits `(N,)` of ids `(N, T)`.
  ///
  /// @throws IllegalArgumentException if a text is empty, or a token stands behind padding
  @Override
  public Variable forward(Variable ids) {
    return read(vectors(ids.value()), PaddedBatch.ofIds(ids.value()).lengths());
  }

  /// The vectors `(N, T, D)` of ids `(N, T)`: what [#read] begins with.
  public Variable vectors(Tensor ids) {
    return embedding.forward(Variable.constant(ids));
  }

  /// The logits `(N,)` of texts that are given as vectors `(N, T, D)`; an attacker asks for the gradient by them.
  ///
  /// @param lengths how many of the T vectors belong to each text; the others are not read
  public Variable read(Variable vectors, int... lengths) {
    Variable start = Variable.constant(Tensor.zeros(lengths.length, gru.hidden()));
    Variable state = gru.run(vectors, start, lengths).last();                           // (N, H)
    return output.forward(state).reshape(lengths.length);
  }

  @Override
  public void describe(Parts parts) {
    parts.child("embedding", embedding).child("gru", gru).child("output", output);
  }

  @Override
  public String toString() {
    return outline();
  }
}
