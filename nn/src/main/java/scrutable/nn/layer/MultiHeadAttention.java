package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

//: hide 3.5
//: instead /// Attention: every position looks at the others and takes a weighted average of what they offer.
//: instead ///
//: instead /// The input is projected to queries q, keys k and values v; these are cut into heads of width d = D /
//: instead /// heads, and each head attends on its own:
//: instead ///
//: instead /// `weights = softmax(scores)`, `head = weights v`, `y = W_o [head_1 ... head_h] + b_o`
//: instead ///
//: instead /// Sequences `(N, T, D)` stay `(N, T, D)`. A mask has 0 where a position may be seen, [#HIDDEN] where not.
//: instead /// A causal layer hides what comes later: position i sees positions 0 to i.
//: instead ///
//: instead /// Children: `query`, `key`, `value`, `output`, each a [Linear] from D to D and initialised as such, and in
//: instead /// a layer [#withQueryKeyNorm] two of [LayerNorm], `query_norm` and `key_norm`. Vaswani et al. 2017,
//: instead /// "Attention is all you need", sections 3.2.1 and 3.2.2.
/// Attention: every position looks at the others and takes a weighted average of what they offer.
///
/// The input is projected to queries q, keys k and values v; these are cut into heads of width d = D / heads,
/// and each head attends on its own:
///
/// `weights = softmax(q k^T / sqrt(d) + mask)`, `head = weights v`, `y = W_o [head_1 ... head_h] + b_o`
///
/// Sequences `(N, T, D)` stay `(N, T, D)`. The mask is added to the scores: 0 where a position may be seen,
/// [#HIDDEN] where not. A causal layer hides what comes later: position i sees positions 0 to i.
///
/// Children: `query`, `key`, `value`, `output`, each a [Linear] from D to D and initialised as such, and in a layer
/// [#withQueryKeyNorm] two of [LayerNorm], `query_norm` and `key_norm`. Vaswani et al. 2017, "Attention is all you
/// need", sections 3.2.1 and 3.2.2.
//: end
public final class MultiHeadAttention implements Module {
  /// The entry of a mask that hides a position: so low that its softmax is exactly 0, yet finite, so that a
  /// row in which everything is hidden is an average and not NaN.
  public static final double HIDDEN = -1e30;

  private final int heads;
  private final boolean causal;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear output;
  private final LayerNorm queryNorm;    // null where queries and keys are taken as they are
  private final LayerNorm keyNorm;

  /// Attention without a mask.
  ///
  /// @param width D
  /// @param heads how many; must divide the width
  public MultiHeadAttention(int width, int heads, Rng rng) {
    this(heads, false, new Linear(width, width, rng), new Linear(width, width, rng),
        new Linear(width, width, rng), new Linear(width, width, rng), null, null);
  }

  private MultiHeadAttention(int heads, boolean causal, Linear query, Linear key, Linear value,
      Linear output, LayerNorm queryNorm, LayerNorm keyNorm) {
    Check.atLeastOne("MultiHeadAttention", "the number of heads", heads);
    int width = query.weight().size(0);
    if (width % heads != 0) {
      throw new IllegalArgumentException("MultiHeadAttention: the width " + width + " cannot be cut into "
          + heads + " equal heads");
    }
    this.heads = heads;
    this.causal = causal;
    this.query = query;
    this.key = key;
    this.value = value;
    this.output = output;
    this.queryNorm = queryNorm;
    this.keyNorm = keyNorm;
  }

  /// Attention without a mask, with given projections.
  public static MultiHeadAttention of(int heads, Linear query, Linear key, Linear value, Linear output) {
    return new MultiHeadAttention(heads, false, query, key, value, output, null, null);
  }

  /// A layer that shares the projections of this one and hides what comes later.
  public MultiHeadAttention causal() {
    return new MultiHeadAttention(heads, true, query, key, value, output, queryNorm, keyNorm);
  }

  //: hide 3.5
  //: instead /// A layer that shares the projections of this one and normalises queries and keys, head by head, before
  //: instead /// they meet. However long q and k grow, the scores stay small, so that attention cannot freeze at a high
  //: instead /// learning rate (Dehghani et al. 2023, "Scaling vision transformers to 22 billion parameters", section
  //: instead /// 2; Wortsman et al. 2023). The two norms are new and shared by all heads.
  /// A layer that shares the projections of this one and normalises queries and keys, head by head, before they meet:
  /// `softmax(norm(q) norm(k)^T / sqrt(d) + mask)`. However long q and k grow, the scores stay small, so that attention
  /// cannot freeze at a high learning rate (Dehghani et al. 2023, "Scaling vision transformers to 22 billion
  /// parameters", section 2; Wortsman et al. 2023). The two norms are new and shared by all heads.
  //: end
  public MultiHeadAttention withQueryKeyNorm() {
    int width = query.weight().size(0) / heads;
    return new MultiHeadAttention(heads, causal, query, key, value, output, new LayerNorm(width),
        new LayerNorm(width));
  }

  /// Self-attention: `(N, T, D)` to `(N, T, D)`.
  @Override
  public Variable forward(Variable x) {
    return attend(x, x, x, null);
  }

  /// Attention of one sequence to another: query `(N, T, D)`, key and value `(N, S, D)`, result `(N, T, D)`.
  /// A causal layer adds its own mask to the one given.
  ///
  /// @param mask added to the scores, broadcast to `(N, heads, T, S)`; null for none
  public Variable attend(Variable query, Variable key, Variable value, Tensor mask) {
    Variable weights = weights(query, key, mask);                                       // (N, heads, T, S)
    requireSequence("value", value);
    if (!key.value().sameShape(value.value())) {
      throw new IllegalArgumentException("MultiHeadAttention: keys " + Shape.text(key.shape()) + " and"
          + " values " + Shape.text(value.shape()) + " should come in pairs");
    }
    Variable mixed = weights.matmul(split(this.value.forward(value)));                  // (N, heads, T, d)
    return output.forward(mixed.permute(0, 2, 1, 3).reshape(query.shape()));
  }

  /// Who looks at whom: `(N, heads, T, S)`, each row with the sum 1.
  public Variable weights(Variable query, Variable key, Tensor mask) {
    return Functions.softmax(scores(query, key, mask));
  }

  /// What the weights are the softmax of, `(N, heads, T, S)`, masks included: how large it grows tells how sharp the
  /// attention is.
  public Variable scores(Variable query, Variable key, Tensor mask) {
    requireSequence("query", query);
    requireSequence("key", key);
    Variable q = split(this.query.forward(query));
    Variable k = split(this.key.forward(key));
    if (queryNorm != null) {
      q = queryNorm.forward(q);
      k = keyNorm.forward(k);
    }
    //: task 3.5
    Variable scores = q.matmul(k.t()).mul(1 / Math.sqrt(q.size(-1)));                   // (N, heads, T, S)
    if (mask != null) {
      scores = scores.add(Variable.constant(mask));
    }
    if (causal) {
      scores = scores.add(Variable.constant(causalMask(query.size(1), key.size(1), scores.dtype())));
    }
    return scores;
    //: end
  }

  /// The largest magnitude of a score of self-attention, among those that are not hidden: how sharp the attention has
  /// become. Scores of some dozens mean that a place looks at a single other one, whatever that says.
  public double largestScore(Variable x) {
    double largest = 0;
    for (double score : scores(x, x, null).value().toDoubleArray()) {
      largest = score > HIDDEN / 2 ? Math.max(largest, Math.abs(score)) : largest;
    }
    return largest;
  }

  /// The mask `(queries, keys)` that hides what comes later: [#HIDDEN] where the key's position is above the
  /// query's, 0 elsewhere.
  public static Tensor causalMask(int queries, int keys, DType dtype) {
    Tensor query = Tensor.range(queries).to(dtype).unsqueeze(1);                        // (queries, 1)
    Tensor later = Tensor.range(keys).to(dtype).greater(query);     // (queries, keys)
    return Tensor.where(later, Tensor.full(HIDDEN, dtype), Tensor.full(0, dtype));
  }

  /// `(N, T, D)` to `(N, heads, T, d)`.
  private Variable split(Variable projected) {
    return projected.reshape(projected.size(0), projected.size(1), heads, projected.size(2) / heads)
        .permute(0, 2, 1, 3);
  }

  private void requireSequence(String role, Variable x) {
    int width = query.weight().size(1);
    if (x.rank() != 3 || x.size(2) != width) {
      throw new IllegalArgumentException("MultiHeadAttention: the " + role + " should be (N, T, " + width
          + "), not " + Shape.text(x.shape()));
    }
  }

  @Override
  public void describe(Parts parts) {
    parts.setting("heads", heads).setting("causal", causal);
    parts.child("query", query).child("key", key).child("value", value).child("output", output);
    if (queryNorm != null) {
      parts.child("query_norm", queryNorm).child("key_norm", keyNorm);
    }
  }

  @Override
  public String toString() {
    return outline();
  }
}
