package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A block of a transformer: positions talk to each other, then each thinks for itself. Both results are
/// added to the input, which passes through otherwise unchanged.
///
/// ```
/// x = x + attention(norm1(x))
/// x = x + mlp(norm2(x))
/// ```
///
/// Sequences `(N, T, D)` stay `(N, T, D)`. The normalisation comes first ("pre-LN"), as in GPT-2, because
/// that trains without warm-up (Xiong et al. 2020, "On layer normalization in the transformer architecture");
/// there is no dropout.
///
/// Children: `norm1`, `attention`, `norm2`, and `mlp` with `mlp.0 (4 D, D)`, an exact [Gelu] and `mlp.2 (D, 4
/// D)`. Vaswani et al. 2017, "Attention is all you need", section 3.1.
public final class TransformerBlock implements Module {
  private final LayerNorm norm1;
  private final MultiHeadAttention attention;
  private final LayerNorm norm2;
  private final Sequential mlp;

  /// A block without a mask, as in an encoder.
  ///
  /// @param width D
  /// @param heads of the attention; must divide the width
  public TransformerBlock(int width, int heads, Rng rng) {
    this(new LayerNorm(width), new MultiHeadAttention(width, heads, rng), new LayerNorm(width),
        new Sequential(new Linear(width, 4 * width, rng), new Gelu(), new Linear(4 * width, width, rng)));
  }

  private TransformerBlock(LayerNorm norm1, MultiHeadAttention attention, LayerNorm norm2, Sequential mlp) {
    this.norm1 = norm1;
    this.attention = attention;
    this.norm2 = norm2;
    this.mlp = mlp;
  }

  /// A block of given parts.
  public static TransformerBlock of(LayerNorm norm1, MultiHeadAttention attention, LayerNorm norm2,
      Sequential mlp) {
    return new TransformerBlock(norm1, attention, norm2, mlp);
  }

  /// A block with the parts of this one that hides what comes later, as in a language model.
  public TransformerBlock causal() {
    return new TransformerBlock(norm1, attention.causal(), norm2, mlp);
  }

  /// A block with the parts of this one whose attention normalises queries and keys; see
  /// [MultiHeadAttention#withQueryKeyNorm].
  public TransformerBlock withQueryKeyNorm() {
    return new TransformerBlock(norm1, attention.withQueryKeyNorm(), norm2, mlp);
  }

  @Override
  public Variable forward(Variable x) {
    return forward(x, null);
  }

  /// The same with positions hidden, such as those of padding.
  ///
  /// @param mask added to the scores of the attention, broadcast to `(N, heads, T, T)`; null for none. See
  ///     [SequenceMask#additive]
  public Variable forward(Variable x, Tensor mask) {
    Variable normed = norm1.forward(x);
    Variable mixed = x.add(attention.attend(normed, normed, normed, mask));
    return mixed.add(mlp.forward(norm2.forward(mixed)));
  }

  /// What the input of the attention passes through first.
  public LayerNorm norm1() {
    return norm1;
  }

  /// The attention, to look at its weights.
  public MultiHeadAttention attention() {
    return attention;
  }

  @Override
  public void describe(Parts parts) {
    parts.child("norm1", norm1).child("attention", attention).child("norm2", norm2).child("mlp", mlp);
  }

  @Override
  public String toString() {
    return outline();
  }
}
