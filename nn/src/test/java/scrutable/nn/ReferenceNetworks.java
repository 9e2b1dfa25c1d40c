package scrutable.nn;

import java.util.Map;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.layer.AveragePool2d;
import scrutable.nn.layer.BatchNorm2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Embedding;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Gelu;
import scrutable.nn.layer.GeluTanh;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.MultiHeadAttention;
import scrutable.nn.layer.Relu;
import scrutable.nn.layer.Tanh;
import scrutable.nn.layer.TransformerBlock;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// The small networks of `reference/PROVENANCE.md`, with the parameters they have there before training.
public final class ReferenceNetworks {
  private ReferenceNetworks() {}

  /// A network with its one batch.
  ///
  /// @param smoothing of the labels
  public record Case(Reference reference, Module network, double smoothing) {
    /// The mean cross-entropy of the whole batch.
    public Variable loss() {
      return lossOf(network.forward(reference.get("input")));
    }

    public Variable lossOf(Variable logits) {
      return Losses.crossEntropy(logits, reference.get("labels"), smoothing);
    }

    /// Compares every parameter and buffer with the tensors `<prefix>.<name>`.
    public void assertState(String prefix) {
      Map<String, Tensor> state = network.state();
      reference.under(prefix + ".").keySet().stream().filter(state::containsKey)
          .forEach(name -> reference.assertMatches(prefix + "." + name, state.get(name)));
    }
  }

  /// Flatten, linear, tanh, linear.
  public static Case mlp(DType dtype) {
    Reference reference = Reference.read("mlp", dtype);
    Module network =
        new Sequential(new Flatten(), linear(reference, "1"), new Tanh(), linear(reference, "3"));
    return new Case(reference, network, 0);
  }

  /// Two convolutions with batch norm.
  public static Case cnn(DType dtype) {
    Reference reference = Reference.read("cnn", dtype);
    Module network = new Sequential(
        Conv2d.of(initial(reference, "0.weight"), initial(reference, "0.bias"), Window.square(3, 1, 1)),
        batchNorm(reference, "1"),
        new Relu(),
        new MaxPool2d(2),
        Conv2d.of(initial(reference, "4.weight"), initial(reference, "4.bias"), Window.square(3, 2, 0)),
        batchNorm(reference, "5"),
        new LeakyRelu(0.1),
        new AveragePool2d(2),
        new Flatten(),
        linear(reference, "9"));
    return new Case(reference, network, 0.1);
  }

  /// A language model of one causal transformer block with the exact GELU.
  public static Case attention(DType dtype) {
    Reference reference = Reference.read("attention", dtype);
    return new Case(reference, new LanguageModel(reference, new Gelu()), 0);
  }

  /// The same with the approximation of the GELU by tanh.
  public static Case attentionTanh(DType dtype) {
    Reference reference = Reference.read("attention_tanh", dtype);
    return new Case(reference, new LanguageModel(reference, new GeluTanh()), 0);
  }

  /// Tokens `(N, T)` to logits `(N, T, V)`.
  public static final class LanguageModel implements Module {
    private final Embedding embedding;
    private final Parameter position;
    private final TransformerBlock block;
    private final LayerNorm norm;
    private final Linear head;

    LanguageModel(Reference reference, Module gelu) {
      this.embedding = Embedding.of(initial(reference, "embedding.weight"));
      this.position = new Parameter(initial(reference, "position"));
      this.block = TransformerBlock.of(layerNorm(reference, "block.norm1"),
          MultiHeadAttention.of(2,
              linear(reference, "block.attention.query"), linear(reference, "block.attention.key"),
              linear(reference, "block.attention.value"), linear(reference, "block.attention.output")),
          layerNorm(reference, "block.norm2"),
          new Sequential(linear(reference, "block.mlp.0"), gelu, linear(reference, "block.mlp.2"))).causal();
      this.norm = layerNorm(reference, "norm");
      this.head = linear(reference, "head");
    }

    @Override
    public Variable forward(Variable tokens) {
      return predict(block.forward(embed(tokens)));
    }

    public Variable embed(Variable tokens) {
      return embedding.forward(tokens).add(position);
    }

    public Variable predict(Variable blockOutput) {
      return head.forward(norm.forward(blockOutput));
    }

    public TransformerBlock block() {
      return block;
    }

    /// The weights with which the block attends, `(N, heads, T, T)`.
    public Variable attentionWeights(Variable embedded) {
      Variable normal = block.norm1().forward(embedded);
      return block.attention().weights(normal, normal, null);
    }

    @Override
    public void describe(Parts parts) {
      parts.child("embedding", embedding).parameter("position", position).child("block", block)
          .child("norm", norm).child("head", head);
    }
  }

  private static Linear linear(Reference reference, String name) {
    return Linear.of(initial(reference, name + ".weight"), initial(reference, name + ".bias"));
  }

  private static LayerNorm layerNorm(Reference reference, String name) {
    return LayerNorm.of(initial(reference, name + ".weight"), initial(reference, name + ".bias"));
  }

  private static BatchNorm2d batchNorm(Reference reference, String name) {
    return BatchNorm2d.of(initial(reference, name + ".weight"), initial(reference, name + ".bias"));
  }

  private static Tensor initial(Reference reference, String name) {
    return reference.get("initial." + name);
  }
}
