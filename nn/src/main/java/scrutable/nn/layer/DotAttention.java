package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;

//: hide 3.5
//: instead /// Attention whose score is a scaled product of the query and `W m`.
//: instead ///
//: instead /// The matrix W turns states of the encoder into the directions that queries point in.
//: instead ///
//: instead /// Child: `key`, a [Linear] from M to Q without bias. Luong, Pham and Manning 2015, "Effective approaches
//: instead /// to attention-based neural machine translation", section 3.1, "general"; the scaling is that of Vaswani
//: instead /// et al. 2017.
/// Attention whose score is a product: `score(q, m) = q . (W m) / sqrt(Q)`.
///
/// The matrix W turns states of the encoder into the directions that queries point in. The division keeps scores of
/// wide queries from saturating the softmax.
///
/// Child: `key`, a [Linear] from M to Q without bias. Luong, Pham and Manning 2015, "Effective approaches to
/// attention-based neural machine translation", section 3.1, "general"; the scaling is that of Vaswani et al. 2017.
//: end
public final class DotAttention implements EncoderAttention {
  private final Linear key;

  /// @param queryWidth Q
  /// @param memoryWidth M
  public DotAttention(int queryWidth, int memoryWidth, Rng rng) {
    this(Linear.withoutBias(memoryWidth, queryWidth, rng));
  }

  private DotAttention(Linear key) {
    this.key = key;
  }

  /// A layer with a given projection from M to Q.
  public static DotAttention of(Linear key) {
    return new DotAttention(key);
  }

  @Override
  public Variable keys(Variable states) {
    return key.forward(states);
  }

  @Override
  public Variable scores(Variable queries, Variable keys) {
    if (queries.size(-1) != keys.size(-1)) {
      throw new IllegalArgumentException("DotAttention: queries should be (N, T, " + keys.size(-1) + "), not "
          + Shape.text(queries.shape()));
    }
    //: leak 3.5
    return queries.matmul(keys.t()).mul(1 / Math.sqrt(queries.size(-1)));
    //: end
  }

  @Override
  public void describe(Parts parts) {
    parts.child("key", key);
  }
}
