package scrutable.nn.model;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.PositionEmbedding;
import scrutable.nn.layer.TransformerBlock;
import scrutable.nn.sequence.TiedSoftmax;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A transformer that is asked, at every place of a text, which token belongs there.
///
/// Tokens become vectors, to which those of their places are added; blocks let the places talk to each other; and the
/// table that led from tokens to vectors leads back:
///
/// ```
/// x = tokens[ids] + positions            ids int32 (N, T), x (N, T, D)
/// x = block_L(... block_1(x))
/// logits = norm(x) tokens^T + b          (N, T, V)
/// ```
///
/// A [#causal] model sees the tokens up to its own place and is asked for the next: GPT (Radford et al. 2018). The
/// other one, [#bidirectional], sees all and is asked for those that were hidden from it: BERT (Devlin et al. 2019).
/// Both are this small: no dropout and no segments. The vectors are drawn from `N(0, 0.25 / D)`, so that the first
/// logits are of size one half, whatever the width; for D = 768 that is the deviation of 0.02 of both papers.
///
/// Parts: `tokens`, `positions`, `blocks.0` and so on, `norm`, `softmax`.
public final class LanguageTransformer implements Module {
  private static final double FIRST_LOGITS = 0.5;

  private final Embedding tokens;
  private final PositionEmbedding positions;
  private final List<TransformerBlock> blocks;
  private final LayerNorm norm;
  private final TiedSoftmax softmax;

  /// How large a model is.
  ///
  /// @param vocabulary V, how many different tokens there are
  /// @param places     the length of the longest text
  /// @param blocks     L
  /// @param width      D
  /// @param heads      of the attention; must divide the width
  public record Size(int vocabulary, int places, int blocks, int width, int heads) {
    /// @throws IllegalArgumentException if a number is below 1 or the heads do not divide the width
    public Size {
      if (vocabulary < 1 || places < 1 || blocks < 1 || width < 1 || heads < 1 || width % heads != 0) {
        throw new IllegalArgumentException("LanguageTransformer: vocabulary, places, blocks, width and heads should be"
            + " at least 1, and the heads divide the width; they are " + vocabulary + ", " + places + ", " + blocks
            + ", " + width + " and " + heads);
      }
    }
  }

  private LanguageTransformer(Embedding tokens, PositionEmbedding positions, List<TransformerBlock> blocks,
      LayerNorm norm, TiedSoftmax softmax) {
    this.tokens = tokens;
    this.positions = positions;
    this.blocks = List.copyOf(blocks);
    this.norm = norm;
    this.softmax = softmax;
  }

  /// A model that sees the tokens from the first to its own: place t is asked for token t + 1.
  public static LanguageTransformer causal(Size size, Rng rng) {
    LanguageTransformer all = bidirectional(size, rng);
    return all.with(all.blocks.stream().map(TransformerBlock::causal).toList());
  }

  /// A model that sees all tokens.
  public static LanguageTransformer bidirectional(Size size, Rng rng) {
    double deviation = FIRST_LOGITS / Math.sqrt(size.width);
    Embedding tokens = Embedding.of(rng.normalAround(0, deviation, size.vocabulary, size.width));
    PositionEmbedding positions = PositionEmbedding.of(rng.normalAround(0, deviation, size.places, size.width));
    List<TransformerBlock> blocks = new ArrayList<>();
    for (int i = 0; i < size.blocks; i++) {
      blocks.add(new TransformerBlock(size.width, size.heads, rng));
    }
    return new LanguageTransformer(tokens, positions, blocks, new LayerNorm(size.width),
        new TiedSoftmax(tokens.weight()));
  }

  /// A model with the parts of this one whose attention normalises queries and keys
  /// ([TransformerBlock#withQueryKeyNorm]).
  public LanguageTransformer withQueryKeyNorm() {
    return with(blocks.stream().map(TransformerBlock::withQueryKeyNorm).toList());
  }

  private LanguageTransformer with(List<TransformerBlock> others) {
    return new LanguageTransformer(tokens, positions, others, norm, softmax);
  }

  /// The logits `(N, T, V)` for ids `int32 (N, T)` without padding.
  @Override
  public Variable forward(Variable ids) {
    return forward(ids.value(), null);
  }

  /// The logits `(N, T, V)` where some places are hidden, such as padding.
  ///
  /// @param ids  `int32 (N, T)`
  /// @param mask added to the scores of every attention, broadcast to `(N, heads, T, T)`; null for none. See
  ///     [scrutable.nn.layer.SequenceMask#additive]
  public Variable forward(Tensor ids, Tensor mask) {
    return softmax.forward(norm.forward(throughBlocks(ids, mask)));
  }

  /// The logits `(K, V)` at K places alone. The way back to the vocabulary is the largest of all products here, and who
  /// has hidden one token of seven need not go it for the other six.
  ///
  /// @param ids    `int32 (N, T)`
  /// @param mask   as in [#forward(Tensor, Tensor)]
  /// @param places `int32 (K,)`, counted through all texts: place t of text n is `n T + t`
  public Variable forwardAt(Tensor ids, Tensor mask, Tensor places) {
    Variable x = throughBlocks(ids, mask);
    return softmax.forward(norm.forward(x.reshape(-1, x.size(-1)).selectAll(0, places)));
  }

  private Variable throughBlocks(Tensor ids, Tensor mask) {
    Variable x = embed(ids);
    for (TransformerBlock block : blocks) {
      x = block.forward(x, mask);
    }
    return x;
  }

  private Variable embed(Tensor ids) {
    return positions.forward(tokens.forward(Variable.constant(ids)));
  }

  /// The largest score of any attention before its softmax, taken as a magnitude and over places that may be seen: once
  /// it is large, the attention has frozen on single places.
  public double largestScore(Tensor ids) {
    double largest = 0;
    Variable x = embed(ids);
    for (TransformerBlock block : blocks) {
      Variable normed = block.norm1().forward(x);
      largest = Math.max(largest, block.attention().largestScore(normed));
      x = block.forward(x);
    }
    return largest;
  }

  /// The table of the tokens' vectors, `(V, D)`, on both ways.
  public Parameter table() {
    return tokens.weight();
  }

  /// How many numbers there are to learn in the blocks and the last norm: the size in the sense of Kaplan et al. 2020,
  /// "Scaling laws for neural language models", section 2.1, where the tables of tokens and places do not count.
  public int parametersWithoutTables() {
    return parameterCount() - tokens.parameterCount() - positions.parameterCount() - softmax.parameterCount();
  }

  @Override
  public void describe(Parts parts) {
    parts.child("tokens", tokens).child("positions", positions);
    for (int i = 0; i < blocks.size(); i++) {
      parts.child("blocks." + i, blocks.get(i));
    }
    parts.child("norm", norm).child("softmax", softmax);
  }
}
