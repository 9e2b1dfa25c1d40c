package scrutable.nn.layer;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// An [Embedding] in which one index stands for padding: its vector is zero, and stays so.
///
/// The row of the padding receives no gradient, and whatever stands in it, padding becomes 0: weight decay or a loaded
/// table cannot change that.
///
/// Parameter: `weight (V, D)`, drawn from N(0, 1) but for the row of the padding, which is zero, as in PyTorch
/// (`padding_idx`).
public final class PaddedEmbedding implements Module {
  private final Embedding embedding;
  private final int padding;

  /// @param count V, how many different indices there are
  /// @param width D, the length of a vector
  /// @param padding the index of the padding
  public PaddedEmbedding(int count, int width, int padding, Rng rng) {
    this(new Embedding(count, width, rng), padding);
    Parameter weight = embedding.weight();
    weight.assign(Tensor.where(others(Tensor.range(count), weight.dtype()).unsqueeze(1), weight.value(),
        Tensor.full(0, weight.dtype())));
  }

  private PaddedEmbedding(Embedding embedding, int padding) {
    this.embedding = embedding;
    this.padding = padding;
    int count = embedding.weight().size(0);
    if (padding < 0 || padding >= count) {
      throw new IllegalArgumentException("PaddedEmbedding: the padding " + padding + " does not lie in 0 .. "
          + (count - 1) + ", the rows of the table");
    }
  }

  /// A layer with a given table `weight (V, D)`.
  public static PaddedEmbedding of(Tensor weight, int padding) {
    return new PaddedEmbedding(Embedding.of(weight), padding);
  }

  public Parameter weight() {
    return embedding.weight();
  }

  /// Looks the vectors of `int32` indices `(...)` up: `(..., D)`, zeros for padding.
  @Override
  public Variable forward(Variable indices) {
    Variable vectors = embedding.forward(indices);
    Tensor others = others(indices.value(), vectors.dtype());
    return vectors.where(others.unsqueeze(-1), Variable.constant(Tensor.full(0, vectors.dtype())));
  }

  /// 1 where there is no padding.
  private Tensor others(Tensor indices, DType dtype) {
    return indices.to(dtype).notEqualTo(padding);
  }

  @Override
  public void describe(Parts parts) {
    embedding.describe(parts);
  }

  @Override
  public String toString() {
    return outline();
  }
}
