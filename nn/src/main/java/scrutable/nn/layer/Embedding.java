package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A table of vectors, one for each word: indices `int32 (...)` become `(..., D)`.
///
/// `y[n] = weight[x[n]]`, which is the product of a one-hot row with the table, without the zeros. A row
/// receives gradient from every place where it was looked up, and none if it was not.
///
/// Parameter: `weight (V, D)`, drawn from N(0, 1) as in PyTorch. Bengio et al. 2003, "A neural probabilistic
/// language model", section 2.
public final class Embedding implements Module {
  private final Parameter weight;

  /// @param count V, how many different indices there are
  /// @param width D, the length of a vector
  public Embedding(int count, int width, Rng rng) {
    Check.atLeastOne("Embedding", "the number of rows", count);
    Check.atLeastOne("Embedding", "the width", width);
    this(new Parameter(rng.normal(count, width)));
  }

  private Embedding(Parameter weight) {
    this.weight = weight;
  }

  /// A layer with a given table `weight (V, D)`.
  public static Embedding of(Tensor weight) {
    if (weight.rank() != 2) {
      throw new IllegalArgumentException("Embedding: the table should be (V, D), not "
          + Shape.text(weight.shape()));
    }
    return new Embedding(new Parameter(weight));
  }

  public Parameter weight() {
    return weight;
  }

  /// Looks the vectors of `int32` indices up.
  ///
  /// @throws IllegalArgumentException if the indices are not `int32` or one is not in `0 .. V - 1`
  @Override
  public Variable forward(Variable indices) {
    if (indices.dtype() != DType.INT32) {
      throw new IllegalArgumentException("Embedding: the input should be int32 indices, not "
          + indices.dtype() + " " + Shape.text(indices.shape()));
    }
    requireRows(indices.value());
    return Functions.embedding(weight, indices.value());
  }

  private void requireRows(Tensor indices) {
    Indexing.firstOutside(indices, weight.size(0)).ifPresent(index -> {
      throw new IllegalArgumentException("Embedding: index " + index + " does not lie in 0 .. "
          + (weight.size(0) - 1) + ", the rows of the table " + Shape.text(weight.shape()));
    });
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("weight", weight);
  }

  @Override
  public String toString() {
    return outline();
  }
}
