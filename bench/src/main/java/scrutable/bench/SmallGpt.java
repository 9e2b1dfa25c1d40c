package scrutable.bench;

import java.util.stream.IntStream;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.bench.compare.Task.LanguageModel;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.GeluTanh;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MultiHeadAttention;
import scrutable.nn.layer.TransformerBlock;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A small GPT, as the comparison trains it: blocks with normalisation first and the tanh form of GELU.
final class SmallGpt implements Module {
  private final Embedding tokens;
  private final Parameter positions; // (T, D)
  private final Sequential blocks;
  private final LayerNorm norm;
  private final Linear head;

  SmallGpt(Rng rng) {
    int width = LanguageModel.WIDTH;
    tokens = new Embedding(LanguageModel.VOCABULARY, width, rng);
    positions = new Parameter(rng.normalAround(0, 0.02, LanguageModel.LENGTH, width));
    blocks = new Sequential(IntStream.range(0, LanguageModel.LAYERS).mapToObj(i -> block(width, rng))
        .toArray(Module[]::new));
    norm = new LayerNorm(width);
    head = new Linear(width, LanguageModel.VOCABULARY, rng);
  }

  private static Module block(int width, Rng rng) {
    return TransformerBlock.of(new LayerNorm(width),
        new MultiHeadAttention(width, LanguageModel.HEADS, rng).causal(), new LayerNorm(width),
        new Sequential(new Linear(width, 4 * width, rng), new GeluTanh(), new Linear(4 * width, width, rng)));
  }

  /// The logits (B, T, V) of the token that follows each of the tokens (B, T).
  Variable logits(Tensor input) {
    return forward(tokens.forward(input));
  }

  /// The logits (B, T, V) for embedded tokens (B, T, D).
  @Override
  public Variable forward(Variable embedded) {
    return head.forward(norm.forward(blocks.forward(embedded.add(positions))));
  }

  @Override
  public void describe(Parts parts) {
    parts.child("tokens", tokens).parameter("positions", positions).child("blocks", blocks)
        .child("norm", norm).child("head", head);
  }
}
