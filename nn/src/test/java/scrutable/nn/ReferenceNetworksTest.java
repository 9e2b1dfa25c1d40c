package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

@DisplayName("Small networks agree with a second implementation")
class ReferenceNetworksTest {

  static Stream<Named<Function<DType, ReferenceNetworks.Case>>> networks() {
    return Stream.of(Named.of("mlp", ReferenceNetworks::mlp), Named.of("cnn", ReferenceNetworks::cnn),
        Named.of("attention", ReferenceNetworks::attention),
        Named.of("attention with tanh GELU", ReferenceNetworks::attentionTanh));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossAndGradientsAgreeInFloat64(Function<DType, ReferenceNetworks.Case> network) {
    check(network.apply(DType.FLOAT64));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossAndGradientsAgreeInFloat32(Function<DType, ReferenceNetworks.Case> network) {
    check(network.apply(DType.FLOAT32));
  }

  private static void check(ReferenceNetworks.Case network) {
    Reference reference = network.reference();
    Variable logits = network.network().forward(reference.get("input"));
    Variable loss = network.lossOf(logits);
    reference.assertMatches("logits", logits.value());
    reference.assertMatches("loss", loss.value());
    Gradients gradients = Gradients.of(loss, network.network().parameters());
    network.network().namedParameters()
        .forEach((name, parameter) -> reference.assertMatches("gradient." + name, gradients.get(parameter)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void parametersHaveTheNamesOfThePyTorchNetwork(Function<DType, ReferenceNetworks.Case> network) {
    ReferenceNetworks.Case built = network.apply(DType.FLOAT64);
    TreeSet<String> expected = new TreeSet<>(built.reference().under("initial.").keySet());
    TreeSet<String> actual = new TreeSet<>(built.network().state().keySet());
    actual.removeIf(name -> name.endsWith("num_batches_tracked"));
    assertEquals(expected, actual);
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void theGradientReachesTheImages(DType dtype) {
    for (ReferenceNetworks.Case network : new ReferenceNetworks.Case[] {
        ReferenceNetworks.mlp(dtype), ReferenceNetworks.cnn(dtype)}) {
      Variable input = Variable.tracked(network.reference().get("input"));
      Variable loss = network.lossOf(network.network().forward(input));
      network.reference().assertMatches("gradient.input", Gradients.of(loss, input).get(input));
    }
  }

  @Test
  void oneForwardPassMovesTheRunningStatisticsAsFarAsPyTorchDoes() {
    ReferenceNetworks.Case cnn = ReferenceNetworks.cnn(DType.FLOAT64);
    cnn.loss();
    for (String name : new String[] {"1.running_mean", "1.running_var", "5.running_mean", "5.running_var"}) {
      cnn.reference().assertMatches("after1." + name, cnn.network().state().get(name));
    }
    assertEquals(1, cnn.network().state().get("5.num_batches_tracked").item());
  }

  @Test
  void evaluationUsesTheStatisticsThatTrainingLeft() {
    ReferenceNetworks.Case cnn = ReferenceNetworks.cnn(DType.FLOAT64);
    var trained = cnn.reference().under("after10.");
    trained.remove("eval_logits");
    trained.put("1.num_batches_tracked", Tensor.ofInts(new int[] {10}));
    trained.put("5.num_batches_tracked", Tensor.ofInts(new int[] {10}));
    cnn.network().load(trained);
    Variable logits = cnn.network().evaluating(() -> cnn.network().forward(cnn.reference().get("input")));
    cnn.reference().assertMatches("after10.eval_logits", logits.value());
  }

  @ParameterizedTest
  @EnumSource(value = DType.class, names = {"FLOAT32", "FLOAT64"})
  void theLanguageModelAgreesInsideToo(DType dtype) {
    ReferenceNetworks.Case built = ReferenceNetworks.attention(dtype);
    var model = (ReferenceNetworks.LanguageModel) built.network();
    Reference reference = built.reference();
    Variable embedded = model.embed(Variable.constant(reference.get("input")));
    Variable output = model.block().forward(embedded);
    reference.assertMatches("embedded", embedded.value());
    reference.assertMatches("attention_weights", model.attentionWeights(embedded).value());
    reference.assertMatches("block_output", output.value());
    Variable loss = built.lossOf(model.predict(output));
    reference.assertMatches("gradient.embedded", Gradients.of(loss, embedded).get(embedded));
  }
}
