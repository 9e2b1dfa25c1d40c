package scrutable.nn.model;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.BidirectionalGru;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.TiedSoftmax;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A network that says of each place of a text which word belongs there, having seen all words but this one.
///
/// What is left of the place is read from the left, what is right of it from the right, and all of it is added up
/// without regard to order; a layer mixes the three, and the table that led from words to vectors leads back:
///
/// ```
/// x_t = 2 sqrt(D) table[w_t]                                                         (D,)
/// c_t = sum_(s != t) x_s / 5                                                         (D,)
/// logits_t = norm(W [left_(t-1), right_(t+1), c_t] + b) table^T + b'                 (V,)
/// ```
///
/// Since place t never sees `w_t`, no word has to be hidden: one reading asks for every word of the text. A network
/// that hides words, such as [LanguageTransformer#bidirectional], asks for one in seven. Melamud, Goldberger and Dagan
/// 2016, "context2vec: learning generic context embedding with bidirectional LSTM"; the sum is that of the continuous
/// bag of words of Mikolov et al. 2013, "Efficient estimation of word representations in vector space", section 3.1. It
/// lets words that are far apart meet from the first step on, where the two readers have to learn to remember first.
///
/// Vectors are drawn from `N(0, 0.25 / D)`, so that the first logits are small, and enlarged on the way in. The fifth
/// keeps the sum over about 25 words as large as one of them.
///
/// Parts: `words`, `readers`, `mix`, `norm`, `softmax`.
public final class ClozeReader implements Module {
  private static final double FIRST_LOGITS = 0.5;
  private static final double LESS = 0.2;

  private final int hidden;
  private final PaddedEmbedding words;
  private final BidirectionalGru readers;
  private final Linear mix;
  private final LayerNorm norm;
  private final TiedSoftmax softmax;

  /// @param vocabulary V, how many words there are
  /// @param width      D, of the vector of a word
  /// @param hidden     H, what each of the two readers remembers
  public ClozeReader(int vocabulary, int width, int hidden, Rng rng) {
    if (vocabulary < 1 || width < 1 || hidden < 1) {
      throw new IllegalArgumentException("ClozeReader: vocabulary, width and hidden should be at least 1, not "
          + vocabulary + ", " + width + " and " + hidden);
    }
    this(rng.normalAround(0, FIRST_LOGITS / Math.sqrt(width), vocabulary, width), hidden, rng);
  }

  private ClozeReader(Tensor table, int hidden, Rng rng) {
    int width = table.size(1);
    this.hidden = hidden;
    this.words = PaddedEmbedding.of(table, Vocabulary.PAD);
    this.readers = new BidirectionalGru(width, hidden, rng);
    this.mix = new Linear(2 * hidden + width, width, rng);
    this.norm = new LayerNorm(width);
    this.softmax = new TiedSoftmax(words.weight());
  }

  /// A reader that starts from vectors that others have learned, moved so that their mean is zero and scaled as drawn
  /// ones would be. All else is drawn.
  ///
  /// @param vectors `float32 (V, D)`, one for each word
  /// @param hidden  H, what each of the two readers remembers
  /// @throws IllegalArgumentException if there is no vector, or all are the same
  public static ClozeReader startingFrom(Tensor vectors, int hidden, Rng rng) {
    if (vectors.rank() != 2 || vectors.elementCount() == 0 || hidden < 1) {
      throw new IllegalArgumentException("ClozeReader: the vectors should be (V, D) and hidden at least 1, not "
          + Shape.text(vectors.shape()) + " and " + hidden);
    }
    Tensor centred = vectors.sub(vectors.mean(true, 0));
    double size = Math.sqrt(centred.square().mean().item());
    if (!(size > 0)) {
      throw new IllegalArgumentException("ClozeReader: all vectors are the same, or one is not finite");
    }
    return new ClozeReader(centred.mul(FIRST_LOGITS / Math.sqrt(vectors.size(1)) / size), hidden, rng);
  }

  /// The logits `(N, T, V)` for ids `int32 (N, T)` with padding at the ends.
  @Override
  public Variable forward(Variable ids) {
    PaddedBatch texts = PaddedBatch.ofIds(ids.value());
    return answer(around(texts));
  }

  /// The logits `(K, V)` at K places.
  ///
  /// @param places `int32 (K,)`, counted through all texts: place t of text n is `n T + t`
  public Variable forwardAt(PaddedBatch texts, Tensor places) {
    return answer(around(texts).reshape(-1, 2 * hidden + words.weight().size(1)).selectAll(0, places));
  }

  private Variable answer(Variable context) {
    return softmax.forward(norm.forward(mix.forward(context)));
  }

  //: code context
  /// What each place knows: `(N, T, 2 H + D)`, with nothing of the word that stands there.
  private Variable around(PaddedBatch texts) {
    int steps = texts.steps();
    double enlarged = 2 * Math.sqrt(words.weight().size(1));
    Variable x = words.forward(Variable.constant(texts.ids())).mul(enlarged);
    Variable states = readers.run(x, texts.lengths()).outputs();
    Variable nothing = Variable.constant(Tensor.zeros(texts.size(), 1, hidden));
    Variable left = Variable.concat(1, nothing, states.slice(2, 0, hidden).slice(1, 0, steps - 1));
    Variable right = Variable.concat(1, states.slice(2, hidden, 2 * hidden).slice(1, 1, steps), nothing);
    return Variable.concat(2, left, right, x.sum(true, 1).sub(x).mul(LESS));
  }
  //: end

  @Override
  public void describe(Parts parts) {
    parts.child("words", words).child("readers", readers).child("mix", mix).child("norm", norm)
        .child("softmax", softmax);
  }

  @Override
  public String toString() {
    return outline();
  }
}
