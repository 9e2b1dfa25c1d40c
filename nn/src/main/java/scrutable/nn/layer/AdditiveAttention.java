package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;

/// Attention whose score is a small network: `score(q, m) = v . tanh(W q + U m + b)`.
///
/// It can compare queries and states of any widths, at the price of an array `(N, T, S, A)`.
///
/// Children: `query` from Q to A without bias, `key` from M to A, and `score` from A to 1 without bias, each a
/// [Linear]. Bahdanau, Cho and Bengio 2015, "Neural machine translation by jointly learning to align and translate",
/// appendix A.1.2.
public final class AdditiveAttention implements EncoderAttention {
  private final Linear query;
  private final Linear key;
  private final Linear score;

  /// @param queryWidth Q
  /// @param memoryWidth M
  /// @param width A, the units of the small network
  public AdditiveAttention(int queryWidth, int memoryWidth, int width, Rng rng) {
    this(Linear.withoutBias(queryWidth, width, rng), new Linear(memoryWidth, width, rng),
        Linear.withoutBias(width, 1, rng));
  }

  private AdditiveAttention(Linear query, Linear key, Linear score) {
    this.query = query;
    this.key = key;
    this.score = score;
  }

  /// A layer of given parts.
  public static AdditiveAttention of(Linear query, Linear key, Linear score) {
    return new AdditiveAttention(query, key, score);
  }

  @Override
  public Variable keys(Variable states) {
    return key.forward(states);
  }

  @Override
  public Variable scores(Variable queries, Variable keys) {
    Variable q = query.forward(queries).unsqueeze(2);               // (N, T, 1, A)
    return score.forward(q.add(keys.unsqueeze(1)).tanh()).squeeze(3);
  }

  @Override
  public void describe(Parts parts) {
    parts.child("query", query).child("key", key).child("score", score);
  }
}
