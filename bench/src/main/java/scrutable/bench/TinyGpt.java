package scrutable.bench;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
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

/// A language model of two transformer blocks: tokens `(N, T)` of 65 kinds in, logits `(N T, 65)` out.
///
/// Width 128, 4 heads, context 64, as in the smallest nanoGPT: some 400,000 parameters.
final class TinyGpt implements Module {
  static final int VOCABULARY = 65;
  static final int CONTEXT = 64;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;

  private final Embedding tokens;
  private final Parameter positions;
  private final TransformerBlock first;
  private final TransformerBlock second;
  private final LayerNorm norm = new LayerNorm(WIDTH);
  private final Linear head;

  TinyGpt(Rng rng) {
    tokens = new Embedding(VOCABULARY, WIDTH, rng);
    positions = new Parameter(rng.normal(CONTEXT, WIDTH).mul(0.02));
    first = block(rng);
    second = block(rng);
    head = new Linear(WIDTH, VOCABULARY, rng);
  }

  private static TransformerBlock block(Rng rng) {
    return TransformerBlock.of(new LayerNorm(WIDTH), new MultiHeadAttention(WIDTH, HEADS, rng), new LayerNorm(WIDTH),
        new Sequential(new Linear(WIDTH, 4 * WIDTH, rng), new GeluTanh(), new Linear(4 * WIDTH, WIDTH, rng))).causal();
  }

  @Override
  public Variable forward(Variable ids) {
    Variable x = tokens.forward(ids).add(positions);                       // (N, T, D) + (T, D)
    return head.forward(norm.forward(second.forward(first.forward(x)))).reshape(-1, VOCABULARY);
  }

  @Override
  public void describe(Parts parts) {
    parts.child("tokens", tokens).parameter("positions", positions).child("first", first).child("second", second)
        .child("norm", norm).child("head", head);
  }

  @Override
  public String toString() {
    return outline();
  }
}
