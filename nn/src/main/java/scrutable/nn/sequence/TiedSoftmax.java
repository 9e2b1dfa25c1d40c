package scrutable.nn.sequence;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The way back from features to words with the table that led from words to features: `(..., D)` to logits
/// `(..., V)`.
///
/// `logits = x W^T + b`, where W `(V, D)` is the weight of an embedding: a word is likely where the features point in
/// its direction. That saves V D parameters, and words that occur rarely in the output learn from the input as well.
/// Press and Wolf 2017, "Using the output embedding to improve language models"; Inan et al. 2017.
///
/// Parameter: `bias (V,)`, zeros at first. The table belongs to the embedding and is named there only, so that an
/// optimiser meets it once. A table of standard normal numbers gives logits of size sqrt(D); to begin near equal
/// probabilities, draw the table with a small deviation, such as 0.02.
public final class TiedSoftmax implements Module {
  private final Parameter table;
  private final Parameter bias;

  /// @param table W `(V, D)`, the weight of an embedding
  public TiedSoftmax(Parameter table) {
    if (table.rank() != 2) {
      throw new IllegalArgumentException("TiedSoftmax: the table should be (V, D), not " + Shape.text(table.shape()));
    }
    this.table = table;
    this.bias = new Parameter(Tensor.zeros(table.dtype(), table.size(0)));
  }

  @Override
  public Variable forward(Variable x) {
    int width = table.size(1);
    if (x.rank() < 1 || x.size(-1) != width) {
      throw new IllegalArgumentException("TiedSoftmax: the last axis of " + Shape.text(x.shape()) + " should be "
          + width + ", as in the table " + Shape.text(table.shape()));
    }
    int[] shape = x.shape();
    shape[shape.length - 1] = table.size(0);
    return x.reshape(-1, width).matmul(table.t()).add(bias).reshape(shape);
  }

  @Override
  public void describe(Parts parts) {
    parts.parameter("bias", bias);
  }

  @Override
  public String toString() {
    return outline();
  }
}
