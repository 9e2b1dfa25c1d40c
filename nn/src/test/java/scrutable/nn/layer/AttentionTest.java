package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.NumericsGuard;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Reference;
import scrutable.nn.Sequential;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Attention and the transformer block")
class AttentionTest {
  private final Rng rng = Rng.seed(8);

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private Linear linear(int in, int out) {
    return Linear.of(normal(out, in), normal(out));
  }

  private MultiHeadAttention attention(int width, int heads) {
    return MultiHeadAttention.of(heads, linear(width, width), linear(width, width), linear(width, width),
        linear(width, width));
  }

  @Test
  void everyRowOfWeightsHasTheSumOne() {
    Variable x = Variable.constant(normal(3, 5, 6));
    Variable weights = attention(6, 2).weights(x, x, null);
    assertArrayEquals(new int[] {3, 2, 5, 5}, weights.shape());
    for (double sum : weights.value().sum(false, -1).toDoubleArray()) {
      assertEquals(1, sum, 1e-14);
    }
  }

  @Test
  void theCausalMaskHidesTheKeysAfterTheQuery() {
    double hidden = MultiHeadAttention.HIDDEN;
    Tensor mask = MultiHeadAttention.causalMask(2, 3, DType.FLOAT64);
    assertArrayEquals(new int[] {2, 3}, mask.shape());
    assertArrayEquals(new double[] {0, hidden, hidden, 0, 0, hidden}, mask.toDoubleArray());
    Tensor single = MultiHeadAttention.causalMask(3, 2, DType.FLOAT32);
    assertArrayEquals(new float[] {0, (float) hidden, 0, 0, 0, 0}, single.toFloatArray());
  }

  @Test
  void hiddenPositionsHaveTheWeightZeroExactly() {
    MultiHeadAttention[] layers = {attention(6, 2).causal(), new MultiHeadAttention(6, 2, rng).causal()};
    for (MultiHeadAttention layer : layers) {
      DType dtype = layer.parameters().getFirst().dtype();
      Variable x = Variable.constant(rng.normalAround(0, 30, 2, 5, 6).to(dtype));
      Tensor weights = layer.weights(x, x, null).value();
      for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
          assertEquals(0, weights.select(3, j).select(2, i).abs().max().item());
        }
      }
      assertEquals(1, weights.get(0, 0, 0, 0));
    }
  }

  @Test
  void aMaskHidesPositionsFromAllOrFromSome() {
    MultiHeadAttention layer = attention(6, 2);
    Tensor x = normal(2, 4, 6);
    double[] hidden = {0, 0, 0, MultiHeadAttention.HIDDEN};
    Variable whole = Variable.constant(x);
    Variable without = Variable.constant(x.slice(1, 0, 3));
    Tensor masked = layer.attend(whole, whole, whole, Tensor.of(hidden, 4)).value();
    Tensor shorter = layer.attend(whole, without, without, null).value();
    Reference.assertClose("hidden last position", shorter, masked, 1e-13);
    Tensor everything = Tensor.full(MultiHeadAttention.HIDDEN, DType.FLOAT64, 1);
    Tensor uniform = layer.weights(whole, whole, everything).value();
    assertEquals(0.25, uniform.max().item(), 1e-15, "where all is hidden, all count the same");
  }

  @Test
  void aCausalLayerHidesTheFutureWithFiniteNumbers() {
    Tensor x = rng.normal(2, 5, 6);
    MultiHeadAttention layer = new MultiHeadAttention(6, 3, rng).causal();
    Variable y = NumericsGuard.run(() -> layer.forward(x));
    assertArrayEquals(new int[] {2, 5, 6}, y.shape());
  }

  @Test
  void withoutAMaskAttentionDoesNotKnowTheOrder() {
    MultiHeadAttention layer = attention(6, 2);
    Tensor x = normal(1, 4, 6);
    Tensor shuffled = Joining.concat(1, x.slice(1, 2, 3), x.slice(1, 0, 1), x.slice(1, 3, 4),
        x.slice(1, 1, 2));
    Tensor y = layer.forward(x).value();
    Tensor expected = Joining.concat(1, y.slice(1, 2, 3), y.slice(1, 0, 1), y.slice(1, 3, 4),
        y.slice(1, 1, 2));
    Reference.assertClose("shuffled", expected, layer.forward(shuffled).value(), 1e-13);
  }

  @Test
  void queriesOfZeroAverageAllValues() {
    Linear identity = Linear.of(Tensor.identity(4, DType.FLOAT64), Tensor.zeros(DType.FLOAT64, 4));
    Linear zero = Linear.of(Tensor.zeros(DType.FLOAT64, 4, 4), Tensor.zeros(DType.FLOAT64, 4));
    Tensor x = normal(2, 3, 4);
    Tensor y = MultiHeadAttention.of(2, zero, identity, identity, identity).forward(x).value();
    Reference.assertClose("average", x.mean(true, 1).expand(2, 3, 4), y, 1e-14);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inACausalBlockNothingDependsOnWhatComesLater(boolean causal) {
    TransformerBlock open = block(4);
    Module block = causal ? open.causal() : open;
    Variable x = Variable.tracked(normal(1, 5, 4));
    for (int t = 0; t < 4; t++) {
      Variable output = block.forward(x).select(1, t).square().sum();
      double later = Gradients.of(output, x).get(x).slice(1, t + 1, 5).abs().max().item();
      assertTrue(causal ? later == 0 : later > 1e-6, "gradient " + later + " of output " + t);
    }
    Tensor changed = Joining.concat(1, x.value().slice(1, 0, 3), normal(1, 2, 4));
    double difference = block.forward(changed).value().slice(1, 0, 3)
        .sub(block.forward(x).value().slice(1, 0, 3)).abs().max().item();
    assertTrue(causal ? difference == 0 : difference > 1e-6, "difference " + difference);
  }

  private TransformerBlock block(int width) {
    return TransformerBlock.of(LayerNorm.of(normal(width), normal(width)), attention(width, 2),
        LayerNorm.of(normal(width), normal(width)),
        new Sequential(linear(width, 6), new Gelu(), linear(6, width)));
  }

  @Test
  void aBlockWhosePartsAnswerZeroPassesItsInputOn() {
    TransformerBlock block = new TransformerBlock(8, 2, rng);
    block.namedParameters().forEach((name, parameter) -> {
      if (name.startsWith("attention.output") || name.startsWith("mlp.2")) {
        parameter.assign(Tensor.zeros(parameter.shape()));
      }
    });
    Tensor x = rng.normal(2, 3, 8);
    assertArrayEquals(x.toFloatArray(), block.forward(x).value().toFloatArray());
  }

  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    MultiHeadAttention layer = attention(4, 2);
    TransformerBlock block = block(4).causal();
    Tensor mask = normal(2, 3);
    Tensor queries = normal(2, 2, 4);
    GradientCheck.check(x -> layer.attend(x[0], x[1], x[1], mask), queries, normal(2, 3, 4)).require();
    GradientCheck.check(x -> block.forward(x[0]), normal(1, 3, 4)).require();
    GradientCheck.checkSecondOrder(x -> block.forward(x[0]), normal(1, 2, 4)).require();
  }

  @Test
  void newBlocksHaveTheNamesAndSizesOfTheirDescription() {
    TransformerBlock block = new TransformerBlock(8, 2, rng);
    assertEquals(List.of("norm1.weight", "norm1.bias", "attention.query.weight", "attention.query.bias",
        "attention.key.weight", "attention.key.bias", "attention.value.weight", "attention.value.bias",
        "attention.output.weight", "attention.output.bias", "norm2.weight", "norm2.bias", "mlp.0.weight",
        "mlp.0.bias", "mlp.2.weight", "mlp.2.bias"), List.copyOf(block.namedParameters().keySet()));
    assertEquals(12 * 64 + 13 * 8, block.parameterCount());
    assertEquals(block.parameters(), block.causal().parameters(), "a causal block shares its parts");
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    assertMessage("MultiHeadAttention: the width 6 cannot be cut into 4 equal heads",
        () -> new MultiHeadAttention(6, 4, rng));
    MultiHeadAttention layer = new MultiHeadAttention(6, 2, rng);
    assertMessage("MultiHeadAttention: the query should be (N, T, 6), not (2, 6)",
        () -> layer.forward(Tensor.zeros(2, 6)));
    Variable x = Variable.constant(Tensor.zeros(2, 3, 6));
    assertMessage("MultiHeadAttention: keys (2, 3, 6) and values (2, 4, 6) should come in pairs",
        () -> layer.attend(x, x, Variable.constant(Tensor.zeros(2, 4, 6)), null));
  }
}
