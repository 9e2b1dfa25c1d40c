package scrutable.nn.model;

import java.util.Arrays;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.Conv1d;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.PositionEmbedding;
import scrutable.nn.layer.SequenceMask;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Reads a sentence: what each word means beside its neighbours.
///
/// ```
/// x_0 = norm(word vector) + vector of its place
/// x_k = x_(k-1) + relu(convolution over three words of x_(k-1))          k = 1, 2
/// ```
///
/// Word vectors `(N, S, D)` become states of the same shape; each has seen two words to its left and two to its right.
/// All places are calculated at once, where a recurrent encoder goes from word to word. Behind the end of a sentence
/// are zeros, and whatever stands there changes nothing.
///
/// Gehring, Auli, Grangier and Dauphin 2017, "A convolutional encoder model for neural machine translation".
///
/// Parts: `norm`, `places`, `near`, `far`.
final class SentenceEncoder implements Module {
  private final PositionEmbedding places;
  private final LayerNorm norm;
  private final Conv1d near;
  private final Conv1d far;

  /// @param longest how many words a sentence may have
  /// @param width   D
  SentenceEncoder(int longest, int width, Rng rng) {
    this.places = PositionEmbedding.of(rng.normalAround(0, 0.5, longest, width));
    this.norm = new LayerNorm(width);
    this.near = new Conv1d(width, width, 3, 1, 1, 1, rng);
    this.far = new Conv1d(width, width, 3, 1, 1, 1, rng);
  }

  /// The states `(N, S, D)`.
  Variable read(Variable vectors, int[] lengths) {
    Tensor mask = SequenceMask.of(lengths, vectors.size(1), vectors.dtype()).unsqueeze(2);
    Variable zero = Variable.constant(Tensor.full(0, vectors.dtype()));
    Variable states = places.forward(norm.forward(vectors.where(mask, zero))).where(mask, zero);
    for (Conv1d neighbours : new Conv1d[] {near, far}) {
      Variable news = neighbours.forward(states.transpose(1, 2)).transpose(1, 2).relu();
      states = states.add(news).where(mask, zero);
    }
    return states;
  }

  @Override
  public Variable forward(Variable vectors) {
    int[] lengths = new int[vectors.size(0)];
    Arrays.fill(lengths, vectors.size(1));
    return read(vectors, lengths);
  }

  @Override
  public void describe(Parts parts) {
    parts.child("norm", norm).child("places", places).child("near", near).child("far", far);
  }

  @Override
  public String toString() {
    return outline();
  }
}
