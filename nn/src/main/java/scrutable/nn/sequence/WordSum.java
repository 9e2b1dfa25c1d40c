package scrutable.nn.sequence;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.tensor.Tensor;

/// Logistic regression on a bag of words: every token has a weight, and a text is worth the sum of its tokens.
///
/// `logit = b + sum_t w[x_t]`, from `int32` ids `(N, T)`, filled up with [Vocabulary#PAD], to `(N,)`. The order of the
/// tokens makes no difference, and each decision is explained by its addends ([#weights]). With pairs of neighbours
/// among the tokens it is a bag of bigrams.
///
/// Parameters: `weight (V, 1)` and `bias (1,)`, both zero at first: what was never seen says nothing.
public final class WordSum implements Module {
  private final PaddedEmbedding weight;
  private final Parameter bias = new Parameter(Tensor.zeros(1));

  /// @param count V, the size of the vocabulary
  public WordSum(int count) {
    this.weight = PaddedEmbedding.of(Tensor.zeros(count, 1), Vocabulary.PAD);
  }

  /// The logits `(N,)` of ids `(N, T)`.
  @Override
  public Variable forward(Variable ids) {
    return weight.forward(ids).sum(false, 1, 2).add(bias);
  }

  /// The weight of each token of the vocabulary, `(V,)`.
  public Tensor weights() {
    return weight.weight().value().reshape(-1);
  }

  /// What a text without tokens is worth.
  public double bias() {
    return bias.value().item();
  }

  @Override
  public void describe(Parts parts) {
    weight.describe(parts);
    parts.parameter("bias", bias);
  }

  @Override
  public String toString() {
    return outline();
  }
}
